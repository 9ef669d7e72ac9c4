"""Strangers' text: legal whatever it is, in time that grows with its length alone."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.plain import cut, cut_at_word, legal_line, legal_text, plain_text, utf16_length

ANY_TEXT = st.text(st.characters(categories=None) | st.sampled_from("\u202e\u200b\u200d\ud800\ufeff\x00\u2028👩👧🏽🇩🇪\u0301"), max_size=400)


@given(ANY_TEXT, st.integers(0, 300))
@settings(max_examples=300)
def test_any_text_becomes_legal(text, limit):
    """NFC, no control or format character but a joiner between emoji, no surrogate, at most the limit in UTF-16 units."""
    legal = legal_text(text, limit)

    assert utf16_length(legal) <= limit
    assert unicodedata.is_normalized("NFC", legal)
    assert not {unicodedata.category(c) for c in legal if c not in "\n\u200d"} & {"Cc", "Cs"}
    assert not set(legal) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff")
    assert "\n\n\n" not in legal
    assert legal == legal.strip()
    legal.encode()


@given(ANY_TEXT)
def test_what_is_legal_stays(text):
    """Making legal text legal changes nothing."""
    legal = legal_text(text, 10_000)

    assert legal_text(legal, 10_000) == legal
    assert "\n" not in legal_line(text, 100)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>One &amp; two</p><p>Three<br>four</p>", "One & two\n\nThree\nfour"),
        ("a < b and c > d", "a < b and c > d"),
        ("x<script>alert('<p>')</script>y<style>p{}</style>z", "xyz"),
        ("x<!-- <p>no</p> -->y<![CDATA[z]]>", "xyz]]>"),
        ('<a title="a > b" href=x>link</a>', "link"),
        ("&lt;!channel&gt; &#64;everyone &#xD800;", "<!channel> @everyone \ufffd"),
        ("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo"),
        ("cut <a href='x", "cut"),
        ("&#" + "9" * 5_000 + ";", "\ufffd"),
        ("AT&T", "AT&T"),
    ],
)
def test_markup_becomes_words(markup, words):
    """Tags, scripts and comments go, references are decoded, signs that are no tags stay."""
    assert legal_text(plain_text(markup), 1_000) == words


@pytest.mark.parametrize(
    "piece",
    ["<a ", "<!--", "<a '\"", "<script>", "<a b='", "<", "</", "&#x", "&amp", "<a '<a ' ", "\n ", "\u200d", "x\u200d", "a\u0301\u0316"],
)
def test_time_grows_with_length_alone(piece):
    """Four times the hostile text takes about four times as long, never sixteen times."""

    def seconds(count):
        began = time.process_time()
        legal_text(plain_text(piece * count), 60_000)
        return time.process_time() - began

    small = max(min(seconds(20_000) for _ in range(2)), 0.002)

    assert seconds(80_000) < 10 * small


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("👩\u200d👩\u200d👧👩", 9, "👩\u200d👩\u200d👧…"),
        ("👩\u200d👩\u200d👧👩", 8, "…"),
        ("🇩🇪🇫🇷🇬🇧", 11, "🇩🇪🇫🇷…"),
        ("👍🏽👍🏽", 6, "👍🏽…"),
        ("e\u0301" * 3, 4, "e\u0301…"),
        ("anything", 0, ""),
    ],
)
def test_cuts_fall_between_graphemes(text, limit, expected):
    """A family, a flag, a skin tone or an accent is kept whole or left out."""
    assert cut(text, limit) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Deal worth billions", 19, "Deal worth billions"),
        ("Deal worth billions", 15, "Deal worth…"),
        ("A hyperscalerlikename", 12, "A hyperscal…"),
        ("鸿海将为人工智能建造数据中心", 6, "鸿海将为人…"),
    ],
)
def test_words_are_not_cut_where_blanks_part_them(text, limit, expected):
    """The last whole word ends what is shown, unless that would leave less than half."""
    assert cut_at_word(text, limit) == expected


def test_joined_emoji_and_letters():
    """A joiner stays between emoji and nowhere else."""
    assert legal_text("👩\u200d👧 a\u200db", 100) == "👩\u200d👧 ab"


def test_marks_are_thinned():
    """A letter carries four marks at most, so that no text climbs out of its line."""
    assert len(legal_text("a" + "\u0316" * 5_000, 10_000)) == 5
