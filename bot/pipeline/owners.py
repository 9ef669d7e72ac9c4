"""Whose fact a figure is: the storyline that a place in a sentence speaks of, or nobody's.

A figure is the main deal's only where nothing speaks for another owner: another deal's company standing nearer, a heading of another
deal, a paragraph of background. Where it is in doubt it is nobody's, which adds nothing to any ledger.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model.document import Document, Sentence, Zone
from bot.model.reading import Match, Role
from bot.model.storyline import CATCH_ALL, Storyline

_MOST_SENTENCES = 400
"""Sentences whose names are looked at."""
_ADJACENT = 14
_SHORT = 60
"""Characters: a line this short that names a party is a label for what follows."""
_BOUNDARY = re.compile(r"[;:|]|,|\b(?:and|while|whereas|but|und|mientras|tandis)\b|[，；：、]")
_LINK = re.compile(r"\s(?:in|into|to|for|from|with|of)\s$", re.IGNORECASE)
_PRODUCT = re.compile(
    r"['’]?s?\s(?:[\w-]+\s){0,2}?(?:GPUs?|TPUs?|CPUs?|chips?|processors?|accelerators?|hardware|systems?|silicon|servers?|racks?|Blackwell|Rubin|Instinct|Trainium\d?|parts|technology|reports?|says|reported|wrote)\b|"
    r"\s?(?:製|の)?(?:GPU|晶片|芯片|チップ|칩)",
    re.IGNORECASE,
)
"""A maker named with its goods is no party: `100,000 Nvidia GPUs`."""
_DIGIT = re.compile(r"\d")
_HARD = re.compile(r"[;；。]|\.\s|\s[–—]\s")


@dataclass(frozen=True, slots=True)
class Name:
    """A company or a storyline's own term, where it stands in a sentence."""

    start: int
    end: int
    lines: frozenset[str]
    """The storylines that it speaks for; empty for a company of none."""
    hub: bool
    """A party of many storylines, which tells them not apart."""
    term: bool = False
    """A storyline's own word, no company."""


