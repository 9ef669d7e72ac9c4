"""Which storylines a text could be about at all: found by the pairs of companies it names, however many storylines there are."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from bot.model.storyline import Company, Storyline
from bot.pipeline.features import Subject
from bot.text.words import Lexicon

_MOST_COMPANIES = 40
"""A text that names more companies than this is a list; the first ones are compared."""


class SubjectIndex:
    """Storylines by their parties and terms."""

    def __init__(self, storylines: Sequence[Storyline], companies: Sequence[Company] = ()) -> None:
        parts = Counter(company for storyline in storylines for company in {party.company for party in storyline.parties})
        hubs = frozenset(company for company, count in parts.items() if count > 1)
        helpers = frozenset(company.id for company in companies if company.serves)
        self.subjects = tuple(Subject(storyline, hubs, helpers) for storyline in storylines if storyline.parties)
        self._order = {subject.id: number for number, subject in enumerate(self.subjects)}
        self._by_pair: dict[frozenset[str], list[Subject]] = {}
        self._alone: dict[str, list[Subject]] = {}
        self._termed: dict[str, Subject] = {}
        terms: dict[str, str] = {}
        for subject in self.subjects:
            if subject.together == 1:
                for company in subject.parties:
                    self._alone.setdefault(company, []).append(subject)
            else:
                for pair in combinations(sorted(subject.parties), 2):
                    self._by_pair.setdefault(frozenset(pair), []).append(subject)
            if subject.terms:
                terms[subject.id] = "|".join(subject.terms)
                self._termed[subject.id] = subject
        self._terms = Lexicon(terms) if terms else None

    def candidates(self, companies: Sequence[str], folded: str) -> tuple[Subject, ...]:
        """Return the storylines whose parties the text names, in a fixed order; `folded` is its title and text in lower case."""
        named = frozenset(companies)
        found: dict[str, Subject] = {}
        for pair in combinations(companies[:_MOST_COMPANIES], 2):
            for subject in self._by_pair.get(frozenset(pair), ()):
                if len(subject.parties & named) >= subject.together:
                    found[subject.id] = subject
        for company in companies:
            for subject in self._alone.get(company, ()):
                found[subject.id] = subject
        if self._terms is not None and self._termed:
            for kind in self._terms.kinds(folded):
                subject = self._termed[kind]
                if len(subject.parties & named) >= max(1, subject.together - 1):
                    found[subject.id] = subject
        return tuple(sorted(found.values(), key=lambda subject: self._order[subject.id]))
