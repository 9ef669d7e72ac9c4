"""Article pages: the site's leave, the article's own words."""

import pytest

from bot.feeds.article import ArticleReader
from bot.feeds.http import HttpFetcher
from bot.feeds.robots import read_robots
from bot.model.feed import Article
from tests.emulators.feed_server import FeedServer

PARAGRAPHS = [
    f"Paragraph {n}: the two companies said the {word} would be built together, and that no figure had been agreed so far between them."
    for n, word in enumerate(("racks", "halls", "cables", "pumps"))
]
NOISE = [
    "Also read: Ten shares to watch",
    "Subscribe to our newsletter",
    "We and our 142 partners store cookies on your device",
    "Related: A chip maker's week",
]
PAGE = (
    "<!doctype html><html lang=en><head><title>Racks</title></head><body><nav><a href=/>Home</a><a href=/b>Markets</a></nav><article><h1>Racks</h1>"
    + "".join(f"<p>{text}</p><p>{noise}</p>" for text, noise in zip(PARAGRAPHS, NOISE, strict=True))
    + "</article><footer>All rights reserved</footer></body></html>"
)


@pytest.fixture
async def site():
    async with FeedServer() as server:
        fetcher = HttpFetcher(allow=("127.0.0.0/8:*",))
        reader = ArticleReader(fetcher)
        yield server, reader
        await reader.close()
        await fetcher.close()


async def test_keeps_the_article_and_drops_what_stands_between(site):
    """Every paragraph of the article is there; pointers, invitations, consent and menus are not."""
    server, reader = site
    url = server.put("racks.html", PAGE, content_type="text/html; charset=utf-8")

    article = await reader.read(url)
    text = article.text

    assert article.received == len(PAGE)
    assert [line for line in text.split("\n\n") if line.startswith("Paragraph")] == PARAGRAPHS
    assert not any(noise in text for noise in [*NOISE, "Markets", "All rights reserved"])


async def test_a_consent_wall_is_no_article(site):
    """A page that only asks for consent, or is no page at all, gives no text, but is counted."""
    server, reader = site
    wall = "<html><body><p>We and our partners use cookies.</p><p>Accept all cookies to go on.</p></body></html>"

    assert await reader.read(server.put("wall.html", wall, content_type="text/html")) == Article(received=len(wall))
    assert await reader.read(server.put("feed.xml", PAGE, content_type="application/pdf")) == Article(received=len(PAGE))
    assert await reader.read(server.url("missing.html")) == Article()


async def test_robots_are_asked_once_and_obeyed(site):
    """A page that robots.txt closes is not requested; the rules are fetched once a site."""
    server, reader = site
    server.put("robots.txt", "User-agent: *\nDisallow: /closed/\n", content_type="text/plain")
    closed, opened = (server.put(path, PAGE, content_type="text/html") for path in ("closed/a.html", "open/a.html"))

    assert await reader.read(closed) == Article()
    assert (await reader.read(opened)).text
    assert [path for path, _ in server.requests] == ["/robots.txt", "/open/a.html"]


async def test_a_site_whose_robots_fail_is_not_read(site):
    """Where robots.txt answers with a server's fault, nothing is read."""
    server, reader = site
    server.put("robots.txt", status=503)

    assert await reader.read(server.put("a.html", PAGE, content_type="text/html")) == Article()
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /\nAllow: /news/", "/news/1", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Dealwire/1.0\nDisallow: /x", "/a", True),
        ("User-agent: a\nUser-agent: dealwire\nDisallow: /x", "/x/1", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café/1", False),
        ("User-agent: *\nDisallow: /p # all of it", "/p", False),
    ],
)
def test_robots_rules(rules, path, allowed):
    """The longest rule of our own group, else of everybody's, decides (RFC 9309)."""
    assert read_robots(rules.encode(), "dealwire").allows(f"https://news.example{path}") is allowed


def test_robots_patterns_are_linear():
    """A pattern of many stars on a long path takes no time."""
    robots = read_robots(b"User-agent: *\nDisallow: /" + b"*a" * 900 + b"$", "dealwire")

    assert robots.allows("https://news.example/" + "a" * 100_000 + "b")
