"""Changing one channel's subscription: stored with its audit line, echoed whole, with the way back."""

from collections.abc import Callable
from dataclasses import replace

from bot.model.alert import Subscription
from bot.model.audit import AuditLine
from bot.model.card import Card, Line, Tone, code, line
from bot.model.command import CommandCall, Reply
from bot.ports import Tables
from handlers.context import Context
from handlers.desk_words import place
from handlers.following import subscription_lines


async def change(
    call: CommandCall,
    context: Context,
    what: str,
    made: Callable[[Subscription], Subscription],
    undo: Callable[[Subscription], str],
    note: Callable[[Subscription], Line] = lambda _: (),
) -> Reply:
    """Replace this channel's subscription by `made` of it; `undo` gives the line that takes the old one back."""
    here, now = place(call), context.clock.now()

    def work(tables: Tables) -> tuple[Subscription, str] | None:
        before = tables.places.subscription_of(here.id)
        if before is None:
            return None
        after, back = made(before), undo(before)
        tables.places.put_subscription(after)
        tables.audit.add(
            AuditLine(tenant=call.tenant, at=now, who=call.user_name or call.user, what=what, undo=back, destination_id=here.id)
        )
        return after, back

    kept = await context.store.write(work)
    if kept is None:
        return Reply(
            card=Card(
                title="This channel follows nothing yet, so there is nothing to set.",
                body=(line("First: ", code("subscribe openai-foxconn")),),
            )
        )
    after, back = kept
    extra = note(after)
    body = (*subscription_lines(after, here), *((extra,) if extra else ()))
    return Reply(
        card=Card(
            tone=Tone.FIRM,
            title="Done. Exactly this holds now:",
            body=body,
            footer=line("To take it back: ", code("undo"), " or ", code(back)),
        )
    )


def with_fields(**fields: object) -> Callable[[Subscription], Subscription]:
    """Return a change that sets these fields."""
    return lambda subscription: replace(subscription, **fields)  # type: ignore[arg-type]


def wrong(what: str, example: str) -> Reply:
    """Say that a value was not understood, with an example; nothing was changed."""
    return Reply(card=Card(tone=Tone.TROUBLE, title=f"{what} Nothing was changed.", body=(line("For example: ", code(example)),)))
