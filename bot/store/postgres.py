"""PostgreSQL through psycopg: a few writing threads at READ COMMITTED, readers on REPEATABLE READ snapshots.

Work may run twice: it is repeated when the transaction lost against another one, or when the connection broke before the commit.
"""

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from bot.errors import UnavailableError
from bot.ports import Tables
from bot.store.tables import SqlTables
from bot.store.trouble import is_lost, is_serial, postgres_trouble, wrote_in_read

T = TypeVar("T")
WRITERS = 4
READERS = 4
_SERIAL_TRIES = 8
_LOST_TRIES = 3
_CONNECT_SECONDS = "5"


def postgres_engine(url: str) -> Engine:
    """Return an engine for `postgresql://…`; the driver is ours to choose, the rest is libpq's."""
    parsed = make_url(url).set(drivername="postgresql+psycopg")
    for name, value in (("connect_timeout", _CONNECT_SECONDS), ("application_name", "dealwire")):
        if name not in parsed.query:
            parsed = parsed.update_query_dict({name: value})
    engine = create_engine(parsed, pool_size=WRITERS + READERS, max_overflow=0, pool_recycle=1800, isolation_level="READ COMMITTED")
    event.listen(engine, "connect", _connected)
    return engine


def _connected(connection: Any, _record: Any) -> None:
    """Compiling our short statements takes PostgreSQL longer than running them; what was told to be kept must outlive a crash of the server."""
    connection.execute("SET jit = off")
    connection.execute("SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'")
    connection.commit()


def place_of(url: URL) -> str:
    """Return how a message names the database: never with the password."""
    host = url.host or str(url.query.get("host", "")) or "the local socket"
    return f"{url.database or url.username or ''} at {host}" + (f":{url.port}" if url.port else "")


class PostgresStore:
    """Implements `bot.ports.Store`."""

    def __init__(self, engine: Engine) -> None:
        self.place = place_of(engine.url)
        self._engine = engine
        self._reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="store-write")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-read")
        self._closed = False

    async def write(self, work: Callable[[Tables], T]) -> T:
        """Run `work` in one transaction: all of it is kept, or, when it raises, none."""
        return await self._submit(self._writers, self._engine, work)

    async def read(self, work: Callable[[Tables], T]) -> T:
        """Run `work` on one snapshot; it must not write."""
        return await self._submit(self._readers, self._reading, work)

    async def close(self) -> None:
        """Finish what is queued and close."""
        if not self._closed:
            self._closed = True
            await asyncio.to_thread(self._finish)

    async def _submit(self, threads: ThreadPoolExecutor, engine: Engine, work: Callable[[Tables], T]) -> T:
        if self._closed:
            raise UnavailableError(f"The database {self.place} is closed: the process is stopping.")
        return await asyncio.wrap_future(threads.submit(self._run, engine, work))

    def _finish(self) -> None:
        self._writers.shutdown()
        self._readers.shutdown()
        self._engine.dispose()

    def _run(self, engine: Engine, work: Callable[[Tables], T]) -> T:
        tried = 0
        while True:
            tried += 1
            committing = False
            try:
                with engine.connect() as connection:
                    result = work(SqlTables(connection))
                    committing = True
                    _end(connection, engine is self._reading)
                    return result
            except Exception as error:
                if wrote_in_read(error):
                    raise RuntimeError("work handed to `read` tried to write: hand it to `write`") from error
                # A commit whose answer was lost may have been kept: whoever asked decides, for its rows have stable ids.
                again = (is_serial(error) and tried < _SERIAL_TRIES) or (is_lost(error) and not committing and tried < _LOST_TRIES)
                if not again:
                    raise postgres_trouble(error, self.place) or error from error
            time.sleep(random.uniform(0, min(1.0, 0.01 * 2**tried)))


def _end(connection: Connection, reads: bool) -> None:  # noqa: FBT001  two lines, one caller
    if reads:
        connection.rollback()
    else:
        connection.commit()
