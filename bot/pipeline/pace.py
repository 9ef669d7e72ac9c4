"""Pace: token buckets for destination, workspace and platform. Pure: time is a number of seconds that only grows."""

import math
from collections.abc import Iterator

from bot.model.alert import Destination
from bot.model.delivery import Pace, Reach


class Bucket:
    """Holds up to `burst` tokens and gains `rate` a second; may be paused until a moment."""

    def __init__(self, rate: float, burst: float, at: float) -> None:
        self.rate = rate
        self.burst = max(1.0, burst)
        self._tokens = self.burst
        self._at = at
        self._paused_until = -math.inf

    def wait(self, at: float) -> float:
        """Return the seconds until a token is there; 0 when one is."""
        self._fill(at)
        missing = 1.0 - self._tokens
        wait = missing / self.rate if missing > 1e-9 else 0.0
        return max(wait, self._paused_until - at, 0.0)

    def take(self, at: float) -> None:
        """Use a token; the bucket may go below zero, so that those who wait line up behind each other."""
        self._fill(at)
        self._tokens -= 1.0

    def pause(self, until: float) -> None:
        """Give nothing before then; a shorter pause never ends a longer one."""
        self._paused_until = max(self._paused_until, until)

    def paused(self, at: float) -> bool:
        """Tell whether it is paused."""
        return self._paused_until > at

    def idle(self, at: float) -> bool:
        """Tell whether it is as good as new, so that it need not be kept."""
        self._fill(at)
        return self._tokens >= self.burst and not self.paused(at)

    def _fill(self, at: float) -> None:
        if at > self._at:
            self._tokens = min(self.burst, self._tokens + (at - self._at) * self.rate)
            self._at = at


class Pacer:
    """The buckets of one platform: a send takes a token of its destination, its workspace and the platform."""

    def __init__(self, pace: Pace, at: float) -> None:
        self._pace = pace
        self._platform = Bucket(pace.per_platform, max(pace.burst, pace.per_platform), at)
        self._workspaces: dict[str, Bucket] = {}
        self._destinations: dict[str, Bucket] = {}
        self._swept_at = at

    def wait(self, destination: Destination, at: float) -> float:
        """Return the seconds until a send to the destination may begin."""
        return max(bucket.wait(at) for bucket in self._of(destination, at))

    def take(self, destination: Destination, at: float) -> None:
        """Count a send; call it together with `wait`, before any other send is asked for."""
        for bucket in self._of(destination, at):
            bucket.take(at)
        self._sweep(at)

    def pause(self, reach: Reach, destination: Destination, until: float) -> None:
        """Send nothing of that reach before then (Retry-After)."""
        platform, workspace, channel = self._of(destination, until)
        {Reach.PLATFORM: platform, Reach.WORKSPACE: workspace, Reach.DESTINATION: channel}[reach].pause(until)

    def platform_wait(self, at: float) -> float:
        """Return the seconds until anything at all may be sent."""
        return self._platform.wait(at)

    def _of(self, destination: Destination, at: float) -> Iterator[Bucket]:
        pace = self._pace
        yield self._platform
        yield _bucket(self._workspaces, destination.workspace, pace.per_workspace, max(pace.burst, pace.per_workspace), at)
        yield _bucket(self._destinations, destination.id, pace.per_destination, pace.burst, at)

    def _sweep(self, at: float) -> None:
        """Forget full buckets now and then, so that a million channels cost no memory."""
        if at - self._swept_at < 60:
            return
        self._swept_at = at
        for buckets in (self._workspaces, self._destinations):
            for key in [key for key, bucket in buckets.items() if bucket.idle(at)]:
                del buckets[key]


def _bucket(buckets: dict[str, Bucket], key: str, rate: float, burst: float, at: float) -> Bucket:
    if key not in buckets:
        buckets[key] = Bucket(rate, burst, at)
    return buckets[key]
