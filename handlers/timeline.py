"""`timeline`: a storyline's dated milestones, as a picture and in words."""

from collections.abc import Mapping
from datetime import datetime

from bot.model.card import Card
from bot.model.command import Command, CommandCall, Option, OptionKind, Reply
from bot.model.deal import Deal
from bot.model.drawing import Mark, Milestone, Timeline
from bot.model.reading import Status
from bot.model.storyline import Storyline
from bot.model.view import Seen
from bot.ports import Tables
from bot.text.phrases import date_words
from handlers.context import Context
from handlers.desk_words import no_such_storyline, tenants
from handlers.drawn import OPTION, asked_for, picture_reply
from handlers.own_storylines import storylines_here
from handlers.parse import nearest_value
from handlers.viewing import deals, newest

MOST_EVENTS, MOST_EXPECTED = 9, 3
_TENTATIVE = (Status.RUMOUR, Status.REPORTED, Status.LETTER)

COMMAND = Command(
    name="timeline",
    summary="A storyline's milestones by date, as a picture and in words",
    options=(Option(name="storyline", summary="A storyline, or one of its events", kind=OptionKind.STORYLINE, required=True), OPTION),
    examples=("timeline openai-foxconn",),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Draw what the ledger holds of a storyline: its events by status, dates still to come, disputed ones marked."""
    typed, where = asked_for(arguments, "storyline")
    storyline = await _meant(typed, call, context)
    if storyline is None:
        return no_such_storyline(typed, context)

    def work(tables: Tables) -> tuple[list[Seen], tuple[Deal, ...]]:
        return newest(tables, storyline.id, MOST_EVENTS, call, context), deals(tables, storyline.id, call, context)

    events, ledger = await context.store.read(work)
    if not events:
        return Reply(card=Card(title=f"Nothing of {storyline.title} is in the ledger yet, so there is nothing to draw."))
    drawing = timeline_of(storyline, events, ledger, context.clock.now())
    return await picture_reply(drawing, COMMAND.name, storyline.id, where, call, context)


async def _meant(typed: str, call: CommandCall, context: Context) -> Storyline | None:
    """Return the storyline of that name, or the one of the event of that name: an alert's button names its event."""
    known = await storylines_here(call, context)
    story = await context.store.read(lambda tables: tables.stories.get(typed, tenants(call))) if typed else None
    slug = story.storyline if story is not None else nearest_value(typed, [one.id for one in known])
    return next((one for one in known if one.id == slug), None)


def timeline_of(storyline: Storyline, events: list[Seen], ledger: tuple[Deal, ...], now: datetime) -> Timeline:
    """Return a storyline's milestones, oldest first, then the dates that its deals still name."""
    told = [
        Milestone(
            when=f"{one.story.opened_at.day} {one.story.opened_at:%b %Y}",
            status=one.story.status.value,
            what=one.story.headline,
            mark=mark_of(one.story.status),
            disputed=_disputed(one.deal),
        )
        for one in sorted(events, key=lambda one: (one.story.opened_at, one.story.id))
    ]
    dates = sorted(
        {
            (field.value, field.supports[0].claim.quote, field.disputed)
            for deal in ledger
            for field in deal.fields
            if field.kind == "date" and field.value and field.supports and field.value[:4] >= f"{now:%Y}" and not _past(field.value, now)
        }
    )
    expected = [
        Milestone(
            when=date_words(value), status="expected", what=f"“{quote}”", mark=Mark.EXPECTED, disputed="sources differ" if disputed else ""
        )
        for value, quote, disputed in dates[:MOST_EXPECTED]
    ]
    footer = f"dealwire · {len(events)} events, {len(expected)} dates to come · {now:%d %b %Y}"
    return Timeline(title=storyline.title, milestones=tuple(told + expected), footer=footer)


def mark_of(status: Status) -> Mark:
    """Return how a status is marked."""
    if status.is_turn and status is not Status.AMENDED:
        return Mark.ADVERSE
    if status in _TENTATIVE:
        return Mark.TENTATIVE
    return Mark.ANNOUNCED if status is Status.ANNOUNCED else Mark.FIRM


def _disputed(deal: Deal | None) -> str:
    kinds = sorted({field.kind for field in deal.fields if field.disputed}) if deal else []
    return f"sources differ on {', '.join(kinds)}" if kinds else ""


def _past(value: str, now: datetime) -> bool:
    return len(value) == 10 and value < f"{now:%Y-%m-%d}"
