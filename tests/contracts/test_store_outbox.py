"""What every store promises of places, alerts and deliveries."""

from dataclasses import replace

import pytest

from bot.model.alert import Act, Mode
from bot.model.card import Card
from bot.model.delivery import DeliveryState
from bot.model.reading import Status
from tests.contracts.store_facts import NOON, TENANT, alert, at, delivery, destination, subscription

HERE, THERE = destination("C1"), destination("C2")
ONE, TWO = alert("one"), alert("two")
PLATFORM = "slack"


async def outbox(store, *rows):
    """Put two places, two alerts and these rows."""

    def work(t):
        for place in (HERE, THERE):
            t.places.put_destination(place)
        for one in (ONE, TWO):
            t.alerts.put(one)
        return t.deliveries.add(rows)

    return await store.write(work)


async def claim(store, seconds=0.0, *, owner="w1", lease=30.0, limit=10, platform=PLATFORM):
    """Claim and return the deliveries."""
    work = lambda t: t.deliveries.claim(platform, at(seconds), owner=owner, lease_seconds=lease, limit=limit)  # noqa: E731
    return [row for row, _ in await store.write(work)]


async def settle(store, row, state, seconds=0.0, **more):
    """Settle a claimed row."""
    return await store.write(lambda t: t.deliveries.settle(row, state, now=at(seconds), **more))


async def states(store, of=ONE):
    """Return the states of an alert's rows in order."""
    return [row.state for row in await store.read(lambda t: t.deliveries.of_alert(of.id))]


# --- places -----------------------------------------------------------------------------------------------------------


async def test_a_channel_has_one_subscription(store):
    """A second subscription of a channel replaces the first, even under another id."""
    first = subscription(HERE, "openai-foxconn", "openai-nvidia", quiet="22:00-07:00", created_at=NOON)
    second = replace(subscription(HERE, "*", mode=Mode.DAILY), id="other", min_status=Status.ANNOUNCED)
    await store.write(lambda t: (t.places.put_destination(HERE), t.places.put_subscription(first)))
    assert await store.read(lambda t: t.places.subscription_of(HERE.id)) == first

    await store.write(lambda t: t.places.put_subscription(second))

    assert await store.read(lambda t: (t.places.subscription_of(HERE.id), t.places.subscriptions(TENANT))) == (second, (second,))
    assert await store.write(lambda t: (t.places.remove_subscription("other"), t.places.remove_subscription("other"))) == (True, False)
    assert await store.read(lambda t: (t.places.subscription_of(HERE.id), t.places.following(["openai-foxconn"]))) == (None, ())


async def test_followers_of_a_storyline_are_found_in_every_tenant(store):
    """A storyline's followers and those of everything, each once, with their places."""
    foreign = destination("9", "discord:7")
    places = {HERE.id: HERE, THERE.id: THERE, foreign.id: foreign}
    follows = [subscription(HERE, "openai-foxconn", "openai-nvidia"), subscription(THERE, "openai-broadcom"), subscription(foreign, "*")]
    await store.write(lambda t: [t.places.put_destination(place) for place in places.values()])
    await store.write(lambda t: [t.places.put_subscription(one) for one in follows])

    found = await store.read(lambda t: t.places.following(["openai-foxconn", "openai-nvidia"]))

    assert set(found) == {(follows[0], HERE), (follows[2], foreign)}
    assert len(found) == 2
    assert await store.read(lambda t: [one for one, _ in t.places.following([])]) == [follows[2]]


async def test_parking_is_told_once(store):
    """The first parking says so; the empty reason brings the place back."""
    await store.write(lambda t: t.places.put_destination(HERE))

    parked = await store.write(lambda t: [t.places.park(HERE.id, "archived"), t.places.park(HERE.id, "gone")])
    seen = await store.read(lambda t: t.places.destination(HERE.id))
    back = await store.write(lambda t: [t.places.park(HERE.id, ""), t.places.park(HERE.id, "")])

    assert (parked, seen.parked_reason, back) == ([True, False], "archived", [True, False])
    assert await store.read(lambda t: t.places.destinations(TENANT)) == (HERE,)


# --- alerts and rows --------------------------------------------------------------------------------------------------


