"""Breaker: a platform that fails in many channels at once is left alone, then tried with one send. Pure, time in growing seconds."""

from collections import deque
from enum import StrEnum

FAILURES = 5
CHANNELS = 3
WINDOW = 30.0
"""So many failures over so many channels within so many seconds open it."""
FIRST_REST = 15.0
LONGEST_REST = 300.0


class BreakerState(StrEnum):
    """Whether sends go out."""

    CLOSED = "closed"
    OPEN = "open"
    PROBING = "probing"


class Breaker:
    """One platform's breaker."""

    def __init__(self) -> None:
        self._failures: deque[tuple[float, str]] = deque()
        self._open_until = 0.0
        self._rest = FIRST_REST
        self._probe: str | None = None
        self.state = BreakerState.CLOSED

    def allowance(self, at: float) -> int | None:
        """Return how many sends may begin: None for any number, 1 for a probe, 0 for none."""
        if self.state is BreakerState.CLOSED:
            return None
        return 1 if at >= self._open_until else 0

    def begin(self, destination: str, at: float) -> None:
        """Note that a send begins; the first one after the rest is the probe. A probe that never reports is followed by another."""
        if self.state is not BreakerState.CLOSED:
            self.state = BreakerState.PROBING
            self._probe = destination
            self._open_until = at + WINDOW

    def success(self, destination: str) -> None:
        """Note that the platform answered as it should, be it a refusal; stragglers from before it opened do not close it."""
        if self.state is BreakerState.CLOSED or destination == self._probe:
            self._failures.clear()
            self._rest = FIRST_REST
            self._probe = None
            self.state = BreakerState.CLOSED

    def failure(self, destination: str, at: float) -> None:
        """Note a send that came to nothing for reasons of the platform or the way to it."""
        if self.state is BreakerState.PROBING and destination == self._probe:
            self._rest = min(2 * self._rest, LONGEST_REST)
            self._open(at + self._rest)
            return
        self._failures.append((at, destination))
        while self._failures and self._failures[0][0] < at - WINDOW:
            self._failures.popleft()
        channels = {channel for _, channel in self._failures}
        if self.state is BreakerState.CLOSED and len(self._failures) >= FAILURES and len(channels) >= CHANNELS:
            self._open(at + self._rest)

    def rest(self, until: float) -> None:
        """Open it until then: the platform asked for quiet from everybody."""
        self._open(max(until, self._open_until))

    def _open(self, until: float) -> None:
        self._open_until = until
        self._probe = None
        self.state = BreakerState.OPEN
