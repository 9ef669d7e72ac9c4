"""Finding the names of companies in a text: one pass of an Aho-Corasick automaton, however many names there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import ahocorasick

from bot.model.document import Mention
from bot.model.storyline import Company

_MOST_NAMES = 40
"""Names read in one sentence: a longer list tells nothing more."""


@dataclass(frozen=True)
class Alias:
    """A name, whose it is, and how it may be written."""

    company: str
    text: str
    weak: bool
    """Counts only where the company is named otherwise too."""
    bounded: bool
    """Latin, Greek or Cyrillic letters: whole words only. Scripts without spaces match anywhere."""
    cased: bool
    """A single ordinary-looking word (`Meta`, `Arm`, `Oracle`): its capital must be there."""


def fold(text: str) -> str:
    """Return the text in lower case with the same length, so that offsets hold."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def is_spaced(char: str) -> bool:
    """Tell whether the character belongs to a script that writes spaces between words (or is a digit)."""
    return char.isalnum() and (
        char < "\u2e80" or not ("\u2e80" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" or "\uf900" <= char <= "\ufaff")
    )


class Gazetteer:
    """The names of all companies, ready to be found."""

    def __init__(self, companies: Sequence[Company]) -> None:
        self.companies = {company.id: company for company in companies}
        self._automaton = ahocorasick.Automaton()
        grouped: dict[str, list[Alias]] = {}
        for company in companies:
            for text in (company.name, *company.aliases):
                grouped.setdefault(fold(text), []).append(make_alias(company.id, text, weak=False))
            for text in company.weak:
                grouped.setdefault(fold(text), []).append(make_alias(company.id, text, weak=True))
        for folded, aliases in grouped.items():
            self._automaton.add_word(folded, (len(folded), tuple(aliases)))
        self._empty = not grouped
        if not self._empty:
            self._automaton.make_automaton()

    def find(self, text: str) -> tuple[tuple[Mention, bool], ...]:
        """Return each name with whether it is weak, in order of place; of overlapping names the longest."""
        found: list[tuple[Mention, bool]] = []
        for start, end, alias in self._hits(text):
            mention = Mention(company=alias.company, start=start, end=end, alias=text[start:end])
            while found and found[-1][0].start >= start and found[-1][0].end <= end and end - start > found[-1][0].end - found[-1][0].start:
                found.pop()
            if not found or start >= found[-1][0].end:
                found.append((mention, alias.weak))
            if len(found) >= _MOST_NAMES:
                break
        return tuple(found)

    def _hits(self, text: str) -> Iterator[tuple[int, int, Alias]]:
        if self._empty:
            return
        for last, (length, aliases) in self._automaton.iter(fold(text)):
            start, end = last - length + 1, last + 1
            for alias in aliases:
                if fits(alias, text, start, end):
                    yield start, end, alias
                    break


def make_alias(company: str, text: str, *, weak: bool) -> Alias:
    """Return a name with the rules by which a text may write it."""
    bounded = is_spaced(text[0]) or is_spaced(text[-1])
    plain = text.isalpha() and text[:1].isupper() and text[1:].islower() and text.isascii()
    return Alias(company=company, text=text, weak=weak, bounded=bounded, cased=plain or (len(text) <= 4 and text.isascii()))


def fits(alias: Alias, text: str, start: int, end: int) -> bool:
    """Tell whether what stands at `start` to `end` is the name: whole words, and capitals where they matter."""
    if alias.bounded:
        if start and is_spaced(text[start - 1]) and is_spaced(text[start]):
            return False
        if end < len(text) and is_spaced(text[end]) and is_spaced(text[end - 1]):
            return False
    if not alias.cased:
        return True
    found = text[start:end]
    return (
        found == alias.text
        or (found.isupper() and len(found) > 1)
        or (alias.text[0].isupper() and found[0].isupper() and not alias.text.isupper())
    )
