"""`subscribe`: sets exactly what this channel follows, and says the resulting state."""

from collections.abc import Mapping
from dataclasses import replace

from bot.model.alert import Mode, Subscription
from bot.model.audit import AuditLine
from bot.model.card import Card, Tone, code, line
from bot.model.command import Access, Command, CommandCall, Option, OptionKind, Reply
from bot.model.ids import stable_id
from bot.model.reading import Status
from bot.model.storyline import Storyline
from bot.ports import Tables
from handlers.context import Context
from handlers.desk_words import no_such_storyline, place
from handlers.following import subscription_lines, subscription_typed
from handlers.own_storylines import storylines_here
from handlers.parse import nearest_value

LANGUAGES = ("en", "zh", "ja", "ko", "de", "es", "fr")
"""Those in which news is read."""
_STATUSES = tuple(status.value.replace(" ", "-") for status in Status if not status.is_turn)

COMMAND = Command(
    name="subscribe",
    summary="Follow exactly these storylines in this channel",
    access=Access.ADMIN,
    own=True,
    options=(
        Option(name="floor", summary="What is told", kind=OptionKind.CHOICE, choices=("material", "all"), named=True),
        Option(name="status", summary="The lowest status that is told", kind=OptionKind.CHOICE, choices=_STATUSES),
        Option(name="mode", summary="When it is told", kind=OptionKind.CHOICE, choices=tuple(mode.value for mode in Mode)),
        Option(
            name="language",
            summary="Tell an event once a report of it is in this language",
            kind=OptionKind.CHOICE,
            choices=("any", *LANGUAGES),
        ),
        Option(name="threads", summary="Whether changed facts are told in threads", kind=OptionKind.CHOICE, choices=("on", "off")),
        Option(
            name="broadcast", summary="Whether a changed fact is told beside its thread, too", kind=OptionKind.CHOICE, choices=("off", "on")
        ),
        Option(name="storylines", summary="Storylines, or `all`", kind=OptionKind.STORYLINE, required=True, rest=True),
    ),
    examples=("subscribe openai-foxconn openai-nvidia", "subscribe all status=announced mode=daily"),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Set this channel's subscription to exactly what was said, in one transaction with its audit line."""
    chosen = _storylines(arguments["storylines"], await storylines_here(call, context), context)
    if isinstance(chosen, Reply):
        return chosen
    wrong = _wrong_choice(arguments)
    if wrong is not None:
        return wrong
    here, now = place(call), context.clock.now()
    blank = Subscription(id=stable_id("u", here.id), tenant=call.tenant, destination_id=here.id, storylines=chosen)

    def work(tables: Tables) -> tuple[Subscription, str]:
        before = tables.places.subscription_of(here.id)
        # Quiet hours, zone and digest time are settings of the channel and stay; what is followed is exactly what was said.
        subscription = replace(
            before or blank,
            storylines=chosen,
            floor=arguments.get("floor", "material"),
            min_status=Status(arguments.get("status", "rumour").replace("-", " ")),
            mode=Mode(arguments.get("mode", "live")),
            language=arguments.get("language", "any").removeprefix("any"),
            threads=arguments.get("threads", "on") == "on",
            broadcast=arguments.get("broadcast") == "on",
            created_by=call.user_name or call.user,
            created_at=now,
        )
        undo = f"subscribe {subscription_typed(before)}" if before else "unsubscribe"
        known = tables.places.destination(here.id)
        if known is None or known.name != here.name:
            tables.places.put_destination(here)
        tables.places.put_subscription(subscription)
        what = f"subscribe {subscription_typed(subscription)}"
        tables.audit.add(
            AuditLine(tenant=call.tenant, at=now, who=call.user_name or call.user, what=what, undo=undo, destination_id=here.id)
        )
        return subscription, undo

    subscription, undo = await context.store.write(work)
    return Reply(
        card=Card(
            tone=Tone.FIRM,
            title="Done. Exactly this holds now:",
            body=subscription_lines(subscription, here),
            footer=line("To take it back: ", code("undo"), " or ", code(undo)),
        )
    )


def _storylines(typed: str, storylines: tuple[Storyline, ...], context: Context) -> tuple[str, ...] | Reply:
    words = typed.replace(",", " ").split()
    if [word.lower() for word in words] in (["all"], ["*"]):
        return ("*",)
    known = [storyline.id for storyline in storylines]
    chosen = []
    for word in words:
        slug = nearest_value(word, known)
        if slug is None:
            return no_such_storyline(word, context)
        chosen.append(slug)
    if not chosen:
        return no_such_storyline(typed, context)
    return tuple(dict.fromkeys(chosen))


def _wrong_choice(arguments: Mapping[str, str]) -> Reply | None:
    for option in COMMAND.options:
        value = arguments.get(option.name)
        if value is not None and option.choices and value not in option.choices:
            return Reply(
                card=Card(
                    tone=Tone.TROUBLE,
                    title=f"“{value[:40]}” is no {option.name}; nothing was changed.",
                    body=(line(f"It is one of: {', '.join(option.choices)}."),),
                )
            )
    return None
