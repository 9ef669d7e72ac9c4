"""`latest`: the newest events."""

from collections.abc import Mapping

from bot.model.card import Card, Section, code, line, link, moment
from bot.model.command import Command, CommandCall, Option, OptionKind, Reply
from bot.model.story import Story, StoryEntry, coverage_of
from bot.model.storyline import Storyline
from bot.text.phrases import moment_words
from handlers.complete import short_id
from handlers.context import Context
from handlers.desk_words import no_such_storyline
from handlers.own_storylines import storylines_here
from handlers.paging import OPTION, page_asked, turns
from handlers.parse import nearest_value
from handlers.viewing import newest

USUAL, MOST = 5, 15

COMMAND = Command(
    name="latest",
    summary="The newest events, of everything or of one storyline",
    options=(
        Option(name="storyline", summary="A storyline", kind=OptionKind.STORYLINE),
        Option(name="count", summary=f"How many, {MOST} at most", kind=OptionKind.NUMBER),
        OPTION,
    ),
    examples=("latest", "latest openai-foxconn 5"),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """List the newest events that this workspace can see."""
    slug, known = None, await storylines_here(call, context)
    if typed := arguments.get("storyline"):
        slug = nearest_value(typed, [s.id for s in known])
        if slug is None:
            return no_such_storyline(typed, context)
    count = arguments.get("count", "")
    limit = min(max(int(count), 1), MOST) if count.isascii() and count.isdigit() and len(count) < 6 else USUAL

    page = page_asked(arguments)
    looked = page * limit + 1
    known_of = await context.store.read(lambda tables: [(one.story, one.members) for one in newest(tables, slug, looked, call, context)])
    found = known_of[(page - 1) * limit : page * limit]
    named = next((s for s in known if s.id == slug), None)
    title = f"The newest events of {named.title}" if named else "The newest events"
    title += f", page {page}" if page > 1 else ""
    if page > 1 and not found:
        return Reply(card=Card(title="There are no events that far back.", body=(line("The newest: ", code("latest")),)))
    if not found:
        empty = line("Nothing yet. New items are read as feeds show them; what was there before the first poll is learned silently.")
        return Reply(card=Card(title=title, body=(empty,)))
    return Reply(
        card=Card(
            title=title,
            sections=tuple(_section(story, members, known, context) for story, members in found),
            buttons=turns(
                COMMAND.name, f"{slug or ''}{f' count={limit}' if limit != USUAL else ''}", page, more=len(known_of) > page * limit
            ),
            footer=line("More of one: ", code("show <event>"), ". Its facts: ", code("facts <storyline>"), "."),
        ),
        shareable=True,
    )


def _section(story: Story, members: tuple[StoryEntry, ...], known: tuple[Storyline, ...], context: Context) -> Section:
    storyline = next((s for s in known if s.id == story.storyline), None)
    lead = next((m.entry for m in members if m.entry.id == story.lead_entry), members[0].entry if members else None)
    coverage = coverage_of(members)
    many = f" of {coverage.total}" if coverage.total > coverage.independent else ""
    source = "1 source" if coverage.total == 1 else f"{coverage.independent} independent{many}"
    told = moment(moment_words(story.opened_at, context.clock.now()), story.opened_at)
    return Section(
        title=f"{story.status.value.upper()} · {storyline.title if storyline else story.storyline or ''}",
        lines=(
            line(link(story.headline, lead.url) if lead and lead.url else story.headline),
            line(told, f" · {source} · ", code(f"show {short_id(story.id)}")),
        ),
    )
