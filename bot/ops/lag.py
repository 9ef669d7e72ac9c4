"""Loop lag: how long the event loop keeps others waiting."""

import asyncio
import time
from collections import deque

BEAT = 0.25
REMEMBERED = 240
"""Beats: the worst of the last minute."""


class LoopLag:
    """Beats four times a second and measures how late each beat comes."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self._lags: deque[float] = deque(maxlen=REMEMBERED)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to beat."""
        self._last = time.monotonic()
        self._task = asyncio.create_task(self._beat(), name="loop lag")

    async def stop(self) -> None:
        """Beat no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    @property
    def now(self) -> float:
        """Seconds that the loop is behind at this moment."""
        overdue = time.monotonic() - self._last - BEAT if self._task is not None else 0.0
        return max(0.0, overdue, self._lags[-1] if self._lags else 0.0)

    @property
    def worst(self) -> float:
        """The worst lag of the last minute."""
        return max(self.now, *self._lags, 0.0)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            at = time.monotonic()
            self._lags.append(max(0.0, at - self._last - BEAT))
            self._last = at
