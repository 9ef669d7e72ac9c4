"""What every store promises of what corrections need: a tenant's newest alerts, and which tenants there are."""

from datetime import timedelta

from tests.contracts.store_facts import NOON, TENANT, alert, at, destination, story


async def test_a_tenants_newest_alerts(store):
    """Newest first, since then, this tenant's alone, so many at most."""
    made = [alert(name, created_at=at(seconds)) for name, seconds in (("a", 0), ("b", 60), ("c", 120))]
    theirs = alert("a", "slack:T2", created_at=at(90))
    await store.write(lambda t: [t.stories.put(story(name)) for name in "abc"])
    await store.write(lambda t: [t.alerts.put(one) for one in (*made, theirs)])

    assert await store.read(lambda t: t.alerts.latest(TENANT, since=NOON, limit=9)) == tuple(reversed(made))
    assert await store.read(lambda t: t.alerts.latest(TENANT, since=at(60), limit=1)) == (made[2],)
    assert await store.read(lambda t: t.alerts.latest(TENANT, since=NOON + timedelta(days=1), limit=9)) == ()


async def test_every_tenant_with_a_place(store):
    """Each workspace once, in order."""
    places = [destination("C1"), destination("C2"), destination("C9", "slack:T2")]
    await store.write(lambda t: [t.places.put_destination(one) for one in places])

    assert await store.read(lambda t: t.places.tenants()) == (TENANT, "slack:T2")
