"""Absorb: readings in, stories, deals, alerts and pending deliveries in one transaction."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import DealwireError
from bot.model.alert import Act, Subscription
from bot.model.delivery import DeliveryState
from bot.model.entry import Extent
from bot.model.feed import Grade
from bot.model.ids import SHARED
from bot.model.reading import ClaimKind, Genre, Status
from bot.model.story import ChangeKind, StoryState
from bot.pipeline import amend
from bot.pipeline.absorb import absorb
from bot.pipeline.cluster import StoryIndex
from bot.pipeline.telling import Teller
from tests.unit.pipeline.news import CATALOGUE, CHANNEL, FOLLOWS, NOON, TENANT, claim, reading, store_with
from tests.unit.pipeline.test_cluster import REWRITE

FIVE = claim(ClaimKind.VALUE, "USD 5e9")


class Desk:
    """A store with one channel, and an index: what a poll pass has."""

    def __init__(self, store):
        self.store = store
        self.index = StoryIndex()

    async def take(self, *readings, learned=False, now=None):
        """Absorb readings at the moment the last of them was found."""
        moment = now or readings[-1].entry.seen
        return await self.store.write(
            lambda tables: absorb(tables, readings, now=moment, catalogue=CATALOGUE, index=self.index, learned=learned)
        )

    async def rows(self):
        """Return every delivery to the channel, oldest first."""
        return await self.store.read(lambda tables: tables.deliveries.of_destination(CHANNEL.id, since=NOON - timedelta(days=99)))

    async def send(self, now):
        """Take what is due as sent; return the acts."""

        def work(tables):
            sent = []
            while claimed := tables.deliveries.claim("console", now, owner="t", lease_seconds=9, limit=9):
                for row, _ in claimed:
                    tables.deliveries.settle(row, DeliveryState.SENT, now=now, message_ref=row.id)
                    sent.append(row)
            return sent

        return [row.act for row in await self.store.write(work)]

    async def story(self, entry_id):
        """Return the story of an entry."""
        return await self.store.read(lambda tables: tables.stories.story_of(entry_id))

    async def amend(self, work, now=NOON + timedelta(hours=1)):
        """Run an amendment."""
        changes = await self.store.write(lambda tables: work(tables, Teller(catalogue=CATALOGUE, now=now)))
        self.index.clear()
        return changes


@pytest.fixture
async def desk():
    """A desk whose channel follows everything."""
    store = await store_with()
    yield Desk(store)
    await store.close()


def after(minutes):
    """Return a moment so many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


async def test_one_event_is_one_post_whatever_joins(desk):
    """Reports of one event make one post; those that come before it is sent are on it already."""
    await desk.take(reading("a"))
    await desk.take(reading("b", minutes=0.5, **REWRITE))

    (post,) = await desk.rows()
    assert post.act is Act.POST
    assert "2 independent sources" in "".join(span.text for span in post.card.footer)


async def test_a_post_waits_a_minute_for_siblings_unless_the_company_speaks(desk):
    """A press report is held for sixty seconds; an official one goes out at once."""
    await desk.take(reading("a"))
    assert await desk.send(after(0.5)) == []
    assert await desk.send(after(1)) == [Act.POST]

    await desk.take(
        reading("b", minutes=4000, title="Quill AI names Ash as site of Harrow Works plant", text="Ash it is.", grade=Grade.PRIMARY)
    )
    assert Act.POST in await desk.send(after(4000))


async def test_growing_coverage_edits_at_most_every_two_minutes(desk):
    """Edits of one message are two minutes apart; what comes meanwhile is in the one that waits."""
    await desk.take(reading("a"))
    await desk.send(after(1))
    await desk.take(reading("b", minutes=2, **REWRITE))
    await desk.take(
        reading(
            "c",
            minutes=2.5,
            **REWRITE | {"text": "Racks for data centers: Quill AI and Harrow Works said they had formed a partnership to build them."},
        )
    )

    assert await desk.send(after(2.5)) == []
    (edit,) = [row for row in await desk.rows() if row.act is Act.EDIT]
    assert "of 3" in "".join(span.text for span in edit.card.footer) or "3 independent" in "".join(span.text for span in edit.card.footer)
    assert await desk.send(after(3)) == [Act.EDIT]


