"""Deliver: from a claimed row, a result and a moment to what is written."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.alert import Act
from bot.model.card import Card
from bot.model.delivery import (
    CannotCheck,
    Delivery,
    DeliveryState,
    NotFound,
    Reach,
    Refusal,
    Rejected,
    RetryLater,
    Sent,
    Uncertain,
)
from bot.pipeline.deliver import (
    BACKOFF,
    LEASE_RAN_OUT,
    DeliveryRules,
    OnDeleted,
    OnUncertain,
    Step,
    after_look_back,
    after_send,
    asked_seconds,
    before_send,
    card_to_send,
    wait_seconds,
)

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
RULES = DeliveryRules()


@dataclass(frozen=True)
class Nature:
    settle_seconds: float = 5.0
    resend_safe_seconds: float = 0.0


SLACK = Nature()
DISCORD = Nature(settle_seconds=2.0, resend_safe_seconds=60.0)


def row(**changes) -> Delivery:
    plain = Delivery(
        id="x1",
        tenant="slack:T1",
        alert_id="a1",
        destination_id="d1",
        act=Act.POST,
        revision=0,
        state=DeliveryState.SENDING,
        created_at=NOW - timedelta(seconds=2),
        next_at=NOW - timedelta(seconds=2),
        card=Card(title="Two firms sign"),
        attempts=1,
        first_attempt_at=NOW,
    )
    return replace(plain, **changes)


def sent(delivery, result, *, now=NOW, platform=SLACK, rules=RULES, draw=0.5):
    return after_send(delivery, result, now=now, platform=platform, rules=rules, draw=draw)


def looked(delivery, found, *, now=NOW, platform=SLACK, rules=RULES, draw=0.5):
    return after_look_back(delivery, found, now=now, platform=platform, rules=rules, draw=draw)


def test_accepted_is_sent_with_its_reference():
    """A send that was accepted keeps the platform's name of the message."""
    outcome = sent(row(), Sent(ref="17.5"))

    assert (outcome.state, outcome.message_ref) == (DeliveryState.SENT, "17.5")


@pytest.mark.parametrize(("attempts", "bound"), [*list(enumerate(BACKOFF, 1)), (50, 7200.0), (0, 2.0)])
def test_waits_grow_by_the_table_with_full_jitter(attempts, bound):
    """The wait is drawn from the whole range below the table's bound."""
    assert wait_seconds(attempts, 0.999) == pytest.approx(0.999 * bound)
    assert wait_seconds(attempts, 0.5) == pytest.approx(0.5 * bound)
    assert 0 < wait_seconds(attempts, 0.0) < 1


def test_retry_after_wins_over_the_table():
    """A platform that asks for 30 s is not asked again before, whatever the table says."""
    outcome = sent(row(), RetryLater(reason="ratelimited", after=30.0))

    assert outcome.state is DeliveryState.PENDING
    assert timedelta(seconds=30) <= outcome.next_at - NOW <= timedelta(seconds=33)
    assert outcome.pause is Reach.DESTINATION


@given(st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True)), st.integers(0, 100), st.floats(0, 1, exclude_max=True))
def test_no_retry_after_makes_a_wait_that_is_no_wait(after, attempts, draw):
    """Any Retry-After, be it NaN, negative or 10^9, gives a wait between a moment and a little over two hours."""
    assert 0 < asked_seconds(after, attempts, draw) <= 7200


def test_a_huge_retry_after_is_capped_at_an_hour():
    """Nobody is believed who asks for 30 years."""
    assert asked_seconds(1e9, 1, 0.0) == pytest.approx(3600.1)


def test_reach_of_a_wait_is_kept():
    """A wait for the whole platform pauses the whole platform."""
    assert sent(row(), RetryLater(reason="global", after=5.0, reach=Reach.PLATFORM)).pause is Reach.PLATFORM


def test_a_platform_that_cannot_be_reached_rests_as_a_whole_and_not_for_long():
    """However often it was tried, a platform that nobody reaches is tried again within a minute, by one row for all."""
    outcome = sent(row(attempts=9), RetryLater(reason="refused", reach=Reach.PLATFORM), draw=0.99)

    assert outcome.pause is Reach.PLATFORM
    assert outcome.next_at - NOW <= timedelta(seconds=60)


def test_doubt_waits_for_the_settle_time():
    """Without a key that dedupes, a doubtful post is looked up only when the look-back can be believed."""
    outcome = sent(row(), Uncertain(reason="timeout"))

    assert outcome.state is DeliveryState.UNCERTAIN
    assert outcome.next_at == NOW + timedelta(seconds=5)


