"""Entries with their readings and claims, and the identities that are never forgotten."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.model.entry import Entry
from bot.model.reading import Claim, Reading
from bot.model.search import Query
from bot.store import search
from bot.store.columns import KEY
from bot.store.feeds import day_of
from bot.store.records import Record
from bot.store.schema import claims, entries, feed_days
from bot.store.schema import identities as identity_rows
from bot.store.statements import add_up, among, chunks, insert_new, listed, newest_of
from bot.text.addresses import canonical_address, web_address

LONGEST_TEXT = 100_000
"""Characters of an article that are kept."""
LONGEST_TITLE = 1_000
FOUND = 50
"""Readings of one page that `find` returns at most."""

ENTRY = Record(Entry, entries)
READING = Record(Reading, entries, body="reading", apart=["entry", "claims"])
CLAIM = Record(Claim, claims)
COLUMNS = [*ENTRY.columns, *READING.columns, entries.c.claim_count]
"""What `readings` needs of each row."""


def readings_of(connection: Connection, rows: Sequence[Sequence[Any]], start: int = 0) -> list[Reading]:
    """Return the readings of rows that have `COLUMNS` from `start` on, with one more query for their claims."""
    place = start + ENTRY.width + READING.width
    found = claims_of(connection, [row[start] for row in rows if row[place]])
    return [
        READING.fact(row, start + ENTRY.width, entry=(entry := ENTRY.fact(row, start)), claims=tuple(found.get(entry.id, ())))
        for row in rows
    ]


def claims_of(connection: Connection, entry_ids: Iterable[str]) -> Mapping[str, list[Claim]]:
    """Return the claims of entries, by entry, in the order of the text."""
    found: dict[str, list[Claim]] = {}
    for ids in chunks(entry_ids):
        statement = select(claims.c.entry_id, *CLAIM.columns).where(claims.c.entry_id.in_(ids))
        for row in connection.execute(statement.order_by(claims.c.entry_id, claims.c.ordinal)):
            found.setdefault(row[0], []).append(CLAIM.fact(row, 1))
    return found


def _digest(identity: str) -> bytes:
    return blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=12).digest()


class Entries:
    """Implements `bot.ports.EntryTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, feed_id: str, identities: Collection[str]) -> frozenset[str]:
        """Return those of the identities that this feed has shown before."""
        by_digest = {_digest(identity): identity for identity in identities}
        found: set[str] = set()
        for some in chunks(by_digest):
            rows = self._connection.execute(_shown_before(), {"feed_id": feed_id, "digests": some})
            found.update(by_digest[bytes(digest)] for digest in rows.scalars())
        return frozenset(found)

    def remember(self, feed_id: str, identities: Collection[str], now: datetime) -> None:
        """Never show these as new again."""
        digests = {_digest(identity) for identity in identities}
        rows = [{"feed_id": feed_id, "digest": digest, "first_seen": now} for digest in sorted(digests)]
        insert_new(self._connection, identity_rows, rows)

    def add(self, readings: Sequence[Reading], *, learned: bool = False) -> None:
        """Store entries with their readings and claims; an id that is there stays as it is. `learned`: first sight, told to nobody."""
        fresh = {reading.entry.id: reading for reading in reversed(readings)}
        dialect = self._connection.dialect.name
        for known in self._connection.execute(_there(dialect), {"ids": listed(fresh, dialect)}).scalars().all():
            del fresh[known]
        new = [reading for reading in readings if fresh.get(reading.entry.id) is reading]
        insert_new(self._connection, entries, [_row(reading, learned=learned) for reading in new])
        stated = [
            {"entry_id": reading.entry.id, "ordinal": ordinal, **CLAIM.row(claim)}
            for reading in new
            for ordinal, claim in enumerate(reading.claims)
        ]
        insert_new(self._connection, claims, stated)
        search.add(self._connection, new)
        if not learned:
            days = Counter((reading.entry.feed_id, day_of(reading.entry.seen)) for reading in new if reading.entry.feed_id)
            counted = [{"feed_id": feed_id, "day": day, "found": items} for (feed_id, day), items in sorted(days.items())]
            add_up(self._connection, feed_days, counted, column="found")

    def get(self, entry_id: str) -> Reading | None:
        """Return an entry's reading."""
        rows = self._connection.execute(select(*COLUMNS).where(entries.c.id == entry_id)).all()
        return next(iter(readings_of(self._connection, rows)), None)

    def find(self, url: str, tenants: Collection[str]) -> tuple[Reading, ...]:
        """Return readings of the page at this address, in any spelling, newest first."""
        pages = {page for page in (canonical_address(url), url.strip()) if page}
        shown = {address for address in (web_address(url), url.strip()) if address}
        # Two looks by one index each; with the tenants in the condition, SQLite would walk all that they ever had.
        key = select(entries.c.seen, entries.c.id, entries.c.tenant).limit(10 * FOUND)
        found = {
            (row[0], row[1])
            for column, values in ((entries.c.page, pages), (entries.c.url, shown))
            if values
            for row in self._connection.execute(key.where(column.in_(sorted(values))))
            if row[2] in tenants
        }
        return self._by_id([entry_id for _, entry_id in sorted(found, reverse=True)[:FOUND]])

    def is_learned(self, entry_id: str) -> bool:
        """Tell whether the entry belonged to a silent first sight."""
        return bool(self._connection.execute(select(entries.c.learned).where(entries.c.id == entry_id)).scalar())

    def latest(self, tenants: Collection[str], *, since: datetime, limit: int) -> tuple[Reading, ...]:
        """Return readings seen since then, newest first."""
        newest = select(entries.c.id, entries.c.seen).order_by(entries.c.seen.desc(), entries.c.id.desc()).limit(limit)

        def fetch(tenant: str) -> list[Any]:
            return list(self._connection.execute(newest.where(entries.c.tenant == tenant, entries.c.seen >= since)))

        ids = [row[0] for row in newest_of(tenants, fetch, by=lambda row: (row[1], row[0]), limit=limit)]
        return self._by_id(ids)

    def search(
        self, query: Query, tenants: Collection[str], *, storyline: str | None = None, since: datetime | None = None, limit: int = 20
    ) -> tuple[Reading, ...]:
        """Return readings whose title or text hold every term, best first; of more than 300 that fit, the newest are ranked."""
        return self._by_id(search.find(self._connection, query, tenants, storyline=storyline, since=since, limit=limit))

    def _by_id(self, ids: Sequence[str]) -> tuple[Reading, ...]:
        found: dict[str, Reading] = {}
        for some in chunks(ids):
            rows = self._connection.execute(select(*COLUMNS).where(entries.c.id.in_(some))).all()
            found.update((reading.entry.id, reading) for reading in readings_of(self._connection, rows))
        return tuple(found[entry_id] for entry_id in ids)


@cache
def _shown_before() -> Any:
    these = identity_rows.c.digest.in_(bindparam("digests", expanding=True))
    return select(identity_rows.c.digest).where(identity_rows.c.feed_id == bindparam("feed_id", type_=KEY), these)


@cache
def _there(dialect: str) -> Any:
    return select(entries.c.id).where(among(entries.c.id, "ids", dialect))


def _row(reading: Reading, *, learned: bool) -> dict[str, Any]:
    row = ENTRY.row(reading.entry) | READING.row(reading)
    row["text"] = row["text"][:LONGEST_TEXT]
    row["title"] = row["title"][:LONGEST_TITLE]
    row["learned"] = learned
    row["claim_count"] = len(reading.claims)
    return row
