"""`unsubscribe`: follow nothing, or all but some."""

from collections.abc import Mapping
from dataclasses import replace

from bot.model.audit import AuditLine
from bot.model.card import Card, Tone, code, line
from bot.model.command import Access, Command, CommandCall, Option, OptionKind, Reply
from bot.ports import Tables
from handlers.context import Context
from handlers.desk_words import no_such_storyline, place
from handlers.following import THEN, subscribed_again, subscription_lines, subscription_typed
from handlers.own_storylines import storylines_here
from handlers.parse import nearest_value

COMMAND = Command(
    name="unsubscribe",
    summary="Follow nothing in this channel, or all but one storyline",
    access=Access.ADMIN,
    own=True,
    options=(Option(name="storyline", summary="Only this one", kind=OptionKind.STORYLINE),),
    examples=("unsubscribe", "unsubscribe openai-nvidia"),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Remove a storyline, or the whole subscription, with its audit line."""
    known = [storyline.id for storyline in await storylines_here(call, context)]
    slug = nearest_value(arguments["storyline"], known) if "storyline" in arguments else None
    if "storyline" in arguments and slug is None:
        return no_such_storyline(arguments["storyline"], context)
    here, now = place(call), context.clock.now()

    def work(tables: Tables) -> tuple[str, Card]:
        subscription = tables.places.subscription_of(here.id)
        if subscription is None:
            return "", Card(title="This channel follows nothing, so nothing was changed.")
        follows = known if subscription.storylines == ("*",) else list(subscription.storylines)
        undo = f"subscribe {subscription_typed(subscription)}"
        if slug is not None and slug not in follows:
            return "", Card(title=f"This channel does not follow {slug}; nothing was changed.", body=subscription_lines(subscription, here))
        left = tuple(storyline for storyline in follows if slug is not None and storyline != slug)
        if left:
            kept = replace(subscription, storylines=left)
            tables.places.put_subscription(kept)
            card = Card(tone=Tone.FIRM, title="Done. Exactly this holds now:", body=subscription_lines(kept, here))
        else:
            undo = subscribed_again(subscription)
            tables.places.remove_subscription(subscription.id)
            card = Card(tone=Tone.FIRM, title="Done. This channel follows nothing now.")
        who = call.user_name or call.user
        tables.audit.add(
            AuditLine(tenant=call.tenant, at=now, who=who, what=f"unsubscribe {slug or ''}".strip(), undo=undo, destination_id=here.id)
        )
        return undo, card

    undo, card = await context.store.write(work)
    if not undo:
        return Reply(card=card)
    typed = () if THEN in undo else (" or ", code(undo))
    return Reply(card=replace(card, footer=line("To take it back: ", code("undo"), *typed)))