def test_doubt_comes_back_soon_where_repeating_is_safe():
    """Within the nonce window a doubtful post is due by the table, for repeating it posts once."""
    outcome = sent(row(), Uncertain(reason="timeout"), platform=DISCORD)

    assert outcome.state is DeliveryState.UNCERTAIN
    assert outcome.next_at - NOW <= timedelta(seconds=2)


def test_a_failed_repeat_leaves_the_first_attempt_in_doubt():
    """That a repeat was refused for its pace says nothing of the attempt before it."""
    doubtful = row(state=DeliveryState.UNCERTAIN, attempts=2)

    assert sent(doubtful, RetryLater(reason="ratelimited", after=3.0), platform=DISCORD).state is DeliveryState.UNCERTAIN


@pytest.mark.parametrize(
    ("delivery", "platform", "forum", "step"),
    [
        (row(), SLACK, False, Step.SEND),
        (row(state=DeliveryState.UNCERTAIN), SLACK, False, Step.LOOK_BACK),
        (row(state=DeliveryState.UNCERTAIN), DISCORD, False, Step.SEND),
        (row(state=DeliveryState.UNCERTAIN), DISCORD, True, Step.LOOK_BACK),
        (row(state=DeliveryState.UNCERTAIN, first_attempt_at=NOW - timedelta(seconds=49)), DISCORD, False, Step.LOOK_BACK),
        (row(state=DeliveryState.UNCERTAIN, first_attempt_at=NOW + timedelta(hours=1)), DISCORD, False, Step.LOOK_BACK),
        (row(state=DeliveryState.UNCERTAIN, act=Act.EDIT), SLACK, False, Step.SEND),
        (row(state=DeliveryState.UNCERTAIN, act=Act.RETRACT), SLACK, False, Step.SEND),
        (row(state=DeliveryState.UNCERTAIN, act=Act.REPLY), SLACK, False, Step.LOOK_BACK),
    ],
)
def test_what_is_done_first(delivery, platform, forum, step):
    """A doubtful post is looked up unless its key still dedupes for as long as a call may take; acts that are the same twice are repeated."""
    assert before_send(delivery, now=NOW, platform=platform, rules=RULES, forum=forum) == (step, None)


def test_old_posts_are_digested_and_old_edits_lapse():
    """What is older than six hours is not posted alone: it goes into the next digest, and an edit is not made."""
    old = {"created_at": NOW - timedelta(hours=7), "next_at": NOW - timedelta(hours=6, seconds=1)}

    assert before_send(row(**old), now=NOW, platform=SLACK, rules=RULES)[1].state is DeliveryState.DIGESTED
    assert before_send(row(**old, act=Act.EDIT), now=NOW, platform=SLACK, rules=RULES)[1].state is DeliveryState.EXPIRED


def test_an_old_doubtful_post_is_looked_up_before_it_is_digested():
    """It may stand in the channel already: only what is not found goes into the digest."""
    old = row(state=DeliveryState.UNCERTAIN, created_at=NOW - timedelta(hours=7), attempts=3)

    assert before_send(old, now=NOW, platform=SLACK, rules=RULES)[0] is Step.LOOK_BACK
    assert looked(old, NotFound()).state is DeliveryState.DIGESTED
    assert looked(old, Sent(ref="1")).state is DeliveryState.SENT


def test_what_was_planned_for_the_morning_is_not_late():
    """A row that waited for quiet hours to end counts from their end."""
    planned = row(created_at=NOW - timedelta(hours=9), next_at=NOW)

    assert before_send(planned, now=NOW, platform=SLACK, rules=RULES) == (Step.SEND, None)
    assert card_to_send(planned, now=NOW, rules=RULES) == planned.card


def test_late_posts_say_so():
    """A post that comes more than a quarter of an hour late says by how much; an edit does not."""
    late = row(created_at=NOW - timedelta(minutes=135), attempts=3)

    assert card_to_send(late, now=NOW, rules=RULES).notes[-1][0].text == "Late by 2 h 15 min"
    assert card_to_send(replace(late, act=Act.EDIT), now=NOW, rules=RULES) == late.card


def test_a_dead_channel_is_parked_and_a_dead_workspace_with_all_its_channels():
    """A refusal that names the place parks it as far as it reaches."""
    gone = sent(row(), Rejected(refusal=Refusal.DESTINATION_GONE, reason="channel_not_found"))
    revoked = sent(row(), Rejected(refusal=Refusal.TENANT_GONE, reason="token_revoked"))

    assert (gone.state, gone.park) == (DeliveryState.PARKED, Reach.DESTINATION)
    assert (revoked.state, revoked.park) == (DeliveryState.PARKED, Reach.WORKSPACE)