async def test_after_an_hour_more_coverage_edits_nothing(desk):
    """Old messages are edited for changed facts only."""
    await desk.take(reading("a"))
    await desk.send(after(1))
    await desk.take(reading("b", minutes=90, **REWRITE))

    assert [row.act for row in await desk.rows()] == [Act.POST]


async def test_a_corrected_figure_is_a_reply_and_an_edit(desk):
    """A figure that a better source puts otherwise is told in the thread, old → new, with the source."""
    await desk.take(reading("a", claims=[FIVE]))
    await desk.send(after(1))
    changes = await desk.take(reading("b", minutes=30, grade=Grade.PRIMARY, claims=[claim(ClaimKind.VALUE, "USD 2e9")], **REWRITE))

    assert [change.kind for change in changes] == [ChangeKind.GREW, ChangeKind.FACT_CHANGED]
    reply = next(row for row in await desk.rows() if row.act is Act.REPLY)
    assert "".join(span.text for span in reply.card.body[0]) == "Value: $5 billion → $2 billion (b.example)"
    assert {row.act for row in await desk.rows()} == {Act.POST, Act.EDIT, Act.REPLY}


async def test_a_development_is_a_new_root_linked_both_ways(desk):
    """A denial is posted anew with a link back, and the old root says where to go on."""
    await desk.take(reading("a"))
    await desk.send(after(1))
    denial = reading(
        "d", minutes=6 * 1440, title="Harrow Works denies rack deal with Quill AI", text="Harrow denied it all.", status=Status.DENIED
    )
    changes = await desk.take(denial)

    assert [change.kind for change in changes] == [ChangeKind.OPENED, ChangeKind.FOLLOWED]
    posts = [row for row in await desk.rows() if row.act is Act.POST]
    assert any("Earlier: " in span.text for note in posts[1].card.notes for span in note)
    edit = next(row for row in await desk.rows() if row.act is Act.EDIT)
    assert any("denied" in span.text for note in edit.card.notes for span in note)
    old, new = await desk.story("a"), await desk.story("d")
    assert new.follows == old.id
    assert new.deal_id == old.deal_id


async def test_first_sight_is_learned_silently_and_so_are_its_later_copies(desk):
    """What a feed shows at first tells nobody, and neither does what joins it."""
    await desk.take(reading("a"), learned=True)
    await desk.take(reading("b", minutes=60, **REWRITE))

    assert await desk.rows() == ()
    assert (await desk.story("a")).id == (await desk.story("b")).id


async def test_what_is_absorbed_twice_happens_once(desk):
    """An entry that already belongs to a story changes nothing."""
    await desk.take(reading("a"))

    assert await desk.take(reading("a")) == ()
    assert len(await desk.rows()) == 1


async def test_a_recap_rings_nobody(desk):
    """Old news and mentions open no story."""
    await desk.take(reading("a", alert=False, genre=Genre.RECAP), reading("b", storyline=None))

    assert await desk.rows() == ()
    assert await desk.story("a") is None


async def test_a_headline_alone_is_reported_at_most(desk):
    """An aggregator's title lifts no status above reported, whatever it says."""
    await desk.take(reading("a", text="", extent=Extent.TITLE, status=Status.DEFINITIVE))

    assert (await desk.story("a")).status is Status.REPORTED


async def test_a_deal_in_one_event_is_never_in_anothers_ledger(desk):
    """Each deal is reconciled from the claims of its own stories."""
    await desk.take(reading("a", claims=[FIVE]))
    await desk.take(
        reading("o", minutes=60, title="Osprey leases Tern Chips hall", text="Osprey leases a hall.", storyline="other-ai-infra-deal",
                parties=("osprey", "tern"), claims=[claim(ClaimKind.VALUE, "USD 7e9", storyline="other-ai-infra-deal")])
    )  # fmt: skip

    (deal,) = await desk.store.read(lambda tables: tables.deals.of_storyline("quill-harrow", {SHARED}))
    assert [field.value for field in deal.fields] == ["USD 5e9"]


