"""Whether a report of a deal joins a story: what storyline, parties, amounts, turns of events, language and time say beside the words."""

import math
import re
from collections import Counter
from dataclasses import dataclass, field, replace

from bot.model.reading import ClaimKind, Reading, Scope, Status
from bot.model.story import Story
from bot.model.storyline import CATCH_ALL
from bot.pipeline.likeness import Gathered, Likely
from bot.pipeline.sides import SEQUEL, sides_of
from bot.text.language import detect

FRESH, STALE = 12.0, 20.0
"""Hours since a story's last report: until the first its next report is expected, after the second it would be surprising."""
SLOWER = 3.0
"""Reports in another language than the story's come so much later."""
UNLIKE_LANGUAGES = 0.28
"""What the words of another language count for, which say nothing for or against."""
YOUNG, BAR, STALE_BAR = 0.22, 0.30, 0.56
"""The score that news needs to join a story: in its first six hours, while it is fresh, and after `STALE` hours of silence."""
_MONEY = re.compile(r"[A-Z]{3} ")


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A reading with what is asked of it in every comparison."""

    reading: Reading
    language: str
    amounts: frozenset[str]
    sides: frozenset[str]
    turn: Status | None
    """The turn of events it tells of, if any."""


def report(reading: Reading) -> Report:
    """Prepare a reading for comparisons."""
    entry = reading.entry
    return Report(
        reading=reading,
        language=detect(f"{entry.title}\n{entry.text[:1500]}", entry.lang)[:2],
        amounts=frozenset(amounts_of(reading)),
        sides=frozenset(sides_of(reading)),
        turn=reading.status if reading.status.is_turn else None,
    )


@dataclass(kw_only=True, slots=True)
class Known:
    """What the index knows of a story besides its words."""

    story: Story
    amounts: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)
    statuses: set[Status] = field(default_factory=set)
    sides: set[str] = field(default_factory=set)
    languages: Counter[str] = field(default_factory=Counter)
    readings: dict[str, Reading] = field(default_factory=dict)
    """Its entries by id, without their texts and claims."""
    alerts: int = 0
    """How many of its entries were worth an alert."""

    def take_in(self, told: Report) -> None:
        """Add what one report tells."""
        reading = told.reading
        self.amounts |= told.amounts
        self.parties |= set(reading.parties)
        self.statuses.add(reading.status)
        self.sides |= told.sides
        self.languages[told.language] += 1
        self.alerts += reading.alert
        self.readings[reading.entry.id] = replace(reading, entry=replace(reading.entry, text=""), claims=())

    def foreign(self, language: str) -> float:
        """Return the share of its reports that are in other languages, where those hardly show yet in this one; else 0."""
        share = 1.0 - self.languages[language] / max(1, self.languages.total())
        return share if share > 0.6 and self.languages[language] < 3 else 0.0


def bar(told: Report, story: Gathered, known: Known) -> float:
    """Return the score that is needed to join.

    News of a deal joins easily while its story is fresh, for a second alert of one event is a mistake; after a night without a report the
    next one is more likely a development, and has to be much alike. What is no news has to be much alike at all times.
    """
    if not told.reading.alert:
        return 0.45
    if not known.alerts:
        return 0.40
    hours = (told.reading.entry.seen - story.updated).total_seconds() / 3600 if story.updated else 0.0
    if known.foreign(told.language):
        hours /= SLOWER
    if hours > FRESH:
        return BAR + (STALE_BAR - BAR) * min(1.0, (hours - FRESH) / (STALE - FRESH))
    age = (told.reading.entry.seen - story.opened).total_seconds() / 3600 if story.opened else 0.0
    return YOUNG + (BAR - YOUNG) * min(1.0, max(0.0, age / 6 - 1.0))


def weigh(told: Report, story: Gathered, known: Known, likely: Likely) -> Likely:
    """Let storyline, parties, amounts, turns of events and time speak for or against what the words say."""
    reading = told.reading
    score, veto = max(likely.cosine, UNLIKE_LANGUAGES * known.foreign(told.language)), likely.veto
    if not set(reading.about) & {*known.story.storylines, known.story.storyline}:
        score -= 0.15
    elif reading.primary == known.story.storyline and reading.primary != CATCH_ALL:
        score, veto = score + 0.10, ""
    if CATCH_ALL in (reading.primary, known.story.storyline):
        bonus, other = _same_parties(told, known, likely)
        score, veto = score + bonus, other if other is not None else veto
    if told.amounts and known.amounts:
        score += 0.10 if told.amounts & known.amounts else -0.04
    score += 0.01 * math.log(len(story.members)) + 0.04 * (told.turn is not None and told.turn in known.statuses)
    score -= _development(told, story, known) + _distance(told, story)
    return Likely(score=score, cosine=likely.cosine, veto=veto)


def _same_parties(told: Report, known: Known, likely: Likely) -> tuple[float, str | None]:
    """Return what the parties say where no storyline names them: a bonus, and a veto (empty lifts one, None leaves it)."""
    reading = told.reading
    parties, lead, leads = set(reading.parties), set(reading.parties[:2]), set(known.story.parties[:2])
    if parties and known.parties and not parties & known.parties:
        return 0.0, "other parties"
    if lead and lead == leads:
        return 0.10, ""
    money = {amount for amount in told.amounts & known.amounts if _MONEY.match(amount)}
    if len(lead) == len(leads) == 2 and len(parties & known.parties) < 2 and not (money and likely.cosine > 0.4):
        return 0.0, "another pair of parties"
    return 0.0, None


def _development(told: Report, story: Gathered, known: Known) -> float:
    """Return what speaks for a later development: a turn of events, or a side of the deal that the story's titles do not tell of."""
    turned = told.turn is not None and told.turn not in known.statuses
    new = told.sides - known.sides
    hours = (told.reading.entry.seen - story.opened).total_seconds() / 3600 if story.opened else 0.0
    return max(0.06 * turned, 0.12 * bool(new), 0.20 * (SEQUEL in new)) * (1.0 if hours > 3 else 0.5)


def _distance(told: Report, story: Gathered) -> float:
    if story.updated is None or story.opened is None:
        return 0.0
    seen = told.reading.entry.seen
    quiet = max(0.0, (seen - story.updated).total_seconds()) / 86_400
    age = max(0.0, (seen - story.opened).total_seconds()) / 86_400
    return 0.05 * max(0.0, quiet - 0.5) + 0.02 * max(0.0, age - 1.0)


def amounts_of(reading: Reading) -> set[str]:
    """Return the amounts and capacities that a reading states of its own deal."""
    return {
        claim.value
        for claim in reading.claims
        if claim.kind in (ClaimKind.VALUE, ClaimKind.POWER) and claim.scope is Scope.DEAL and claim.storyline == reading.primary
    }
