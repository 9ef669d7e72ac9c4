"""What every store promises of forgetting."""

from dataclasses import replace
from datetime import timedelta

from bot.model.alert import Act
from bot.model.audit import AuditLine
from bot.model.deal import Deal
from bot.model.delivery import DeliveryState
from bot.model.digest import Digest, DigestedStory
from bot.model.ids import SHARED, stable_id
from bot.model.ruling import Ruling, RulingKind
from bot.model.story import ChangeKind, StoryChange
from bot.text.query import read_query
from tests.contracts.store_facts import NOON, alert, at, delivery, destination, feed, member, reading, story, subscription

GONE, KEPT = "slack:T1", "slack:T2"
LATER = NOON + timedelta(days=400)


def life(t, tenant):
    """Write something of everything that a workspace can have."""
    place = destination("C1", tenant)
    own_feed = feed("own", tenant)
    own = reading(f"own-{tenant[-2:]}", tenant=tenant, feed_id=own_feed.id, claims=())
    event = story(f"own-{tenant}", tenant=tenant)
    told = alert("shared", tenant)
    t.feeds.add(own_feed, NOON)
    t.entries.remember(own_feed.id, ["one"], NOON)
    t.entries.add([own])
    t.stories.put(event)
    t.stories.join(member(event, own))
    t.stories.log(StoryChange(story_id=event.id, kind=ChangeKind.OPENED, at=NOON))
    t.deals.put(Deal(id=stable_id("g", tenant), storyline="x", title="X", opened_by=event.id, opened_at=NOON, tenant=tenant))
    t.places.put_destination(place)
    t.places.put_subscription(subscription(place, "*"))
    t.alerts.put(told)
    t.deliveries.add([delivery(told, place)])
    t.digests.open(Digest(destination_id=place.id, slot="2026-03-01", tenant=tenant, at=NOON))
    t.digests.tell([DigestedStory(destination_id=place.id, story_id="s", tenant=tenant, alert_id="a", at=NOON)])
    t.audit.add(AuditLine(tenant=tenant, at=NOON, who="Ann", what="subscribe all"))
    t.rulings.put(Ruling(tenant=tenant, kind=RulingKind.MUTED_SOURCE, key="x.example", at=NOON))


def left(t, tenant):
    """Return all that is stored of a workspace."""
    place, own_feed = destination("C1", tenant), feed("own", tenant)
    return [
        t.feeds.get(own_feed.id), t.feeds.state(own_feed.id), list(t.entries.known(own_feed.id, ["one"])), t.entries.latest([tenant], since=NOON, limit=9),
        t.entries.search(read_query("title"), [tenant]), t.stories.latest([tenant], storyline=None, limit=9), t.deals.of_storyline("x", [tenant]),
        t.places.destination(place.id), t.places.subscriptions(tenant), t.alerts.get(alert("shared", tenant).id), t.deliveries.counts([tenant]),
        t.digests.of(place.id, "2026-03-01"), t.digests.told_of(place.id, "s"), t.audit.latest(tenant, 9), t.rulings.of(tenant, [RulingKind.MUTED_SOURCE]),
    ]  # fmt: skip


async def test_a_workspace_is_forgotten_and_no_other(store):
    """Nothing of the workspace is left, everything of another one and all shared news is."""
    shared = reading("public")
    await store.write(lambda t: (life(t, GONE), life(t, KEPT), t.entries.add([shared])))
    before = await store.read(lambda t: left(t, KEPT))
    assert all(await store.read(lambda t: left(t, GONE)))

    count = await store.write(lambda t: t.retention.forget_tenant(GONE))

    assert count > 12
    assert not any(await store.read(lambda t: left(t, GONE)))
    assert await store.read(lambda t: left(t, KEPT)) == before
    assert await store.read(lambda t: t.entries.get(shared.entry.id)) == shared
    assert await store.read(lambda t: [one.entry.id for one in t.entries.search(read_query("title"), [SHARED])]) == [shared.entry.id]
    assert await store.write(lambda t: t.retention.forget_tenant(GONE)) == 0


async def test_a_workspace_that_comes_back_begins_anew(store):
    """After forgetting, the same workspace can be stored again."""
    await store.write(lambda t: (life(t, GONE), t.retention.forget_tenant(GONE)))

    await store.write(lambda t: life(t, GONE))

    assert all(await store.read(lambda t: left(t, GONE)))


async def test_old_rows_go_and_what_a_feed_showed_stays(store):
    """Edits and texts of a year ago go; posts, identities and the texts of events stay."""
    place, told = destination(), alert("one")
    lone, of_event, event = reading("lone"), reading("event"), story()
    rows = [
        replace(delivery(told, place, act, revision), state=DeliveryState.SENT, settled_at=NOON)
        for act, revision in ((Act.POST, 0), (Act.EDIT, 1))
    ]

    def work(t):
        t.places.put_destination(place)
        t.alerts.put(told)
        t.deliveries.add(rows)
        t.entries.add([lone, of_event])
        t.stories.put(event)
        t.stories.join(member(event, of_event))
        t.entries.remember(feed().id, ["seen"], NOON)
        t.digests.open(Digest(destination_id=place.id, slot="2026-03-01", tenant=place.tenant, at=NOON))

    await store.write(work)
    assert await store.write(lambda t: t.retention.prune(rows_before=NOON, texts_before=NOON)) == 0

    await store.write(lambda t: t.retention.prune(rows_before=LATER, texts_before=LATER))

    assert [row.act for row in await store.read(lambda t: t.deliveries.of_alert(told.id))] == [Act.POST]
    assert await store.read(lambda t: t.entries.known(feed().id, ["seen", "new"])) == {"seen"}
    texts = await store.read(lambda t: [t.entries.get(one.entry.id).entry.text for one in (lone, of_event)])
    assert texts == ["", of_event.entry.text]
    assert await store.read(lambda t: t.digests.of(place.id, "2026-03-01")) is None


async def test_a_greeting_is_never_forgotten_while_its_channel_lives(store):
    """Old notices go with their alerts; a greeting stays, or the channel would be greeted twice."""
    place = destination()
    notices = [replace(alert(name), story_id=f"notice:{place.id}:{name}") for name in ("greeting", "t123")]

    def work(t):
        t.places.put_destination(place)
        for one in notices:
            t.alerts.put(one)
        t.deliveries.add([replace(delivery(one, place), state=DeliveryState.SENT, settled_at=at(1)) for one in notices])

    await store.write(work)
    await store.write(lambda t: t.retention.prune(rows_before=LATER, texts_before=LATER))

    assert [bool(await store.read(lambda t, one=one: t.alerts.get(one.id))) for one in notices] == [True, False]
