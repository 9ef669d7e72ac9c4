"""`search`: full text over everything stored."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.model.card import Card, Line, Section, Span, code, line, link, moment
from bot.model.command import Command, CommandCall, Option, OptionKind, Reply
from bot.model.reading import Reading
from bot.model.search import Query
from bot.model.story import Story
from bot.ports import Tables
from bot.text.phrases import moment_words
from bot.text.query import read_query
from handlers.complete import short_id
from handlers.context import Context
from handlers.desk_words import no_such_storyline, tenants
from handlers.own_storylines import storylines_here
from handlers.paging import OPTION, page_asked, turns
from handlers.parse import nearest_value
from handlers.times import start_of

MOST = 10
_SINCE = re.compile(r"\bsince[:=\s]\s*(\S+)\s*$", re.IGNORECASE)
_LONGEST_AGAIN = 60
"""Characters of a search that fit into a button beside its page."""
_AROUND = 160
"""Characters of a text that are shown around what was found."""

COMMAND = Command(
    name="search",
    summary="Full text over everything stored, best first",
    options=(
        Option(name="storyline", summary="Only this storyline", kind=OptionKind.STORYLINE, named=True),
        Option(name="since", summary="Only since: 7d, 2 weeks, or a date such as 2026-03-01", named=True),
        OPTION,
        Option(name="words", summary="Words that must all occur; a phrase in quotation marks", required=True, rest=True),
    ),
    examples=("search rack plants Ohio", 'search "letter of intent" storyline=openai-nvidia since=30d'),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Look for words in all that this workspace can see; whatever is typed, it is looked for and never taken for an operator."""
    words = arguments["words"]
    since_typed = arguments.get("since", "")
    if not since_typed and (found := _SINCE.search(words)):
        since_typed, words = found[1], words[: found.start()]
    now = context.clock.now()
    since = start_of(since_typed, now) if since_typed else None
    if since_typed and since is None:
        return Reply(
            card=Card(
                title=f"“{since_typed[:40]}” is no time that I understand.",
                body=(line("For example ", code("since=7d"), " or ", code("since=2026-03-01"), "."),),
            )
        )
    slug = None
    if typed := arguments.get("storyline"):
        slug = nearest_value(typed, [s.id for s in await storylines_here(call, context)])
        if slug is None:
            return no_such_storyline(typed, context)
    query = read_query(words)
    if query is None:
        return Reply(
            card=Card(
                title="There is no word in that to look for.",
                body=(line("For example: ", code(COMMAND.examples[0])),),
            )
        )

    page = page_asked(arguments)

    def work(tables: Tables) -> tuple[list[tuple[Reading, Story | None]], bool]:
        readings = tables.entries.search(query, tenants(call), storyline=slug, since=since, limit=page * MOST + 1)
        shown = readings[(page - 1) * MOST : page * MOST]
        return [(reading, _visible(tables.stories.story_of(reading.entry.id), call)) for reading in shown], len(readings) > page * MOST

    hits, more = await context.store.read(work)
    again = " ".join(filter(None, (words.strip(), f"storyline={slug}" if slug else "", f"since={since_typed}" if since_typed else "")))
    buttons = turns(COMMAND.name, again, page, more=more, words=("Back", "More")) if len(again) <= _LONGEST_AGAIN else ()
    return Reply(card=replace(_card(words, query, hits, slug, since, now, page), buttons=buttons), shareable=bool(hits))


def _visible(story: Story | None, call: CommandCall) -> Story | None:
    return story if story is not None and story.tenant in tenants(call) else None


def _card(
    typed: str, query: Query, hits: list[tuple[Reading, Story | None]], slug: str | None, since: datetime | None, now: datetime, page: int
) -> Card:
    where = f" in {slug}" if slug else ""
    when = f" since {since:%d %b %Y}" if since else ""
    shown = " ".join(typed.split())[:80]
    if not hits and page > 1:
        return Card(title=f"There is nothing more for “{shown}”{where}{when}.")
    if not hits:
        return Card(
            title=f"Nothing stored holds “{shown}”{where}{when}.",
            body=(line("Every word must occur. Fewer words find more; a phrase goes in quotation marks."),),
        )
    rows = tuple(row for reading, story in hits for row in _rows(reading, story, query, now))
    first = (page - 1) * MOST
    count = f"{first + 1} to {first + len(hits)}" if page > 1 else f"The {len(hits)} best" if len(hits) == MOST else str(len(hits))
    return Card(title=f"{count} for “{shown}”{where}{when}", sections=(Section(lines=rows),))


def _rows(reading: Reading, story: Story | None, query: Query, now: datetime) -> tuple[Line, ...]:
    entry = reading.entry
    told: tuple[str | Span, ...] = (" · ", code(f"show {short_id(story.id)}")) if story else ()
    rows = (
        line(link(entry.title, entry.url) if entry.url else entry.title),
        line(f"{entry.publisher or entry.host} · ", moment(moment_words(entry.seen, now), entry.seen), *told),
    )
    around = excerpt(entry.text, query)
    return (*rows, line(around)) if around else rows


def excerpt(text: str, query: Query) -> str:
    """Return the piece of a text around the first word that was found in it, cut between words."""
    folded = text.lower()
    places = [place for term in query.terms for word in term if (place := folded.find(word)) >= 0]
    if not places:
        return ""
    start = max(0, min(places) - _AROUND // 3)
    if start:
        start = folded.find(" ", start) + 1 or start
    piece = " ".join(text[start : start + _AROUND].split())
    whole = start + _AROUND >= len(text)
    piece = piece if whole else piece.rsplit(" ", 1)[0]
    return f"{'… ' if start else ''}{piece}{'' if whole else ' …'}"
