"""The first question of every entry: could it concern anybody? One pass over its words, so that what concerns nobody costs nothing."""

from collections.abc import Iterable, Sequence

import ahocorasick

from bot.model.storyline import Company
from bot.text.gazetteer import Alias, fits, fold, is_spaced, make_alias


class Gate:
    """Knows the names of all companies and the words of AI infrastructure."""

    def __init__(self, companies: Sequence[Company], phrases: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        grouped: dict[str, list[Alias | None]] = {}
        for company in companies:
            for name in (company.name, *company.aliases):
                grouped.setdefault(fold(name), []).append(make_alias(company.id, name, weak=False))
        for phrase in phrases:
            grouped.setdefault(fold(phrase), []).append(None)
        for folded, aliases in grouped.items():
            self._automaton.add_word(folded, (len(folded), tuple(aliases)))
        self._automaton.make_automaton()

    def opens(self, text: str, folded: str) -> bool:
        """Tell whether the text names a company or AI infrastructure; `folded` is the same text in lower case."""
        size = len(folded)
        for last, (length, aliases) in self._automaton.iter(folded):
            start, end = last - length + 1, last + 1
            for alias in aliases:
                if alias is not None:
                    if fits(alias, text, start, end):
                        return True
                elif not (
                    (start and is_spaced(folded[start]) and is_spaced(folded[start - 1]))
                    or (end < size and is_spaced(folded[last]) and is_spaced(folded[end]))
                ):
                    return True
        return False
