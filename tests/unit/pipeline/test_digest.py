"""Digests: once a local day, what is new and what changed, nothing twice; and what would be a flood becomes one message."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.model.alert import Act, AlertKind, Mode
from bot.model.delivery import DeliveryState
from bot.model.feed import Grade
from bot.model.reading import ClaimKind, Status
from bot.pipeline import amend
from bot.pipeline.absorb import absorb
from bot.pipeline.cluster import StoryIndex
from bot.pipeline.digest import DigestPass, Due, make_digest
from bot.pipeline.telling import Teller
from bot.text.digest_days import due_slot
from tests.unit.pipeline.news import CATALOGUE, CHANNEL, FOLLOWS, NOON, TENANT, claim, reading, store_with

DAILY = replace(FOLLOWS, mode=Mode.DAILY, digest_at="08:00", zone="Europe/Berlin")
OTHER = {
    "title": "Quill AI and Harrow Works open a plant in Ash for cooling parts",
    "text": "The plant in Ash makes cooling parts for Quill AI, Harrow Works said.",
}


class Newsdesk:
    """A store with one channel, a clock, an index and the digest pass."""

    def __init__(self, store):
        self.store = store
        self.clock = ManualClock(NOON)
        self.index = StoryIndex()
        self.digests = DigestPass(store, clock=self.clock, catalogue=CATALOGUE, cap=3)

    async def take(self, *readings, cap=0):
        """Absorb readings at the moment the last of them was found."""
        moment = readings[-1].entry.seen
        self.clock.set(max(moment, self.clock.now()))
        await self.store.write(lambda t: absorb(t, readings, now=moment, catalogue=CATALOGUE, index=self.index, cap=cap))

    async def at(self, **more):
        """Move the clock to so long after noon and run the pass; return how many digests were made."""
        self.clock.set(NOON + timedelta(**more))
        return await self.digests.run()

    async def rows(self):
        """Return every post to the channel with its alert, oldest first."""

        def work(t):
            rows = t.deliveries.of_destination(CHANNEL.id, since=NOON - timedelta(days=99))
            return [(t.alerts.get(row.alert_id), row) for row in rows if row.act is Act.POST]

        return await self.store.read(work)

    async def cards(self):
        """Return the digests' cards."""
        return [row.card for alert, row in await self.rows() if alert.kind is AlertKind.DIGEST]

    async def amend(self, work):
        """Run an amendment now."""
        await self.store.write(lambda t: work(t, Teller(catalogue=CATALOGUE, now=self.clock.now())))
        self.index.clear()


def words(card):
    """Return all words of a card."""
    return " ".join([card.title, card.kicker, *("".join(span.text for span in row) for section in card.sections for row in section.lines)])


@pytest.fixture
async def desk():
    """A desk whose channel gets a digest at eight in Berlin, which is seven UTC in winter."""
    store = await store_with(DAILY)
    newsdesk = Newsdesk(store)
    assert await newsdesk.digests.run() == 0  # this morning's: there was nothing to tell
    yield newsdesk
    await store.close()


@pytest.fixture
async def live():
    """A desk whose channel is told at once."""
    store = await store_with()
    yield Newsdesk(store)
    await store.close()


async def test_a_daily_channel_gets_one_digest_instead_of_alerts(desk):
    """What came since the last digest is one message at the asked time, and nothing was posted before it."""
    await desk.take(reading("a"))
    assert [row.state for _, row in await desk.rows()] == [DeliveryState.DIGESTED]
    assert await desk.at(hours=18) == 0

    assert await desk.at(hours=19) == 1

    (card,) = await desk.cards()
    assert card.title == "Daily digest, Wed 5 Mar 2031"
    assert card.kicker == "1 new event"
    assert "ANNOUNCED Quill AI and Harrow Works to build server racks together" in words(card)
    assert await desk.at(hours=20) == 0


async def test_nothing_new_means_silence_and_later_news_waits_for_the_next_day(desk):
    """A day without news has no digest, not even when news comes an hour after its time."""
    assert await desk.at(hours=19) == 0
    await desk.take(reading("a", minutes=20 * 60))
    assert await desk.at(hours=21) == 0

    assert await desk.at(hours=43) == 1
    assert await desk.at(hours=67) == 0


