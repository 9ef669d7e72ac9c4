"""Telling trouble: once, in the right place, never among news; and the watch that looks for it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.clock import ManualClock
from bot.errors import UnavailableError
from bot.model.alert import Subscription
from bot.model.delivery import PlatformHealth
from bot.model.ids import SHARED, stable_id
from bot.model.notice import OPERATOR_PLACE
from bot.model.quota import Use, UsedUp, window
from bot.ops.tell import Herald
from bot.ops.watch import ROOM, Watch
from bot.store import open_store
from tests.fakes import FilePlatform, destination

NOW = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
OURS = replace(destination("ops"), kind="ops")
THEIRS = replace(destination("ops", workspace="T2"), kind="ops")
NEWS = destination("deals")


class Stage:
    """A store with two workspaces, a platform whose channels are a file, a herald."""

    def __init__(self, store, path):
        self.store = store
        self.clock = ManualClock(NOW)
        self.platform = FilePlatform(path / "posts.jsonl")
        self.herald = Herald(store, {"slack": self.platform}, clock=self.clock)

    async def places(self, *places, operator=None, news=()):
        """Put places, one of them the operator's, some of them with a subscription."""

        def work(t):
            for place in places:
                t.places.put_destination(place)
            for place in news:
                t.places.put_subscription(
                    Subscription(id=stable_id("u", place.id), tenant=place.tenant, destination_id=place.id, storylines=("*",))
                )
            t.meta.put(OPERATOR_PLACE, operator.id if operator else "")

        await self.store.write(work)

    async def told(self, place):
        """Return what is to be posted at a place."""
        rows = await self.store.read(lambda t: t.deliveries.of_destination(place.id, since=datetime(2026, 1, 1, tzinfo=UTC)))
        return [row.card.title for row in rows]


@pytest.fixture
async def stage(tmp_path):
    """A stage on a database in a file."""
    store = open_store(f"sqlite:///{tmp_path / 'bot.db'}", clock=ManualClock(NOW))
    yield Stage(store, tmp_path)
    await store.close()


async def test_a_workspaces_trouble_is_told_in_its_own_place(stage):
    """A workspace's trouble goes to its place; everybody's trouble to the operator's; no place hears another's."""
    await stage.places(OURS, THEIRS, operator=OURS)

    await stage.herald.tell("slack:T2", "Theirs broke: mend it.")
    await stage.herald.tell(SHARED, "A feed broke: mend it.")

    assert await stage.told(THEIRS) == ["Theirs broke: mend it."]
    assert await stage.told(OURS) == ["A feed broke: mend it."]


async def test_without_an_operators_place_every_place_hears_of_shared_trouble(stage):
    """Where the settings name no place, each workspace's own one hears what concerns all; a workspace without one is told nothing."""
    await stage.places(OURS, THEIRS, NEWS)

    await stage.herald.tell(SHARED, "A feed broke: mend it.")
    await stage.herald.tell("slack:T3", "Theirs alone.")

    assert [await stage.told(place) for place in (OURS, THEIRS, NEWS)] == [["A feed broke: mend it."], ["A feed broke: mend it."], []]


async def test_trouble_is_never_told_among_news(stage):
    """A place that follows storylines, or cannot be reached, is told nothing."""
    await stage.places(OURS, replace(THEIRS, parked_reason="archived"), operator=OURS, news=[OURS])

    await stage.herald.tell(SHARED, "A feed broke: mend it.")

    assert [await stage.told(place) for place in (OURS, THEIRS)] == [[], []]


async def test_the_same_sentence_is_told_once_an_hour(stage):
    """Saying it again at once adds nothing; an hour later it is news again."""
    await stage.places(OURS)
    for _ in range(3):
        await stage.herald.tell(SHARED, "A feed broke: mend it.")
    assert len(await stage.told(OURS)) == 1

    stage.clock.advance(3600)
    await stage.herald.tell(SHARED, "A feed broke: mend it.")

    assert len(await stage.told(OURS)) == 2


async def test_a_used_up_quota_is_told_once_in_its_window(stage):
    """The workspace hears of it, and the operator, who can raise it, however often it is met that day; nobody else does."""
    operators = replace(destination("boss", workspace="T9"), kind="ops")
    await stage.places(OURS, THEIRS, operators, operator=operators)
    day = window(Use.BYTES, NOW)
    for _ in range(3):
        await stage.herald.tell_used_up(UsedUp(tenant=OURS.tenant, use=Use.BYTES, limit=1_000_000, window=day))
        stage.clock.advance(3600)

    words = "slack:T1 has used its 1 MB for its own feeds of this day: they are polled again from 00:00 UTC."
    assert [[title.partition(" If ")[0] for title in await stage.told(place)] for place in (OURS, operators, THEIRS)] == [
        [words],
        [words],
        [],
    ]

    stage.clock.advance(86_400)
    tomorrow = window(Use.BYTES, stage.clock.now())
    await stage.herald.tell_used_up(UsedUp(tenant=OURS.tenant, use=Use.BYTES, limit=1_000_000, window=tomorrow))
    assert [len(await stage.told(place)) for place in (OURS, operators, THEIRS)] == [2, 2, 0]


