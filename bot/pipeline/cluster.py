"""Which readings report one event: an article joins an open story, opens its own (that may follow an earlier one), or belongs to none."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.model.reading import ClaimKind, Genre, Reading, Scope, Status
from bot.model.story import Likeness, Story, StoryState
from bot.model.storyline import CATCH_ALL
from bot.pipeline.likeness import Gathered, Likely, Member
from bot.pipeline.similar import TextIndex
from bot.ports import StoryTable
from bot.text.language import detect
from bot.text.similarity import TextPrint, is_copy, text_print

HORIZON = timedelta(days=45)
"""Stories that nobody wrote about for so long are closed: what comes later is a new story that may follow them."""
NEAR = timedelta(days=12)
"""Within this, every story of the same storyline is compared, however different its words."""
SAME_DEAL = timedelta(days=14)
"""A development within this is of the same deal, unless both name amounts and the amounts differ."""
FRESH, STALE = 12.0, 20.0
"""Hours since a story's last report: until the first its next report is expected, after the second it would be surprising."""
UNLIKE_LANGUAGES = 0.28
"""What the words of another language count for, which say nothing for or against."""
_SIDES = {
    "denial": r"den(?:y|ies|ied)|plays? down|downplay|never|rumou?rs?|rejects?|dismiss|rules? out|no (?:deal|commitment|drama)|on track",
    "delay": r"delay|stall|paus|halt|fall(?:s|en)? through|walk(?:s|ed)? (?:away|from)|scrap|cancel|abandon|exits?|drops?|pull(?:s|ed)? out|snag|doubt",
    "change": r"shrink|cuts?|lower|replac|reduc|scal(?:es?|ed|ing) (?:back|down)|rais(?:es?|ed)|expands?|expanded|amend|revis|renegotiat|restructur",
    "sequel": r"(?:after|following|wake of|since)\b.*\b(?:deal|pact|tie-?up|partnership|agreement|announcement)|(?-i:[A-Z])\w+ partner (?-i:[A-Z])",
    "money": r"financ|loans?|debt|bonds?|fund(?:s|ing)|lenders?|backers?|borrow|stake|equity|ipo|warrants?|shares? sale",
    "site": r"site|campus|breaks? ground|groundbreaking|township|county|plant|factory|opens?|construction|permit|moratorium|zoning",
    "product": r"unveil|launch|ship(?:s|ped|ping)?|deliver|tape[sd]? out|presents?|debuts?|first (?:chips?|racks?|units?)",
    "law": r"lawsuit|sues?|sued|court|judge|antitrust|regulators?|probe|investigat|approv|clear(?:s|ed)",
}
_SIDE = re.compile("|".join(f"(?P<{name}>\\b(?:{pattern}))" for name, pattern in _SIDES.items()), re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where a reading belongs and why."""

    story_id: str | None = None
    """The story it joins."""
    likeness: Likeness = Likeness.FIRST
    opens: bool = False
    """It opens a story of its own; with neither, it belongs to none."""
    follows: str | None = None
    """The earlier story that the opened one develops."""
    same_deal: bool = False
    """What it follows is the same deal: a turn of events, an amount in common, or a few days between them."""
    because: str = ""


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

    def take_in(self, reading: Reading, language: str) -> None:
        """Add what one reading tells."""
        self.amounts |= amounts_of(reading)
        self.parties |= set(reading.parties)
        self.statuses.add(reading.status)
        self.sides |= sides_of(reading.entry.title)
        self.languages[language] += 1
        self.alerts += reading.alert
        self.readings[reading.entry.id] = replace(reading, entry=replace(reading.entry, text=""), claims=())


class StoryIndex:
    """Open stories in memory, brought up to date from the table of stories before each pass."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything, so that the next `refresh` reads it anew: after a transaction that was rolled back."""
        self.texts = TextIndex()
        self._known: dict[str, Known] = {}
        self._entries: dict[str, str] = {}
        self._by_storyline: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._by_page: dict[str, str] = {}
        self._sequence = 0

    def refresh(self, stories: StoryTable, now: datetime) -> None:
        """Take in what was joined since the last time."""
        for sequence, story, reading in stories.since(now - HORIZON, after=self._sequence):
            self._sequence = max(self._sequence, sequence)
            self.add(story, reading)

    def add(self, story: Story, reading: Reading) -> None:
        """Take in one entry of a story; an entry that has moved is where it was put last."""
        entry = reading.entry
        before = self._entries.get(entry.id)
        if before == story.id:
            self._known[story.id].story = story
            return
        text = text_print(entry.title, entry.text)
        member = Member(id=entry.id, text=text, seen=entry.seen, page=entry.page, host=entry.host)
        if before is not None:
            self._leave(before, entry.id)
        self._entries[entry.id] = story.id
        known = self._known.setdefault(story.id, Known(story=story))
        known.story = story
        known.take_in(reading, detect(f"{entry.title}\n{entry.text[:1500]}", entry.lang)[:2])
        for storyline in {*story.storylines, *reading.about, *([story.storyline] if story.storyline else [])}:
            self._by_storyline[storyline][story.id] = None
        if entry.page:
            self._by_page[entry.page] = story.id
        self.texts.add(story.id, member)

    def _leave(self, story_id: str, entry_id: str) -> None:
        """Take an entry out of a story that it was moved from."""
        self.texts.remove(story_id, entry_id)
        known = self._known[story_id]
        gone = known.readings.pop(entry_id, None)
        known.alerts -= bool(gone and gone.alert)

    def readings_of(self, story_id: str) -> tuple[Reading, ...]:
        """Return a story's readings, without their texts and claims."""
        known = self._known.get(story_id)
        return tuple(known.readings.values()) if known else ()

    def place(self, reading: Reading) -> Placement:
        """Decide where a reading belongs; pure, 5 ms at the median among 50,000 entries."""
        if not reading.about:
            return Placement(because="it is about no deal that is followed")
        entry = reading.entry
        text = text_print(entry.title, entry.text)
        if same := self._same_page(reading):
            return Placement(story_id=same, likeness=Likeness.SAME_PAGE, because="the same page in another feed")
        best: tuple[float, Gathered] | None = None
        for story, likely in self._likely(reading, text):
            beyond = likely.score - self._bar(reading, story)
            if not likely.veto and beyond >= 0 and (best is None or beyond > best[0]):
                best = (beyond, story)
        if best is not None:
            likeness = Likeness.COPY if any(is_copy(text, member.text) for member in best[1].members) else Likeness.INDEPENDENT
            return Placement(story_id=best[1].id, likeness=likeness, because=f"reports the same event ({best[0]:.2f} above the bar)")
        if not reading.alert or reading.genre is not Genre.DEAL:
            return Placement(because="no news of a deal, and like no open story")
        return self._opened(reading)

    def _same_page(self, reading: Reading) -> str | None:
        story_id = self._by_page.get(reading.entry.page) if reading.entry.page else None
        return story_id if story_id in self._known and self._open(story_id) and self._shared(reading, story_id) else None

    def _open(self, story_id: str) -> bool:
        return self._known[story_id].story.state is StoryState.OPEN

    def _shared(self, reading: Reading, story_id: str) -> bool:
        """Public news joins public stories, a tenant's own feed the tenant's: what one team reads shows nowhere else."""
        return self._known[story_id].story.tenant == reading.entry.tenant

    def _bar(self, reading: Reading, story: Gathered) -> float:
        """Return the score that is needed to join.

        News of a deal joins easily while its story is fresh, for a second alert of one event is a mistake; after a night without a
        report the next one is more likely a development, and has to be much alike. What is no news has to be much alike at all times.
        """
        if not reading.alert:
            return 0.45
        if not self._known[story.id].alerts:
            return 0.40
        hours = (reading.entry.seen - story.updated).total_seconds() / 3600 if story.updated else 0.0
        return 0.24 + 0.32 * min(1.0, max(0.0, (hours - FRESH) / (STALE - FRESH)))

    def _likely(self, reading: Reading, text: TextPrint) -> list[tuple[Gathered, Likely]]:
        seen = reading.entry.seen
        asked = self.texts.ask(text, seen)
        near = {candidate.story.id: candidate for candidate in self.texts.candidates(asked)}
        found = [(candidate.story, candidate.likely) for candidate in near.values()]
        for storyline in reading.about:
            for story_id in reversed(self._by_storyline[storyline]):
                story = self.texts.get(story_id)
                if story is None or story_id in near or story.updated is None:
                    continue
                if abs(seen - story.updated) > NEAR:
                    if seen - story.updated > 3 * NEAR:
                        break
                    continue
                found.append((story, self.texts.compare(asked, story)))
        return [
            (story, self._adjust(reading, story, likely))
            for story, likely in found
            if self._open(story.id) and self._shared(reading, story.id)
        ]

    def _adjust(self, reading: Reading, story: Gathered, likely: Likely) -> Likely:
        """Let storyline, parties, amounts, turns of events and time speak for or against what the words say."""
        known = self._known[story.id]
        mine, theirs = set(reading.about), {*known.story.storylines, known.story.storyline}
        parties = set(reading.parties)
        language = detect(f"{reading.entry.title}\n{reading.entry.text[:1500]}", reading.entry.lang)[:2]
        foreign = 1.0 - known.languages[language] / known.languages.total()
        score, veto = max(likely.cosine, UNLIKE_LANGUAGES * foreign if foreign > 0.6 else 0.0), likely.veto
        if not mine & theirs:
            score -= 0.15
        elif reading.primary == known.story.storyline and reading.primary != CATCH_ALL:
            score, veto = score + 0.10, ""
        if CATCH_ALL in (reading.primary, known.story.storyline):
            lead, leads = set(reading.parties[:2]), set(known.story.parties[:2])
            if parties and known.parties and not parties & known.parties:
                veto = "other parties"
            elif lead and leads and lead == leads:
                score, veto = score + 0.10, ""
            elif len(lead) == len(leads) == 2 and not (lead <= known.parties or leads <= parties):
                veto = "another pair of parties"
        amounts = amounts_of(reading)
        if amounts and known.amounts:
            score += 0.10 if amounts & known.amounts else -0.06
        score -= self._development(reading, story, known)
        if story.updated is not None and story.opened is not None:
            quiet = max(0.0, (reading.entry.seen - story.updated).total_seconds()) / 86_400
            age = max(0.0, (reading.entry.seen - story.opened).total_seconds()) / 86_400
            score -= 0.05 * max(0.0, quiet - 0.5) + 0.02 * max(0.0, age - 1.0)
        return Likely(score=score, cosine=likely.cosine, veto=veto)

    @staticmethod
    def _development(reading: Reading, story: Gathered, known: Known) -> float:
        """Return what speaks for a later development: a turn of events, or a side of the deal that the story's titles do not tell of."""
        turned = reading.status.is_turn and reading.status not in known.statuses
        new_side = bool(sides_of(reading.entry.title) - known.sides)
        hours = (reading.entry.seen - story.opened).total_seconds() / 3600 if story.opened else 0.0
        return (0.12 * turned + 0.12 * new_side) * (1.0 if hours > 3 else 0.5)

    def _opened(self, reading: Reading) -> Placement:
        """A story of its own; it follows the latest one of its storyline (of the catch-all: of the same parties), an amount in common first."""
        parties, amounts = set(reading.parties[:2]), amounts_of(reading)
        earlier = []
        for story_id in reversed(self._by_storyline.get(reading.primary or "", {})):
            known = self._known[story_id]
            fits = reading.primary != CATCH_ALL or (len(parties) > 1 and parties <= known.parties)
            if (
                known.alerts
                and self._open(story_id)
                and self._shared(reading, story_id)
                and known.story.storyline == reading.primary
                and fits
            ):
                earlier.append(known)
        if not earlier:
            return Placement(opens=True, because="the first report of its event")
        shared = [known for known in earlier if amounts & known.amounts]
        known = shared[0] if shared else earlier[0]
        near = reading.entry.seen - known.story.opened_at <= SAME_DEAL and not (amounts and known.amounts)
        same_deal = bool(shared) or near or reading.status.is_turn
        return Placement(opens=True, follows=known.story.id, same_deal=same_deal, because="a development of an earlier event")


def amounts_of(reading: Reading) -> set[str]:
    """Return the amounts and capacities that a reading states of its own deal."""
    return {
        claim.value
        for claim in reading.claims
        if claim.kind in (ClaimKind.VALUE, ClaimKind.POWER) and claim.scope is Scope.DEAL and claim.storyline == reading.primary
    }


def sides_of(title: str) -> set[str]:
    """Return which sides of a deal a title tells of: a denial, a delay, a change, its money, a site, a product, the law."""
    return {match.lastgroup for match in _SIDE.finditer(title) if match.lastgroup}
