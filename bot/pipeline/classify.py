"""Deciding which storylines an entry is about, which is the main one, and whether it is news of a deal.

The annotators' rules that decide here, in words. In news of one deal the storyline of that deal is what the entry is about; deals that
background paragraphs recount are mentions, figures or no. In essays, roundups and explainers an entry is about each storyline of
which it states terms; names in a list are nothing. A supplier inside somebody else's deal (Nvidia chips in an AWS contract) is no party.
The primary storyline is the title's; a roundup of several has none.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from bot.model.catalogue import Catalogue
from bot.model.reading import Genre, Match, Role
from bot.model.storyline import CATCH_ALL
from bot.pipeline.catchall import CatchAll, Unbound
from bot.pipeline.features import Subject, storyline_features, total
from bot.pipeline.genre import genre_features, matched_words, other_genre
from bot.pipeline.reasons import match_reasons
from bot.pipeline.subjects import SubjectIndex
from bot.pipeline.weights import Weights
from bot.text.learning import sigmoid
from bot.text.scan import Line

_LIKELY = 0.5
_OF_CATCH_ALL = frozenset({"title_pair", "title_stranger_first", "title_unknown", "title_borrowed", "builds_alone"})
"""What makes the title the catch-all's; a borrowed name alone is weaker than parties that the first sentences have together."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What classification says of one entry."""

    matches: tuple[Match, ...] = ()
    primary: str | None = None
    alert: bool = False
    genre: Genre = Genre.OTHER
    about: bool = False
    words: dict[str, str] = field(default_factory=dict)
    """A matched phrase of each class, for the reasons."""
    news: dict[str, float] | None = None
    """The genre's features, for the reasons."""
    parties: tuple[str, ...] = ()
    party_names: tuple[str, ...] = ()


