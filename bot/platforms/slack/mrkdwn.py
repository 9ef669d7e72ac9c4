"""Strangers' words as Slack mrkdwn: legal, literal, within a length. Slack parses no backslash, so marks are parted from their words.

Source: docs.slack.dev/messaging/formatting-message-text: only `&`, `<` and `>` are escaped; everything between `<` and `>` is markup.
"""

import re
from collections.abc import Iterable
from typing import Final

import regex

from bot.model.card import Line, Span, Style
from bot.platforms.slack.limits import width
from bot.text.addresses import host_of, web_address
from bot.text.plain import legal_line

JOINER: Final = "\u2060"
"""Word joiner: invisible, no space, no line break. Beside a mark it keeps Slack from taking the mark for formatting."""
_MARKS: Final = re.compile(r"(?<![^\W_])[*_~]|[*_~](?![^\W_])")
"""A formatting mark that does not stand inside a word; `file_name` needs nothing."""
_EMOJI: Final = re.compile(r":(?=[\w+'-]+:)")
_GRAPHEME: Final = regex.compile(r"\X")
_SENTENCE_END: Final = re.compile(r"[.!?](?=\s)|[。！？]")
_WRAP: Final = {Style.BOLD: "*", Style.ITALIC: "_", Style.CODE: "`", Style.STRUCK: "~", Style.PLAIN: ""}


_LONGEST = 4000
"""Units of one span that are looked at: more than any block holds."""


def escape(text: str) -> str:
    """Return the text with `&`, `<` and `>` as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literal(text: str) -> str:
    """Return legal text as mrkdwn that shows it literally: no mention, link, emoji, quote, code or style comes of it."""
    text = escape(text.replace("`", "\u02cb"))
    text = _MARKS.sub(rf"{JOINER}\g<0>{JOINER}", text)
    text = _EMOJI.sub(f":{JOINER}", text)
    return JOINER + text if text.startswith("&gt;") else text


def cut(text: str, room: int) -> str:
    """Return as much of legal text as `literal` fits into `room`: at the end of a sentence, else of a word, with an ellipsis."""
    if _weight(text) <= room:
        return text
    kept, used, room = [], 0, room - 1
    for grapheme in _GRAPHEME.findall(text[: max(room, 0)]):
        used += _weight(grapheme)
        if used > room:
            break
        kept.append(grapheme)
    short = "".join(kept)
    ends = [found.end() for found in _SENTENCE_END.finditer(short)]
    if ends and ends[-1] >= len(short) // 2:
        return short[: ends[-1]]
    space = short.rfind(" ")
    short = short[:space] if space >= len(short) // 2 else short
    return short.rstrip() + "…" if room >= 0 else ""


def plain(text: str, room: int) -> str:
    """Return any text as literal mrkdwn within `room`."""
    return literal(cut(legal_line(text, _LONGEST), room))


def unformatted(text: str, room: int) -> str:
    """Return any text for a `plain_text` object, where Slack decodes nothing: what looks like a mention is parted all the same."""
    return re.sub(r"<(?=[!@#])", f"<{JOINER}", cut(legal_line(text, room), room))


def spans(parts: Iterable[Span], room: int, *, struck: bool = False) -> str:
    """Return a line as mrkdwn within `room`; what does not fit is left out, a link is kept whole or set as its words."""
    made: list[str] = []
    room -= 2 * struck
    for part in parts:
        piece = _span(part, room)
        if not piece:
            if room < 8:
                break
            continue
        made.append(piece)
        room -= width(piece)
    text = "".join(made).strip()
    return f"~{text}~" if text and struck else text


def words(parts: Line, room: int) -> str:
    """Return a line as plain legal text, hosts beside links, for fallbacks; not escaped."""
    made = ""
    for part in parts:
        text = legal_line(part.text, _LONGEST)
        lead, trail = _edges(part.text)
        made += lead + text + host_beside(text, web_address(part.url)) + trail
    return cut(" ".join(made.split()), room)


def anchor(label: str, url: str) -> str:
    """Return a link in Slack's form; the label is mrkdwn already."""
    safe = url.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C").replace(" ", "%20")
    return f"<{safe}|{label}>"


def host_beside(label: str, url: str) -> str:
    """Return ` (host)` for a link whose words are not its host, so that nobody is misled; else nothing."""
    host = host_of(url)
    return f" ({host})" if host and label.strip().lower().removeprefix("www.") != host else ""


def _moment(part: Span) -> str:
    """Return a moment as Slack shows it in its reader's own zone, with our words where a client cannot (formatting-message-text, "Date formatting")."""
    said = literal(legal_line(part.text, 60)).replace("|", "")
    return f"<!date^{int(part.at.timestamp())}^{{date_short_pretty}} at {{time}}|{said}>" if part.at else said


def _span(part: Span, room: int) -> str:
    url = web_address(part.url) if part.url else ""
    core = legal_line(part.text, _LONGEST) or host_of(url)
    lead, trail = _edges(part.text)
    if not core:
        return lead if room else ""
    if part.at is not None:
        made = f"{lead}{_moment(part)}{trail}"
        return made if width(made) <= room else ""
    mark = _WRAP[part.style]
    around = 2 * len(mark) + len(lead) + len(trail)
    if url:
        host = literal(host_beside(core, url))
        frame = width(anchor("", url)) + width(host)
        if around + frame + 12 <= room:
            label = literal(cut(core, room - around - frame))
            return f"{lead}{mark}{anchor(label, url)}{mark}{host}{trail}"
    label = cut(core, room - around)
    return f"{lead}{mark}{literal(label)}{mark}{trail}" if label else ""


def _edges(text: str) -> tuple[str, str]:
    """Return the blank that a span begins with, and the one it ends with."""
    return " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""


def _weight(text: str) -> int:
    """Return the most units that `literal` can make of a text."""
    return (
        width(text)
        + 4 * text.count("&")
        + 3 * (text.count("<") + text.count(">"))
        + 2 * sum(map(text.count, "*_~"))
        + text.count(":")
        + text.startswith(">")
    )
