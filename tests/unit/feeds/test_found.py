"""What a parser found, made legal before anybody else sees it."""

import pytest

from bot.feeds.found import make_item


def test_hostile_words_are_made_legal():
    """No control, bidi or zero-width character and no script address comes out of the child."""
    item = make_item(title="A\u202eB\x00\u200bC\ud800", link="javascript:alert(1)", bodies=[("x\u2066y", False)], dates=[])

    assert item is not None
    assert (item["title"], item["link"], item["text"]) == ("ABC", "", "xy")


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("/2", "https://news.example/2"),
        ("3?a=b", "https://news.example/feed/3?a=b"),
        ("//cdn.example/4", "https://cdn.example/4"),
        ("http://other.example/5", "http://other.example/5"),
        ("HTTPS://Other.Example:443/6", "https://other.example/6"),
        ("mailto:desk@news.example", ""),
    ],
)
def test_links_are_read_from_where_the_feed_is(link, found):
    """A relative link belongs to the feed's address, a whole one to itself; what is no web address is no link."""
    item = make_item(title="Racks", link=link, bodies=[], dates=[], base="https://news.example/feed/")

    assert item is not None
    assert item["link"] == found
