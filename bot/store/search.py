"""The full text's index: FTS5 on SQLite, tsvector on PostgreSQL; both hold the same words, which `bot.text.query` makes.

The newest `RANKED` entries that fit are ranked, by ourselves and so alike on both: a word that half of a million entries hold is as quick as a
rare one, which neither database's own rank can say of itself (each counts all that fit first).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, text

from bot.model.reading import Reading, Role
from bot.model.search import Query
from bot.store.columns import Moment
from bot.store.schema import entries, searchable
from bot.store.statements import among, insert_all, listed
from bot.text.query import indexed, tag

RANKED = 300
_LOOKED_AT = 1_500
"""Characters of a text that count for its rank."""
_MOST_POSITIONS = 200
"""Of one word in one text; PostgreSQL keeps 255."""
_LAST_POSITION = 16_000
_LONGEST_WORD = 60
_ENDLESS = re.compile(rf"[a-zA-Z0-9]{{{_LONGEST_WORD + 1}}}")
"""What is longer than a word of the index."""
_BATCH = 500
_TITLE, _TEXT = "title", "text"
_FTS = "CREATE VIRTUAL TABLE search_words USING fts5(title, text, tags, content='', tokenize='unicode61 remove_diacritics 0')"
_INSERT_WORDS = "INSERT INTO search_words (rowid, title, text, tags) VALUES (?, ?, ?, ?)"
_GIN = "CREATE INDEX ix_searchable_words ON searchable USING gin (words)"


def make_index(connection: Connection) -> None:
    """Make what the metadata cannot say: FTS5's table, or the index over tsvectors."""
    connection.execute(text(_GIN if _is_postgres(connection) else _FTS))


def drop_index(connection: Connection) -> None:
    """Take it away again."""
    connection.execute(text("DROP INDEX ix_searchable_words" if _is_postgres(connection) else "DROP TABLE search_words"))


def add(connection: Connection, readings: Sequence[Reading]) -> None:
    """Index entries that were just stored."""
    _index(connection, _rows(readings))


def _rows(readings: Sequence[Reading]) -> list[dict[str, Any]]:
    return [
        {
            "entry_id": reading.entry.id,
            "tenant": reading.entry.tenant,
            "seen": reading.entry.seen,
            "title": f"{reading.entry.title} {reading.entry.publisher}",
            "text": reading.entry.text,
            "tags": " ".join(tag(match.storyline) for match in reading.matches if match.role is Role.ABOUT),
        }
        for reading in readings
    ]


def remove(connection: Connection, readings: Sequence[Reading]) -> None:
    """Take entries out of the index; FTS5 without contents has to be told the words that it holds."""
    numbers: dict[str, int] = {}
    if not _is_postgres(connection):
        numbers = _numbers(connection, [reading.entry.id for reading in readings])
    words = [{"rowid": numbers[row["entry_id"]], **_words(row)} for row in _rows(readings) if row["entry_id"] in numbers]
    if words:
        gone = "INSERT INTO search_words (search_words, rowid, title, text, tags) VALUES ('delete', :rowid, :title, :text, :tags)"
        connection.execute(text(gone), words)
    connection.execute(delete(searchable).where(searchable.c.entry_id.in_([reading.entry.id for reading in readings])))


def rebuild(connection: Connection) -> int:
    """Index every stored entry anew, in the order in which they were seen; return how many."""
    from bot.store.entries import COLUMNS, readings_of  # noqa: PLC0415  entries index what they store

    connection.execute(delete(searchable))
    if not _is_postgres(connection):
        drop_index(connection)
        make_index(connection)
    ids = list(connection.execute(select(entries.c.id).order_by(entries.c.seen, entries.c.id)).scalars())
    for start in range(0, len(ids), _BATCH):
        rows = connection.execute(select(*COLUMNS).where(entries.c.id.in_(ids[start : start + _BATCH]))).all()
        found = sorted(readings_of(connection, rows), key=lambda reading: (reading.entry.seen, reading.entry.id))
        add(connection, found)
    return len(ids)