def test_a_refused_form_is_sent_once_as_plain_text_then_given_up():
    """A bad payload gets one plain try, at once."""
    bad = Rejected(refusal=Refusal.BAD_PAYLOAD, reason="invalid_blocks")

    first, second = sent(row(), bad), sent(row(degraded=True), bad)

    assert (first.state, first.next_at, first.degraded) == (DeliveryState.PENDING, NOW, True)
    assert (second.state, second.reason) == (DeliveryState.DEAD, "invalid_blocks")


@pytest.mark.parametrize(
    ("act", "refusal", "policy", "instead"),
    [
        (Act.EDIT, Refusal.MESSAGE_GONE, OnDeleted.DROP, None),
        (Act.EDIT, Refusal.MESSAGE_GONE, OnDeleted.POST, Act.POST),
        (Act.REPLY, Refusal.MESSAGE_GONE, OnDeleted.POST, None),
        (Act.EDIT, Refusal.EDIT_CLOSED, OnDeleted.DROP, None),
        (Act.RETRACT, Refusal.EDIT_CLOSED, OnDeleted.DROP, Act.REPLY),
    ],
)
def test_a_message_that_cannot_be_edited(act, refusal, policy, instead):
    """Who deletes an alert does not want it back unless the operator says so; a retraction that cannot strike is said in a reply."""
    outcome = sent(row(act=act), Rejected(refusal=refusal, reason="unknown message"), rules=DeliveryRules(on_deleted=policy))

    assert (outcome.state, outcome.instead) == (DeliveryState.CANCELLED, instead)


def test_found_by_looking_back_is_sent():
    """A message that is there is adopted with its reference."""
    outcome = looked(row(state=DeliveryState.UNCERTAIN), Sent(ref="9"))

    assert (outcome.state, outcome.message_ref) == (DeliveryState.SENT, "9")


def test_not_found_is_sent_again():
    """A message that is not there although it had time to appear is due at once."""
    outcome = looked(row(state=DeliveryState.UNCERTAIN, attempts=2), NotFound())

    assert (outcome.state, outcome.next_at) == (DeliveryState.PENDING, NOW)


def test_what_cannot_be_checked_follows_the_policy_and_is_counted():
    """Without the permission to look, the operator's choice decides: send again, or hold."""
    unable = CannotCheck(reason="missing_scope")

    again = looked(row(state=DeliveryState.UNCERTAIN), unable)
    held = looked(row(state=DeliveryState.UNCERTAIN), unable, rules=DeliveryRules(on_uncertain=OnUncertain.HOLD))

    assert (again.state, again.unchecked) == (DeliveryState.PENDING, True)
    assert (held.state, held.unchecked, held.next_at - NOW) == (DeliveryState.UNCERTAIN, True, timedelta(days=1))


def test_a_look_back_that_must_wait_leaves_the_row_in_doubt():
    """A rate limit on history is no reason to send again."""
    outcome = looked(row(state=DeliveryState.UNCERTAIN), RetryLater(reason="ratelimited", after=60.0))

    assert outcome.state is DeliveryState.UNCERTAIN
    assert outcome.next_at - NOW >= timedelta(seconds=60)


def test_a_row_that_kills_the_process_waits_between_attempts():
    """A row that many workers did not survive is tried every five minutes, so that it cannot crash-loop and is not lost by bad luck."""
    poison = row(state=DeliveryState.UNCERTAIN, attempts=9, reason=LEASE_RAN_OUT)

    step, outcome = before_send(poison, now=NOW, platform=SLACK, rules=RULES)

    assert (step, outcome.state, outcome.next_at - NOW) == (Step.SETTLE, DeliveryState.UNCERTAIN, timedelta(minutes=5))
    assert before_send(replace(poison, reason=outcome.reason), now=NOW, platform=SLACK, rules=RULES)[0] is Step.LOOK_BACK


@given(
    st.sampled_from(list(Act)),
    st.sampled_from([DeliveryState.SENDING, DeliveryState.UNCERTAIN]),
    st.integers(1, 40),
    st.one_of(
        st.builds(Sent, ref=st.just("1")),
        st.builds(Uncertain, reason=st.just("reset")),
        st.builds(RetryLater, reason=st.just("429"), after=st.one_of(st.none(), st.floats()), reach=st.sampled_from(list(Reach))),
        st.builds(Rejected, refusal=st.sampled_from(list(Refusal)), reason=st.just("no")),
    ),
)
def test_every_result_has_an_end_or_a_later_moment(act, state, attempts, result):
    """Whatever comes of a send, the row ends, or is due at a moment that comes."""
    outcome = sent(row(act=act, state=state, attempts=attempts), result)

    waits = outcome.state in {DeliveryState.PENDING, DeliveryState.UNCERTAIN}
    assert waits == (outcome.next_at is not None)
    assert not waits or NOW <= outcome.next_at <= NOW + timedelta(hours=2, seconds=1)
