"""`show`: one event with its sources and its deal's ledger."""

from collections.abc import Mapping

from bot.model.card import Card, Line, Section, Tone, line, link
from bot.model.command import Command, CommandCall, Option, OptionKind, Reply
from bot.model.story import coverage_of
from bot.model.view import Seen
from bot.ports import Tables
from bot.text.phrases import moment_words
from handlers.context import Context
from handlers.desk_words import no_such_event, tenants
from handlers.ledger import deal_section
from handlers.own_storylines import storylines_here
from handlers.viewing import seen

MOST_SOURCES = 12

COMMAND = Command(
    name="show",
    summary="One event: its sources, and the ledger of its deal",
    options=(Option(name="event", summary="An event's name, as `latest` lists it", kind=OptionKind.EVENT, required=True),),
    examples=("show s3k7qa2p",),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Show an event that this workspace can see."""

    def work(tables: Tables) -> Seen | None:
        story = tables.stories.get(arguments["event"], tenants(call))
        return None if story is None else seen(tables, story, call, context)

    found = await context.store.read(work)
    if found is None:
        return no_such_event(arguments["event"])
    titles = {storyline.id: storyline.title for storyline in await storylines_here(call, context)}
    return Reply(card=_card(found, titles.get(found.story.storyline or "", ""), context), shareable=True)


def _card(found: Seen, storyline: str, context: Context) -> Card:
    story, members, deal = found.story, found.members, found.deal
    coverage = coverage_of(members)
    now = context.clock.now()
    rows = [
        line(
            f"{number}. {moment_words(m.entry.seen, now)} · ",
            link(m.entry.title, m.entry.url) if m.entry.url else m.entry.title,
            f" · {m.likeness.value}",
        )
        for number, m in enumerate(members[:MOST_SOURCES], start=1)
    ]
    if len(members) > MOST_SOURCES:
        rows.append(line(f"and {len(members) - MOST_SOURCES} more"))
    sections = [Section(title=f"Sources: {coverage.independent} independent of {coverage.total}", lines=tuple(rows))]
    if deal is not None:
        sections.append(deal_section(deal))
    return Card(
        tone=Tone.ADVERSE if story.status.is_turn else Tone.NEUTRAL,
        chip=story.status.value.upper(),
        kicker=storyline,
        title=story.headline,
        body=tuple(line(sentence) for sentence in story.summary[:3]),
        notes=_struck(found),
        sections=tuple(sections),
        struck=found.hidden is not None,
    )


def _struck(found: Seen) -> tuple[Line, ...]:
    """Say who struck the event through here, if anybody did."""
    if found.hidden is None:
        return () if found.members else (line("Every source of it is muted in this workspace."),)
    what = "Told here with another event" if found.hidden.value else "Retracted here"
    return (line(f"{what} by {found.hidden.who}: {found.hidden.reason}"),)
