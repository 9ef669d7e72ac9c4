"""Arriving, leaving, coming back; and the channel for trouble."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.model.alert import Act
from bot.model.delivery import DeliveryState
from bot.model.ids import stable_id
from bot.ports import Notice, NoticeKind
from handlers.context import Context
from handlers.desk import CommandDesk
from handlers.registry import COMMANDS, HANDLERS
from tests.fakes import destination as channel
from tests.fakes import follow, queue
from tests.unit.handlers.conftest import NOW

C1 = stable_id("d", "slack", "T1", "C1")


@pytest.fixture
def note(store, catalogue):
    """Tell the desk that something happened to a channel, or to the whole workspace."""

    desk = CommandDesk(Context(store=store, catalogue=catalogue, clock=ManualClock(NOW), commands=COMMANDS, handlers=HANDLERS))

    async def told(kind, place="C1", platform="slack"):
        await desk.notice(Notice(kind=kind, platform=platform, workspace="T1", channel=place))

    return told


async def rows_at(store, place_id=C1):
    """Return what is to be posted at a place."""
    return await store.read(lambda t: t.deliveries.of_destination(place_id, since=NOW - timedelta(days=9)))


async def test_an_invitation_is_greeted_once(note, store):
    """The first message says what the bot is and three commands; a repeated event, or another invitation, says nothing more."""
    await note(NoticeKind.INVITED)
    await note(NoticeKind.INVITED)
    await note(NoticeKind.REMOVED)
    await note(NoticeKind.INVITED)

    (greeting,) = await rows_at(store)
    text = "".join(span.text for row in greeting.card.body for span in row)
    assert greeting.act is Act.POST
    assert all(command in text for command in ("/deals subscribe openai-foxconn", "/deals latest", "/deals help"))


async def test_discord_is_greeted_with_its_own_root_for_admins(note, store):
    """On Discord admins have a root of their own, and the greeting names it."""
    await note(NoticeKind.INVITED, "55", platform="discord")

    (greeting,) = await rows_at(store, stable_id("d", "discord", "T1", "55"))
    assert "/deals-admin subscribe" in greeting.card.fallback


async def test_uninstalling_parks_all_and_keeps_the_day(note, store):
    """A workspace that removes the app is parked whole, with the day from which its data is kept thirty days; coming back ends that."""
    here, there = channel("C1"), channel("C2")
    await store.write(lambda t: (follow(t, here), follow(t, there)))

    await note(NoticeKind.UNINSTALLED, "")
    parked = await store.read(lambda t: [t.places.destination(p.id).parked_reason for p in (here, there)])
    gone = await store.read(lambda t: t.meta.beginning("gone:"))
    await note(NoticeKind.INVITED, "C1")

    assert parked == ["uninstalled", "uninstalled"]
    assert gone == {"gone:slack:T1": NOW.isoformat()}
    assert await store.read(lambda t: [t.places.destination(p.id).parked_reason for p in (here, there)]) == ["", ""]
    assert await store.read(lambda t: t.meta.beginning("gone:")) == {"gone:slack:T1": ""}


async def test_a_channel_that_is_back_gets_no_flood(note, store):
    """Of five alerts that waited none comes alone: they are folded into a digest; of two both come."""
    here, there = channel("C1"), channel("C2")
    await store.write(lambda t: (follow(t, here), follow(t, there)))
    long_ago = NOW - timedelta(hours=2)
    await store.write(lambda t: [queue(t, n, here, long_ago) for n in range(5)] + [queue(t, n, there, long_ago) for n in range(2)])
    await note(NoticeKind.REMOVED, "C1")
    await note(NoticeKind.REMOVED, "C2")

    await note(NoticeKind.RESTORED, "C1")
    await note(NoticeKind.RESTORED, "C2")

    assert {row.state for row in await rows_at(store, here.id)} == {DeliveryState.DIGESTED}
    assert {row.state for row in await rows_at(store, there.id)} == {DeliveryState.PENDING}


async def test_ops_here_sets_one_place_and_is_undone(say, store):
    """The last channel that was named is the one; `undo` takes it back; health says where trouble goes."""

    async def ops():
        return [place.channel for place in await store.read(lambda t: t.places.of_kind("ops"))]

    assert "only logged" in "".join(span.text for span in (await say("health")).footer)
    assert (await say("ops here")).title.startswith("Only admins")
    await say("ops here", channel="C8", admin=True)
    await say("ops here", channel="C9", admin=True)
    assert await ops() == ["C9"]
    assert "Trouble is told in #c9" in "".join(span.text for span in (await say("health")).footer)

    await say("undo", channel="C9", admin=True)

    assert await ops() == []


async def test_ops_here_refuses_a_news_channel(say, store):
    """Trouble is never told among news: a channel that follows a storyline is not taken."""
    await say("subscribe openai-foxconn", admin=True)

    card = await say("ops here", admin=True)

    assert "follows news" in card.title
    assert await store.read(lambda t: t.places.of_kind("ops")) == ()


async def test_health_says_when_the_place_for_trouble_became_a_news_channel(say, store):
    """Subscribing in the channel for trouble makes it a news channel, in which nothing is told; health says so, and nobody else's place is shown."""
    await say("ops here", channel="C9", admin=True)
    await say("subscribe openai-foxconn", channel="C9", admin=True)
    place = await store.read(lambda t: t.places.destination(stable_id("d", "slack", "T1", "C9")))
    await store.write(lambda t: t.places.put_destination(replace(place, kind="ops")))

    assert "follows news now" in "".join(span.text for span in (await say("health")).footer)
    assert "C9" not in "".join(span.text for span in (await say("health", tenant="slack:T2")).footer)
