"""Where the time comes from: everything that asks for it is handed a Clock."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time and waits."""

    def now(self) -> datetime:
        """Return the current moment, aware, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait that long by this clock."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the current moment in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait on the event loop."""
        await asyncio.sleep(seconds)


class ManualClock:
    """A clock that stands still until it is moved: for the demo, replay and tests."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the moment it was last set to."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move forward; also what `sleep` does."""
        self._now += timedelta(seconds=seconds)

    def set(self, moment: datetime) -> None:
        """Move to a moment, forward or back."""
        self._now = moment

    async def sleep(self, seconds: float) -> None:
        """Move forward at once and let other tasks run."""
        self.advance(seconds)
        await asyncio.sleep(0)
