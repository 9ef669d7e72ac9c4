"""Alert: who is told, when a message is edited, when a thread is written to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.alert import Act, Mode
from bot.model.card import Card
from bot.model.delivery import DeliveryState
from bot.model.reading import Status
from bot.model.story import Outcome, Story, StoryState
from bot.pipeline.alert import act, edits, new_alert, quiet_until, replies, silence
from tests.unit.pipeline.news import CHANNEL, FOLLOWS, NOON, TENANT

STORY = Story(id="s1", storyline="quill-harrow", headline="", opened_at=NOON, updated_at=NOON, status=Status.REPORTED, alertable=True)
ALERT = new_alert(TENANT, STORY, Card(title="old"), NOON, primary=False)
POST = act(ALERT, CHANNEL, Act.POST, Card(title="old"), NOON)
SENT = replace(POST, state=DeliveryState.SENT, attempts=1, settled_at=NOON)
NEW = Card(title="new")
GROWN = replace(ALERT, revision=1, card=NEW)


@pytest.mark.parametrize(
    ("subscription", "story", "outcome"),
    [
        (FOLLOWS, STORY, None),
        (FOLLOWS, replace(STORY, state=StoryState.RETRACTED), Outcome.RETRACTED),
        (FOLLOWS, replace(STORY, tenant="slack:T9"), Outcome.BELOW_FLOOR),
        (FOLLOWS, replace(STORY, alertable=False), Outcome.NOT_A_DEAL),
        (replace(FOLLOWS, floor="all"), replace(STORY, alertable=False), None),
        (replace(FOLLOWS, min_status=Status.ANNOUNCED), STORY, Outcome.BELOW_FLOOR),
        (replace(FOLLOWS, min_status=Status.FILED), replace(STORY, status=Status.DENIED), None),
        (replace(FOLLOWS, mode=Mode.DAILY), STORY, Outcome.DIGESTED),
        (replace(FOLLOWS, muted_until=NOON + timedelta(hours=1)), STORY, Outcome.MUTED),
        (replace(FOLLOWS, created_at=NOON + timedelta(days=1)), STORY, Outcome.TOO_OLD),
    ],
)
def test_why_a_channel_is_not_told(subscription, story, outcome):
    """Exactly one reason silences a channel, and none where it is to be told; a turn of events passes every least status."""
    assert silence(subscription, story, NOON) is outcome


def test_an_unsent_post_just_says_more():
    """Before its post is sent, a message needs no edit: the waiting row gets the new card, also after an hour."""
    rows = edits(GROWN, [POST], NEW, NOON + timedelta(hours=3), must=False)

    assert (rows.new, [row.card for row in rows.recarded]) == ((), [NEW])


def test_a_sent_post_is_edited_two_minutes_apart():
    """The first edit comes two minutes after the post at the earliest, the next two minutes after that; one waiting says it all."""
    (first,) = edits(GROWN, [SENT], NEW, NOON + timedelta(seconds=10), must=False).new
    again = edits(replace(GROWN, revision=2), [SENT, first], Card(title="newer"), NOON + timedelta(seconds=20), must=False)

    assert first.next_at == NOON + timedelta(minutes=2)
    assert (again.new, [row.card.title for row in again.recarded]) == ((), ["newer"])


def test_an_old_message_is_edited_only_where_it_must_be():
    """After an hour coverage alone edits nothing; a changed fact does."""
    later = NOON + timedelta(hours=2)

    assert edits(GROWN, [SENT], NEW, later, must=False).new == ()
    assert [row.next_at for row in edits(GROWN, [SENT], NEW, later, must=True).new] == [later]


@pytest.mark.parametrize("state", [DeliveryState.DEAD, DeliveryState.DIGESTED, DeliveryState.EXPIRED, DeliveryState.CANCELLED])
def test_a_post_that_never_came_is_neither_edited_nor_replied_to(state):
    """Without a message there is nothing to edit and no thread."""
    gone = replace(POST, state=state, attempts=1)

    assert edits(GROWN, [gone], NEW, NOON, must=True).new == ()
    assert replies(GROWN, [gone], NEW, NOON).new == ()


def test_a_thread_gets_two_notes_at_most():
    """A third changed fact only edits."""
    notes = [replace(act(replace(GROWN, revision=i), CHANNEL, Act.REPLY, NEW, NOON)) for i in (1, 2)]

    assert len(replies(replace(GROWN, revision=2), [SENT, notes[0]], NEW, NOON).new) == 1
    assert replies(replace(GROWN, revision=3), [SENT, *notes], NEW, NOON).new == ()


@pytest.mark.parametrize(
    ("quiet", "zone", "hours"),
    [
        ("", "UTC", 0),
        ("13:00-14:00", "UTC", 0),
        ("11:00-14:00", "UTC", 2),
        ("22:00-07:00", "America/New_York", 0),
        ("20:00-12:30", "UTC", 0.5),
        ("20:00-22:30", "Asia/Tokyo", 1.5),
        ("late-early", "UTC", 0),
        ("11:00-14:00", "Nowhere/City", 0),
    ],
)
def test_quiet_hours_end_in_the_readers_zone(quiet, zone, hours):
    """Inside quiet hours, also over midnight, their end is when to write; nonsense keeps nobody waiting."""
    assert quiet_until(replace(FOLLOWS, quiet=quiet, zone=zone), NOON) == NOON + timedelta(hours=hours)
