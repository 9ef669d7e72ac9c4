"""What a workspace has used of its quotas is in `settings`, and in `health` where nothing is left."""

from bot.model.quota import Quotas, Use
from tests.unit.handlers.conftest import NOW
from tests.unit.handlers.test_desk import words

FEW = Quotas(polls_an_hour=10, megabytes_a_day=2, messages_an_hour=0)


async def test_use_is_shown(make_desk, store):
    """Each count with its quota, this workspace's alone; what is used up is trouble, with the time when it goes on."""
    say = make_desk(quotas=FEW)
    mine = {("slack:T1", Use.POLLS): 9, ("slack:T1", Use.BYTES): 1_999_999, ("slack:T1", Use.MESSAGES): 1_234}
    await store.write(lambda t: t.usage.count(mine | {("slack:T2", Use.POLLS): 10}, now=NOW))

    shown = words(await say("settings", admin=True))
    well = await say("health")
    await store.write(lambda t: t.usage.count({("slack:T1", Use.POLLS): 1, ("slack:T1", Use.BYTES): 1}, now=NOW))
    full = await say("health")

    assert "Polls of its own feeds this hour: 9 of 10" in shown
    assert "Megabytes fetched for its own feeds today: 1 of 2" in shown
    assert "Messages this hour: 1,234, as many as it likes" in shown
    assert well.title == "All is well"
    assert full.title == "2 things to look at"
    assert "🔴 Polls of its own feeds this hour: 10 of 10, all used; it goes on at 10:00 UTC" in words(full)
    assert "🔴 Megabytes fetched for its own feeds today: 2 of 2, all used; it goes on at 00:00 UTC" in words(full)
