"""Strangers' text made legal: markup taken off in linear time, and only characters that are safe to show."""

import html
import re
import unicodedata
from collections.abc import Iterable

# A tag ends at `>`; quoted attributes may hold one. `<` ends the attempt, and 2,000 characters bound it, so that no input is read over and over.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_TAG_SPAN = 2_000
_BLOCK_NAMES = (
    "address article aside blockquote br caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav "
    "ol p pre section table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_PARAGRAPHS = _BLOCKS - {"br", "li", "td", "th", "tr", "dt", "dd"}
_SILENT = frozenset({"script", "style", "template", "iframe", "object", "svg", "textarea"})
_REST_OF_TAG = r"(?=[\s/>])[^<>\"']*(?:(?:\"[^\"]{0,1000}\"|'[^']{0,1000}')[^<>\"']*){0,40}>"


def _in_any_case(names: Iterable[str]) -> str:
    """Return an expression for one of the names; `re.IGNORECASE` would try each name in full where this one looks at its first letter."""
    return "|".join("".join(f"[{letter}{letter.upper()}]" for letter in name) for name in sorted(names))


_PARAGRAPH_TAG = re.compile(f"</?(?:{_in_any_case(_PARAGRAPHS)}){_REST_OF_TAG}")
_LINE_TAG = re.compile(f"</?(?:{_in_any_case(_BLOCKS - _PARAGRAPHS)}){_REST_OF_TAG}")
_ANY_TAG = re.compile(f"</?[a-zA-Z][a-zA-Z0-9:]{{0,30}}{_REST_OF_TAG}")
_SPECIAL = re.compile(f"<(?:[!?]|(?:{_in_any_case(_SILENT)})[\\s/>])")
_LONG_REFERENCE = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,});?")

# C0 and C1 without tab and line feed, surrogates, non-characters, and what has no width or turns the reading direction.
# A joiner stays only between emoji.
_ILLEGAL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\ufdd0-\ufdef\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U0010fffe\U0010ffff]"
)
_LOOSE_JOINER = re.compile("(?<![\u2190-\u2bff\ufe0f\u20e3\U0001f000-\U0001faff])\u200d+|\u200d+(?![\u2190-\u2bff\U0001f000-\U0001faff])")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ASCII_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_MARK_RUN = re.compile(r"[^\w\s\x00-\x7f]{8,}")
_MARKS_KEPT = 4


def plain_text(markup: str) -> str:
    """Return the words of an HTML fragment, paragraphs parted by blank lines; scripts, styles and comments are gone.

    Linear in the length of the markup. Text without markup comes back as it is, apart from character references. The result still has to
    pass `legal_text`.
    """
    if "<" not in markup:
        return unescape(markup)
    if _SPECIAL.search(markup) is None:
        markup = _ANY_TAG.sub("", _LINE_TAG.sub("\n", _PARAGRAPH_TAG.sub("\n\n", markup)))
        if "<" not in markup:
            return unescape(markup)
    return unescape("".join(_scanned(markup)))


def _scanned(markup: str) -> list[str]:
    """Take markup apart tag by tag: for what the quick expressions leave, or must not touch."""
    pieces: list[str] = []
    position, end = 0, len(markup)
    while position < end:
        start = markup.find("<", position)
        if start < 0:
            break
        pieces.append(markup[position:start])
        position = _after_markup(markup, start, pieces)
    pieces.append(markup[position:])
    return pieces


def _after_markup(markup: str, start: int, pieces: list[str]) -> int:
    """Return where the text goes on after the `<` at `start`, adding the breaks that the tag stands for, or the sign itself."""
    for opening, closing in (("<!--", "-->"), ("<![CDATA[", ""), ("<!", ">"), ("<?", ">")):
        if markup.startswith(opening, start):
            if not closing:
                return start + len(opening)
            found = markup.find(closing, start + len(opening))
            return len(markup) if found < 0 else found + len(closing)
    tag = _TAG.match(markup, start, start + _TAG_SPAN)
    if tag is None:
        follows = markup[start + 1 : start + 2]
        if not (follows.isascii() and (follows.isalpha() or follows == "/")):
            pieces.append("<")
            return start + 1
        # A tag that never ends properly: leave its name out, keep what follows it.
        return _end_of_broken_tag(markup, start)
    name = tag[2].lower()
    if name in _BLOCKS:
        pieces.append("\n\n" if name in _PARAGRAPHS else "\n")
    if name in _SILENT and not tag[1] and not tag[3].endswith("/"):
        closing_tag = re.compile(f"</{name}[^>]{{0,200}}>", re.IGNORECASE).search(markup, tag.end())
        return len(markup) if closing_tag is None else closing_tag.end()
    return tag.end()


