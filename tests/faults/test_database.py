"""Database faults: full and read-only disks, damage, locks, lost servers, worker races, old backups."""

import asyncio
import multiprocessing
import os
import signal
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.cli.main import run
from bot.clock import ManualClock, SystemClock
from bot.errors import DealwireError, SchemaVersionError, UnavailableError
from bot.model.delivery import DeliveryState
from bot.store import open_store
from bot.store.backup import backup, restore
from bot.store.hold import release
from bot.store.open import migrate
from tests.contracts.store_facts import NOON, alert, at, delivery, destination, feed, reading
from tests.postgres import NOT_FOUND, binaries, cluster

CLOCK = ManualClock(NOON)
SPAWN = multiprocessing.get_context("spawn")


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
    with cluster(safe=True) as running:
        yield running


def raw(tables, sql):
    """Run SQL on the store's own connection."""
    return tables.meta._connection.exec_driver_sql(sql)


async def until(true):
    """Wait for something that another process or task brings about."""
    while not true():  # noqa: ASYNC110  it has no event of ours
        await asyncio.sleep(0.01)


async def fill(store, count=1):
    """Store alerts with a pending delivery each, all for one channel per alert."""

    def work(t):
        for n in range(count):
            one, place = alert(f"s{n}"), destination(f"C{n}")
            t.places.put_destination(place)
            t.alerts.put(one)
            t.deliveries.add([delivery(one, place)])

    await store.write(work)


# --- SQLite -----------------------------------------------------------------------------------------------------------


async def test_full_disk(store):
    """Fault 42: a full disk is one sentence, loses nothing that was kept, and reading and later writing go on."""
    await store.write(lambda t: t.entries.add([reading("kept")]))
    await store.write(lambda t: raw(t, f"PRAGMA max_page_count={raw(t, 'PRAGMA page_count').scalar() + 2}"))
    big = [reading(f"big{n}", text="x" * 50_000) for n in range(20)]

    outcomes = await asyncio.gather(*(store.write(lambda t, one=one: t.entries.add([one])) for one in big), return_exceptions=True)

    refused = [outcome for outcome in outcomes if outcome is not None]
    assert refused
    assert {type(error) for error in refused} == {UnavailableError}
    assert "the disk is full" in str(refused[0])
    assert await store.read(lambda t: t.entries.get(reading("kept").entry.id)) == reading("kept")
    await store.write(lambda t: raw(t, "PRAGMA max_page_count=1000000"))
    stored = await store.read(lambda t: [t.entries.get(one.entry.id) is not None for one in big])
    assert stored == [outcome is None for outcome in outcomes]
    await store.write(lambda t: t.entries.add(big))
    assert all(await store.read(lambda t: [t.entries.get(one.entry.id) for one in big]))


@pytest.mark.parametrize("damage", ["garbage", "truncated", "torn"])
async def test_damaged_file(file, store, damage):
    """Fault 43: a damaged file is one sentence that says what to do, and is not written to."""
    await store.write(lambda t: t.entries.add([reading(f"n{n}", text="x" * 5000) for n in range(50)]))
    await store.close()
    whole = file.read_bytes()
    broken = {
        "garbage": os.urandom(8192),
        "truncated": whole[: len(whole) // 3],
        "torn": whole[:100] + b"\0" * (len(whole) - 100),
    }[damage]
    file.write_bytes(broken)

    with pytest.raises(UnavailableError, match=r"damaged; restore a backup with `dealwire restore FILE`\.$"):
        open_store(f"sqlite:///{file}", clock=CLOCK)
    assert file.read_bytes() == broken


def hold(file, held, release_it):
    """Keep the file locked until told otherwise."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        held.set()
        release_it.wait()
        connection.execute("COMMIT")


async def test_locked_by_another_process(file, store):
    """Fault 41: a write waits for a process that holds the file, and is kept."""
    await store.write(lambda t: t.meta.put("before", "yes"))
    held, release_it = SPAWN.Event(), SPAWN.Event()
    other = SPAWN.Process(target=hold, args=(file, held, release_it))
    other.start()
    held.wait()

    write = asyncio.ensure_future(store.write(lambda t: t.meta.put("waited", "yes")))
    meanwhile = await store.read(lambda t: (t.meta.get("before"), t.meta.get("waited")))
    done_early = write.done()
    release_it.set()
    await write
    other.join()

    assert (meanwhile, done_early) == (("yes", None), False)
    assert await store.read(lambda t: t.meta.get("waited")) == "yes"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere; the entry point is tried as nobody elsewhere")
def test_read_only_folder(tmp_path):
    """Fault 42: a folder that may not be written is one sentence."""
    tmp_path.chmod(0o500)
    with pytest.raises(UnavailableError, match="cannot be"):
        open_store(f"sqlite:///{tmp_path / 'data' / 'x.db'}", clock=CLOCK)


def test_a_folder_that_cannot_be_made(tmp_path):
    """A path through a file is one sentence."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UnavailableError, match=r"The folder .* cannot be made"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'x.db'}", clock=CLOCK)


