"""The words that tell what a sentence is about, found in one pass of an Aho-Corasick automaton.

A class of words is a list of phrases in lower case; Latin, Greek and Cyrillic letters match whole words, other scripts anywhere.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

import ahocorasick

from bot.text.gazetteer import fold, is_spaced
from bot.text.lexicon import PHRASES


class Hit(NamedTuple):
    """A phrase found, with the class it belongs to."""

    kind: str
    start: int
    end: int


class Lexicon:
    """Classes of phrases, ready to be found."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._automaton = ahocorasick.Automaton()
        grouped: dict[str, list[str]] = {}
        for kind, text in phrases.items():
            for phrase in filter(None, map(str.strip, text.replace("\n", "|").split("|"))):
                grouped.setdefault(fold(phrase), []).append(kind)
        for phrase, kinds in grouped.items():
            self._automaton.add_word(phrase, (len(phrase), tuple(kinds), is_spaced(phrase[0]), is_spaced(phrase[-1])))
        self._automaton.make_automaton()

    def hits(self, folded: str) -> Iterator[Hit]:
        """Yield every phrase in a folded text (see `fold`), in order of their ends; overlapping ones too."""
        size = len(folded)
        for last, (length, kinds, bound_start, bound_end) in self._automaton.iter(folded):
            start, end = last - length + 1, last + 1
            if bound_start and start and is_spaced(folded[start - 1]):
                continue
            if bound_end and end < size and is_spaced(folded[end]):
                continue
            for kind in kinds:
                yield Hit(kind, start, end)

    def kinds(self, folded: str) -> frozenset[str]:
        """Return the classes of which the folded text has a phrase."""
        return frozenset(hit.kind for hit in self.hits(folded))


@cache
def lexicon() -> Lexicon:
    """Return dealwire's own word lists, built on first use."""
    return Lexicon(PHRASES)


def phrases(kind: str) -> tuple[str, ...]:
    """Return the phrases of one class."""
    return tuple(phrase for line in PHRASES[kind].split("\n") for phrase in map(str.strip, line.split("|")) if phrase)