def _end_of_broken_tag(markup: str, start: int) -> int:
    position = start + 1
    limit = min(len(markup), start + _TAG_SPAN)
    while position < limit and markup[position] not in "<>":
        position += 1
    return position + 1 if position < len(markup) and markup[position] == ">" else position


def unescape(text: str) -> str:
    """Decode HTML character references; impossible ones become U+FFFD."""
    if "&" not in text:
        return text
    return html.unescape(_LONG_REFERENCE.sub("\ufffd", text))


def legal_text(text: str, limit: int) -> str:
    """Return text that any platform can show: NFC, no control, bidi or zero-width characters, blanks collapsed, at most `limit` UTF-16 units.

    Paragraph breaks are kept (two line feeds at most). What is cut ends in an ellipsis, never inside a grapheme.
    """
    text = text[: 4 * limit + 1_000]  # bounds the work on what will be thrown away
    if text.isascii():
        if not text.replace("\n", "").isprintable():
            text = _ASCII_CONTROL.sub("", _BREAKS.sub("\n", text))
    else:
        text = _ILLEGAL.sub("", _BREAKS.sub("\n", text))
        text = _MARK_RUN.sub(_thin_marks, text)  # before NFC, which sorts a run of marks in quadratic time
        text = _LOOSE_JOINER.sub("", unicodedata.normalize("NFC", text))
    text = "\n".join([" ".join(line.split()) for line in text.split("\n")]).strip("\n")
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return cut(text, limit)


def legal_line(text: str, limit: int) -> str:
    """Return `legal_text` on one line: for titles and names."""
    return cut(" ".join(legal_text(text, limit + 200).split()), limit)


def _thin_marks(run: re.Match[str]) -> str:
    """Leave at most a few combining marks on one letter."""
    kept: list[str] = []
    marks = 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_KEPT:
            kept.append(character)
    return "".join(kept)


def utf16_length(text: str) -> int:
    """Return how many UTF-16 code units the text takes: what Discord counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """Return the text in at most `limit` UTF-16 units, cut between graphemes, with an ellipsis where something is missing."""
    if len(text) * 2 <= limit or utf16_length(text) <= limit:
        return text
    if limit <= 0:
        return ""
    if text.isascii():
        return text[: limit - 1].rstrip() + "…"
    end = units = 0
    for character in text:
        units += 2 if character > "\uffff" else 1
        if units > limit - 1:
            break
        end += 1
    return text[: _grapheme_start(text, end)].rstrip() + "…"


def cut_at_word(text: str, limit: int) -> str:
    """Return the text in at most `limit` UTF-16 units, cut after a word where words are parted by blanks, and else as `cut` does."""
    short = cut(text, limit)
    space = short.rfind(" ")
    return f"{short[:space]}…" if short != text and space > limit // 2 else short


def _grapheme_start(text: str, end: int) -> int:
    """Move a cut back to where a grapheme begins, 64 characters at most."""
    for position in range(end, max(0, end - 64), -1):
        if position >= len(text):
            return position
        follows, before = text[position], text[position - 1]
        joined = (
            before == "\u200d"
            or follows in "\u200d\ufe0e\ufe0f\u20e3"
            or "\U0001f3fb" <= follows <= "\U0001f3ff"
            or unicodedata.category(follows) in {"Mn", "Mc", "Me"}
            or (_is_flag(follows) and _flags_before(text, position) % 2 == 1)
        )
        if not joined:
            return position
    return 0 if end <= 64 else end  # an endless grapheme is none


def _is_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flags_before(text: str, position: int) -> int:
    count = 0
    while count < 64 and position - count > 0 and _is_flag(text[position - count - 1]):
        count += 1
    return count
