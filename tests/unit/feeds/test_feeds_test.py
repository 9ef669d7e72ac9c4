"""`feeds test`: what people are told of an address."""

import pytest

from bot.cli.feeds import ADVICE, feeds_test
from bot.model.feed import FetchProblem
from tests.emulators.feed_server import FeedServer

ALLOW = ("127.0.0.0/8:*",)
ITEMS = "".join(
    f"<item><title>Deal {n}</title><link>https://news.example/{n}</link><pubDate>0{n} Mar 2026 10:00:00 GMT</pubDate></item>"
    for n in range(1, 6)
)


async def test_a_feed_is_shown_with_its_newest_items(capsys):
    """Title, number of items, the three newest by their dates, and that it can be followed."""
    async with FeedServer() as server:
        url = server.put("feed.xml", f"<rss version='2.0'><channel><title>Deals</title>{ITEMS}</channel></rss>")

        code = await feeds_test(url, allow=ALLOW)

    said = capsys.readouterr().out.splitlines()
    assert code == 0
    assert said[0] == "A feed: Deals. 5 items, 0 unreadable."
    assert [line.split()[-1] for line in said[1:4]] == ["5", "4", "3"]
    assert said[4] == "Can be followed."


@pytest.mark.parametrize(("path", "word"), [("page.html", "not_a_feed"), ("missing", "http_4xx"), ("empty", "empty")])
async def test_what_is_no_feed_is_told_by_its_class(capsys, path, word):
    """The class of the problem and what to do, never an address or a body."""
    async with FeedServer() as server:
        server.put("page.html", "<!doctype html><html><p>secret words</p></html>")
        server.put("empty", "")

        code = await feeds_test(server.url(path), allow=ALLOW)

    said = capsys.readouterr().out
    assert code == 1
    assert word in said
    assert "secret" not in said
    assert "127.0.0.1" not in said


async def test_a_private_address_looks_like_one_where_nobody_is(capsys):
    """What the guard blocks and what refuses a connection are told in the same words."""
    async with FeedServer() as server:
        await feeds_test(server.put("feed.xml", "<rss/>"))
        blocked = capsys.readouterr().out
        assert server.requests == []
    await feeds_test(server.url("feed.xml"), allow=ALLOW)

    assert capsys.readouterr().out == blocked


def test_every_class_has_its_advice():
    """Nobody is left with a class and no sentence."""
    assert set(ADVICE) == set(FetchProblem)
