"""Ticks: seconds that only grow, for paces and rests; by the clock's own time where the clock is not the machine's."""

import time
from collections.abc import Callable

from bot.clock import Clock, SystemClock


def ticks_of(clock: Clock) -> Callable[[], float]:
    """Return the monotonic clock beside the machine's clock, else the seconds of the given clock.

    A wall clock that jumps an hour must neither stop nor flood a channel.
    """
    if isinstance(clock, SystemClock):
        return time.monotonic
    return lambda: clock.now().timestamp()