async def test_an_alert_is_replaced_in_place(store):
    """One alert per tenant and story, with its card as it should look now."""
    grown = replace(ONE, revision=2, card=Card(title="Grown"), hold_until=at(60))
    foreign = alert("one", "discord:7")

    await store.write(lambda t: [t.alerts.put(one) for one in (ONE, foreign, grown)])

    assert await store.read(lambda t: t.alerts.get(ONE.id)) == grown
    assert set(await store.read(lambda t: t.alerts.of_story(ONE.story_id))) == {grown, foreign}


async def test_a_row_is_added_once(store):
    """The same act of the same alert at the same place is one row, whoever adds it again."""
    row = delivery(ONE, HERE)

    assert await outbox(store, row, row, delivery(ONE, THERE)) == 2
    assert await outbox(store, replace(row, card=Card(title="changed")), delivery(TWO, HERE)) == 1

    assert await store.read(lambda t: t.deliveries.at(ONE.id, HERE.id)) == (row,)


async def test_a_claim_leases_and_counts_the_attempt(store):
    """A claimed row is `sending`, has its owner, lease, attempt and first attempt; nobody else gets it meanwhile."""
    await outbox(store, delivery(ONE, HERE, seconds=-5))

    ((row, place),) = await store.write(lambda t: t.deliveries.claim(PLATFORM, NOON, owner="w1", lease_seconds=30, limit=9))

    assert (row.state, row.lease_owner, row.lease_until) == (DeliveryState.SENDING, "w1", at(30))
    assert (row.attempts, row.first_attempt_at, place) == (1, NOON, HERE)
    assert await claim(store, owner="w2") == []
    assert await claim(store, 100, owner="w2") == []  # run out, but not reaped: perhaps it was sent
    assert await store.read(lambda t: t.deliveries.of_alert(ONE.id)) == (row,)


async def test_a_claim_takes_the_oldest_row_of_each_live_place(store):
    """One row per destination, the oldest first, due ones of this platform only, within the limit."""
    foreign = destination("9", "discord:7")
    await store.write(lambda t: t.places.put_destination(foreign))
    await outbox(
        store,
        delivery(ONE, HERE, seconds=-10),
        delivery(TWO, HERE, seconds=-20),
        delivery(ONE, THERE, seconds=-30),
        delivery(TWO, THERE, seconds=-40, next_at=at(60)),
        delivery(ONE, foreign, seconds=-50),
    )

    first = await claim(store, limit=1)
    second = await claim(store)

    assert [(row.alert_id, row.destination_id) for row in first] == [(ONE.id, THERE.id)]
    assert [(row.alert_id, row.destination_id) for row in second] == [(TWO.id, HERE.id)]
    assert [row.destination_id for row in await claim(store, platform="discord")] == [foreign.id]


async def test_a_parked_place_gets_nothing_until_it_lives(store):
    """Rows of a parked destination wait, whatever is pending."""
    await outbox(store, delivery(ONE, HERE))
    await store.write(lambda t: t.places.park(HERE.id, "archived"))

    assert await claim(store) == []
    assert await store.read(lambda t: t.deliveries.oldest_pending(at(5))) is None
    await store.write(lambda t: t.places.park(HERE.id, ""))
    assert len(await claim(store)) == 1


async def test_a_held_alert_waits_for_its_siblings(store):
    """Posts wait until the alert's hold is over, and hold back nobody else."""
    await outbox(store, delivery(ONE, HERE, seconds=-9), delivery(TWO, HERE))
    await store.write(lambda t: t.alerts.put(replace(ONE, hold_until=at(60))))

    (other,) = await claim(store)
    await settle(store, other, DeliveryState.SENT, message_ref="1")

    assert other.alert_id == TWO.id
    assert await claim(store, 59) == []
    assert [row.alert_id for row in await claim(store, 60)] == [ONE.id]


@pytest.mark.parametrize("act", [Act.EDIT, Act.REPLY, Act.RETRACT])
async def test_what_follows_a_post_waits_for_its_message(store, act):
    """Edits, replies and retractions carry the message of their own post at their own destination."""
    await outbox(store, delivery(ONE, HERE), delivery(ONE, THERE), delivery(ONE, HERE, act, 1, 1))
    posts = {row.destination_id: row for row in await claim(store, 5)}
    assert {row.act for row in posts.values()} == {Act.POST}
    await settle(store, posts[THERE.id], DeliveryState.SENT, message_ref="there-1")
    assert await claim(store, 6) == []
    await settle(store, posts[HERE.id], DeliveryState.SENT, message_ref="here-1")

    (row,) = await claim(store, 7)

    assert (row.act, row.destination_id, row.root_ref) == (act, HERE.id, "here-1")
    assert [one.root_ref for one in await store.read(lambda t: t.deliveries.at(ONE.id, HERE.id))] == ["", "here-1"]