async def test_growth_is_not_news_but_a_changed_fact_is(desk):
    """The next digest does not repeat a story that only more sources report; it does tell what changed in it."""
    await desk.take(reading("a", claims=[claim(ClaimKind.VALUE, "USD 5e9")]))
    await desk.at(hours=19)
    await desk.take(reading("b", minutes=20 * 60, claims=[claim(ClaimKind.VALUE, "USD 5e9")]))
    assert await desk.at(hours=43) == 0

    await desk.take(reading("c", minutes=50 * 60, grade=Grade.PRIMARY, claims=[claim(ClaimKind.VALUE, "USD 7e9")]))
    assert await desk.at(hours=67) == 1

    card = (await desk.cards())[-1]
    assert card.kicker == "1 changed"
    assert "$5 billion → $7 billion" in words(card)


async def test_a_higher_status_is_told_again_with_now(desk):
    """A story that moved up the ladder is in the next digest with its new status, once."""
    await desk.take(reading("a", status=Status.REPORTED))
    await desk.at(hours=19)
    await desk.take(reading("b", minutes=20 * 60, status=Status.ANNOUNCED, host="quill.example"))

    assert await desk.at(hours=43) == 1
    assert "NOW ANNOUNCED" in words((await desk.cards())[-1])
    assert await desk.at(hours=67) == 0


async def test_a_retraction_is_told_where_the_story_was_told_and_only_there(desk):
    """A digest strikes through what an earlier one told; what was retracted before it was told is never mentioned."""
    await desk.take(reading("a"))
    await desk.at(hours=19)
    story = await desk.store.read(lambda t: t.stories.story_of("a"))
    await desk.amend(lambda t, teller: amend.retract(t, story.id, teller, tenant=TENANT, reason="the company denied it"))
    assert await desk.at(hours=43) == 1
    assert "RETRACTED" in words((await desk.cards())[-1])
    assert "the company denied it" in words((await desk.cards())[-1])

    await desk.take(
        reading(
            "x", minutes=44 * 60, storyline="other-deals", parties=("osprey", "tern"), title="Osprey buys chips of Tern", text="Osprey."
        )
    )
    fresh = await desk.store.read(lambda t: t.stories.story_of("x"))
    await desk.amend(lambda t, teller: amend.retract(t, fresh.id, teller, tenant=TENANT, reason="wrong"))
    assert await desk.at(hours=67) == 0


async def test_a_clock_that_jumps_makes_no_second_digest(desk):
    """An hour back or forth around the time of the digest makes neither a second one nor none."""
    await desk.take(reading("a"))
    made = [await desk.at(hours=19, minutes=minutes) for minutes in (-61, 1, -59, 2, 61, 0, 62)]

    assert sum(made) == 1
    assert len(await desk.cards()) == 1


async def test_a_killed_process_and_two_workers_make_one_digest(desk):
    """A pass that knows nothing of an earlier one finds its row; two at the same moment make one message."""
    await desk.take(reading("a"))
    desk.clock.set(NOON + timedelta(hours=19))
    others = [DigestPass(desk.store, clock=desk.clock, catalogue=CATALOGUE) for _ in range(3)]

    made = await asyncio.gather(*(one.run() for one in others))

    assert sum(made) == 1
    assert await DigestPass(desk.store, clock=desk.clock, catalogue=CATALOGUE).run() == 0
    due = Due(subscription=DAILY, destination=CHANNEL, slot=due_slot(DAILY, desk.clock.now()))
    assert await desk.store.write(lambda t: make_digest(t, due, CATALOGUE, now=desk.clock.now())) is False


async def test_another_time_on_a_silent_day_may_still_come(desk):
    """Who moves the digest to the afternoon after a silent morning gets it that afternoon."""
    assert await desk.at(hours=19) == 0
    await desk.take(reading("a", minutes=20 * 60))
    await desk.store.write(lambda t: t.places.put_subscription(replace(DAILY, digest_at="15:00")))

    assert await desk.at(hours=26, minutes=1) == 1
    assert await desk.at(hours=27) == 0


async def test_a_weekly_digest_comes_on_its_day(desk):
    """A channel that asked for Fridays hears of Tuesday's news on Friday."""
    await desk.store.write(lambda t: t.places.put_subscription(replace(DAILY, mode=Mode.WEEKLY, digest_days="fri")))
    assert await desk.at() == 0
    await desk.take(reading("a"))

    made = [await desk.at(hours=19 + 24 * days) for days in range(4)]

    assert made == [0, 0, 1, 0]
    assert (await desk.cards())[0].title == "Weekly digest, Fri 7 Mar 2031"


