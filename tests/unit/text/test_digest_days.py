"""When digests are due: local days through clock changes, named days, times that do not exist."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model.alert import Mode, Subscription
from bot.text.digest_days import due_slot, moment_of, next_slot, weekdays


def channel(**more):
    """A channel's subscription with a daily digest in New York."""
    facts = {"id": "u", "tenant": "t", "destination_id": "d", "storylines": ("*",), "mode": Mode.DAILY, "zone": "America/New_York"}
    return Subscription(**facts | more)


def days_told(subscription, start, end, *, step=timedelta(minutes=7)):
    """Return each day that becomes due between two moments, when looked at every seven minutes, in order of appearance."""
    seen, now = [], start
    while now <= end:
        slot = due_slot(subscription, now)
        if slot is not None and (not seen or seen[-1][0] != slot.day):
            seen.append((slot.day, now))
        now += step
    return seen


@pytest.mark.parametrize(
    ("clock", "start", "shift"),
    [
        ("01:30", datetime(2026, 10, 30, 12, tzinfo=UTC), "back: 01:30 comes twice"),
        ("02:30", datetime(2026, 3, 6, 12, tzinfo=UTC), "forward: 02:30 is skipped"),
        ("01:30", datetime(2026, 3, 6, 12, tzinfo=UTC), "forward"),
        ("02:30", datetime(2026, 10, 30, 12, tzinfo=UTC), "back"),
        ("00:00", datetime(2026, 10, 30, 12, tzinfo=UTC), "back"),
    ],
)
def test_each_local_day_is_due_once_through_clock_changes(clock, start, shift):
    """Over four days around a change of clocks each local day becomes due exactly once, and never an hour early."""
    subscription = channel(digest_at=clock)

    told = days_told(subscription, start, start + timedelta(days=4))

    days = [day for day, _ in told]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))], shift
    assert len(days) >= 4
    assert all(now >= moment_of(day, subscription) for day, now in told)


def test_a_skipped_time_comes_after_the_change_and_a_repeated_one_at_its_first_pass():
    """02:30 of the day without it is 03:30 by the new clock; 01:30 of the day with two is the first."""
    assert moment_of(date(2026, 3, 8), channel(digest_at="02:30")) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert moment_of(date(2026, 11, 1), channel(digest_at="01:30")) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mode", "days", "wanted"),
    [
        (Mode.DAILY, "daily", set(range(7))),
        (Mode.DAILY, "weekdays", set(range(5))),
        (Mode.DAILY, "mon,thu", {0, 3}),
        (Mode.WEEKLY, "fri", {4}),
        (Mode.WEEKLY, "daily", {0}),
    ],
)
def test_days_as_they_were_asked_for(mode, days, wanted):
    """A weekly digest comes on its named day, on Mondays where none was named."""
    assert weekdays(channel(mode=mode, digest_days=days)) == wanted


def test_what_was_due_before_the_channel_subscribed_is_not_due():
    """A subscription at noon gets its first digest the next morning; a configured one has always been there."""
    noon = datetime(2026, 3, 2, 17, tzinfo=UTC)

    assert due_slot(channel(created_at=noon), noon + timedelta(hours=1)) is None
    assert due_slot(channel(created_at=noon), noon + timedelta(hours=20)).day == date(2026, 3, 3)
    assert due_slot(channel(), noon).day == date(2026, 3, 2)


def test_next_digest_is_told_from_the_zone():
    """The next digest after Friday's, on weekdays, is Monday's, at eight by New York's clocks."""
    friday = datetime(2026, 3, 6, 15, tzinfo=UTC)

    slot = next_slot(channel(digest_days="weekdays"), friday)

    assert (slot.day, slot.at) == (date(2026, 3, 9), datetime(2026, 3, 9, 12, tzinfo=UTC))


def test_nonsense_in_a_row_is_eight_o_clock_utc():
    """A time or a zone that cannot be read never stops the digests."""
    odd = channel(digest_at="later", zone="Atlantis/Capital")

    assert moment_of(date(2026, 3, 2), odd) == datetime(2026, 3, 2, 8, tzinfo=UTC)