async def test_rows_of_one_alert_go_in_order(store):
    """A reply waits for the earlier edit, even while that one waits for its next attempt."""
    await outbox(store, delivery(ONE, HERE), delivery(ONE, HERE, Act.EDIT, 1), delivery(ONE, HERE, Act.REPLY, 1))
    (post,) = await claim(store)
    await settle(store, post, DeliveryState.SENT, message_ref="1")
    (edit,) = await claim(store)
    await settle(store, edit, DeliveryState.PENDING, next_at=at(3600))

    assert edit.act is Act.EDIT
    assert await claim(store, 3599) == []
    (again,) = await claim(store, 3600)
    assert (again.act, again.attempts) == (Act.EDIT, 2)


async def test_a_row_that_waits_to_be_tried_again_keeps_its_place(store):
    """Younger rows do not overtake one that was tried, for fifteen minutes; then a stuck row silences nobody."""
    await outbox(store, delivery(ONE, HERE), delivery(TWO, HERE, seconds=1))
    (first,) = await claim(store, 5)
    await settle(store, first, DeliveryState.PENDING, next_at=at(1800))

    assert await claim(store, 800) == []
    assert [row.alert_id for row in await claim(store, 906)] == [TWO.id]


async def test_a_row_planned_for_later_holds_back_nobody(store):
    """Quiet hours plan a row for the morning; what is due before goes before."""
    await outbox(store, delivery(ONE, HERE, next_at=at(3600)), delivery(TWO, HERE, seconds=1))

    assert [row.alert_id for row in await claim(store, 5)] == [TWO.id]


async def test_a_doubtful_row_is_claimed_as_doubtful(store):
    """`uncertain` rows keep their state and first attempt, are leased one at a time, and hold back the channel."""
    await outbox(store, delivery(ONE, HERE), delivery(TWO, HERE, seconds=1))
    (row,) = await claim(store, 1)
    await settle(store, row, DeliveryState.UNCERTAIN, next_at=at(10), reason="timeout")
    assert await claim(store, 9) == []

    (again,) = await claim(store, 10, owner="w2")

    assert (again.state, again.attempts, again.first_attempt_at, again.reason) == (DeliveryState.UNCERTAIN, 2, at(1), "timeout")
    assert await claim(store, 11, owner="w3") == []
    assert [one.id for one in await claim(store, 40, owner="w3")] == [row.id]  # w2's lease is over


async def test_only_the_holder_settles(store):
    """A worker that slept past its lease stores nothing; a row is settled once."""
    await outbox(store, delivery(ONE, HERE))
    (stale,) = await claim(store, owner="w1", lease=10)
    assert await store.write(lambda t: t.deliveries.reap(at(9), settle={})) == 0
    assert await store.write(lambda t: t.deliveries.reap(at(10), settle={PLATFORM: 4.0})) == 1
    assert await claim(store, 13, owner="w2") == []
    (fresh,) = await claim(store, 14, owner="w2")

    assert fresh.reason == "lease ran out"
    assert not await settle(store, stale, DeliveryState.SENT, 15, message_ref="stale")
    assert not await settle(store, replace(fresh, attempts=1), DeliveryState.SENT, 15)
    assert await settle(store, fresh, DeliveryState.SENT, 15, message_ref="fresh")
    assert not await settle(store, fresh, DeliveryState.DEAD, 16)
    (kept,) = await store.read(lambda t: t.deliveries.of_alert(ONE.id))
    assert (kept.state, kept.message_ref, kept.settled_at, kept.lease_owner, kept.lease_until) == (
        DeliveryState.SENT,
        "fresh",
        at(15),
        "",
        None,
    )


async def test_settling_for_another_try_keeps_what_was_learned(store):
    """A retry keeps attempts and first attempt, takes its new due time, reason and plain form, and is not settled."""
    await outbox(store, delivery(ONE, HERE))
    (row,) = await claim(store, 1)

    await settle(store, row, DeliveryState.PENDING, 2, next_at=at(8), reason="http 500", degraded=True)

    (again,) = await claim(store, 8)
    assert (again.attempts, again.first_attempt_at, again.reason, again.degraded) == (2, at(1), "http 500", True)
    assert (again.settled_at, again.next_at) == (None, at(8))