async def test_a_muted_or_parked_channel_waits(desk):
    """No digest is made for a muted or unreachable channel; when that ends, the next one tells what waits."""
    await desk.take(reading("a"))
    await desk.store.write(lambda t: t.places.put_subscription(replace(DAILY, muted_until=NOON + timedelta(hours=30))))
    assert await desk.at(hours=19) == 0
    await desk.store.write(lambda t: (t.places.put_subscription(DAILY), t.places.park(CHANNEL.id, "archived")))
    assert await desk.at(hours=20) == 0

    await desk.store.write(lambda t: t.places.park(CHANNEL.id, ""))

    assert await desk.at(hours=21) == 1
    assert "Late: it was due at 08:00 Europe/Berlin." in "".join(span.text for row in (await desk.cards())[0].notes for span in row)


async def test_what_the_channel_no_longer_follows_is_left_out(desk):
    """A storyline that was given up meanwhile is not in the digest."""
    await desk.take(reading("a"))
    await desk.store.write(lambda t: t.places.put_subscription(replace(DAILY, storylines=("something-else",))))

    assert await desk.at(hours=19) == 0


async def test_switching_from_live_repeats_nothing_and_back_loses_nothing(live):
    """What was posted is not digested again; what waits for a digest is caught up when the channel goes live."""
    await live.take(reading("a"))
    await live.store.write(lambda t: t.places.put_subscription(DAILY))
    assert await live.at(hours=19) == 0
    await live.take(
        reading(
            "b", minutes=30 * 60, storyline="other-deals", parties=("osprey", "tern"), title="Osprey buys chips of Tern", text="Osprey."
        )
    )
    await live.store.write(lambda t: t.places.put_subscription(FOLLOWS))

    assert await live.at(hours=31) == 1
    assert "Osprey" in words((await live.cards())[0])


def deals(count, *, minutes=0.0, name="n"):
    """So many different events, each of its own storyline."""
    whats = ["opens a plant", "hires welders", "buys turbines", "rents halls", "sells glass", "drills wells", "lays cable"]
    whats = whats if name == "n" else [f"quietly {what} again" for what in reversed(whats)]
    wheres = ["Alderley", "Birchwood", "Cedarton", "Dogwood", "Elmfield", "Firth", "Gorsebank"]
    return [
        reading(
            f"{name}{n}",
            minutes=minutes,
            storyline=f"{name}-{n}",
            parties=(f"{name}{n}", f"{name}{n}b"),
            title=f"{name.upper()}{wheres[n]} {whats[n]}",
            text=f"{whats[n]} {name.upper()}{wheres[n]}.",
        )
        for n in range(count)
    ]


async def test_more_than_the_cap_in_ten_minutes_is_one_digest(live):
    """Three alerts are posted, the other four become one message, and `why` can tell them from the rest by their reason."""
    await live.take(*deals(7), cap=3)
    states = [(row.state, row.reason) for _, row in await live.rows()]
    assert [state for state, _ in states].count(DeliveryState.PENDING) == 3
    assert [reason for state, reason in states if state is DeliveryState.DIGESTED] == ["rate capped"] * 4
    assert await live.at(minutes=1) == 0

    assert await live.at(minutes=3) == 1

    (card,) = await live.cards()
    assert card.kicker == "4 new events"
    assert await live.at(minutes=9) == 0


async def test_the_cap_counts_ten_minutes_only(live):
    """After ten quiet minutes alerts are posted again."""
    await live.take(*deals(3), cap=3)
    await live.take(*deals(1, minutes=11, name="m"), cap=3)

    assert [row.state for _, row in await live.rows()] == [DeliveryState.PENDING] * 4


async def test_what_piled_up_during_an_outage_is_one_message(live):
    """More posts than the cap that could not be sent for a quarter of an hour are folded, and only one digest is on its way however long it lasts."""
    await live.take(*deals(5))
    assert await live.at(minutes=14) == 0
    await live.at(minutes=16)
    assert {row.state for _, row in await live.rows()} == {DeliveryState.DIGESTED}

    assert await live.at(minutes=19) == 1
    await live.take(*deals(5, minutes=20, name="m"))

    assert sum([await live.at(minutes=minutes) for minutes in (40, 60, 80)]) == 0
    assert len(await live.cards()) == 1


async def test_a_digest_waits_for_the_end_of_quiet_hours(desk):
    """A digest asked for at eight in quiet hours till nine is sent at nine."""
    await desk.store.write(lambda t: t.places.put_subscription(replace(DAILY, quiet="22:00-09:00")))
    await desk.take(reading("a"))
    await desk.at(hours=19)

    (post,) = [row for alert, row in await desk.rows() if alert.kind is AlertKind.DIGEST]
    assert post.next_at == NOON + timedelta(hours=20)
