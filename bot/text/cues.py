"""One pass over a sentence that tells which recognisers have anything to look for in it.

Most sentences hold none of the words that a recogniser needs, and an automaton finds that out at a fraction of the cost of thirty
regular expressions, however many words there are.
"""

from collections.abc import Hashable, Mapping

import ahocorasick


class Cues:
    """Words and pieces of words, each of which wakes some recognisers."""

    def __init__(self, stems: Mapping[Hashable, str]) -> None:
        """`stems` maps a recogniser's key to its pieces, lower case, parted by spaces; `_` stands for a space in a piece."""
        by_stem: dict[str, set[Hashable]] = {}
        for key, pieces in stems.items():
            for piece in pieces.split():
                by_stem.setdefault(piece.replace("_", " "), set()).add(key)
        self._automaton = ahocorasick.Automaton()
        for stem, keys in by_stem.items():
            self._automaton.add_word(stem, frozenset(keys))
        self._automaton.make_automaton()

    def of(self, lowered: str) -> frozenset[Hashable]:
        """Return the keys that a lower-case text wakes."""
        woken: frozenset[Hashable] = frozenset()
        for _, keys in self._automaton.iter(lowered):
            if not keys <= woken:
                woken |= keys
        return woken