@pytest.mark.parametrize(
    ("subscription", "posts"),
    [
        (replace(FOLLOWS, storylines=("quill-harrow",)), 1),
        (replace(FOLLOWS, storylines=("another",)), 0),
        (replace(FOLLOWS, min_status=Status.DEFINITIVE), 0),
        (replace(FOLLOWS, muted_until=NOON + timedelta(hours=1)), 0),
        (replace(FOLLOWS, created_at=NOON + timedelta(days=1)), 0),
    ],
)
async def test_a_subscription_says_what_is_posted(subscription: Subscription, posts):
    """Storylines, the least status, a mute and the subscription's own age decide."""
    desk = Desk(await store_with(subscription))
    await desk.take(reading("a"))

    assert len(await desk.rows()) == posts
    await desk.store.close()


async def test_quiet_hours_put_a_post_off():
    """A post in quiet hours waits for their end in the channel's zone."""
    desk = Desk(await store_with(replace(FOLLOWS, quiet="11:00-15:30", zone="Europe/London")))
    await desk.take(reading("a"))

    assert [row.next_at for row in await desk.rows()] == [NOON + timedelta(hours=3.5)]
    await desk.store.close()


async def test_a_rolled_back_pass_leaves_no_trace_in_the_index(desk):
    """Where storing fails, the next pass reads the index anew and tells the event."""

    def work(tables):
        absorb(tables, [reading("a")], now=NOON, catalogue=CATALOGUE, index=desk.index)
        raise OSError

    with pytest.raises(OSError):
        await desk.store.write(work)
    desk.index.clear()
    await desk.take(reading("b", minutes=1))

    assert len(await desk.rows()) == 1


async def test_merging_strikes_one_message_and_counts_its_reports_in_the_other(desk):
    """A wrong split is merged: the entries move, and the message that goes names the one that stands."""
    await desk.take(reading("a"))
    await desk.take(
        reading("b", minutes=4 * 1440, title="Ash council votes on a plant", text="A vote in Ash on racks for Harrow and Quill.")
    )
    await desk.send(after(6000))
    one, other = await desk.story("a"), await desk.story("b")
    assert one.id != other.id

    await desk.amend(lambda tables, teller: amend.merge(tables, other.id, one.id, teller, tenant=TENANT), now=after(6001))

    assert (await desk.story("b")).id == one.id
    rows = await desk.rows()
    assert [row.card.struck for row in rows if row.act is Act.RETRACT] == [True]
    gone = await desk.store.read(lambda tables: tables.stories.get(other.id, {SHARED}))
    assert (gone.state, gone.merged_into) == (StoryState.MERGED, one.id)


async def test_splitting_gives_reports_an_event_of_their_own(desk):
    """A wrong join is split: the entries that leave are told as a new event, with a ledger of their own."""
    await desk.take(reading("a"))
    await desk.take(reading("b", minutes=5, claims=[FIVE], **REWRITE))
    story = await desk.story("a")

    await desk.amend(lambda tables, teller: amend.split(tables, story.id, {"b"}, teller, tenant=TENANT))

    moved = await desk.story("b")
    assert moved.id != story.id
    assert len([row for row in await desk.rows() if row.act is Act.POST]) == 2
    deal = await desk.store.read(lambda tables: tables.deals.get(moved.deal_id))
    assert [field.value for field in deal.fields] == ["USD 5e9"]


