"""Whether a report of a deal joins a story: what storyline, parties, amounts, turns of events, language and time say beside the words."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from bot.model.reading import Claim, ClaimKind, Reading, Scope, Status
from bot.model.story import Story
from bot.model.storyline import CATCH_ALL
from bot.pipeline.figures import Figure, agree_on_one, at_odds, figure_of
from bot.pipeline.likeness import Gathered, Likely
from bot.pipeline.sides import SEQUEL, sides_of, turn_of
from bot.text.language import detect
from bot.text.similarity import TextPrint

FRESH, STALE = 12.0, 20.0
"""Hours since a story's last report: until the first its next report is expected, after the second it would be surprising."""
RETOLD = 72.0
"""Hours in which a title with a figure that the story's titles have tells of it again."""
TURNING, DENYING = 48.0, 24.0
"""Hours in which reports of one turn of events, a delay, say, are expected to be of the same one; a denial is soon made anew by somebody else."""
SLOWER = 4.0
"""Reports in another language than the story's come so much later."""
UNLIKE_LANGUAGES = 0.30
"""What the words of another language count for, which say nothing for or against."""
_UNLIKE = 0.15
UNSAID_SEQUEL = 0.10
"""Where hardly a word is in common, a story of what followed a deal takes a report that says nothing of having followed it for one of the deal."""
YOUNG, BAR, STALE_BAR = 0.22, 0.30, 0.56
"""The score that news needs to join a story: in its first six hours, while it is fresh, and after `STALE` hours of silence."""
TURNED = 0.25
"""What a report of the story's own turn of events needs, as long as one is expected."""
AGREED, AT_ODDS, TITLES_AT_ODDS, CORRECTED = 0.10, 0.12, 0.3, 0.3
"""A figure in common adds so much; each kind of figure, money or power, in which none agrees takes so much, and titles that differ again.

A report that says it corrects the story's figure tells of the same event, a day or two later too.
"""
_DENIABLE = frozenset({Status.DELAYED, Status.CANCELLED})
"""What somebody is quick to deny: a report that does so is no report of it, however alike their words."""
_CORRECTS = re.compile(r"\bcorrect(?:s|ed|ing|ions?)\b|\bclarif(?:y|ies|ied|ication)\b|\bmisreported\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A reading with what is asked of it in every comparison."""

    reading: Reading
    language: str
    amounts: frozenset[str]
    figures: frozenset[Figure]
    """Its amounts and capacities as spans."""
    headline: frozenset[Figure]
    """Those of them that its title states."""
    mentioned: frozenset[str]
    """All figures that its title and its lead mention, whosever they are."""
    corrects: bool
    """It says that it corrects something."""
    actors: tuple[str, ...]
    """The names of the parties, the likeliest two first."""
    sides: frozenset[str]
    turn: Status | None
    """The turn of events it tells of, if any."""


def report(reading: Reading, text: TextPrint) -> Report:
    """Prepare a reading, with the print of its text, for comparisons."""
    entry, figures = reading.entry, figures_of(reading)
    return Report(
        reading=reading,
        language=detect(f"{entry.title}\n{entry.text[:1500]}", entry.lang)[:2],
        amounts=frozenset(amounts_of(reading)),
        figures=figures,
        headline=frozenset(figure for figure in figures if figure.mark in text.title),
        mentioned=text.figures,
        corrects=bool(_CORRECTS.search(f"{entry.title}\n{entry.text[:1000]}")),
        actors=tuple(name.casefold() for name in reading.party_names or reading.parties),
        sides=frozenset(sides_of(reading)),
        turn=turn_of(reading),
    )


@dataclass(kw_only=True, slots=True)
class Known:
    """What the index knows of a story besides its words."""

    story: Story
    amounts: set[str] = field(default_factory=set)
    figures: set[Figure] = field(default_factory=set)
    headline: set[Figure] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)
    actors: set[str] = field(default_factory=set)
    pairs: list[tuple[str, ...]] = field(default_factory=list)
    """The first two actors of each report."""
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
        self.figures |= told.figures
        self.headline |= told.headline
        self.actors |= set(told.actors)
        if told.actors[:2] not in self.pairs:
            self.pairs.append(told.actors[:2])
        self.parties |= set(reading.parties)
        self.statuses |= {reading.status, *([told.turn] if told.turn else [])}
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
    if told.turn is not None and told.turn in known.statuses and hours <= (DENYING if told.turn is Status.DENIED else TURNING):
        return TURNED
    if hours > FRESH and not (hours <= RETOLD and _tells_again(told, known)):
        return BAR + (STALE_BAR - BAR) * min(1.0, (hours - FRESH) / (STALE - FRESH))
    age = (told.reading.entry.seen - story.opened).total_seconds() / 3600 if story.opened else 0.0
    return YOUNG + (BAR - YOUNG) * min(1.0, max(0.0, age / 6 - 1.0))


def _tells_again(told: Report, known: Known) -> bool:
    """Tell whether a report that tells of no turn has a figure of the story's titles in its own, or both its amount and its power."""
    if told.turn is not None:
        return False
    if agree_on_one(told.headline, known.headline):
        return True
    agreed = {figure.unit == "W" for figure in told.figures if agree_on_one({figure}, known.figures)}
    return len(agreed) > 1 and not at_odds(told.figures, known.figures)


