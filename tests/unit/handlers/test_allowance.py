"""Commands a minute: each workspace has its own bucket."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import ManualClock
from handlers.allowance import MOST_REMEMBERED, Allowance

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_bucket_empties_and_fills():
    """After the last use of a minute the wait is told, and after that wait one more use is there."""
    clock = ManualClock(START)
    allowance = Allowance(60, clock.now)

    assert [allowance.take("a") for _ in range(60)] == [0.0] * 60
    assert allowance.take("a") == 1.0
    assert allowance.take("b") == 0.0
    clock.advance(1.0)
    assert allowance.take("a") == 0.0


@given(st.lists(st.tuples(st.floats(-30, 90), st.integers(1, 20)), max_size=60))
def test_never_more_than_the_bucket_and_what_flowed_in(steps):
    """However uses are spread, and whichever way the clock jumps, no more is granted than one bucket and what time filled in."""
    clock = ManualClock(START)
    allowance, granted, forward = Allowance(60, clock.now), 0, 0.0

    for seconds, weight in steps:
        clock.advance(seconds)
        forward += max(0.0, seconds)
        granted += weight if allowance.take("a", weight) == 0.0 else 0

    assert granted <= 60 + forward + 1e-6


def test_memory_is_bounded():
    """Ten thousand workspaces are remembered, not all that ever came."""
    allowance = Allowance(60, ManualClock(START).now)
    for number in range(MOST_REMEMBERED + 5):
        allowance.take(str(number))

    assert len(allowance._left) == MOST_REMEMBERED
