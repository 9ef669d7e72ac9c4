"""The reading processes: limited, replaced when they die, gone when their parent is."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.feeds.parse import ChildParser
from bot.model.feed import FetchProblem, ParsedFeed, ParseFailed

BODY = b"<rss version='2.0'><channel><title>Deals</title><item><title>Deal 1</title></item></channel></rss>"
SCRIPT = """
import asyncio, sys
from bot.feeds.parse import ChildParser
async def main():
    parser = ChildParser(workers=2)
    await asyncio.gather(*(parser.parse(b"<rss/>", content_type="", url="") for _ in range(2)))
    await asyncio.sleep(0.2)
    print(*parser.children.pids, flush=True)
    bomb = b"<rss><channel><item><author>" + b"a" * 90_000 + b"</author></item></channel></rss>"
    await asyncio.gather(*(parser.parse(bomb, content_type="", url="") for _ in range(1)))
asyncio.run(main())
"""


def exists(pid):
    """Tell whether a process runs (one that has ended and waits for its parent does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


async def parse(parser, body=BODY):
    return await parser.parse(body, content_type="application/rss+xml", url="https://news.example/feed.xml")


async def test_a_child_takes_its_limits_upon_itself():
    """512 MB of memory, 32 descriptors, no file of any size."""
    parser = ChildParser(workers=1, seconds=20)
    await parse(parser)
    limits = Path(f"/proc/{parser.children.pids[0]}/limits").read_text()  # noqa: ASYNC240
    await parser.close()

    rows = {line[:25].strip(): line[25:].split()[:2] for line in limits.splitlines()}
    assert rows["Max address space"] == ["536870912", "536870912"]
    assert rows["Max open files"] == ["32", "32"]
    assert rows["Max file size"] == ["0", "0"]


async def test_a_child_that_died_idle_is_replaced_unnoticed():
    """Whoever asks next gets an answer from a new child, not an error."""
    parser = ChildParser(workers=1, seconds=20)
    await parse(parser)
    os.kill(parser.children.pids[0], signal.SIGKILL)
    await asyncio.sleep(0.3)
    result = await parse(parser)
    await parser.close()

    assert isinstance(result, ParsedFeed)


async def test_a_child_that_is_killed_while_reading_is_replaced():
    """Its feed is told so; the next one is read by its successor."""
    parser = ChildParser(workers=1, seconds=20)
    await parse(parser)
    bomb = asyncio.create_task(parse(parser, b"<rss><channel><item><author>" + b"a" * 90_000 + b"</author></item></channel></rss>"))
    await asyncio.sleep(0.2)
    os.kill(parser.children.pids[0], signal.SIGKILL)
    killed, after = await bomb, await parse(parser)
    await parser.close()

    assert killed == ParseFailed(problem=FetchProblem.PARSER_KILLED, detail="it died")
    assert isinstance(after, ParsedFeed)
    assert parser.children.kills == 1


async def test_closing_ends_every_child():
    """No process is left behind."""
    parser = ChildParser(workers=2)
    await asyncio.gather(*(parse(parser) for _ in range(4)))
    pids = parser.children.pids
    await parser.close()

    assert pids
    assert not any(map(exists, pids))


async def test_children_do_not_outlive_their_parent():
    """When the parent is killed, an idle child ends at once and one in a bomb when its time is up."""
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", SCRIPT, stdout=asyncio.subprocess.PIPE)
    pids = list(map(int, (await parent.stdout.readline()).split()))
    await asyncio.sleep(0.3)
    parent.kill()
    await parent.communicate()
    for _ in range(100):
        if not any(map(exists, pids)):
            break
        await asyncio.sleep(0.05)

    assert len(pids) == 2
    assert not any(map(exists, pids))


async def test_a_large_parent_costs_no_child():
    """A child is replaced for its own memory, not for what its parent held when it was made."""
    ballast = b"x" * (260 * 2**20)
    parser = ChildParser(workers=1, seconds=20)
    await parse(parser)
    (first,) = parser.children.pids
    await parse(parser)
    kept = parser.children.pids
    await parser.close()

    assert kept == (first,)
    assert ballast
