"""Cards: a message's neutral content. Platforms render them; nobody else knows Block Kit or an embed.

Every string may hold a stranger's words: renderers escape each span and drop what is not http(s).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Style(StrEnum):
    """How a span is set."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    STRUCK = "struck"


@dataclass(frozen=True)
class Span:
    """A run of text, possibly a link; the text is shown literally."""

    text: str
    url: str = ""
    style: Style = Style.PLAIN
    at: datetime | None = None
    """A moment that a platform may show in its reader's own zone; `text` says it everywhere else."""


Line = tuple[Span, ...]


def line(*parts: "str | Span") -> Line:
    """Build a line from strings and spans."""
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts)


def bold(text: str) -> Span:
    """Return the text in bold."""
    return Span(text, style=Style.BOLD)


def code(text: str) -> Span:
    """Return the text as code."""
    return Span(text, style=Style.CODE)


def moment(text: str, at: datetime) -> Span:
    """Return a moment: `text` in words, or on platforms that can, the time in the reader's own zone."""
    return Span(text, at=at)


def link(text: str, url: str) -> Span:
    """Return the text as a link; renderers show the host beside it where the text is not the host itself."""
    return Span(text, url=url)


WARNING = "⚠"
"""Stands before the other side of a conflict."""


def fact_rows(facts: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """Return an alert's facts in the rows that renderers join with ` · `: one that is disputed stands alone, so that its other side is seen."""
    rows: list[list[Line]] = []
    alone = False
    for fact in facts:
        disputed = any(WARNING in span.text for span in fact)
        if rows and not disputed and not alone:
            rows[-1].append(fact)
        else:
            rows.append([fact])
        alone = disputed
    return tuple(tuple(row) for row in rows)


class Tone(StrEnum):
    """The colour of a card, by what it tells."""

    FIRM = "firm"
    """Announced and above."""
    TENTATIVE = "tentative"
    """Rumour, reported, letter of intent."""
    ADVERSE = "adverse"
    """Denied, delayed, cancelled, retracted."""
    NEUTRAL = "neutral"
    TROUBLE = "trouble"


@dataclass(frozen=True, kw_only=True)
class Button:
    """Something to press: runs a command with one argument, or opens a link."""

    label: str
    command: str = ""
    argument: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A titled group of lines, for answers longer than an alert."""

    title: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Card:
    """One message.

    An alert uses chip, kicker, source_mark, title, body, facts, notes, footer and buttons, at most about six lines in all.
    A command's answer uses title, body, sections and footer.
    """

    tone: Tone = Tone.NEUTRAL
    chip: str = ""
    """`ANNOUNCED`."""
    kicker: str = ""
    """`OpenAI × Foxconn`."""
    source_mark: str = ""
    """`official source`."""
    title: str = ""
    title_url: str = ""
    body: tuple[Line, ...] = ()
    facts: tuple[Line, ...] = ()
    """`Value: not stated ⚠ …`: one fact each; renderers join them with ` · ` where they fit."""
    notes: tuple[Line, ...] = ()
    """Links to earlier and later stories, `late`, the language and original headline."""
    sections: tuple[Section, ...] = ()
    footer: Line = ()
    """Coverage, first seen, host."""
    buttons: tuple[Button, ...] = ()
    fallback: str = ""
    """Plain text that reads well aloud; renderers make one from the rest where it is empty."""
    struck: bool = False
    """Retracted: title and body are struck through."""
