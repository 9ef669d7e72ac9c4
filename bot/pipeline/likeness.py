"""How like one article is to one story: a score with its parts, and the vetoes that keep look-alikes apart."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nlargest

from bot.text.similarity import Rarity, TextPrint, length

MOST_TERMS = 120
"""Words kept of a story's middle: the rest is noise, and time."""


@dataclass(kw_only=True, slots=True)
class Gathered:
    """A story as the index remembers it: its members' prints added up."""

    id: str
    order: int
    opened: datetime | None = None
    updated: datetime | None = None
    members: list["Member"] = field(default_factory=list)
    terms: dict[str, float] = field(default_factory=dict)
    holders: Counter[str] = field(default_factory=Counter)
    """In how many members each word stands."""
    names: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)

    def take_in(self, member: "Member", names: Iterable[str]) -> None:
        """Add a member; the middle moves towards it."""
        self.members.append(member)
        for term, value in member.text.terms.items():
            self.terms[term] = self.terms.get(term, 0.0) + value
        self.holders.update(member.text.terms)
        self.names.update(names)
        self.figures.update(member.text.figures)
        self.days.update(member.text.days)
        self.years.update(member.text.years)
        if len(self.terms) > 4 * MOST_TERMS:
            self.terms = dict(heaviest(self.terms, 3 * MOST_TERMS))
        moment = member.seen
        if moment is not None:
            self.opened = moment if self.opened is None else min(self.opened, moment)
            self.updated = moment if self.updated is None else max(self.updated, moment)


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One article as the index remembers it."""

    id: str
    text: TextPrint
    seen: datetime | None = None
    page: str = ""
    host: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Likely:
    """The score of one article against one story, and its parts."""

    score: float
    cosine: float
    veto: str = ""
    """Why they are not one event however like their words are; empty where nothing speaks against it."""


def heaviest(terms: Mapping[str, float], most: int) -> list[tuple[str, float]]:
    """Return the weightiest words, at most so many."""
    return list(terms.items()) if len(terms) <= most else nlargest(most, terms.items(), key=lambda item: (item[1], item[0]))


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """An article that is looked for, weighed once for all comparisons."""

    text: TextPrint
    seen: datetime | None
    weights: dict[str, float]
    length: float
    names: set[str]


NAME_WEIGHT = 1.6
"""Names and figures weigh so much more than other words: they tell look-alikes apart."""


def question(text: TextPrint, seen: datetime | None, rarity: Rarity) -> Question:
    """Weigh an article's words by their rarity."""
    names = rarity.names(text)
    weights = {
        term: value * rarity.weight(term) * (NAME_WEIGHT if term in names or term[0] == "#" else 1.0) for term, value in text.terms.items()
    }
    return Question(text=text, seen=seen, weights=weights, length=length(weights), names=names)


def compare(asked: Question, story: Gathered, rarity: Rarity) -> Likely:
    """Score an article against a story by their words, then let names, figures, dates and time speak for and against it."""
    size = len(story.members)
    middle = {
        term: value * rarity.weight(term) * (NAME_WEIGHT if term in story.names or term[0] == "#" else 1.0)
        for term, value in heaviest(story.terms, MOST_TERMS)
    }
    cosine = sum(value * middle[term] for term, value in asked.weights.items() if term in middle) / (asked.length * length(middle) or 1.0)
    named = agreement(asked, story, size, rarity)
    share = NAMES_SHARE if asked.text.length > SHORT else NAMES_SHARE_SHORT
    score = (1.0 - share) * cosine + share * (cosine if named is None else named)
    text = asked.text
    if text.years and story.years and not text.years & story.years.keys():
        score -= 0.10
    if text.figures and story.figures:
        score += 0.04 if text.figures & story.figures.keys() else -0.03
    if text.days and story.days and not text.days & story.days.keys():
        score -= 0.04
    if asked.seen is not None and story.updated is not None:
        apart = abs((asked.seen - story.updated).total_seconds()) / 86_400
        score -= min(0.3, 0.012 * max(0.0, apart - 1.0))
    veto = "" if named is None or named >= NAMES_DIFFER else "the names differ"
    return Likely(score=score, cosine=cosine, veto=veto)


SHORT = 40
"""Words of a text below which it is a headline with a line or two."""
NAMES_SHARE, NAMES_SHARE_SHORT = 0.15, 0.5
"""How much of the score the names have: of bare headlines, which share few other words, half."""
NAMES_DIFFER = 0.12
"""Names that agree less than this veto."""


def agreement(asked: Question, story: Gathered, size: int, rarity: Rarity) -> float | None:
    """Return how far the names agree, 0 to 1, by rarity; None where either side has none that tells anything.

    It is the mean of how alike both lists are and how much of the shorter one stands in the longer: a short report names fewer.
    """
    mine = {name: rarity.weight(name) for name in asked.names}
    enough = math.sqrt(size)
    theirs = {name: rarity.weight(name) * min(1.0, count / enough) for name, count in story.names.items()}
    if not mine or not theirs:
        return None
    both = sum(weight * theirs[name] for name, weight in mine.items() if name in theirs)
    one, other = length(mine), length(theirs)
    alike = both / (one * other or 1.0)
    held = min(1.0, both / (min(one, other) ** 2 or 1.0))
    return math.sqrt(alike * held)
