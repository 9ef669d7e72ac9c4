"""An index of open stories by their words, in memory: what an article could join, on any news."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.pipeline.likeness import Gathered, Likely, Member, Question, compare, heaviest, question
from bot.text.similarity import Rarity, TextPrint

PROBES = 12
"""How many of an article's weightiest words are looked up for candidates."""
LOOKED_AT = 1_500
"""Stories looked at by way of all these words together, those of the rarest words first: what common ones alone would find is not like it."""
CANDIDATES = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A story and how like it is."""

    story: Gathered
    likely: Likely


class TextIndex:
    """Open stories by their words; answers within milliseconds among tens of thousands of articles."""

    def __init__(self) -> None:
        self.rarity = Rarity()
        self._stories: dict[str, Gathered] = {}
        self._by_term: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._terms_of: defaultdict[str, set[str]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._stories)

    def get(self, story_id: str) -> Gathered | None:
        """Return a story as the index knows it."""
        return self._stories.get(story_id)

    def stories(self) -> Iterator[Gathered]:
        """Yield every story in the order in which they were opened."""
        yield from self._stories.values()

    def add(self, story_id: str, member: Member) -> Gathered:
        """Put an article into a story, opening it where it is new."""
        story = self._stories.get(story_id)
        if story is None:
            story = self._stories[story_id] = Gathered(id=story_id, order=len(self._stories))
        self.rarity.add(member.text)
        asked = self.ask(member.text)
        story.take_in(member, asked.names)
        for term in self.probes(asked.weights, 2 * PROBES):
            self._by_term[term][story_id] = None
            self._terms_of[story_id].add(term)
        return story

    def drop(self, story_id: str) -> None:
        """Forget a story; how rare words are stays as it was."""
        self._stories.pop(story_id, None)
        for term in self._terms_of.pop(story_id, ()):
            self._by_term[term].pop(story_id, None)
            if not self._by_term[term]:
                del self._by_term[term]

    def remove(self, story_id: str, member_id: str) -> None:
        """Take an article out of a story; what the story is like is added up anew."""
        story = self._stories[story_id]
        left = [member for member in story.members if member.id != member_id]
        fresh = self._stories[story_id] = Gathered(id=story.id, order=story.order)
        for member in left:
            fresh.take_in(member, self.rarity.names(member.text))

    @staticmethod
    def probes(weighed: dict[str, float], most: int = PROBES) -> list[str]:
        """Return the weightiest words."""
        return sorted(weighed, key=lambda term: (-weighed[term], term))[:most]

    def ask(self, text: TextPrint, seen: datetime | None = None, given: Collection[str] = ()) -> Question:
        """Weigh an article for comparison, without the words that are `given`."""
        return question(text, seen, self.rarity, given)

    def compare(self, asked: Question, story: Gathered) -> Likely:
        """Score an article against one story."""
        return compare(asked, story, self.rarity)

    def candidates(self, asked: Question) -> list[Candidate]:
        """Return the likeliest stories, best first; vetoed ones come too, with their reason."""
        mine = asked.weights
        found: defaultdict[str, float] = defaultdict(float)
        left = LOOKED_AT
        for term in sorted(self.probes(mine), key=lambda term: len(self._by_term.get(term, ()))):
            holders = self._by_term.get(term, {})
            left -= len(holders)
            if left < 0:
                break
            weight = mine[term]
            for story_id in holders:
                found[story_id] += weight
        likely = [
            Candidate(story=story, likely=self.compare(asked, story))
            for story in (self._stories[story_id] for story_id, _ in heaviest(found, CANDIDATES))
        ]
        return sorted(likely, key=lambda candidate: (-candidate.likely.score, candidate.story.order))
