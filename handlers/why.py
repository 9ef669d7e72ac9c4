"""`why`: what became of an item here, with the words that decided."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.model.alert import Destination
from bot.model.card import Card, Line, bold, code, line, link, moment
from bot.model.command import Command, CommandCall, Option, OptionKind, Reply
from bot.model.feed import FeedHealth
from bot.model.reading import Reading
from bot.ports import Tables
from handlers.complete import short_id
from handlers.context import Context
from handlers.desk_words import no_such_event, place, tenants
from handlers.outcome import Verdict, outcome_of

COMMAND = Command(
    name="why",
    summary="Why this channel was, or was not, told of an item",
    options=(Option(name="item", summary="An event's name or an article's address", kind=OptionKind.EVENT, required=True, rest=True),),
    examples=("why https://example.com/openai-foxconn", "why s3k7qa2p"),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Tell the one outcome of an item in this channel, or which feeds could carry an address that never came."""
    item = arguments["item"].strip().strip("<>").split("|")[0]
    here = place(call)
    now = context.clock.now()

    def work(tables: Tables) -> tuple[Reading | None, Verdict | None, tuple[FeedHealth, ...]]:
        reading = _find(tables, item, call)
        if reading is None:
            return None, None, tables.feeds.health(tenants(call), now)
        return reading, outcome_of(tables, reading, here, now, context.silence), ()

    reading, verdict, feeds = await context.store.read(work)
    if reading is not None and verdict is not None:
        return Reply(card=_told(reading, verdict, here))
    if "." in item and " " not in item:
        return Reply(card=_never_came(item, feeds))
    return no_such_event(item)


def _find(tables: Tables, item: str, call: CommandCall) -> Reading | None:
    if "." in item:
        found = tables.entries.find(item, tenants(call))
        return found[0] if found else None
    story = tables.stories.get(item, tenants(call))
    return tables.entries.get(story.lead_entry) if story else None


def _told(reading: Reading, verdict: Verdict, here: Destination) -> Card:
    entry = reading.entry
    said = link(entry.title, entry.url) if entry.url else entry.title
    lines: list[Line] = [line(said), line(bold(verdict.words))]
    lines += [line("• ", reason) for reason in reading.why[:4]]
    if verdict.story is not None:
        named = "" if verdict.story.headline == entry.title else f"{verdict.story.headline} · "
        lines.append(line("Event: ", named, code(f"show {short_id(verdict.story.id)}")))
    where = f"in {here.name}" if here.name else "here"
    return Card(
        title=f"{verdict.outcome.value.capitalize()} {where}",
        body=tuple(lines),
        footer=line(f"{entry.publisher or entry.host} · first seen ", moment(f"{entry.seen.day} {entry.seen:%b %Y %H:%M} UTC", entry.seen)),
    )


def _never_came(address: str, feeds: tuple[FeedHealth, ...]) -> Card:
    host = (urlsplit(address if "//" in address else f"//{address}").hostname or address).removeprefix("www.")
    carrying = [row for row in feeds if (urlsplit(row.feed.url).hostname or "").removeprefix("www.") == host]
    carrying += [row for row in feeds if row.feed.aggregator and row not in carrying]
    body = [line("No feed has shown this address.")]
    for row in carrying[:4]:
        trouble = f"cannot be read now ({row.state.problem.value})" if row.state.problem else "is read and has not shown it"
        body.append(line(f"{row.feed.title} {trouble}."))
    if not carrying:
        body.append(
            line(f"None of the feeds that I read belongs to {host}. An admin can add one: ", code(f"feeds add https://{host}/feed"))
        )
    broken = any(row.state.problem for row in carrying if not row.feed.aggregator)
    return Card(title="Feed error" if broken else "Never seen", body=tuple(body))
