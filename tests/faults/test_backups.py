"""Backups: taken under writes, restored on hold, never in the place of something else."""

import asyncio
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.cli.main import run
from bot.clock import ManualClock
from bot.errors import DealwireError, SchemaVersionError
from bot.store import open_store
from bot.store.backup import backup, restore
from bot.store.hold import release
from tests.contracts.store_facts import NOON, alert, at, delivery, destination, feed, reading
from tests.faults.database_faults import CLOCK, fill
from tests.faults.guards import guarded
from tests.postgres import NOT_FOUND, binaries, cluster


@pytest.fixture
def file(tmp_path):
    """Where the SQLite database lies."""
    return tmp_path / "data" / "dealwire.db"


@pytest.fixture
async def store(file):
    """A store in that file."""
    opened = open_store(f"sqlite:///{file}", clock=CLOCK)
    yield opened
    await opened.close()


@pytest.fixture
def server():
    """A PostgreSQL cluster that the test may kill."""
    if binaries() is None:
        pytest.skip(NOT_FOUND)
    with cluster() as running:
        yield running


async def test_backup_under_writes(file, store, tmp_path):
    """A backup taken while the bot writes is whole: each transaction is in it or not, and none waits for it."""
    await store.write(lambda t: t.entries.add([reading(f"old{n}", text="x" * 3000) for n in range(500)]))
    stop = asyncio.Event()
    written = 0

    async def writing():
        nonlocal written
        while not stop.is_set():
            one, count = reading(f"new{written}"), str(written + 1)
            await store.write(lambda t, one=one, count=count: (t.entries.add([one]), t.meta.put("count", count)))
            written += 1

    writer = asyncio.ensure_future(writing())
    copy = tmp_path / "copies" / "backup.db"
    sizes = [await asyncio.to_thread(backup, f"sqlite:///{file}", copy, clock=CLOCK) for _ in range(3)]
    stop.set()
    await writer

    assert written > 3
    assert sizes[0] > 1_000_000
    with closing(sqlite3.connect(copy)) as found:
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        count = int(found.execute("SELECT value FROM meta WHERE key = 'count'").fetchone()[0])
        assert found.execute("SELECT count(*) FROM entries").fetchone() == (500 + count,)
    assert [path.name for path in copy.parent.iterdir()] == ["backup.db"]


async def test_old_backup_posts_nothing(file, store, tmp_path):
    """Fault 44: a restored backup sends none of what waited in it, neither before nor after the release. Guard: the hold of `restore`."""
    await fill(store, 3)
    copy = tmp_path / "backup.db"
    backup(f"sqlite:///{file}", copy, clock=CLOCK)
    await store.write(lambda t: t.meta.put("after", "the backup"))
    await store.close()

    put_back = guarded("44", restore, lambda url, copy, clock: shutil.copy(copy, shutil.move(file, tmp_path / "kept.db") and file))
    kept = put_back(f"sqlite:///{file}", copy, clock=ManualClock(NOON + timedelta(days=9)))
    restored = open_store(f"sqlite:///{file}", clock=CLOCK)
    claim = lambda t: t.deliveries.claim("slack", at(60), owner="w", lease_seconds=9, limit=9)  # noqa: E731
    held = await restored.write(claim)
    why, cancelled = await restored.write(lambda t: release(t, at(60)))
    after = await restored.write(claim)
    await restored.write(lambda t: (t.alerts.put(alert("new")), t.deliveries.add([delivery(alert("new"), destination("C0"), seconds=70)])))
    fresh = await restored.write(lambda t: t.deliveries.claim("slack", at(80), owner="w", lease_seconds=9, limit=9))
    again = await restored.write(lambda t: release(t, at(90)))
    states = await restored.read(lambda t: t.deliveries.counts())
    await restored.close()

    assert (held, after, why, cancelled) == ((), (), "a backup of 2026-03-01 12:00 UTC", 3)
    assert len(fresh) == 1
    assert again == ("", 0)
    assert states == {("slack", "cancelled"): 3, ("slack", "sending"): 1}
    with closing(sqlite3.connect(kept)) as before:
        assert before.execute("SELECT value FROM meta WHERE key = 'after'").fetchone() == ("the backup",)


async def test_copied_backup_is_on_hold_too(file, store, tmp_path):
    """Whoever moves a backup into place by hand gets the hold as well."""
    await fill(store)
    backup(f"sqlite:///{file}", tmp_path / "moved.db", clock=CLOCK)

    moved = open_store(f"sqlite:///{tmp_path / 'moved.db'}", clock=CLOCK)
    claimed = await moved.write(lambda t: t.deliveries.claim("slack", at(60), owner="w", lease_seconds=9, limit=9))
    await moved.close()

    assert claimed == ()