async def test_a_newer_edit_supersedes_the_ones_that_wait(store):
    """Of several pending edits of one message only the newest is sent; other places and acts are left alone."""
    await outbox(
        store, delivery(ONE, HERE), delivery(ONE, HERE, Act.EDIT, 1), delivery(ONE, THERE, Act.EDIT, 1), delivery(ONE, HERE, Act.REPLY, 1)
    )

    await outbox(store, delivery(ONE, HERE, Act.EDIT, 2, 5))
    await outbox(store, delivery(ONE, HERE, Act.EDIT, 1, 6))

    rows = {(row.destination_id, row.act, row.revision): row.state for row in await store.read(lambda t: t.deliveries.of_alert(ONE.id))}
    assert rows == {
        (HERE.id, Act.POST, 0): DeliveryState.PENDING,
        (HERE.id, Act.EDIT, 1): DeliveryState.SUPERSEDED,
        (THERE.id, Act.EDIT, 1): DeliveryState.PENDING,
        (HERE.id, Act.REPLY, 1): DeliveryState.PENDING,
        (HERE.id, Act.EDIT, 2): DeliveryState.PENDING,
    }


async def test_orphans_of_an_unsent_post_are_closed(store):
    """What follows a post that ended without a message is cancelled; what follows a waiting or parked one waits."""
    await outbox(store, delivery(ONE, HERE), delivery(ONE, HERE, Act.EDIT, 1), delivery(ONE, THERE), delivery(ONE, THERE, Act.REPLY, 1))
    rows = {row.destination_id: row for row in await claim(store)}
    assert await store.write(lambda t: t.deliveries.close_orphans(at(1))) == 0
    await settle(store, rows[HERE.id], DeliveryState.DIGESTED)
    await settle(store, rows[THERE.id], DeliveryState.PARKED)

    assert await store.write(lambda t: t.deliveries.close_orphans(at(2))) == 1

    assert await states(store) == [DeliveryState.DIGESTED, DeliveryState.CANCELLED, DeliveryState.PARKED, DeliveryState.PENDING]


async def test_parked_rows_come_back(store):
    """Reviving makes parked rows due now; so does bringing the place back to life."""
    await outbox(store, delivery(ONE, HERE), delivery(TWO, THERE))
    for row in await claim(store):
        await settle(store, row, DeliveryState.PARKED, reason="archived")
    assert await claim(store, 1) == []

    assert await store.write(lambda t: t.deliveries.revive(HERE.id, at(5))) == 1
    await store.write(lambda t: (t.places.park(THERE.id, "archived"), t.places.park(THERE.id, "")))

    assert await claim(store, 4) != await claim(store, 5)
    assert await states(store) == await states(store, TWO) == [DeliveryState.SENDING]


async def test_unsubscribing_cancels_what_waits(store):
    """Pending and parked rows are cancelled at once; one being sent ends with its attempt, and is not tried again."""
    await outbox(store, delivery(ONE, HERE), delivery(TWO, HERE, seconds=1), delivery(ONE, THERE))
    rows = {row.destination_id: row for row in await claim(store, 5)}

    assert await store.write(lambda t: t.deliveries.cancel(HERE.id, at(6))) == 1
    assert await settle(store, rows[HERE.id], DeliveryState.PENDING, 7, next_at=at(9))
    assert await settle(store, rows[THERE.id], DeliveryState.PENDING, 7, next_at=at(9))

    assert await states(store, TWO) == [DeliveryState.CANCELLED]
    assert await states(store) == [DeliveryState.CANCELLED, DeliveryState.PENDING]
    assert [row.destination_id for row in await claim(store, 9)] == [THERE.id]


async def test_a_cancelled_send_that_arrived_is_sent(store):
    """A row that was being sent while its channel unsubscribed tells the truth."""
    await outbox(store, delivery(ONE, HERE))
    (row,) = await claim(store)
    await store.write(lambda t: t.deliveries.cancel(HERE.id, at(1)))

    await settle(store, row, DeliveryState.SENT, 2, message_ref="m")

    assert await states(store) == [DeliveryState.SENT]


async def test_a_waiting_card_can_grow(store):
    """A pending row says what the newest card says; a row that was taken no longer changes."""
    row = delivery(ONE, HERE)
    await outbox(store, row)

    assert await store.write(lambda t: t.deliveries.update_card(row.id, replace(row, card=Card(title="Grown"))))
    (taken,) = await claim(store)

    assert taken.card.title == "Grown"
    assert not await store.write(lambda t: t.deliveries.update_card(row.id, row))