async def test_a_retraction_strikes_through_and_empties_the_ledger(desk):
    """A retracted event is struck through with the reason, and its claims count no longer."""
    await desk.take(reading("a", claims=[FIVE]))
    await desk.send(after(1))
    story = await desk.story("a")

    await desk.amend(lambda tables, teller: amend.retract(tables, story.id, teller, tenant=TENANT, reason="the outlet took it back"))

    row = (await desk.rows())[-1]
    assert (row.act, row.card.struck) == (Act.RETRACT, True)
    assert "the outlet took it back" in "".join(span.text for note in row.card.notes for span in note)
    deal = await desk.store.read(lambda tables: tables.deals.get(story.deal_id))
    assert deal.fields == ()


async def test_amending_what_is_not_there_says_so(desk):
    """An unknown event, and a split that would leave nothing, are refused in words."""
    await desk.take(reading("a"))
    story = await desk.story("a")

    with pytest.raises(DealwireError, match="no open event"):
        await desk.amend(lambda tables, teller: amend.retract(tables, "nothing-like-it", teller, tenant=TENANT, reason=""))
    with pytest.raises(DealwireError, match="some, not all"):
        await desk.amend(lambda tables, teller: amend.split(tables, story.id, {"a"}, teller, tenant=TENANT))
    with pytest.raises(DealwireError, match="same event"):
        await desk.amend(lambda tables, teller: amend.merge(tables, story.id, story.id, teller, tenant=TENANT))


async def follow_with(desk, **settings):
    """Let the channel follow everything, so."""
    await desk.store.write(lambda tables: tables.places.put_subscription(replace(FOLLOWS, **settings)))


async def test_a_channel_that_asks_for_everything_hears_of_what_is_no_news(desk):
    """Comment on a deal rings nobody but where `floor=all` was asked for, says what it is, and is no deal in the ledger until there is news."""
    await desk.take(reading("a", alert=False, genre=Genre.OPINION))
    assert await desk.rows() == ()

    await follow_with(desk, floor="all")
    other = {
        "title": "Why the racks of Quill AI and Harrow Works will be late",
        "text": "I have seen such plans of theirs before, and none came true.",
    }
    await desk.take(reading("b", minutes=30000, alert=False, genre=Genre.OPINION, **other))
    (post,) = await desk.rows()
    assert post.card.chip == "NO NEWS"
    assert "floor=all" in "".join(span.text for note in post.card.notes for span in note)
    assert (await desk.story("b")).deal_id is None


async def test_news_makes_an_event_of_what_was_only_spoken_of(desk):
    """A report that joins brings the event its deal, and tells the channels that asked for news alone."""
    await desk.take(reading("a", alert=False, genre=Genre.OPINION))
    await desk.take(reading("b", minutes=5, claims=[FIVE], **REWRITE))

    story = await desk.story("a")
    assert story == await desk.story("b")
    assert story.deal_id is not None
    assert [row.act for row in await desk.rows()] == [Act.POST]


async def test_a_channel_may_wait_for_its_language(desk):
    """An event is told once a report of it is in the channel's language, and only once."""
    await follow_with(desk, language="de")
    await desk.take(reading("a"))
    assert await desk.rows() == ()

    await desk.take(reading("b", minutes=5, lang="de", **REWRITE))
    await desk.take(
        reading("c", minutes=6, lang="de", **REWRITE | {"text": "Quill AI and Harrow Works said they would build racks for data centers."})
    )

    assert [row.act for row in await desk.rows()] == [Act.POST]
    assert (await desk.story("a")).languages == ("de", "en")


@pytest.mark.parametrize("threads", [True, False])
async def test_changed_facts_are_told_in_threads_unless_switched_off(desk, threads):
    """Without threads the message alone is edited."""
    await follow_with(desk, threads=threads)
    await desk.take(reading("a", claims=[FIVE]))
    await desk.send(after(1))
    seven = claim(ClaimKind.VALUE, "USD 7e9")
    await desk.take(reading("b", minutes=10, grade=Grade.PRIMARY, claims=[seven], **REWRITE))

    acts = [row.act for row in await desk.rows()]
    assert Act.EDIT in acts
    assert (Act.REPLY in acts) is threads
