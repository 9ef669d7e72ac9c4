"""Slots: a bounded number of tasks at once, whose failures are logged and whose end is announced."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

log = structlog.get_logger("dealwire")

PATIENCE = 0.2
"""Seconds after which fewer free slots than a batch are announced, too: slow tasks must not keep the others empty."""


def nothing() -> None:
    """Wake nobody."""


class Slots:
    """Runs coroutines side by side; one that raises harms no other."""

    def __init__(self, size: int, *, freed: Callable[[], None] = nothing, batch: int = 1) -> None:
        """`freed` is called when a task ends and `batch` slots are free, or soon after: whoever fills them by one claim wants more than one."""
        self._size = size
        self._freed = freed
        self.batch = min(batch, size)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._later: asyncio.TimerHandle | None = None
        self.filling = asyncio.Lock()
        """Held from the claim of work until it has started: who drains waits for what has been claimed."""
        self.closed = False

    @property
    def free(self) -> int:
        """How many more may start now; none once it drains."""
        return 0 if self.closed else max(0, self._size - len(self._tasks))

    @property
    def busy(self) -> int:
        """How many are running."""
        return len(self._tasks)

    def start(self, work: Coroutine[Any, Any, None], *, name: str) -> None:
        """Run it as a task of that name."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def idle(self) -> None:
        """Wait until none is running."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def drain(self, seconds: float) -> None:
        """Start no more, let the running ones end, and cancel those that do not within so many seconds."""
        self.closed = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                async with self.filling:
                    pass
                await self.idle()
        left = list(self._tasks)
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left, timeout=1.0)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("task.failed", task=task.get_name(), exc_info=error)
        if self.free >= self.batch or self.closed:
            self._announce()
        elif self._later is None:
            self._later = asyncio.get_running_loop().call_later(PATIENCE, self._announce)

    def _announce(self) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None
        self._freed()