async def test_a_used_up_quota_is_no_matter_for_others(stage):
    """Where neither the workspace nor the operator has a place, it is in the log alone."""
    await stage.places(THEIRS)

    await stage.herald.tell_used_up(UsedUp(tenant=OURS.tenant, use=Use.POLLS, limit=5, window=window(Use.POLLS, NOW)))

    assert await stage.told(THEIRS) == []


class Conditions:
    """What a watch looks at, to be changed by a test."""

    def __init__(self, stage, folder=None):
        self.connected = True
        self.breaker = "closed"
        self.free = 10 * ROOM
        self.watch = Watch(
            stage.store,
            stage.herald,
            platforms=lambda: {"slack": PlatformHealth(name="slack", connected=self.connected, detail="socket closed")},
            breakers=lambda: {"slack": self.breaker},
            folder=folder,
            room=lambda _: self.free,
        )

    async def looks(self, count):
        """Look so many times."""
        for _ in range(count):
            await self.watch.run()


async def test_a_platform_away_for_ten_minutes_is_told_once_with_its_return(stage):
    """Nothing at nine and a half minutes, one sentence at ten, none later, one when it is back; a short absence is nothing."""
    await stage.places(OURS)
    sees = Conditions(stage)
    sees.connected = False
    await sees.looks(20)
    assert await stage.told(OURS) == []
    await sees.looks(40)
    assert [title.split(":")[0] for title in await stage.told(OURS)] == ["Slack has not been connected for 10 minutes (socket closed)"]

    sees.connected = True
    await sees.looks(2)
    sees.connected = False
    await sees.looks(5)
    sees.connected = True
    await sees.looks(5)

    assert (await stage.told(OURS))[1:] == ["Slack is connected again."]


async def test_a_restart_tells_no_trouble_twice(stage):
    """What was told before the process died is not told again, and its end is told by the next one."""
    await stage.places(OURS)
    first = Conditions(stage)
    first.breaker = "open"
    await first.looks(21)
    stage.clock.advance(3700)
    second = Conditions(stage)
    second.breaker = "probing"
    await second.looks(30)
    assert len(await stage.told(OURS)) == 1

    second.breaker = "closed"
    await second.looks(1)

    assert (await stage.told(OURS))[1:] == ["Messages reach Slack again."]


async def test_a_process_without_the_platform_ends_no_trouble_of_it(stage):
    """A worker that has no platforms says nothing of one that another process cannot reach."""
    await stage.places(OURS)
    sees = Conditions(stage)
    sees.connected = False
    await sees.looks(21)
    worker = Watch(stage.store, stage.herald, platforms=dict, breakers=dict)

    await worker.run()

    assert len(await stage.told(OURS)) == 1


async def test_a_disk_that_is_nearly_full_is_told_at_once(stage, tmp_path):
    """The operator hears before anything stops, with the figure and what to do."""
    await stage.places(OURS)
    sees = Conditions(stage, folder=tmp_path)
    sees.free = 30 * 2**20

    await sees.looks(3)

    assert await stage.told(OURS) == [
        "The disk that holds the database has 30 MB left: when it is full, nothing is read or posted. Make room on it."
    ]


class FullDisk:
    """A store that reads, and takes no rows while `full`."""

    def __init__(self, store):
        self._store = store
        self.full = False

    async def write(self, work):
        """Write, or say that the disk is full as the database does."""
        if self.full:
            raise UnavailableError("The database bot.db cannot be used: the disk is full; free some space.")
        return await self._store.write(work)

    async def read(self, work):
        """Read."""
        return await self._store.read(work)


async def test_a_database_that_takes_no_rows_is_told_past_the_outbox(stage):
    """When the disk is full nothing can be queued, so the sentence is sent at once, one time, and its end by the usual way."""
    await stage.places(OURS)
    stage.store = FullDisk(stage.store)
    stage.herald = Herald(stage.store, {"slack": stage.platform}, clock=stage.clock)
    sees = Conditions(stage)
    await sees.looks(1)
    stage.store.full = True

    await sees.looks(3)

    assert [line.title for line in stage.platform.posts()] == [
        "The database bot.db cannot be used: the disk is full; free some space. Until then nothing is read or posted."
    ]
    stage.store.full = False
    await sees.looks(1)
    assert await stage.told(OURS) == ["The database can be written again."]
