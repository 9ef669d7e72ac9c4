"""Backups: a consistent copy while the bot runs, and putting one back.

A backup is one SQLite file whichever database it comes from, and every copy is on hold from the start: opened by whatever way, it sends
nothing until `release`, for what was posted after it was made is not in it.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine

from bot.clock import Clock
from bot.errors import DealwireError, SchemaVersionError, UnavailableError
from bot.store.copying import copy_rows, fill_empty
from bot.store.meta import HOLD
from bot.store.migrate import Schema, SchemaState
from bot.store.open import is_postgres, migrate, schema_state, sqlite_path
from bot.store.postgres import place_of, postgres_engine
from bot.store.sqlite import sqlite_engine
from bot.store.trouble import postgres_trouble, sqlite_trouble

_PUT_HOLD = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


def backup(url: str, target: Path, *, clock: Clock) -> int:
    """Write the database at `url` to `target`, also while it is written to; return the copy's size in bytes.

    The copy is checked before it takes the target's name. Raises DealwireError when the target is something else than a backup, and
    UnavailableError when source or target cannot be used.
    """
    _require_backup(target, "overwritten", missing_ok=True)
    source = None if is_postgres(url) else _existing(url)
    if source and target.resolve() == source.resolve():
        raise DealwireError(f"{target} is the database itself: name another file for the backup.")
    made = clock.now()
    draft = target.with_name(target.name + ".part")
    with _troubles(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        try:
            if source is None:
                _from_postgres(url, draft, clock)
            else:
                _copy(source, draft)
            _finish(draft, f"a backup of {made:%Y-%m-%d %H:%M} UTC")
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    return target.stat().st_size


def restore(url: str, backup_file: Path, *, clock: Clock) -> Path | None:
    """Put a backup in the place of the database at `url`, on hold; return where the database that was there is kept, if any.

    Raises DealwireError when the file is no backup, the bot still runs, or PostgreSQL's database is not empty; SchemaVersionError when a
    newer dealwire made the backup.
    """
    _require_backup(backup_file, "restored")
    if is_postgres(url):
        migrate(url, clock=clock)
        with _postgres(url) as engine, _troubles(backup_file):
            copy = _upgraded_copy(backup_file, clock)
            try:
                fill_empty(sqlite_engine(copy), engine)
            finally:
                for suffix in ("", "-wal", "-shm"):
                    copy.with_name(copy.name + suffix).unlink(missing_ok=True)
        return None
    path = sqlite_path(url)
    if path is None:
        raise DealwireError("A database in memory cannot be restored: name a file in DEALWIRE_DATABASE_URL.")
    with _troubles(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = _set_aside(path, f"{clock.now():%Y%m%dT%H%M%S}") if path.exists() else None
        draft = path.with_name(path.name + ".part")
        draft.unlink(missing_ok=True)
        _copy(backup_file, draft)
        _finish(draft, "", keep_hold=True)
        draft.replace(path)
    return kept


def _existing(url: str) -> Path:
    path = sqlite_path(url)
    if path is None or not path.exists():
        raise DealwireError(f"There is no database at {path or ':memory:'}, so there is nothing to back up: check DEALWIRE_DATABASE_URL.")
    return path


def _copy(source: Path, target: Path) -> None:
    """Copy one database's snapshot; writers go on meanwhile."""
    with (
        closing(sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True, timeout=30)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)


def _finish(draft: Path, hold: str, *, keep_hold: bool = False) -> None:
    """Make the copy one sound file on hold, and have it on the disk."""
    with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
        why = copy.execute("SELECT value FROM meta WHERE key = ?", (HOLD,)).fetchone()
        if not keep_hold or why is None or not why[0]:
            copy.execute(_PUT_HOLD, (HOLD, hold or "a restored backup"))
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise DealwireError(f"The copy is damaged ({found}), so it was thrown away: check the disk and the database it came from.")
    descriptor = os.open(draft, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _require_backup(file: Path, verb: str, *, missing_ok: bool = False) -> Schema:
    if not file.exists():
        if missing_ok:
            return Schema(SchemaState.EMPTY, "")
        raise DealwireError(f"There is no file {file}: name the backup to be restored.")
    try:
        found = schema_state(f"sqlite:///{file}")
    except UnavailableError as error:
        raise DealwireError(f"{file} is no sound SQLite database, so it was not {verb}: name another file.") from error
    if found.state in {SchemaState.FOREIGN, SchemaState.EMPTY} and file.stat().st_size:
        raise DealwireError(f"{file} is no backup of dealwire, so it was not {verb}: name another file.")
    if found.state is SchemaState.EMPTY and not missing_ok:
        raise DealwireError(f"{file} is empty: name another backup.")
    if found.state is SchemaState.NEWER and not missing_ok:
        raise SchemaVersionError(f"{file} has schema {found.version}, made by a newer dealwire: install that version to restore it.")
    return found


def _set_aside(path: Path, stamp: str) -> Path:
    """Move a database that nobody uses out of the way; its log is folded in first."""
    with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.DatabaseError as error:
            if (error.sqlite_errorname or "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise DealwireError(f"The database {path} is in use: stop the bot, then restore.") from error
            # A damaged database is why backups are restored.
    kept = path.with_name(f"{path.name}.before-restore-{stamp}")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(kept.with_name(kept.name + suffix))
    return kept


def _from_postgres(url: str, draft: Path, clock: Clock) -> None:
    migrate(f"sqlite:///{draft}", clock=clock)
    with _postgres(url) as engine:
        copy_rows(engine, sqlite_engine(draft))


def _upgraded_copy(backup_file: Path, clock: Clock) -> Path:
    """Return a copy of the backup at this version's schema, beside it."""
    copy = backup_file.with_name(backup_file.name + ".part")
    copy.unlink(missing_ok=True)
    _copy(backup_file, copy)
    migrate(f"sqlite:///{copy}", clock=clock)
    return copy


@contextmanager
def _postgres(url: str) -> Iterator[Engine]:
    engine = postgres_engine(url)
    try:
        yield engine
    except Exception as error:
        raise postgres_trouble(error, place_of(engine.url)) or error from error
    finally:
        engine.dispose()


@contextmanager
def _troubles(file: Path) -> Iterator[None]:
    try:
        yield
    except DealwireError:
        raise
    except OSError as error:
        raise UnavailableError(f"{file} cannot be written: {error.strerror or error}.") from error
    except Exception as error:
        raise sqlite_trouble(error, str(file)) or error from error
