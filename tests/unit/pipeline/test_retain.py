"""Forgetting: thirty days after a workspace left, and not a day before; never one that came back."""

from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.model.notice import GONE
from bot.pipeline.retain import RetentionPass
from bot.store import open_store
from tests.fakes import destination, follow
from tests.unit.pipeline.news import NOON

OURS, THEIRS = destination("deals", workspace="T1"), destination("deals", workspace="T2")


@pytest.mark.parametrize(("days", "back", "left"), [(29, False, True), (30, False, False), (400, True, True)])
async def test_a_workspace_is_forgotten_thirty_days_after_it_left(days, back, left):
    """Its channels are there on the 29th day and gone on the 30th; whoever came back keeps everything, and so does everybody else."""
    store = open_store("sqlite:///:memory:", clock=ManualClock(NOON))
    await store.write(lambda t: (follow(t, OURS), follow(t, THEIRS), t.meta.put(f"{GONE}slack:T1", "" if back else NOON.isoformat())))
    retention = RetentionPass(store, clock=ManualClock(NOON + timedelta(days=days)))

    await retention.run()
    await retention.run()

    found = await store.read(lambda t: [t.places.destination(place.id) is not None for place in (OURS, THEIRS)])
    assert found == [left, True]
    await store.close()
