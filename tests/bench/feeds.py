"""The farm's feeds: distinct, made from a seed on demand, in words of our own; standard library only, so that peers' servers run it too."""

import random
from functools import lru_cache

_WORDS = (
    "harbour council garden bridge museum tram orchard ferry library market winter lantern copper valley painter baker violin quarry meadow "
    "regional opening budget season visitors restored volunteers morning railway timetable festival kitchen pottery weather glacier swimmers "
    "repair autumn plan agreed report station workshop gallery choir timber harvest lighthouse committee evening ticket neighbours canal"
).split()
_ABOUT = (
    "OpenAI and Foxconn said they will design server racks for AI data centers together and build them in Ohio.",
    "Nvidia agreed to supply OpenAI with systems for ten gigawatts of data centers, the two companies said.",
    "Oracle plans another data center for the Stargate project, with capacity for OpenAI.",
)
BODIES = 97
"""How many different bodies there are; titles, guids, links and dates are every item's own."""
EVERY = 50
"""One item in so many is about AI infrastructure."""


def items_of(feed: int) -> int:
    """Return how many items a feed shows: 25 to 100."""
    return 25 + (feed * 7919) % 76


@lru_cache(maxsize=1)
def bodies() -> tuple[bytes, ...]:
    """Return bodies of about 1.5 KB of HTML, as they stand inside `description`."""
    chance = random.Random(20)
    return tuple(_body(chance) for _ in range(BODIES))


def _body(chance: random.Random) -> bytes:
    paragraphs = []
    for number in range(6):
        words = " ".join(chance.choices(_WORDS, k=26))
        link = f'<a href="/page/{chance.randrange(9999)}">{chance.choice(_WORDS)}</a>'
        paragraphs.append(f'<p class="p{number}">{words.capitalize()}, <em>{chance.choice(_WORDS)}</em> and {link}.</p>')
    return f"<![CDATA[{''.join(paragraphs)}]]>".encode()


def item(feed: int, number: int) -> bytes:
    """Return one item; the same numbers give the same bytes."""
    about = (feed * 101 + number) % EVERY == 0
    words = (
        _ABOUT[(feed + number) % len(_ABOUT)] if about else " ".join(_WORDS[(feed * 3 + number * k) % len(_WORDS)] for k in (1, 5, 7, 11))
    )
    body = bodies()[(feed * 31 + number) % BODIES]
    if about:
        body = body.replace(b"<![CDATA[", b"<![CDATA[<p>" + words.encode() + b"</p>", 1)
    link = f"https://paper{feed}.example/{number}"
    head = f"<item><title>{words} {feed}/{number}</title><link>{link}</link><guid>{link}</guid>"
    date = f"<pubDate>Mon, {1 + number % 28:02} Sep 2025 {number % 24:02}:00:00 GMT</pubDate>"
    return b"".join((head.encode(), date.encode(), b"<description>", body, b"</description></item>\n"))


def feed_body(feed: int, edition: int) -> bytes:
    """Return a feed after `edition` new items: the newest first, as many as ever."""
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Paper {feed}</title><link>https://paper{feed}.example/</link>'
    shown = range(items_of(feed) + edition - 1, edition - 1, -1)
    return head.encode() + b"<description>News</description>\n" + b"".join(item(feed, number) for number in shown) + b"</channel></rss>"


def address(feed: int) -> str:
    """Return the loopback address that a feed has for itself."""
    return f"127.{1 + feed // 62_500}.{feed % 62_500 // 250}.{1 + feed % 250}"
