"""SQLite: one writer thread with group commit, readers on snapshots of their own (WAL).

In memory there is one connection, so that reading takes its turn in the writer's thread.
"""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, StaticPool

from bot.errors import UnavailableError
from bot.ports import Tables
from bot.store.tables import SqlTables
from bot.store.trouble import is_locked, sqlite_trouble, wrote_in_read

T = TypeVar("T")
READERS = 3
_GROUP = 64
_GROUP_SECONDS = 0.02
_BUSY_SECONDS = 10
_BUSY_TRIES = 3
_PRAGMAS = ("foreign_keys=ON", f"busy_timeout={_BUSY_SECONDS * 1000}", "temp_store=MEMORY")
_FILE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "journal_size_limit=67108864")
_READING, _WRITING = "query_only=ON", "cache_size=-8000"
"""A writer touches the same pages again and again: 8 MB. Readers, who come by anywhere, keep SQLite's own 2; the system has the file's pages."""


class _Job(NamedTuple):
    work: Callable[[Tables], Any]
    future: "Future[Any]"
    reads: bool = False


def sqlite_engine(path: Path | None, *, reads: bool = False) -> Engine:
    """Return an engine for a file, or for a new database in memory; transactions of a writer begin IMMEDIATE.

    A deferred one that reads first fails at once when another process wrote in between, whatever the busy timeout.
    """
    if path is None:
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        engine = create_engine(
            f"sqlite:///{path}",
            connect_args={"check_same_thread": False, "timeout": _BUSY_SECONDS, "cached_statements": 512},
            pool_size=READERS,
            max_overflow=2,
        )

    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy says when a transaction begins
        for pragma in (*_PRAGMAS, *(() if path is None else _FILE_PRAGMAS), _READING if reads else _WRITING):
            connection.execute(f"PRAGMA {pragma}")

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begin)
    return engine


def looking_engine(path: Path) -> Engine:
    """Return an engine that changes nothing of a file, not even its journal mode."""

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=_BUSY_SECONDS)

    return create_engine("sqlite://", creator=connect, poolclass=NullPool)


