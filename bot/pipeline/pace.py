"""Pace: token buckets for destination, workspace and platform. Pure: time is a number of seconds that only grows."""

import math
from collections import deque
from collections.abc import Iterator, Sequence

from bot.model.alert import Destination
from bot.model.delivery import Pace, Reach

_SOON = 0.02
"""Seconds after which to look again where no answer is there yet."""


class Bucket:
    """Holds up to `burst` tokens and gains `rate` a second; may be paused until a moment.

    With `seconds` it also keeps count as a strict server does: no more than `rate` × `seconds` in any such stretch. A send is counted from
    its answer, the latest moment at which it can have arrived, so that no delay on the way brings two stretches together.
    """

    def __init__(self, rate: float, burst: float, at: float, *, seconds: float = 0.0) -> None:
        self.rate = rate
        self.burst = max(1.0, burst)
        self._tokens = self.burst
        self._at = at
        self._paused_until = -math.inf
        self._seconds = seconds
        self._most = max(1, int(rate * seconds))
        self._open = 0
        self._booked: deque[float] = deque()
        self._answered: deque[float] = deque()

    def wait(self, at: float, ahead: int = 0) -> float:
        """Return the seconds until a token is there for who has so many others ahead; 0 when one is."""
        self._fill(at)
        rest = max(0.0, self._paused_until - at)
        missing = 1.0 + ahead - min(self.burst, self._tokens + rest * self.rate)
        return max(rest + (missing / self.rate if missing > 1e-9 else 0.0), self._counted(at, ahead))

    def take(self, at: float) -> None:
        """Use a token; the bucket may go below zero, so that those who wait line up behind each other."""
        self._fill(at)
        self._tokens -= 1.0
        self._open += 1

    def done(self, at: float) -> None:
        """Note that what was taken for has its answer, or will have none."""
        self._open = max(0, self._open - 1)
        if self._seconds:
            self._answered.append(at)

    def remember(self, at: float) -> None:
        """Count what another process has sent."""
        if self._seconds:
            self._answered.append(at)

    def book(self, at: float) -> float:
        """Return when whoever is sent away may come back: behind all who were, as soon as tokens and count will have room for so many."""
        while self._booked and self._booked[0] <= at:
            self._booked.popleft()
        last = self._booked[-1] if self._booked else at
        back = max(last, at + self.wait(at, len(self._booked)))
        self._booked.append(back)
        return back

    def pause(self, until: float) -> None:
        """Give nothing before then; a shorter pause never ends a longer one."""
        self._paused_until = max(self._paused_until, until)

    def paused(self, at: float) -> bool:
        """Tell whether it is paused."""
        return self._paused_until > at

    def idle(self, at: float) -> bool:
        """Tell whether it is as good as new, so that it need not be kept."""
        self._fill(at)
        return self._tokens >= self.burst and not self.paused(at) and not self._open and not self._counted(at) and not self._answered

    def _counted(self, at: float, ahead: int = 0) -> float:
        """Return the seconds until one more is within the count, with so many ahead: each room is free again a stretch after its last use."""
        while self._answered and self._answered[0] <= at - self._seconds:
            self._answered.popleft()
        over = self._open + len(self._answered) - self._most + ahead
        if not self._seconds or over < 0:
            return 0.0
        if over >= len(self._answered) and not ahead:
            return _SOON  # all are on their way
        rounds, nth = divmod(over, self._most)
        used = self._answered[nth] if nth < len(self._answered) else at
        return max(0.0, used + self._seconds * (rounds + 1) - at)

    def _fill(self, at: float) -> None:
        if at > self._at:
            self._tokens = min(self.burst, self._tokens + (at - self._at) * self.rate)
            self._at = at


class Pacer:
    """The buckets of one platform: a send takes a token of its destination, its workspace and the platform."""

    def __init__(self, pace: Pace, at: float) -> None:
        self._pace = pace
        self._platform = Bucket(pace.per_platform, pace.crowd or max(pace.burst, pace.per_platform), at, seconds=pace.seconds)
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

    @property
    def counted_seconds(self) -> float:
        """How far back sends count; 0 where nobody counts."""
        return self._pace.seconds

    def remember(self, sent: Sequence[tuple[str, float]], at: float) -> None:
        """Begin with what others have sent: (workspace, moment) in order of time."""
        pace = self._pace
        self._platform = Bucket(pace.per_platform, pace.crowd or max(pace.burst, pace.per_platform), at, seconds=pace.seconds)
        self._workspaces.clear()
        for workspace, moment in sent:
            self._platform.remember(moment)
            self._workspace(workspace, at).remember(moment)

    def line_up(self, destination: Destination, at: float) -> float:
        """Return the seconds after which to ask again for a send whose turn is too far off: those who are sent away come back one by one."""
        return max(bucket.book(at) for bucket in self._of(destination, at)) - at

    def done(self, destination: Destination, at: float) -> None:
        """Note that a send that was counted has its answer, or will have none."""
        for bucket in self._of(destination, at):
            bucket.done(at)

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
        yield self._workspace(destination.workspace, at)
        if destination.id not in self._destinations:
            self._destinations[destination.id] = Bucket(pace.per_destination, pace.burst, at)
        yield self._destinations[destination.id]

    def _workspace(self, name: str, at: float) -> Bucket:
        if name not in self._workspaces:
            pace = self._pace
            burst = pace.crowd or max(pace.burst, pace.per_workspace)
            self._workspaces[name] = Bucket(pace.per_workspace, burst, at, seconds=pace.seconds)
        return self._workspaces[name]

    def _sweep(self, at: float) -> None:
        """Forget full buckets now and then, so that a million channels cost no memory."""
        if at - self._swept_at < 60:
            return
        self._swept_at = at
        for buckets in (self._workspaces, self._destinations):
            for key in [key for key, bucket in buckets.items() if bucket.idle(at)]:
                del buckets[key]
