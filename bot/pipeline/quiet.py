"""Quiet polls: feeds that brought nothing new are most of all polls, and their states are stored together, one transaction for many."""

import asyncio
from collections.abc import Sequence

from bot.clock import Clock
from bot.model.feed import FeedLease, FeedState
from bot.pipeline.quotas import count_bytes
from bot.ports import Store, Tables

Finished = tuple[FeedLease, FeedState]


class QuietKeeper:
    """Stores states: while one transaction runs, those that come gather for the next; nobody waits for a timer."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._waiting: list[tuple[Finished, int, asyncio.Future[bool]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def keep(self, lease: FeedLease, state: FeedState, received: int) -> bool:
        """Store the state, count the bytes received and free the lease; False when the lease was lost. Raises what the store raises, for each that was in the batch."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(((lease, state), received, answer))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write(), name="store quiet polls")
        return await answer

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._write_batch(batch)
        finally:
            self._writer = None

    async def _write_batch(self, batch: Sequence[tuple[Finished, int, asyncio.Future[bool]]]) -> None:
        def work(tables: Tables) -> frozenset[str]:
            held = tables.feeds.finish_all([finished for finished, _, _ in batch])
            count_bytes(tables, ((lease.feed.tenant, received) for (lease, _), received, _ in batch), now)
            return held

        now = self._clock.now()
        try:
            held = await self._store.write(work)
        except Exception as error:  # noqa: BLE001  it belongs to each poll of the batch
            for _, _, answer in batch:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (lease, _), _, answer in batch:
            if not answer.done():
                answer.set_result(lease.feed.id in held)
