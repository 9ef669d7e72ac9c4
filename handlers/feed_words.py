"""Feeds as people name and see them: a verdict's newest items, and what of them would be matched."""

from urllib.parse import urlsplit

from bot.model.card import Card, Line, Section, Tone, code, line, link
from bot.model.command import CommandCall, Reply
from bot.model.entry import Entry
from bot.model.feed import Feed, FeedItem
from bot.model.feed_verdict import ADVICE, FeedVerdict
from bot.model.reading import Reading
from bot.text.addresses import host_of, web_address
from bot.text.plain import legal_line, legal_text
from handlers.context import Context

NEWEST = 3
"""Items of a tried feed that are shown."""
READ = 40
"""Items of a tried feed that are read for matches."""
_LONGEST = 20_000


def typed_address(typed: str) -> str:
    """Return the address that somebody typed or pasted: Slack wraps it in brackets, and a scheme is often left out."""
    address = typed.strip().strip("<>").split("|")[0].strip()
    if address and "://" not in address:
        address = f"https://{address}"
    return web_address(address)


def newest(verdict: FeedVerdict) -> tuple[FeedItem, ...]:
    """Return a tried feed's items, the newest first as far as dates say."""
    items = verdict.feed.items if verdict.feed else ()
    return tuple(sorted(items, key=lambda item: item.published.timestamp() if item.published else 0.0, reverse=True))


def refused(verdict: FeedVerdict) -> Reply:
    """Say why an address cannot be followed; a private host and one that does not answer get the same words."""
    problem = verdict.problem
    advice = ADVICE[problem] if problem else ""
    return Reply(
        card=Card(
            tone=Tone.TROUBLE,
            title="That cannot be followed; nothing was changed.",
            body=(line(advice), line("Try another address: ", code("feeds test <address>"))),
        )
    )


def no_address(typed: str) -> Reply:
    """Say that something is no address."""
    return Reply(
        card=Card(
            tone=Tone.TROUBLE,
            title=f"“{typed[:60]}” is no address of a feed; nothing was changed.",
            body=(line("For example: ", code("feeds add https://example.com/feed.xml")),),
        )
    )


def sections(verdict: FeedVerdict, call: CommandCall, context: Context) -> tuple[Section, ...]:
    """Return the three newest items, and those among the newest forty that would be matched here."""
    items = newest(verdict)
    readings = [reading for item in items[:READ] if (reading := read(item, verdict, call, context)) is not None]
    shown = tuple(_item(reading) for reading in readings[:NEWEST]) or (line("It shows nothing now."),)
    matched = [reading for reading in readings if reading.about]
    rows = tuple(line(f"{_storylines(reading, context)}: ", *_item(reading)) for reading in matched[:NEWEST])
    if not matched:
        rows = (line(f"None of its {len(readings)} newest items is about a deal that I follow."),)
    elif len(matched) > NEWEST:
        rows = (*rows, line(f"and {len(matched) - NEWEST} more"))
    alerts = sum(reading.alert for reading in matched)
    return (
        Section(title="Its newest items", lines=shown),
        Section(title=f"Would match: {len(matched)} of {len(readings)}, {alerts} of them worth an alert", lines=rows),
    )


def read(item: FeedItem, verdict: FeedVerdict, call: CommandCall, context: Context) -> Reading | None:
    """Read one item as a poll would; None where nothing reads."""
    if context.reader is None:
        return None
    url = web_address(item.link)
    entry = Entry(
        id="tried",
        url=url,
        title=legal_line(item.title, 512),
        text=legal_text(item.text, _LONGEST),
        seen=context.clock.now(),
        tenant=call.tenant,
        host=host_of(url) or host_of(verdict.address),
        lang=item.lang or "en",
    )
    return context.reader.read(entry)


def feed_host(feed: Feed) -> str:
    """Return where a feed is read: the host alone, for an address may hold a key."""
    return (urlsplit(feed.url).hostname or feed.url).removeprefix("www.")


def _item(reading: Reading) -> Line:
    entry = reading.entry
    return line(link(entry.title or entry.url, entry.url) if entry.url else entry.title or "(no title)")


def _storylines(reading: Reading, context: Context) -> str:
    named = [context.catalogue.storyline(slug) for slug in reading.about[:2]]
    return ", ".join(storyline.title for storyline in named if storyline)