async def test_restore_refuses_what_would_harm(file, store, tmp_path):
    """No restore under a running bot, from what is no backup, or from a newer one; no backup over another file."""
    url, copy = f"sqlite:///{file}", tmp_path / "backup.db"
    backup(url, copy, clock=CLOCK)
    (tmp_path / "notes.txt").write_text("not a database, though long enough to look like one at first sight " * 20)

    with pytest.raises(DealwireError, match="is in use: stop the bot"):
        restore(url, copy, clock=CLOCK)
    await store.close()
    with pytest.raises(DealwireError, match=r"notes.txt is no sound SQLite database"):
        restore(url, tmp_path / "notes.txt", clock=CLOCK)
    with pytest.raises(DealwireError, match="There is no file"):
        restore(url, tmp_path / "none.db", clock=CLOCK)
    with pytest.raises(DealwireError, match="was not overwritten"):
        backup(url, tmp_path / "notes.txt", clock=CLOCK)
    with pytest.raises(DealwireError, match="is the database itself"):
        backup(url, file, clock=CLOCK)
    with pytest.raises(DealwireError, match="nothing to back up"):
        backup(f"sqlite:///{tmp_path}/none.db", copy, clock=CLOCK)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaVersionError, match="made by a newer dealwire"):
        restore(url, copy, clock=CLOCK)
    assert {path.name for path in tmp_path.iterdir()} == {"data", "backup.db", "notes.txt"}


async def test_restore_over_a_damaged_database(file, store, tmp_path):
    """Damage is why backups are restored: the damaged file is kept aside, the copy opens."""
    await store.write(lambda t: t.meta.put("key", "value"))
    backup(f"sqlite:///{file}", tmp_path / "backup.db", clock=CLOCK)
    await store.close()
    file.write_bytes(os.urandom(4096))

    kept = restore(f"sqlite:///{file}", tmp_path / "backup.db", clock=CLOCK)
    restored = open_store(f"sqlite:///{file}", clock=CLOCK)

    assert await restored.read(lambda t: t.meta.get("key")) == "value"
    assert kept.stat().st_size == 4096
    await restored.close()


async def test_postgres_is_backed_up_into_one_file_and_restored(server, tmp_path):
    """A backup of PostgreSQL is a SQLite file; restored into an empty database it holds the same, on hold."""
    url, copy = server.url(), tmp_path / "backup.db"
    store = open_store(url, clock=CLOCK)
    await fill(store, 5)
    await store.write(lambda t: (t.entries.add([reading("one")]), t.feeds.sync([feed()], NOON), t.entries.remember(feed().id, ["x"], NOON)))
    expected = await store.read(lambda t: (t.entries.get(reading("one").entry.id), t.deliveries.counts(), t.feeds.all(["shared"])))

    backup(url, copy, clock=CLOCK)
    other = server.url()
    assert restore(other, copy, clock=CLOCK) is None
    with pytest.raises(DealwireError, match="is not empty"):
        restore(url, copy, clock=CLOCK)
    restored = open_store(other, clock=CLOCK)
    found = await restored.read(lambda t: (t.entries.get(reading("one").entry.id), t.deliveries.counts(), t.feeds.all(["shared"])))
    held = await restored.write(lambda t: t.deliveries.claim("slack", at(60), owner="w", lease_seconds=9, limit=9))
    await restored.write(lambda t: t.deliveries.add([replace(delivery(alert("s0"), destination("C0")), id="new", revision=7)]))
    known = await restored.read(lambda t: t.entries.known(feed().id, ["x", "y"]))

    assert (found, held, known) == (expected, (), {"x"})
    assert [path.name for path in tmp_path.iterdir()] == ["backup.db"]
    await store.close()
    await restored.close()


def test_the_command_line(file, tmp_path, monkeypatch, capsys):
    """`migrate`, `backup`, `restore` and `release` as an operator types them."""
    monkeypatch.setenv("DEALWIRE_DATABASE_URL", f"sqlite:///{file}")

    def dealwire(*words):
        monkeypatch.setattr(sys, "argv", ["dealwire", *words])
        return run(), "".join(capsys.readouterr())

    copy = str(tmp_path / "copy.db")
    steps = [dealwire(*words) for words in (["backup", copy], ["migrate"], ["backup", copy], ["restore", copy], ["release"], ["release"])]

    assert [code for code, _ in steps] == [1, 0, 0, 0, 0, 0]
    words = ["nothing to back up", "Made the tables", "checked", "kept as", f"Released (a backup of {datetime.now(UTC):%Y}", "not on hold"]
    assert all(part in said for part, (_, said) in zip(words, steps, strict=True)), steps
