"""The item diff: the same items as a full parse gives, at the cost of the new ones."""

import pytest

from bot.feeds import xml_feed
from bot.feeds.body_kind import read_feed
from bot.feeds.clean import harmless, utf8_bytes
from bot.feeds.split import item_hash, split_feed
from tests.unit.feeds.samples import ALL, atom10, rss20

URL = "https://news.example/feed.xml"


def read(body, **how):
    return read_feed(body, content_type="", url=URL, **how)


@pytest.mark.parametrize("kind", ALL)
def test_split_and_whole_give_the_same_items(kind, monkeypatch):
    """Items that are parsed in a document of header and items are those that the whole document gives."""
    by_diff = read(ALL[kind])
    monkeypatch.setattr(xml_feed, "split_feed", lambda *_: None)

    assert read(ALL[kind]).items == by_diff.items
    assert len(by_diff.items) >= 3


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind != "ill-formed"])
def test_only_unknown_items_are_parsed(kind):
    """Of a body whose items are known but one, that one is read, and the header with it."""
    everything = read(ALL[kind])
    hashes = everything.item_hashes

    found = read(ALL[kind], known=frozenset(hashes[:1] + hashes[2:])) if len(set(hashes)) > 1 else read(ALL[kind], known=frozenset())

    assert found.item_hashes == hashes
    assert (found.title, found.ttl, found.lang) == (everything.title, everything.ttl, everything.lang)
    if len(set(hashes)) > 1:
        assert found.items == everything.items[1:2]
    assert read(ALL[kind], known=frozenset(hashes)).items == []


@pytest.mark.parametrize(
    "body",
    [
        rss20().replace("<item>", "<item><![CDATA[ </item><item> ]]>", 1),
        rss20().replace("<item>", "<!-- <item> -->", 1),
        rss20().replace("</item>", "", 1),
        rss20().replace("<item>", "<item/>", 1),
        rss20().replace("<item>", "<![CDATA[<item>", 1),
        rss20().replace("</item>", "]]></item>", 1),
        atom10().replace("<entry", "<x:entry").replace("</entry", "</x:entry"),
        "<rss><channel><title>none</title></channel></rss>",
    ],
)
def test_doubt_means_a_full_parse(body):
    """Where items cannot be told apart for certain, nothing is split."""
    assert split_feed(body.encode()) is None


def test_items_hold_sections_of_their_own():
    """A comment or CDATA section within an item is no reason for doubt."""
    body = rss20().replace("</title>", " <!-- a --> <![CDATA[ b ]]></title>")

    assert len(split_feed(body.encode()).items) == 12


def test_hashes_see_bytes_alone():
    """The same raw item has the same hash wherever it stands; any other byte changes it."""
    first, second = split_feed(rss20().encode()), split_feed(rss20().replace("<ttl>30", "<ttl>60").encode())

    assert list(map(item_hash, first.items)) == list(map(item_hash, second.items))
    assert item_hash(first.items[0]) != item_hash(first.items[0] + b" ")


def test_cleaning_changes_nothing_that_is_legal():
    """Legal references and bytes pass as they are."""
    legal = "<a>&#233; &#xE9; &#x1F600; &amp; é 漢 &#10;</a>".encode()

    assert harmless(legal) == legal
    assert utf8_bytes(legal, "application/xml").endswith(legal)


def test_every_field_of_a_full_feed():
    """Title, texts, dates, language, source and time to live come out as plain words."""
    found = read(rss20().encode())
    item = found.items[0]

    assert (found.title, found.lang, found.ttl) == ("Deals & halls", "en-US", 1800.0)
    assert item["title"] == "Deal 0: racks & more – bold"
    assert (item["link"], item["guid"]) == ("https://news.example/0?utm_source=rss&id=0", "tag:news.example,2026:0")
    assert item["text"].endswith("\n\nMore é words")
    assert "<" not in item["text"]
    assert item["published"] == "2026-02-28T23:00:00+00:00"
    assert (item["source_title"], item["source_url"]) == ("The Wire", "https://www.wire.example/feed")


def test_atom_is_read_with_its_languages_and_addresses():
    """Relative links follow xml:base, texts in XHTML become paragraphs."""
    item = read(atom10().encode()).items[0]

    assert (item["link"], item["lang"]) == ("https://atom.example/artikel/0", "de")
    assert item["title"] == "Titel 0 & mehr"
    assert item["text"].endswith("eins\nzwei") or item["text"].endswith("eins\n\nzwei")
    assert item["published"] == "2026-03-01T09:00:00+00:00"