class Classifier:
    """Classifies texts that have been read into lines."""

    def __init__(self, catalogue: Catalogue, weights: Weights) -> None:
        self._weights = weights
        self.index = SubjectIndex(catalogue.storylines, catalogue.companies)
        self._catch_all = CatchAll(self.index.subjects, catalogue.companies)
        self._has_catch_all = any(storyline.id == CATCH_ALL for storyline in catalogue.storylines)
        self._names = {company.id: company.name for company in catalogue.companies}

    def classify(self, lines: Sequence[Line], folded: str) -> Verdict:
        """Return the verdict on a text; the first line is its title, `folded` is title and text in lower case."""
        companies = tuple(dict.fromkeys(company for line in lines for company in line.core))
        companies += tuple(sorted({company for line in lines for company in line.companies} - set(companies)))
        subjects = self.index.candidates(companies, folded)
        titled = titled_of(subjects, lines)
        matches: list[Match] = []
        features: dict[str, dict[str, float]] = {}
        for subject in subjects:
            found = storyline_features(subject, lines, sum(other is not subject for other in titled))
            features[subject.id] = found
            matches.append(self._match(subject, found, lines))
        about = [match for match in matches if match.role is Role.ABOUT]
        unbound = self._catch_all.look(lines, titled, subjects, settled=settles([m.storyline for m in about], subjects, lines[0]))
        if self._has_catch_all:
            matches += self._other(unbound)
        about = [match for match in matches if match.role is Role.ABOUT]
        if not about:
            return Verdict(matches=_ordered(matches, None))
        news = genre_features(lines, [features.get(match.storyline, unbound.features) for match in about])
        alert = sigmoid(total(self._weights.news, news)) >= _LIKELY
        primary = self._primary(about, features, unbound, lines, news=alert)
        alert = alert and primary is not None
        parties, names = self._parties(primary, unbound, lines)
        return Verdict(
            matches=_ordered(matches, primary),
            about=True,
            primary=primary,
            alert=alert,
            genre=Genre.DEAL if alert else other_genre(news),
            news=news,
            words=matched_words(lines),
            parties=parties,
            party_names=names,
        )

    def _match(self, subject: Subject, features: dict[str, float], lines: Sequence[Line]) -> Match:
        score = sigmoid(total(self._weights.storyline, features))
        role = Role.ABOUT if score >= _LIKELY else Role.MENTION
        names = [self._names[company] for company in sorted(subject.parties, key=lambda c: _first(lines, c)) if _named(lines, company)]
        held = [line for line in lines if subject.held_by(line)]
        return Match(storyline=subject.id, role=role, score=round(score, 3), reasons=match_reasons(features, names, held, role))

    def _other(self, unbound: Unbound) -> list[Match]:
        score = sigmoid(total(self._weights.unbound, unbound.features))
        if score < 0.2:
            return []
        role = Role.ABOUT if score >= _LIKELY else Role.MENTION
        names = [self._names[company] for company in unbound.parties] + list(unbound.names)
        return [
            Match(
                storyline=CATCH_ALL,
                role=role,
                score=round(score, 3),
                reasons=match_reasons(unbound.features, names[:4], unbound.lines, role),
            )
        ]

    def _primary(
        self, about: Sequence[Match], features: dict[str, dict[str, float]], unbound: Unbound, lines: Sequence[Line], *, news: bool
    ) -> str | None:
        if len(about) == 1:
            return about[0].storyline
        ids = [match.storyline for match in about]
        led_by = [storyline for storyline in ids if "lead_pair" in features.get(storyline, {})]
        binding = _OF_CATCH_ALL & unbound.features.keys()
        if CATCH_ALL in ids and binding and not (binding == {"title_borrowed"} and led_by):
            return CATCH_ALL
        titled = [storyline for storyline in ids if {"title_pair", "title_served"} & features.get(storyline, {}).keys()]
        if len(titled) == 1:
            return titled[0]
        pool = [subject for subject in self.index.subjects if subject.id in (titled or ids)]
        by_term = [subject.id for subject in pool if any(term in lines[0].folded for term in subject.terms)]
        if not news:
            single = [subject.id for subject in pool if subject.parties & set(lines[0].core)]
            if len(by_term) == 1:
                return by_term[0]
            return single[0] if len(single) == 1 else None
        if not pool:
            return ids[0]
        if not titled and len(led_by) == 1:
            return led_by[0]
        programme = _programme(pool, lines[0])
        if programme is not None:
            return programme.id
        hub = frozenset.intersection(*(subject.parties for subject in pool)) if len(pool) > 1 else frozenset()
        return min(pool, key=lambda subject: min((_first(lines, company) for company in subject.parties - hub), default=(999, 999))).id

    def _parties(self, primary: str | None, unbound: Unbound, lines: Sequence[Line]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if primary is None:
            return (), ()
        if primary == CATCH_ALL:
            names = tuple(self._names[company] for company in unbound.parties)
            return unbound.parties, (names + unbound.names)[:4]
        subject = next(subject for subject in self.index.subjects if subject.id == primary)
        parties = tuple(sorted(subject.parties, key=lambda company: _first(lines, company)))
        return parties, tuple(self._names[company] for company in parties)


def titled_of(subjects: Sequence[Subject], lines: Sequence[Line]) -> tuple[Subject, ...]:
    """Return the storylines that the title tells: by their parties or own term, or by who serves them."""
    return tuple(s for s in subjects if (s.held_by(lines[0]) and not s.borrowed(lines)) or s.served(lines))


def settles(ids: Collection[str], subjects: Sequence[Subject], title: Line) -> bool:
    """Tell whether all that the title names belongs to storylines that the entry is about (`ids`)."""
    bound = {company for subject in subjects if subject.id in ids for company in subject.parties}
    return bool(ids) and bool(title.core) and bound.issuperset(title.core)


def _programme(pool: Sequence[Subject], title: Line) -> Subject | None:
    """Return the storyline whose own project the title names, where its parties do not tell the storylines apart: all of them are in it, or none."""
    named = [subject for subject in pool if subject.own & title.companies]
    if len(pool) < 2 or 0 < len(named) < len(pool):
        return None
    terms = [(-len(term), subject.id, subject) for subject in pool for term in subject.terms if term in title.folded]
    return min(terms)[2] if terms else None  # `stargate site` says more than `stargate`


def _first(lines: Sequence[Line], company: str) -> tuple[int, int]:
    """Where the company is named first: line, and place in it."""
    for number, line in enumerate(lines):
        for mention in line.sentence.mentions:
            if mention.company == company:
                return number, mention.start
    return 999, 999


def _named(lines: Sequence[Line], company: str) -> bool:
    return any(company in line.companies for line in lines)


def _ordered(matches: Sequence[Match], primary: str | None) -> tuple[Match, ...]:
    return tuple(
        sorted(matches, key=lambda match: (match.storyline != primary, match.role is not Role.ABOUT, -match.score, match.storyline))
    )
