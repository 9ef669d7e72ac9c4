"""One pass over a sentence that tells which recognisers have anything to look for in it.

Most sentences hold none of the words that a recogniser needs, and an automaton finds that out at a fraction of the cost of thirty
regular expressions, however many words there are.
"""

from collections.abc import Mapping

import ahocorasick


class Cues:
    """Words and pieces of words, each of which wakes some recognisers; what is awake is a set of bits."""

    def __init__(self, stems: Mapping[str, str]) -> None:
        """`stems` maps a recogniser's key to its pieces, lower case, parted by spaces; `_` stands for a space in a piece."""
        self._bits = {key: 1 << number for number, key in enumerate(stems)}
        self.by_stem: dict[str, int] = {}
        for key, pieces in stems.items():
            for piece in pieces.split():
                stem = piece.replace("_", " ")
                self.by_stem[stem] = self.by_stem.get(stem, 0) | self._bits[key]
        self._automaton = _automaton(self.by_stem)

    def __len__(self) -> int:
        return len(self._bits)

    def bit(self, key: str) -> int:
        """Return the bit of a key."""
        return self._bits[key]

    def of(self, lowered: str) -> int:
        """Return the bits of the keys that a lower-case text wakes."""
        woken = 0
        for _, bits in self._automaton.iter(lowered):
            woken |= bits
        return woken


class AllCues:
    """Several recognisers' cues, found in one pass."""

    def __init__(self, *cues: Cues) -> None:
        merged: dict[str, int] = {}
        self._shifts: list[tuple[int, int]] = []
        shift = 0
        for one in cues:
            for stem, bits in one.by_stem.items():
                merged[stem] = merged.get(stem, 0) | bits << shift
            self._shifts.append((shift, (1 << len(one)) - 1))
            self._none = (0,) * len(self._shifts)
            shift += len(one)
        self._automaton = _automaton(merged)

    def of(self, lowered: str) -> tuple[int, ...]:
        """Return, for each of the cues in their order, what `Cues.of` would."""
        woken = 0
        for _, bits in self._automaton.iter(lowered):
            woken |= bits
        return tuple([woken >> shift & mask for shift, mask in self._shifts]) if woken else self._none


def _automaton(by_stem: Mapping[str, int]) -> "ahocorasick.Automaton":
    automaton = ahocorasick.Automaton()
    for stem, bits in by_stem.items():
        automaton.add_word(stem, bits)
    automaton.make_automaton()
    return automaton