async def test_counts_and_ages_for_health(store):
    """Rows are counted by platform and state, for all or for some tenants; the oldest due one gives its age."""
    foreign, theirs = destination("9", "discord:7"), alert("one", "discord:7")
    await store.write(lambda t: (t.places.put_destination(foreign), t.alerts.put(theirs)))
    await outbox(store, delivery(ONE, HERE, seconds=-50), delivery(ONE, THERE, seconds=-40), delivery(theirs, foreign, seconds=-30))
    await settle(store, (await claim(store, limit=1))[0], DeliveryState.SENT, message_ref="1")

    everything, mine = await store.read(lambda t: (t.deliveries.counts(), t.deliveries.counts([TENANT])))

    assert mine == {("slack", "sent"): 1, ("slack", "pending"): 1}
    assert everything == mine | {("discord", "pending"): 1}
    assert await store.read(lambda t: [t.deliveries.oldest_pending(at(s)) for s in (0, -45)]) == [at(-40), None]


async def test_a_places_history_can_be_listed(store):
    """A digest lists what a destination was owed since then, by state."""
    await outbox(store, delivery(ONE, HERE, seconds=-50), delivery(TWO, HERE, seconds=-10), delivery(ONE, THERE))
    await settle(store, (await claim(store, limit=1))[0], DeliveryState.DIGESTED)

    listed = await store.read(
        lambda t: [
            [row.alert_id for row in t.deliveries.of_destination(HERE.id, since=at(-60))],
            [row.alert_id for row in t.deliveries.of_destination(HERE.id, since=at(-60), states=[DeliveryState.DIGESTED])],
            [row.alert_id for row in t.deliveries.of_destination(HERE.id, since=at(-20))],
        ]
    )

    assert listed == [[ONE.id, TWO.id], [ONE.id], [TWO.id]]


async def test_nothing_is_claimed_on_hold(store):
    """A restored backup sends nothing until it is released."""
    await outbox(store, delivery(ONE, HERE))
    await store.write(lambda t: t.meta.put("hold", "restored from a backup"))

    assert await claim(store) == []
    await store.write(lambda t: t.meta.put("hold", ""))
    assert len(await claim(store)) == 1


async def test_a_long_backlog_of_one_place_hides_no_other(store):
    """However much waits for one destination, the others' rows are found."""
    many = [replace(alert(f"n{n}"), id=f"a{n}") for n in range(120)]
    await outbox(store, delivery(ONE, THERE, seconds=500))
    await store.write(lambda t: [t.alerts.put(one) for one in many])
    await store.write(lambda t: t.deliveries.add([delivery(one, HERE, seconds=n) for n, one in enumerate(many)]))

    rows = await claim(store, 1000, limit=2)

    assert [row.destination_id for row in rows] == [HERE.id, THERE.id]


async def test_what_was_sent_lately_is_told_by_workspace(store):
    """Whoever paces the next sends asks what all workers have sent on a platform since a moment, oldest first."""
    here, there = destination("C1"), destination("C2", tenant="slack:T2")
    rows = [delivery(alert("a"), here), delivery(alert("b"), here), delivery(alert("c", tenant="slack:T2"), there)]

    def work(t):
        for place in (here, there):
            t.places.put_destination(place)
        for row, of in zip(rows, (alert("a"), alert("b"), alert("c", tenant="slack:T2")), strict=True):
            t.alerts.put(of)
            t.deliveries.add([row])

    await store.write(work)
    for seconds in (10, 20):
        for row, _ in await store.write(lambda t, s=seconds: t.deliveries.claim("slack", at(s), owner="w", lease_seconds=60, limit=9)):
            await store.write(lambda t, row=row, s=seconds: t.deliveries.settle(row, DeliveryState.SENT, now=at(s), message_ref="m"))

    found = await store.read(lambda t: t.deliveries.sent_since("slack", at(5)))
    assert sorted(workspace for workspace, _ in found[:2]) == sorted({here.workspace, there.workspace})
    assert found[2] == (here.workspace, at(20))
    assert await store.read(lambda t: t.deliveries.sent_since("slack", at(15))) == found[2:]
    assert await store.read(lambda t: t.deliveries.sent_since("discord", at(5))) == ()
