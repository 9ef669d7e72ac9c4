"""Addresses: safe to show, and known again in any spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.addresses import canonical_address, host_of, web_address


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "//news.example/x",
        "http://",
        "https://user:pw@news.example/",
        *("http://a@b@c/", "http://[::1", "http://x:99999/", "mailto:a@b.example", "", "words", "http://-/", "https://" + "a" * 3_000),
    ],
)
def test_what_is_no_web_address_is_dropped(text):
    """Only http and https with a host and without user information are shown."""
    assert web_address(text) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (" HTTPS://News.Example:443/A?b=1#c ", "https://news.example/A?b=1#c"),
        ("http://news.example/a|b>c<d", "http://news.example/a%7Cb%3Ec%3Cd"),
        ("http://news.example/a\nb", "http://news.example/ab"),
        ("https://аpple.example/", "https://xn--pple-43d.example/"),
        ("http://news.example\u202e/x", ""),
        ("http://news.example:8080/", "http://news.example:8080/"),
    ],
)
def test_what_is_shown_cannot_mislead(text, shown):
    """Look-alike hosts show as punycode, signs that end a link early are encoded."""
    assert web_address(text) == shown


@pytest.mark.parametrize(
    "spelling",
    [
        "http://www.news.example/a/?utm_source=x&id=7",
        "https://news.example/a?id=7&amp;fbclid=abc",
        "https://news.example//a/?id=7#top",
        "https://news.example:443/%61?id=7&utm_campaign=y",
        "//news.example/a?id=7",
        "https://m.news.example/a/index.html?id=7",
    ],
)
def test_one_page_has_one_canonical_address(spelling):
    """Protocol, www, tracking, order, encoding, fragment and closing slash make no difference."""
    assert canonical_address(spelling) == "news.example/a?id=7"


@pytest.mark.parametrize(
    ("one", "other"), [("/a?id=7", "/a?id=8"), ("/a", "/b"), ("/A", "/a"), ("/a?cid=1", "/a?cid=2"), ("/s?sid=1", "/s?sid=2")]
)
def test_different_pages_stay_different(one, other):
    """What may be an article's number is kept."""
    assert canonical_address("https://news.example" + one) != canonical_address("https://news.example" + other)


@given(st.text(max_size=200) | st.text("htp:/.@?#&=[]%x1 \u202e", max_size=60).map("http://".__add__))
def test_no_text_raises(text):
    """Whatever is written, each function gives a string; what is shown shows the same again."""
    shown = web_address(text)

    assert web_address(shown) == shown
    assert isinstance(canonical_address(text) + host_of(text), str)
