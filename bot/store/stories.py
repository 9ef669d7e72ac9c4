"""Stories, their entries and changes."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, text

from bot.model.entry import Entry
from bot.model.reading import Reading
from bot.model.story import Story, StoryChange, StoryEntry, StoryState
from bot.store.columns import SEQUENCE, Moment
from bot.store.entries import COLUMNS, ENTRY, readings_of
from bot.store.records import Record
from bot.store.schema import entries, stories, story_changes, story_entries, story_storylines
from bot.store.statements import newest_of, put

STORY = Record(Story, stories)
CHANGE = Record(StoryChange, story_changes)
SHORTEST_ID = 4
"""Characters of an id's beginning that may stand for it."""
_ONE_WRITER = text("SELECT pg_advisory_xact_lock(7238214)")


class Stories:
    """Implements `bot.ports.StoryTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self) -> None:
        """Let no other worker join entries to stories until this transaction ends; SQLite's one writer needs nothing."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(_ONE_WRITER)

    def put(self, story: Story) -> None:
        """Insert or replace."""
        put(self._connection, stories, STORY.row(story))
        listed = story.alertable and story.state is StoryState.OPEN
        wanted = {
            (storyline, story.id, story.tenant, story.opened_at, listed)
            for storyline in {*story.storylines, *([story.storyline] if story.storyline else [])}
        }
        there = self._connection.execute(_its_storylines(), {"its_id": story.id})
        if wanted != {tuple(row) for row in there}:
            self._connection.execute(delete(story_storylines).where(story_storylines.c.story_id == story.id))
            names = story_storylines.c.keys()
            if wanted:
                rows = [dict(zip(names, values, strict=True)) for values in sorted(wanted)]
                self._connection.execute(insert(story_storylines), rows)

    def get(self, story_id: str, tenants: Collection[str]) -> Story | None:
        """Return a story by its id or an unambiguous beginning of it (4 characters or more)."""
        if len(story_id) < SHORTEST_ID or not story_id.isascii():
            return None
        visible = stories.c.tenant.in_(list(tenants))
        exact = self._select(stories.c.id == story_id, visible)
        if exact:
            return exact[0]
        begins = self._select(stories.c.id > story_id, stories.c.id < story_id + "\x7f", visible, limit=2)
        return begins[0] if len(begins) == 1 else None

    def join(self, member: StoryEntry) -> None:
        """Add an entry to a story; an entry belongs to one story, so joining moves it."""
        self.lock()  # else a reader of `since` could miss a lower number that is committed later
        self._connection.execute(_leave(), {"its_id": member.entry.id})
        row = {"entry_id": member.entry.id, "story_id": member.story_id, "likeness": member.likeness}
        self._connection.execute(_INSERT_MEMBER, [row])

    def members(self, story_id: str) -> tuple[StoryEntry, ...]:
        """Return a story's entries in order of `seen`."""
        statement = (
            select(*ENTRY.columns, story_entries.c.likeness)
            .join_from(story_entries, entries, entries.c.id == story_entries.c.entry_id)
            .where(story_entries.c.story_id == story_id)
            .order_by(entries.c.seen, story_entries.c.sequence)
        )
        rows = self._connection.execute(statement)
        return tuple(StoryEntry(story_id=story_id, entry=_entry(row), likeness=row[-1]) for row in rows)

    def story_of(self, entry_id: str) -> Story | None:
        """Return the story an entry belongs to."""
        statement = (
            select(*STORY.columns)
            .join_from(story_entries, stories, stories.c.id == story_entries.c.story_id)
            .where(story_entries.c.entry_id == entry_id)
        )
        row = self._connection.execute(statement).first()
        return None if row is None else STORY.fact(row)

    def latest(self, tenants: Collection[str], *, storyline: str | None, limit: int) -> tuple[Story, ...]:
        """Return open, alertable stories, newest first."""
        if storyline is None:
            where = [stories.c.alertable.is_(True), stories.c.state == StoryState.OPEN]
            source, statement = stories, select(*STORY.columns).where(*where)
        else:
            source = story_storylines
            statement = (
                select(*STORY.columns)
                .join_from(story_storylines, stories, stories.c.id == story_storylines.c.story_id)
                .where(story_storylines.c.storyline == storyline, story_storylines.c.listed.is_(True))
            )
        newest = statement.order_by(source.c.opened_at.desc(), stories.c.id.desc()).limit(limit)

        def fetch(tenant: str) -> list[Story]:
            return [STORY.fact(row) for row in self._connection.execute(newest.where(source.c.tenant == tenant))]

        return tuple(newest_of(tenants, fetch, by=lambda story: (story.opened_at, story.id), limit=limit))

    def since(self, moment: datetime, *, after: int = 0) -> tuple[tuple[int, Story, Reading], ...]:
        """Return (sequence, story, reading) of every member whose story was updated since, with a sequence above `after`."""
        rows = self._connection.execute(_since(), {"moment": moment, "after": after}).all()
        found = readings_of(self._connection, rows, 1 + STORY.width)
        return tuple((row[0], STORY.fact(row, 1), reading) for row, reading in zip(rows, found, strict=True))

    def log(self, change: StoryChange) -> None:
        """Keep a change."""
        self._connection.execute(insert(story_changes), [CHANGE.row(change)])

    def changes(self, story_id: str) -> tuple[StoryChange, ...]:
        """Return a story's changes, oldest first."""
        statement = select(*CHANGE.columns).where(story_changes.c.story_id == story_id).order_by(story_changes.c.sequence)
        return tuple(CHANGE.fact(row) for row in self._connection.execute(statement))

    def _select(self, *conditions: Any, limit: int = 1) -> list[Story]:
        statement = select(*STORY.columns).where(*conditions).limit(limit)
        return [STORY.fact(row) for row in self._connection.execute(statement)]


_INSERT_MEMBER = insert(story_entries)


@cache
def _since() -> Any:
    members = story_entries.join(stories, stories.c.id == story_entries.c.story_id).join(entries, entries.c.id == story_entries.c.entry_id)
    young = stories.c.updated_at >= bindparam("moment", type_=Moment())
    return (
        select(story_entries.c.sequence, *STORY.columns, *COLUMNS)
        .select_from(members)
        .where(young, story_entries.c.sequence > bindparam("after", type_=SEQUENCE))
        .order_by(story_entries.c.sequence)
    )


@cache
def _its_storylines() -> Any:
    return select(story_storylines).where(story_storylines.c.story_id == bindparam("its_id"))


@cache
def _leave() -> Any:
    return delete(story_entries).where(story_entries.c.entry_id == bindparam("its_id"))


def _entry(row: Any) -> Entry:
    return ENTRY.fact(row)