def write_until_killed(url, started):
    """Store one row after another, telling each that was kept."""

    async def work():
        store = open_store(url, clock=SystemClock())
        for n in range(1_000_000):
            await store.write(lambda t, n=n: (t.meta.put("last", str(n)), t.entries.add([reading(f"n{n}")])))
            started.value = n

    asyncio.run(work())


@pytest.mark.parametrize("seed", range(3))
async def test_kill_in_the_middle_of_writing(file, seed):
    """Fault 40: what was told to be kept is there after kill -9, and every transaction is whole or absent."""
    kept = SPAWN.Value("i", -1)
    worker = SPAWN.Process(target=write_until_killed, args=(f"sqlite:///{file}", kept))
    worker.start()
    await until(lambda: kept.value >= 20 + 37 * seed)
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()

    store = open_store(f"sqlite:///{file}", clock=CLOCK)
    last = int(await store.read(lambda t: t.meta.get("last")))
    there = await store.read(lambda t: [t.entries.get(reading(f"n{n}").entry.id) is not None for n in range(last + 2)])
    await store.close()

    assert last >= kept.value
    assert there == [True] * (last + 1) + [False]


# --- backups ----------------------------------------------------------------------------------------------------------


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
    """Fault 44: a restored backup sends none of what waited in it, neither before nor after the release."""
    await fill(store, 3)
    copy = tmp_path / "backup.db"
    backup(f"sqlite:///{file}", copy, clock=CLOCK)
    await store.write(lambda t: t.meta.put("after", "the backup"))
    await store.close()

    kept = restore(f"sqlite:///{file}", copy, clock=ManualClock(NOON + timedelta(days=9)))
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


# --- PostgreSQL -------------------------------------------------------------------------------------------------------


def test_unreachable_server(tmp_path):
    """Fault 34: a server that is not there is one sentence without the password."""
    for url in (f"postgresql://me:secret@/news?host={tmp_path}", "postgresql://me:secret@127.0.0.1:9/news"):
        with pytest.raises(UnavailableError, match=r"^The database news at .* cannot be reached: check that .*\.$") as caught:
            open_store(url, clock=CLOCK)
        assert "secret" not in str(caught.value)


def test_missing_database(server):
    """A name that the server does not know is told as such."""
    url = server.url().replace("/test_", "/other_")
    with pytest.raises(UnavailableError, match="there is no database of that name"):
        open_store(url, clock=CLOCK)


async def test_two_workers_never_claim_one_place(server):
    """Fault 28: with many workers on one outbox, each row is claimed once and each place has one row in flight."""
    url = server.url()
    stores = [open_store(url, clock=CLOCK) for _ in range(3)]
    places, alerts = [destination(f"C{n}") for n in range(5)], [alert(f"s{n}") for n in range(12)]

    def work(t):
        for place in places:
            t.places.put_destination(place)
        for one in alerts:
            t.alerts.put(one)
        t.deliveries.add([delivery(one, place, seconds=n) for n, one in enumerate(alerts) for place in places])

    await stores[0].write(work)
    claimed, flying, sent = [], set(), {}

    async def worker(store, name):
        idle = 0
        while idle < 9:
            rows = await store.write(lambda t: t.deliveries.claim("slack", at(999), owner=name, lease_seconds=600, limit=3))
            idle = 0 if rows else idle + 1
            for row, place in rows:
                assert place.id not in flying
                flying.add(place.id)
                claimed.append(row.id)
                sent.setdefault(place.id, []).append(row.created_at)
            await asyncio.sleep(0.002)
            for row, place in rows:
                flying.remove(place.id)
                assert await store.write(lambda t, row=row: t.deliveries.settle(row, DeliveryState.SENT, now=at(999), message_ref="m"))

    await asyncio.gather(*(worker(store, f"w{n}") for n, store in enumerate(stores) for _ in range(2)))

    assert len(claimed) == len(set(claimed)) == 60
    assert all(moments == sorted(moments) for moments in sent.values())
    for store in stores:
        await store.close()