def find(
    connection: Connection, query: Query, tenants: Collection[str], *, storyline: str | None, since: datetime | None, limit: int
) -> list[str]:
    """Return the ids of the entries that fit, best first."""
    values: dict[str, Any] = {}
    mine = {f"tenant{place}": tenant for place, tenant in enumerate(tenants)}
    values |= mine
    where = f"s.tenant IN ({', '.join(':' + name for name in mine)})"
    if since is not None:
        where += " AND s.seen >= :since"
        values["since"] = since
    if _is_postgres(connection):
        values["query"] = _postgres_query(query, storyline)
        source = f"searchable s WHERE s.words @@ CAST(:query AS tsquery) AND {where} ORDER BY s.sequence DESC"
    else:
        values["query"] = _sqlite_query(query, storyline)
        source = (
            "search_words JOIN searchable s ON s.sequence = search_words.rowid "
            f"WHERE search_words MATCH :query AND {where} ORDER BY search_words.rowid DESC"
        )
    statement = (
        f"SELECT e.id, e.title, substr(e.text, 1, {_LOOKED_AT}) FROM (SELECT s.entry_id AS id, s.sequence AS place FROM {source} "  # noqa: S608  every value is bound
        f"LIMIT {RANKED}) AS newest JOIN entries e ON e.id = newest.id ORDER BY newest.place DESC"
    )
    bound = text(statement) if since is None else text(statement).bindparams(bindparam("since", type_=Moment()))
    rows = [(row[0], rank(query, row[1], row[2])) for row in connection.execute(bound, values)]
    return [entry_id for entry_id, _ in sorted(rows, key=lambda row: -row[1])[:limit]]  # the sort is stable: of equals the newest first


def rank(query: Query, title: str, beginning: str) -> float:
    """Return how well a text answers a query: what its title says counts most, then how often its beginning says it."""
    score = 0.0
    for words, weight in ((indexed(title).split(), 8.0), (indexed(beginning).split(), 1.0)):
        length = 1.0 + len(words) / 40.0
        for term in query.terms:
            count = words.count(term[0]) if len(term) == 1 else sum(tuple(words[i : i + len(term)]) == term for i in range(len(words)))
            score += weight * count / (count + length)
    return score


def _index(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    kept = [{name: row[name] for name in ("entry_id", "tenant", "seen")} for row in rows]
    if _is_postgres(connection):
        insert_all(connection, searchable, [one | {"words": _vector(row)} for one, row in zip(kept, rows, strict=True)])
        return
    insert_all(connection, searchable, kept)
    numbers = _numbers(connection, [row["entry_id"] for row in rows])
    words = [(numbers[row["entry_id"]], *_words(row).values()) for row in rows]
    connection.exec_driver_sql(_INSERT_WORDS, words)


def _numbers(connection: Connection, entry_ids: Sequence[str]) -> dict[str, int]:
    dialect = connection.dialect.name
    rows = connection.execute(_numbered(dialect), {"ids": listed(entry_ids, dialect)}).all()
    return {row[0]: row[1] for row in rows}


@cache
def _numbered(dialect: str) -> Any:
    return select(searchable.c.entry_id, searchable.c.sequence).where(among(searchable.c.entry_id, "ids", dialect))


def _words(row: Mapping[str, Any]) -> dict[str, str]:
    return {"title": _tokens(row["title"]), "text": _tokens(row["text"]), "tags": row["tags"]}


def _tokens(words: str) -> str:
    """Return a text as FTS5 is to take it apart: what is plain ASCII it reads as `indexed` would, and much faster."""
    if not words.isascii() or "\x00" in words:
        return indexed(words)
    is_endless = len(max(words.split(), key=len, default="")) > _LONGEST_WORD and _ENDLESS.search(words) is not None
    return indexed(words) if is_endless else words


def _vector(row: Mapping[str, Any]) -> str:
    """Return a tsvector's literal; the words are letters and digits, so nothing in it can be taken for syntax."""
    places: dict[str, list[str]] = {}
    position = 0
    for name, weight in ((_TITLE, "A"), (_TEXT, "D"), ("tags", "C")):
        for word in (row[name] if name == "tags" else indexed(row[name])).split():
            position = min(position + 1, _LAST_POSITION)
            held = places.setdefault(word, [])
            if len(held) < _MOST_POSITIONS and (not held or held[-1] != f"{position}{weight}"):
                held.append(f"{position}{weight}")
        position = min(position + 2, _LAST_POSITION)  # no phrase reaches from the title into the text
    return " ".join(f"'{word}':{','.join(held)}" for word, held in places.items())


def _postgres_query(query: Query, storyline: str | None) -> str:
    terms = ["(" + " <-> ".join(f"'{word}'" for word in term) + ")" for term in query.terms]
    if storyline is not None:
        terms.append(f"'{tag(storyline)}':C")
    return " & ".join(terms)


def _sqlite_query(query: Query, storyline: str | None) -> str:
    terms = ['{title text} : "' + " ".join(term) + '"' for term in query.terms]
    if storyline is not None:
        terms.append(f'tags : "{tag(storyline)}"')
    return " AND ".join(terms)


def _is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"
