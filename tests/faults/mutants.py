"""Breeds mutants of feeds from a seed and counts those that raise: `python -m tests.faults.mutants COUNT [SEED]`.

Each mutant goes through what the child runs; a child that died or was killed would count as well, but is not needed for exceptions.
"""

import contextlib
import random
import resource
import sys
import time
from collections import Counter

from bot.feeds.body_kind import read_feed
from bot.feeds.child import BATCH, send
from bot.feeds.found import NotAFeedError
from tests.unit.feeds.samples import ALL

PIECES = [
    *(
        b"&#xD800;",
        b"&#x110000;",
        b"&#99999999999;",
        b"&#0;",
        b"&bad;",
        b"&amp;amp;",
        b"&",
        b"<",
        b">",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"-->",
        b"\x00",
    ),
    *(
        b"\xff",
        b"\xed\xa0\x80",
        b"\xef\xbf\xbf",
        b"\xe2\x80\xae",
        b"<item>",
        b"</item>",
        b"<entry>",
        b"</entry>",
        b"<title",
        b"</title>",
        b"<guid>",
    ),
    *(
        b"<link/>",
        b"<pubDate>0000-00-00</pubDate>",
        b"<updated>99999-01-01T00:00:00Z</updated>",
        b"<dc:date>-1</dc:date>",
        b"<author>a@b (c)</author>",
    ),
    *(
        b"<a:b>",
        b"<a:b xmlns:a='http://www.w3.org/2005/Atom'>",
        b" xmlns='http://www.w3.org/2005/Atom'",
        b" xml:base='http://['",
        b" type='xhtml'",
    ),
    *(
        b" mode='base64'",
        b" rel='enclosure'",
        b"<media:content url='x'/>",
        b"<georss:point>1 x</georss:point>",
        b"<gml:pos>x</gml:pos>",
        b"<psc:chapter/>",
    ),
    *(
        b"<itunes:duration>x</itunes:duration>",
        b"<cc:license/>",
        b"<source url='x'>",
        b"<enclosure/>",
        b"<image><url>x</url></image>",
        b"http://[::1",
        b"//",
    ),
    *(
        b"javascript:x",
        b"<?xml version='1.0' encoding='utf-7'?>",
        b"<?xml version='1.0' encoding='idna'?>",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
        b"\r\n\t ",
    ),
    *(
        b"<svg>",
        b"<content type='xhtml'><div>",
        b"<content type='application/xml'>",
        b"<summary type='text/html' mode='escaped'>",
        b"<georss:where><gml:Point>",
    ),
    *(
        b"{",
        b"}",
        b"[",
        b'"',
        b"null",
        b"1e999",
        b"\\ud800",
        b"<sy:updateFrequency>0</sy:updateFrequency>",
        b"<ttl>0</ttl>",
        b"<language>\xc3\xa9</language>",
    ),
]
KINDS = (
    "application/rss+xml",
    "text/xml; charset=ascii",
    "text/html; charset=utf-16",
    "application/json",
    "",
    "application/xml; charset=x-none",
)


def mutate(body, chance):
    """Change a body in one to six places."""
    data = bytearray(body)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(7):
            case 0:
                data[at:at] = chance.choice(PIECES)
            case 1:
                del data[at : at + chance.randint(1, 60)]
            case 2:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                data[at:at] = data[at : at + chance.randint(1, 400)]
            case 4:
                del data[at:]
                break
            case 5:
                other = chance.choice(list(ALL.values()))
                there = chance.randrange(len(other))
                data[at:at] = other[there : there + chance.randint(1, 300)]
            case _:
                ends = data.find(b">", at)
                if ends > 0:
                    data[ends:ends] = chance.choice(PIECES)
    return bytes(data)


class Nowhere:
    """Takes what a child would write."""

    def write(self, data):
        pass

    def flush(self):
        pass


def run(count, seed):
    """Return counts of outcomes, the slowest mutant's seconds, and the first few that raised."""
    chance = random.Random(seed)
    outcomes, slowest, raised = Counter(), 0.0, []
    bodies = list(ALL.values())
    for number in range(count):
        body = mutate(chance.choice(bodies), chance)
        kind = chance.choice(KINDS)
        began = time.process_time()
        try:
            read = read_feed(body, content_type=kind, url="https://news.example/feed.xml")
            for frame in (read.as_values(), *(read.items[i : i + BATCH] for i in range(0, len(read.items), BATCH))):
                send(Nowhere(), frame)
            outcomes["read" if not read.skipped else "read, some items skipped"] += 1
        except NotAFeedError:
            outcomes["no feed"] += 1
        except Exception as error:  # noqa: BLE001  counting them is the point
            outcomes[f"raised {type(error).__name__}"] += 1
            if len(raised) < 5:
                raised.append((number, repr(error)[:200], body))
        slowest = max(slowest, time.process_time() - began)
    return outcomes, slowest, raised


if __name__ == "__main__":
    with contextlib.suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (1024**3, 1024**3))
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20260310
    outcomes, slowest, raised = run(int(sys.argv[1]), seed)
    print(f"seed {seed}: {dict(outcomes)}, slowest {slowest:.2f} s")
    for number, error, body in raised:
        print(number, error, body[:300])
    sys.exit(any(name.startswith("raised") for name in outcomes))
