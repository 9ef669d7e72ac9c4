"""A text taken apart: sentences in zones, with the companies they name."""

from dataclasses import dataclass
from enum import StrEnum


class Zone(StrEnum):
    """Where in the article a sentence stands, which is how much it counts."""

    TITLE = "title"
    LEAD = "lead"
    """The first paragraphs of the article itself."""
    BODY = "body"
    ASIDE = "aside"
    """Menus, “also read” lists, teasers of other articles, author lines, newsletters: adds nothing to this article's deal."""


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A company named in a sentence."""

    company: str
    start: int
    """Offset in the sentence's text."""
    end: int
    alias: str
    """As the text writes it."""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence or list item."""

    ordinal: int
    """Title first, 0."""
    text: str
    """An exact piece of the title or the text, so that quotes can be cut from it."""
    zone: Zone
    mentions: tuple[Mention, ...] = ()
    paragraph: int = 0
    """Ordinal of the paragraph (or list item, or table row) it belongs to."""
    heading: bool = False
    listed: bool = False
    """An item of a list or a row of a table."""

    @property
    def companies(self) -> frozenset[str]:
        """Ids of the companies it names."""
        return frozenset(m.company for m in self.mentions)


@dataclass(frozen=True, kw_only=True)
class Document:
    """An entry's text, taken apart once and read by classify, extract and summarise."""

    title: str
    text: str
    lang: str
    sentences: tuple[Sentence, ...]

    @property
    def article(self) -> tuple[Sentence, ...]:
        """The sentences that are the article's own: all but asides."""
        return tuple(s for s in self.sentences if s.zone is not Zone.ASIDE)