class Owners:
    """Decides for one document."""

    def __init__(self, document: Document, matches: Sequence[Match], primary: str | None, storylines: Iterable[Storyline]) -> None:
        self.primary = primary
        self.about = frozenset(m.storyline for m in matches if m.role is Role.ABOUT) | ({primary} if primary else frozenset())
        known = [s for s in storylines if s.id != CATCH_ALL]
        shares = Counter(p.company for s in known for p in s.parties)
        self._named: dict[int, tuple[Name, ...]] = {}
        self._hubs = frozenset(c for c, n in shares.items() if n >= max(3, len(known) * 0.4)) if len(known) > 2 else _common(known)
        self._lines: dict[str, frozenset[str]] = {}
        for storyline in known:
            for party in storyline.parties:
                if party.company not in self._hubs:
                    self._lines[party.company] = self._lines.get(party.company, frozenset()) | {storyline.id}
        self._terms = tuple(
            (re.compile(rf"(?<![^\W_]){re.escape(term)}(?![^\W_])", re.IGNORECASE), frozenset({s.id})) for s in known for term in s.terms
        )
        self._own = self._own_companies(document, known)
        self._labels = self._context(document)

    def _own_companies(self, document: Document, known: Sequence[Storyline]) -> frozenset[str]:
        """The companies of the main deal: the storyline's, or for the catch-all those of title and first sentences."""
        for storyline in known:
            if storyline.id == self.primary:
                return frozenset(p.company for p in storyline.parties)
        first = [s for s in document.article if s.zone is not Zone.BODY][:3]
        return frozenset(c for s in first for c in s.companies)

    def names(self, sentence: Sentence) -> tuple[Name, ...]:
        """Return who is named in a sentence, in order of place."""
        held = self._named.get(sentence.ordinal)
        if held is None:
            held = self._named[sentence.ordinal] = self._find(sentence)
        return held

    def _find(self, sentence: Sentence) -> tuple[Name, ...]:
        found = [
            Name(
                m.start,
                m.end,
                self._speaks_for(m.company),
                m.company in self._hubs or (m.company in self._own and m.company not in self._lines),
            )
            for m in sentence.mentions
            if m.company in self._own or self.primary is None or _PRODUCT.match(sentence.text, m.end) is None
        ]
        for pattern, lines in self._terms:
            found += [Name(m.start(), m.end(), lines, hub=False, term=True) for m in pattern.finditer(sentence.text)]
        return tuple(sorted(found, key=lambda n: n.start))

    def _speaks_for(self, company: str) -> frozenset[str]:
        lines = self._lines.get(company, frozenset())
        if self.primary == CATCH_ALL and company in self._own:
            return lines | {CATCH_ALL}
        return lines

    def _context(self, document: Document) -> dict[int, frozenset[str]]:
        """Which storylines a heading, a label or the sentence before puts over each sentence; missing where nothing does."""
        labels: dict[int, frozenset[str]] = {}
        label: frozenset[str] = frozenset()
        before: frozenset[str] = frozenset()
        paragraph = -1
        for sentence in document.sentences[:_MOST_SENTENCES]:
            if sentence.zone in (Zone.TITLE, Zone.ASIDE):
                continue
            named = frozenset(line for name in self.names(sentence) if not name.hub for line in name.lines)
            is_label = len(sentence.text) <= _SHORT and _DIGIT.search(sentence.text) is None
            if is_label:
                label, before = named, frozenset()
                continue
            if sentence.paragraph != paragraph:
                before, paragraph = frozenset(), sentence.paragraph
            if label or before:
                labels[sentence.ordinal] = before or label
            before = named or before
        return labels

    def owner(self, sentence: Sentence, names: Sequence[Name], start: int, end: int) -> str | None:
        """Return the storyline whose fact the words at `start` to `end` are, or None."""
        if sentence.zone is Zone.ASIDE:
            return None
        nearest = self._nearest(sentence.text, names, start, end)
        label = self._labels.get(sentence.ordinal, frozenset())
        if self.primary is None:
            if sentence.listed and len(sentence.companies) > 1 and self._hubs.isdisjoint(sentence.companies):
                return None  # an item of a list about two others: `Meta–CoreWeave, $14 billion` is no fact of OpenAI's
            lines = nearest.lines if nearest else label
            chosen = sorted((lines & label or lines) & self.about)
            return chosen[0] if len(chosen) == 1 else None
        if nearest is not None:
            return self.primary if self.primary in nearest.lines else None
        if any(name.hub for name in names) or not names:
            return None if label and self.primary not in label else self.primary
        return None

    def speaks_of_primary(self, names: Sequence[Name]) -> bool:
        """Tell whether a party that marks the main storyline is among the names."""
        return self.primary is not None and any(self.primary in name.lines for name in names)

    def _nearest(self, text: str, names: Sequence[Name], start: int, end: int) -> Name | None:
        """The name that tells storylines apart and stands nearest; what stands behind a boundary is further off."""
        best: Name | None = None
        least = float("inf")
        near = [(max(0, start - name.end, name.start - end), name) for name in names if not name.hub]
        for gap, name in sorted(near, key=lambda pair: pair[0]):
            if gap * 0.8 >= min(least, 400.0):
                break  # this and the rest are further off, whatever stands between
            between = text[name.end : start] if name.end <= start else text[end : name.start] if name.start >= end else ""
            distance = len(between) + 25.0 * len(_BOUNDARY.findall(between)) + 400 * len(_HARD.findall(between))
            if name.start >= end and _LINK.match(between) is None:
                distance += 8
            if self.primary in name.lines:
                distance *= 0.8
            if name.term and len(between) > _ADJACENT:
                distance += 40  # a programme named further off, beside the parties themselves
            if distance < min(least, 400.0):
                best, least = name, distance
        return best


def _common(known: Sequence[Storyline]) -> frozenset[str]:
    """With two storylines or fewer: a company that all of them share, where there are two."""
    if len(known) < 2:
        return frozenset()
    return frozenset.intersection(*(frozenset(p.company for p in s.parties) for s in known))