def weigh(told: Report, story: Gathered, known: Known, likely: Likely) -> Likely:
    """Let storyline, parties, amounts, turns of events and time speak for or against what the words say."""
    reading = told.reading
    score, veto = max(likely.cosine, UNLIKE_LANGUAGES * known.foreign(told.language)), likely.veto
    if not set(reading.about) & {*known.story.storylines, known.story.storyline}:
        score -= 0.15
        if not _may_be_one(reading, known.story):
            veto = "another storyline"
    elif reading.primary == known.story.storyline and reading.primary != CATCH_ALL:
        score, veto = score + 0.10, ""
    if CATCH_ALL in (reading.primary, known.story.storyline):
        bonus, other = _same_parties(told, known, likely)
        score, veto = score + bonus, veto or other if other else veto if other is None else ""
    bonus, other = _figures_say(told, story, known)
    score, veto = score + bonus, veto or other
    score += 0.01 * math.log(len(story.members)) + 0.04 * (told.turn is not None and told.turn in known.statuses)
    score -= _development(told, story, known) + _distance(told, story)
    if SEQUEL in known.sides - told.sides and likely.cosine < _UNLIKE:
        score -= UNSAID_SEQUEL
    return Likely(score=score, cosine=likely.cosine, veto=veto)


def _may_be_one(reading: Reading, story: Story) -> bool:
    """Tell whether a reading of other storylines may report a story: where one side is found by the catch-all alone, and two parties act in both."""
    if CATCH_ALL not in (reading.primary, story.storyline):
        return False
    return len(set(reading.parties) & set(story.parties)) > 1


def _figures_say(told: Report, story: Gathered, known: Known) -> tuple[float, str]:
    """Return what the figures say: one in common speaks for one event, other figures of the same kinds for two, in both titles the more so.

    A report that mentions the story's figures beside its own tells how they changed; that speaks for neither.
    """
    restated = _restated(told, story, known)
    if told.corrects and restated and not told.figures <= known.figures:
        return CORRECTED, ""
    if agree_on_one(told.figures, known.figures):
        return AGREED, ""
    odds = at_odds(told.figures, known.figures)
    if not odds or restated:
        return 0.0, ""
    titles = at_odds(told.headline, known.headline)
    return -AT_ODDS * len(odds) - TITLES_AT_ODDS * bool(titles), "other figures" if len(odds) > 1 else ""


def _restated(told: Report, story: Gathered, known: Known) -> bool:
    """Tell whether one side mentions a figure that the other states of the deal."""
    return any(figure.mark in told.mentioned for figure in known.figures) or any(figure.mark in story.figures for figure in told.figures)


def _same_parties(told: Report, known: Known, likely: Likely) -> tuple[float, str | None]:
    """Return what the parties say where no storyline names them: a bonus, and a veto (empty lifts one, None leaves it)."""
    common = in_common(told.actors, known.actors)
    if told.actors and known.actors and not common:
        return 0.0, "other parties"
    lead = told.actors[:2]
    if lead and any(len(pair) == len(lead) == in_common(lead, pair) for pair in known.pairs):
        return 0.10, ""
    paired = len(lead) == 2 and any(len(pair) == 2 for pair in known.pairs)
    money = agree_on_one((figure for figure in told.figures if figure.unit != "W"), known.figures)
    if paired and common < 2 and not (money and likely.cosine > 0.4):
        return 0.0, "another pair of parties"
    return 0.0, None


def in_common(some: Iterable[str], others: Collection[str]) -> int:
    """Return how many names of one side stand on the other, where `Ostermark` and `Ostermark Data Centers` are one."""
    return sum(any(name == other or name.startswith(f"{other} ") or other.startswith(f"{name} ") for other in others) for name in some)


def _development(told: Report, story: Gathered, known: Known) -> float:
    """Return what speaks for a later development: a turn of events, or a side of the deal that the story's titles do not tell of."""
    turned = told.turn is not None and told.turn not in known.statuses
    new = told.sides - known.sides
    hours = (told.reading.entry.seen - story.opened).total_seconds() / 3600 if story.opened else 0.0
    denied = 0.0
    if turned and told.turn is Status.DENIED:
        denied = 0.40 if _DENIABLE & known.statuses else 0.25
    return max(0.06 * turned, 0.12 * bool(new), 0.20 * (SEQUEL in new), denied) * (1.0 if hours > 3 else 0.5)


def _distance(told: Report, story: Gathered) -> float:
    if story.updated is None or story.opened is None:
        return 0.0
    seen = told.reading.entry.seen
    quiet = max(0.0, (seen - story.updated).total_seconds()) / 86_400
    age = max(0.0, (seen - story.opened).total_seconds()) / 86_400
    return 0.05 * max(0.0, quiet - 0.5) + 0.02 * max(0.0, age - 1.0)


def amounts_of(reading: Reading) -> set[str]:
    """Return the amounts and capacities that a reading states of its own deal."""
    return {claim.value for claim in _own(reading)}


def figures_of(reading: Reading) -> frozenset[Figure]:
    """Return the same as spans, without those that are per something or in words alone."""
    return frozenset(figure for claim in _own(reading) if claim.basis is None and (figure := figure_of(claim)) is not None)


def _own(reading: Reading) -> Iterator[Claim]:
    for claim in reading.claims:
        if claim.kind in (ClaimKind.VALUE, ClaimKind.POWER) and claim.scope is Scope.DEAL and claim.storyline == reading.primary:
            yield claim
