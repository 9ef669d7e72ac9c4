"""How like one article is to one story: a score with its parts, and the vetoes that keep look-alikes apart."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nlargest

from bot.text.similarity import Rarity, TextPrint, dot, length

MOST_TERMS = 100
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
    names: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    _weighed: "Weighed | None" = None

    def weighed(self, rarity: Rarity) -> "Weighed":
        """Return the story's words and names weighed by rarity; worked out once for each state of both."""
        state = (len(self.members), rarity.version)
        if self._weighed is None or self._weighed.state != state:
            middle = {
                term: value * rarity.weight(term) * (NAME_WEIGHT if term in self.names or term[0] == "#" else 1.0)
                for term, value in heaviest(self.terms, MOST_TERMS)
            }
            enough = math.sqrt(len(self.members))
            names = {name: rarity.weight(name) * min(1.0, count / enough) for name, count in heaviest(self.names, MOST_TERMS)}
            self._weighed = Weighed(state=state, middle=middle, length=length(middle), names=names, names_length=length(names))
        return self._weighed

    def take_in(self, member: "Member", names: Iterable[str]) -> None:
        """Add a member; the middle moves towards it."""
        self.members.append(member)
        for term, value in member.text.terms.items():
            self.terms[term] = self.terms.get(term, 0.0) + value
        self.names.update(dict.fromkeys(names, 1))
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
class Weighed:
    """A story's words and names, weighed."""

    state: tuple[int, int]
    middle: dict[str, float]
    length: float
    names: dict[str, float]
    names_length: float


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
    names: dict[str, float]
    names_length: float


NAME_WEIGHT = 1.6
"""Names and figures weigh so much more than other words: they tell look-alikes apart."""


def question(text: TextPrint, seen: datetime | None, rarity: Rarity, given: Collection[str] = ()) -> Question:
    """Weigh an article's words by their rarity, leaving out what is `given`: words that all candidates have anyway."""
    names = rarity.names(text).difference(given)
    weights = {
        term: value * rarity.weight(term) * (NAME_WEIGHT if term in names or term[0] == "#" else 1.0) for term, value in text.terms.items()
    }
    named = {name: rarity.weight(name) for name in names}
    return Question(text=text, seen=seen, weights=weights, length=length(weights), names=named, names_length=length(named))


def compare(asked: Question, story: Gathered, rarity: Rarity) -> Likely:
    """Score an article against a story by their words, then let names, figures, dates and time speak for and against it."""
    weighed = story.weighed(rarity)
    cosine = dot(asked.weights, weighed.middle) / (asked.length * weighed.length or 1.0)
    named = agreement(asked, weighed)
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


def agreement(asked: Question, story: Weighed) -> float | None:
    """Return how far the names agree, 0 to 1, by rarity; None where either side has none that tells anything.

    It is the mean of how alike both lists are and how much of the shorter one stands in the longer: a short report names fewer.
    """
    if not asked.names or not story.names:
        return None
    both = dot(asked.names, story.names)
    alike = both / (asked.names_length * story.names_length or 1.0)
    held = min(1.0, both / (min(asked.names_length, story.names_length) ** 2 or 1.0))
    return math.sqrt(alike * held)