async def test_feeds_are_leased_once_over_workers(server):
    """Workers that ask at the same time share the due feeds, none twice."""
    url = server.url()
    stores = [open_store(url, clock=CLOCK) for _ in range(2)]
    await stores[0].write(lambda t: t.feeds.sync([feed(f"f{n}") for n in range(100)], NOON))

    claims = await asyncio.gather(
        *(store.write(lambda t: t.feeds.claim_due(NOON, owner="w", lease_seconds=60, limit=20)) for store in stores * 5)
    )

    ids = [lease.feed.id for leases in claims for lease in leases]
    assert len(ids) == len(set(ids)) == 100
    for store in stores:
        await store.close()


async def test_server_killed_under_load(server):
    """Faults 34 and 35: a server that crashes and comes back costs sentences, and no write that was told to be kept."""
    store = open_store(server.url(), clock=CLOCK)
    kept, refused, stop = [], [], asyncio.Event()

    async def writer(name):
        n = 0
        while not stop.is_set():
            n += 1
            one = reading(f"{name}-{n}")
            try:
                await store.write(lambda t, one=one: t.entries.add([one]))
                kept.append(one.entry.id)
            except UnavailableError as error:
                refused.append(str(error))
                await asyncio.sleep(0.05)

    writers = [asyncio.ensure_future(writer(f"w{n}")) for n in range(4)]
    for _ in range(2):
        before = len(kept) + 50
        await until(lambda before=before: len(kept) >= before)
        await asyncio.to_thread(server.stop)
        await asyncio.sleep(0.5)
        await asyncio.to_thread(server.start)
    before = len(kept) + 50
    await until(lambda: len(kept) >= before)
    stop.set()
    await asyncio.gather(*writers)

    there = await store.read(lambda t: [t.entries.get(entry_id) is not None for entry_id in kept])
    await store.close()
    assert all(there)
    assert refused
    assert all(words.startswith("The database ") and words.endswith(".") for words in refused)


async def test_more_callers_than_connections(server):
    """Fault 36: when every connection is busy, callers wait their turn and nobody is lost."""
    store = open_store(server.url(), clock=CLOCK)

    async def one(n):
        await store.write(lambda t: (raw(t, "SELECT pg_sleep(0.01)"), t.meta.put(f"k{n}", "1")))
        return await store.read(lambda t: t.meta.get(f"k{n}"))

    assert await asyncio.gather(*(one(n) for n in range(100))) == ["1"] * 100
    await store.close()


async def test_transactions_that_collide_run_again(server):
    """Two transactions that lock each other out are told apart by the server; the loser runs again."""
    store = open_store(server.url(), clock=CLOCK)
    await store.write(lambda t: (t.meta.put("a", "0"), t.meta.put("b", "0")))

    def cross(t, first, second):
        for key in (first, second):
            raw(t, f"UPDATE meta SET value = (value::int + 1)::text WHERE key = '{key}'")
            raw(t, "SELECT pg_sleep(0.05)")

    await asyncio.gather(*(store.write(lambda t, p=pair: cross(t, *p)) for pair in ("ab", "ba") * 3))

    assert await store.read(lambda t: (t.meta.get("a"), t.meta.get("b"))) == ("6", "6")
    await store.close()


async def test_workers_start_on_an_empty_database_at_once(server):
    """Fault 45: several workers that start together make the tables once."""
    url = server.url()

    states = await asyncio.gather(*(asyncio.to_thread(migrate, url, clock=CLOCK) for _ in range(4)))

    assert sorted(found.state.value for found in states) == ["current", "current", "current", "empty"]


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
