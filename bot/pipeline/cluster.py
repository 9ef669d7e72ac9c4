"""Which readings report one event: an article joins an open story, opens its own (that may follow an earlier one), or belongs to none."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from bot.model.ids import SHARED
from bot.model.reading import Genre, Reading
from bot.model.story import Likeness, Story, StoryState
from bot.model.storyline import CATCH_ALL
from bot.pipeline.joining import Known, Report, amounts_of, bar, report, weigh
from bot.pipeline.likeness import Gathered, Likely, Member
from bot.pipeline.sides import turn_of
from bot.pipeline.similar import TextIndex
from bot.ports import StoryTable
from bot.text.similarity import TextPrint, fold, is_copy, text_print

HORIZON = timedelta(days=45)
"""Stories that nobody wrote about for so long are closed: what comes later is a new story that may follow them."""
NEAR = timedelta(days=12)
"""Within this, the newest stories of the same storyline are compared, however different their words."""
NEWEST = 8
"""So many of each storyline."""
SAME_DEAL = timedelta(days=14)
"""A development within this is of the same deal, unless both name amounts and the amounts differ."""
LONG_TITLE = 5
TITLES_REPEAT = timedelta(days=3)
SAME_HEADLINE = Likely(score=0.9, cosine=0.9)
"""Titles of so many words that count tell one event where all of them are the same, within so long."""


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
        self._pruned: datetime | None = None
        self._printed: tuple[Reading, TextPrint] | None = None

    def refresh(self, stories: StoryTable, now: datetime) -> None:
        """Take in what was joined since the last time."""
        for sequence, story, reading in stories.since(now - HORIZON, after=self._sequence):
            self._sequence = max(self._sequence, sequence)
            self.add(story, reading)
        self._forget(now - HORIZON)

    def _forget(self, before: datetime) -> None:
        """Drop the stories that nobody wrote about since then."""
        if self._pruned is not None and before - self._pruned < timedelta(days=1):
            return
        self._pruned = before
        for story in [story for story in self.texts.stories() if story.updated is not None and story.updated < before]:
            known = self._known.pop(story.id)
            for entry_id in known.readings:
                self._entries.pop(entry_id, None)
            for stories in self._by_storyline.values():
                stories.pop(story.id, None)
            self._by_page = {page: story_id for page, story_id in self._by_page.items() if story_id != story.id}
            self.texts.drop(story.id)

    def add(self, story: Story, reading: Reading) -> None:
        """Take in one entry of a story; an entry that has moved is where it was put last."""
        entry = reading.entry
        before = self._entries.get(entry.id)
        if before == story.id:
            self._known[story.id].story = story
            return
        text = self._print(reading)
        member = Member(id=entry.id, text=text, seen=entry.seen, page=entry.page, host=entry.host)
        if before is not None:
            self._leave(before, entry.id)
        self._entries[entry.id] = story.id
        known = self._known.setdefault(story.id, Known(story=story))
        known.story = story
        known.take_in(report(reading, text))
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
        text = self._print(reading)
        if same := self._same_page(reading):
            return Placement(story_id=same, likeness=Likeness.SAME_PAGE, because="the same page in another feed")
        best: tuple[float, Gathered] | None = None
        told = report(reading, text)
        for story, likely in self._likely(told, text):
            beyond = likely.score - bar(told, story, self._known[story.id])
            if not likely.veto and beyond >= 0 and (best is None or beyond > best[0]):
                best = (beyond, story)
        if best is not None and not self._shared(reading, best[1].id):
            return Placement(because="public news tells of it already")
        if best is not None:
            likeness = Likeness.COPY if any(is_copy(text, member.text) for member in best[1].members) else Likeness.INDEPENDENT
            return Placement(story_id=best[1].id, likeness=likeness, because=f"reports the same event ({best[0]:.2f} above the bar)")
        if not reading.alert or reading.genre is not Genre.DEAL:
            opens = reading.primary is not None and reading.genre is not Genre.RECAP
            return Placement(opens=opens, because="no news of a deal, and like no open story")
        return self._opened(reading)

    def _print(self, reading: Reading) -> TextPrint:
        """Return the print of a reading's text; the last one is kept, for what was just placed is added next."""
        if self._printed is None or self._printed[0] is not reading:
            self._printed = (reading, text_print(reading.entry.title, reading.entry.text))
        return self._printed[1]

    def _same_page(self, reading: Reading) -> str | None:
        story_id = self._by_page.get(reading.entry.page) if reading.entry.page else None
        return story_id if story_id in self._known and self._open(story_id) and self._shared(reading, story_id) else None

    def _open(self, story_id: str) -> bool:
        return self._known[story_id].story.state is StoryState.OPEN

    def _shared(self, reading: Reading, story_id: str) -> bool:
        """Public news joins public stories, a tenant's own feed the tenant's: what one team reads shows nowhere else."""
        return self._known[story_id].story.tenant == reading.entry.tenant

    def _likely(self, told: Report, text: TextPrint) -> list[tuple[Gathered, Likely]]:
        reading = told.reading
        seen = reading.entry.seen
        asked = self.texts.ask(text, seen, _given(reading))
        near = {candidate.story.id: candidate for candidate in self.texts.candidates(asked)}
        found = [(candidate.story, candidate.likely) for candidate in near.values()]
        for storyline in reading.about:
            for story_id in islice(reversed(self._by_storyline[storyline]), NEWEST):
                story = self.texts.get(story_id)
                if story is not None and story_id not in near and story.updated is not None and abs(seen - story.updated) <= NEAR:
                    found.append((story, self.texts.compare(asked, story)))
        return [
            (story, SAME_HEADLINE if _repeats(text, seen, story) else weigh(told, story, self._known[story.id], likely))
            for story, likely in found
            if self._open(story.id) and self._known[story.id].story.tenant in (SHARED, reading.entry.tenant)
        ]

    def _opened(self, reading: Reading) -> Placement:
        """A story of its own; it follows the latest one of its storyline (of the catch-all: of the same parties), an amount in common first."""
        parties, amounts = set(reading.parties[:2]), amounts_of(reading)
        earlier = []
        for story_id in islice(reversed(self._by_storyline.get(reading.primary or "", {})), 12 * NEWEST):
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
        same_deal = bool(shared) or near or turn_of(reading) is not None
        return Placement(opens=True, follows=known.story.id, same_deal=same_deal, because="a development of an earlier event")


def _repeats(text: TextPrint, seen: datetime, story: Gathered) -> bool:
    """Tell whether a title is word for word one that the story has: an aggregator's, read without the text that named the storyline."""
    if len(text.title) < LONG_TITLE or story.updated is None or abs(seen - story.updated) > TITLES_REPEAT:
        return False
    return any(member.text.title == text.title for member in story.members)


def _given(reading: Reading) -> frozenset[str]:
    """Return the words that every report of a named storyline has: its parties' names, which tell no event from another."""
    if reading.primary in (None, CATCH_ALL):
        return frozenset()
    return frozenset(fold(word) for word in (*str(reading.primary).split("-"), *reading.parties))