class SqliteStore:
    """Implements `bot.ports.Store`."""

    def __init__(self, path: Path | None, engine: Engine) -> None:
        self.place = ":memory:" if path is None else str(path)
        self._engine = engine
        self._memory = path is None
        self._reading = None if path is None else sqlite_engine(path, reads=True)
        self._readers = None if path is None else ThreadPoolExecutor(READERS, thread_name_prefix="store-read")
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="store-write", daemon=True)
        self._thread.start()

    async def write(self, work: Callable[[Tables], T]) -> T:
        """Run `work` in one transaction: all of it is kept, or, when it raises, none."""
        return await self._queue(work, reads=False)

    async def read(self, work: Callable[[Tables], T]) -> T:
        """Run `work` on one snapshot; it must not write."""
        if self._readers is None:
            return await self._queue(work, reads=True)
        return await asyncio.wrap_future(self._readers.submit(self._read, work))

    async def close(self) -> None:
        """Finish what is queued and close."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
            await asyncio.to_thread(self._finish)

    async def _queue(self, work: Callable[[Tables], T], *, reads: bool) -> T:
        if self._closed:
            raise UnavailableError(f"The database {self.place} is closed: the process is stopping.")
        future: Future[T] = Future()
        self._jobs.put(_Job(work, future, reads))
        return await asyncio.wrap_future(future)

    def _finish(self) -> None:
        self._thread.join()
        if self._readers:
            self._readers.shutdown()
        if self._reading:
            self._reading.dispose()
        self._engine.dispose()

    def _read(self, work: Callable[[Tables], T]) -> T:
        if self._reading is None:
            raise RuntimeError("a database in memory is read in the writer's thread")
        try:
            with self._reading.connect() as connection:
                return work(SqlTables(connection))
        except Exception as error:
            raise self._explained(error, reads=True) from error

    def _explained(self, error: BaseException, *, reads: bool = False) -> BaseException:
        if reads and wrote_in_read(error):
            return RuntimeError("work handed to `read` tried to write: hand it to `write`")
        return sqlite_trouble(error, self.place) or error

    # --- the writer's thread ------------------------------------------------------------------------------------------

    def _serve(self) -> None:
        with self._engine.connect() as connection:
            job = self._jobs.get()
            while job is not None:
                if not job.future.set_running_or_notify_cancel():
                    job = self._jobs.get()
                elif self._memory:
                    self._alone(connection, job)
                    job = self._jobs.get()
                else:
                    job = self._group(connection, job) or self._jobs.get()
                    if job is _STOP:
                        break

    def _alone(self, connection: Connection, job: _Job) -> None:
        """Run one job in a transaction of its own."""
        try:
            connection.begin()
            result = self._look(connection, job) if job.reads else job.work(SqlTables(connection))
            connection.commit()
        except BaseException as error:  # noqa: BLE001  whatever it is, it belongs to who asked
            _undo(connection)
            job.future.set_exception(self._explained(error, reads=job.reads))
        else:
            job.future.set_result(result)

    def _look(self, connection: Connection, job: _Job) -> Any:
        driver = connection.connection.cursor()
        driver.execute("PRAGMA query_only=ON")
        try:
            return job.work(SqlTables(connection))
        finally:
            driver.execute("PRAGMA query_only=OFF")

    def _group(self, connection: Connection, job: _Job) -> _Job | None:
        """Run a job and those that queue up meanwhile in one transaction, each undone alone when it fails; commit once."""
        done: list[tuple[_Job, Any]] = []
        until = time.monotonic() + _GROUP_SECONDS
        following: _Job | None = job
        while following is not None and following is not _STOP:
            job = following
            try:
                result = self._step(connection, job, alone=not done)
            except BaseException as error:  # noqa: BLE001  whatever it is, it belongs to who asked
                failure = self._explained(error)
                job.future.set_exception(failure)
                if not _in_transaction(connection):  # SQLite undid everything, the earlier jobs too
                    _undo(connection)
                    for lost, _ in done:
                        lost.future.set_exception(failure)
                    return None
            else:
                done.append((job, result))
            following = self._next() if len(done) < _GROUP and time.monotonic() < until else None
        self._commit(connection, done)
        return following

    def _step(self, connection: Connection, job: _Job, *, alone: bool) -> Any:
        if alone:
            self._begin(connection)
            try:
                return job.work(SqlTables(connection))
            except BaseException:
                _undo(connection)
                raise
        # The driver's own: of what SQLAlchemy adds a savepoint needs nothing, and it takes ten times as long.
        execute = connection.connection.cursor().execute
        execute("SAVEPOINT job")
        try:
            result = job.work(SqlTables(connection))
        except BaseException:
            if _in_transaction(connection):
                execute("ROLLBACK TO job")
                execute("RELEASE job")
            raise
        execute("RELEASE job")
        return result

    def _begin(self, connection: Connection) -> None:
        """Begin, and wait while another process holds the file."""
        for left in reversed(range(_BUSY_TRIES)):
            try:
                connection.begin()
            except Exception as error:
                _undo(connection)
                if not left or not is_locked(error):
                    raise
            else:
                return

    def _commit(self, connection: Connection, done: list[tuple[_Job, Any]]) -> None:
        if not done:
            return
        try:
            connection.commit()
        except Exception as error:  # noqa: BLE001  it belongs to all who asked
            _undo(connection)
            for job, _ in done:
                job.future.set_exception(self._explained(error))
        else:
            for job, result in done:
                job.future.set_result(result)

    def _next(self) -> _Job | None:
        """Return the next queued job that somebody still waits for, `_STOP` at the end, None when there is none."""
        with suppress(Empty):
            while True:
                job = self._jobs.get_nowait()
                if job is None:
                    return _STOP
                if job.future.set_running_or_notify_cancel():
                    return job
        return None


_STOP = _Job(lambda _: None, Future())


def _in_transaction(connection: Connection) -> bool:
    return bool(getattr(connection.connection.dbapi_connection, "in_transaction", False))


def _undo(connection: Connection) -> None:
    with suppress(Exception):
        connection.rollback()
