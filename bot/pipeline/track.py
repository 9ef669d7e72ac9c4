"""Tracked storylines: matched when entries are stored, for the workspaces that track them, without a word of it in the shared rows.

One pass over an entry's names tells whether it could concern anybody's storyline; only then is it read again, with that workspace's
catalogue. An entry that no shared storyline is about joins or opens a *quiet* story: shared, on no list, with nothing to tell; that it
matters to a workspace stands in a ruling of that workspace (`TRACKED_MATCH`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import ahocorasick

from bot.model.catalogue import Catalogue
from bot.model.codec import pack, unpack
from bot.model.ids import SHARED
from bot.model.reading import Genre, Match, Reading, Role
from bot.model.ruling import Ruling, RulingKind
from bot.model.story import ChangeKind, Likeness, Story, StoryChange, StoryEntry
from bot.model.storyline import CATCH_ALL
from bot.model.tracked import Tracked, TrackedMatch
from bot.pipeline.cluster import StoryIndex
from bot.pipeline.follow import is_late, open_story, tell
from bot.pipeline.read import NewsReader
from bot.pipeline.telling import Teller, tell_changed, tell_opened
from bot.pipeline.weights import load_weights
from bot.ports import Tables
from bot.text.gazetteer import fold

_READ = 24_000
_READERS = 40
"""Readers that are kept at most; each knows the catalogue and one tracked storyline."""


class Tracker:
    """Matches new entries against every workspace's storylines, and tells those workspaces."""

    def __init__(self, catalogue: Catalogue, index: StoryIndex) -> None:
        self._catalogue = catalogue
        self._index = index
        self._weights = load_weights()
        self._known: tuple[Ruling, ...] = ()
        self._tracked: dict[tuple[str, str], Tracked] = {}
        self._names: ahocorasick.Automaton | None = None
        self._readers: dict[tuple[str, str], NewsReader] = {}

    def take(self, tables: Tables, readings: Sequence[Reading], *, now: datetime, learned: bool = False, cap: int = 0) -> int:
        """Match entries that were just absorbed, inside their transaction; return how many matches there were."""
        self._refresh(tables.rulings.everywhere(RulingKind.TRACKED))
        if self._names is None:
            return 0
        found, teller = 0, Teller(catalogue=self._catalogue, now=now, cap=cap)
        for reading in readings:
            for tenant, slug in self._concerned(reading):
                match = self.reader(tenant, slug).read(reading.entry)
                if any(one.storyline == slug and one.role is Role.ABOUT for one in match.matches):
                    found += self._keep(tables, reading, match, tenant, slug, teller, learned=learned)
        return found

    def reader(self, tenant: str, slug: str) -> NewsReader:
        """Return the reader of a tracked storyline."""
        key = (tenant, slug)
        if key not in self._readers:
            if len(self._readers) >= _READERS:
                self._readers.pop(next(iter(self._readers)))
            self._readers[key] = NewsReader(self._tracked[key].within(self._catalogue), self._weights)
        return self._readers[key]

    def _refresh(self, rulings: tuple[Ruling, ...]) -> None:
        if rulings == self._known:
            return
        self._known, self._readers = rulings, {}
        self._tracked = {(one.tenant, one.key): unpack(Tracked, one.value) for one in rulings}
        self._names = names_of(self._tracked, self._catalogue) if self._tracked else None

    def _concerned(self, reading: Reading) -> Iterable[tuple[str, str]]:
        """Return the storylines whose parties, or a party and a term, are named at all."""
        named: dict[tuple[str, str], set[str]] = {}
        assert self._names is not None  # noqa: S101  `take` asks first
        for _, hits in self._names.iter(fold(f"{reading.entry.title}\n{reading.entry.text[:_READ]}")):
            for key, party in hits:
                named.setdefault(key, set()).add(party)
        for key, parties in named.items():
            if len(parties) >= self._tracked[key].storyline.together and reading.entry.tenant in (SHARED, key[0]):
                yield key

    def _keep(self, tables: Tables, reading: Reading, match: Reading, tenant: str, slug: str, teller: Teller, *, learned: bool) -> int:
        news = match.alert and match.primary == slug
        there = tables.stories.story_of(reading.entry.id)
        story = there or (self._quiet(tables, reading, match, teller.now) if news else None)
        if story is None:
            return 0
        key = f"{story.id} {slug}"
        before = tables.rulings.get(tenant, RulingKind.TRACKED_MATCH, key)
        held = unpack(TrackedMatch, before.value) if before else None
        if held is None or (news and not held.alert):
            fresh = TrackedMatch(
                storyline=slug, entry_id=reading.entry.id, alert=news, status=match.status, parties=match.parties, summary=match.summary
            )
            tables.rulings.put(Ruling(tenant=tenant, kind=RulingKind.TRACKED_MATCH, key=key, at=teller.now, value=pack(fresh)))
            if news and not learned:
                tell_opened(tables, story, teller, late=is_late(reading, teller.now), only={tenant}, following=(slug,))
        if there is None and not learned:
            tell_changed(tables, story, teller)
        return 1

    def _quiet(self, tables: Tables, reading: Reading, match: Reading, now: datetime) -> Story | None:
        """Put the entry into a story that nobody else is told of: one that reports the same event, or one of its own."""
        entry = reading.entry
        other = (Match(storyline=CATCH_ALL, role=Role.ABOUT, score=1.0),)  # compared by its parties, as any deal that no file names
        guise = replace(match, matches=other, primary=CATCH_ALL, alert=True, genre=Genre.DEAL)
        placement = self._index.place(guise)
        story = tables.stories.get(placement.story_id, (entry.tenant,)) if placement.story_id else None
        if story is None and not placement.opens:
            return None
        likeness = placement.likeness if story else Likeness.FIRST
        kind = ChangeKind.GREW if story else ChangeKind.OPENED
        if story is None:
            ordinal = 0
            while tables.stories.get(open_story(guise, ordinal=ordinal).id, (entry.tenant,)) is not None:
                ordinal += 1
            story = open_story(guise, ordinal=ordinal)
        tables.stories.put(story)
        tables.stories.join(StoryEntry(story_id=story.id, entry=entry, likeness=likeness))
        known = [found for member in tables.stories.members(story.id) if (found := tables.entries.get(member.entry.id)) is not None]
        told = tell(story, known, self._catalogue)
        story = told if told.alertable else replace(told, storyline=CATCH_ALL, storylines=(), parties=match.parties)
        tables.stories.put(story)
        tables.stories.log(StoryChange(story_id=story.id, kind=kind, at=now, entry_id=entry.id))
        self._index.add(story, guise)
        return story


def names_of(tracked: Mapping[tuple[str, str], Tracked], catalogue: Catalogue) -> ahocorasick.Automaton:
    """Return an automaton that finds every name of every tracked party, and terms, which stand for a missing party."""
    words: dict[str, list[tuple[tuple[str, str], str]]] = {}
    for key, one in tracked.items():
        whole = one.within(catalogue)
        for party in one.storyline.parties:
            company = whole.company(party.company)
            for name in (company.name, *company.aliases, *company.weak) if company else ():
                words.setdefault(fold(name), []).append((key, party.company))
        for term in one.storyline.terms:
            words.setdefault(fold(term), []).append((key, "a term"))
    automaton = ahocorasick.Automaton()
    for word, hits in words.items():
        automaton.add_word(word, tuple(hits))
    automaton.make_automaton()
    return automaton
