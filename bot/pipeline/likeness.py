"""How like one article is to one story: a score with its parts, and the vetoes that keep look-alikes apart."""

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
    names: Counter[str] = field(default_factory=Counter)
    title_names: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)

    def take_in(self, member: "Member") -> None:
        """Add a member; the middle moves towards it."""
        self.members.append(member)
        for term, value in member.text.terms.items():
            self.terms[term] = self.terms.get(term, 0.0) + value
        self.names.update(member.text.names)
        self.title_names.update(member.text.title_names)
        self.figures.update(member.text.figures)
        self.days.update(member.text.days)
        self.years.update(member.text.years)
        if len(self.terms) > 3 * MOST_TERMS:
            self.terms = dict(heaviest(self.terms, 2 * MOST_TERMS))
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


def vector(text: TextPrint, rarity: Rarity) -> dict[str, float]:
    """Return the article's words weighted by rarity; names weigh half as much again, for they tell look-alikes apart."""
    names = text.names
    return {term: value * rarity.weight(term) * (1.5 if term in names or term[0] == "#" else 1.0) for term, value in text.terms.items()}


def compare(text: TextPrint, seen: datetime | None, mine: dict[str, float], story: Gathered, rarity: Rarity) -> Likely:
    """Score an article (with its vector `mine`) against a story by their words, then let names, figures, dates and time speak against it."""
    names = story.names
    middle = {
        term: value * rarity.weight(term) * (1.5 if term in names or term[0] == "#" else 1.0)
        for term, value in heaviest(story.terms, MOST_TERMS)
    }
    cosine = sum(value * middle[term] for term, value in mine.items() if term in middle) / (length(mine) * length(middle) or 1.0)
    score = cosine
    veto = names_differ(text, story, rarity)
    if not veto and text.years and story.years and not text.years & story.years.keys():
        score -= 0.12
    if text.figures and story.figures:
        score += 0.05 if text.figures & story.figures.keys() else -0.03
    if text.days and story.days and not text.days & story.days.keys():
        score -= 0.04
    if seen is not None and story.updated is not None:
        apart = abs((seen - story.updated).total_seconds()) / 86_400
        score -= min(0.3, 0.012 * max(0.0, apart - 1.0))
    return Likely(score=score, cosine=cosine, veto=veto)


def names_differ(text: TextPrint, story: Gathered, rarity: Rarity) -> str:
    """Return the names that tell two look-alikes apart: each title has one that the other side never mentions, and they share no rare one."""
    if not text.title_names or not story.title_names:
        return ""
    size = len(story.members)
    main = {name for name, count in story.title_names.items() if 2 * count >= size}
    if not main:
        return ""
    mine = {name for name in text.title_names if name not in story.names and name not in story.terms}
    theirs = {name for name in main if name not in text.names and name not in text.terms}
    shared = _rare(text.title_names & main, rarity)
    if mine and theirs and not shared:
        return f"{_shown(mine)} here, {_shown(theirs)} there"
    return ""


def _rare(names: Iterable[str], rarity: Rarity) -> set[str]:
    return {name for name in names if rarity.weight(name) > 2.5}


def _shown(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)[:3])
