"""Quiet polls: feeds that brought nothing new are most of all polls, and their states are stored together, one transaction for many."""

import asyncio
from collections.abc import Sequence

from bot.model.feed import FeedLease, FeedState
from bot.ports import Store, Tables

Finished = tuple[FeedLease, FeedState]


class QuietKeeper:
    """Stores states: while one transaction runs, those that come gather for the next; nobody waits for a timer."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Finished, asyncio.Future[bool]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def keep(self, lease: FeedLease, state: FeedState) -> bool:
        """Store the state and free the lease; False when the lease was lost. Raises what the store raises, for each that was in the batch."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(((lease, state), answer))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write(), name="store quiet polls")
        return await answer

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._write_batch([finished for finished, _ in batch], [answer for _, answer in batch])
        finally:
            self._writer = None

    async def _write_batch(self, finished: Sequence[Finished], answers: Sequence[asyncio.Future[bool]]) -> None:
        def work(tables: Tables) -> frozenset[str]:
            return tables.feeds.finish_all(finished)

        try:
            held = await self._store.write(work)
        except Exception as error:  # noqa: BLE001  it belongs to each poll of the batch
            for answer in answers:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (lease, _), answer in zip(finished, answers, strict=True):
            if not answer.done():
                answer.set_result(lease.feed.id in held)
