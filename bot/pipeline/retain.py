"""Retain: the daily pass that forgets workspaces thirty days after they left, and rows that nobody asks for any more."""

from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.model.notice import GONE
from bot.ports import Store, Tables

log = structlog.get_logger("dealwire")

EVERY = 86_400.0
TENANTS = timedelta(days=30)
"""So long after it left, all that belongs to a workspace is deleted."""
ROWS = timedelta(days=90)
TEXTS = timedelta(days=365)


class RetentionPass:
    """Forgets; `run` is the pass."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def run(self) -> int:
        """Forget what is due; return how many rows. Each workspace is a transaction of its own."""
        now = self._clock.now()
        gone = await self._store.read(lambda tables: tables.meta.beginning(GONE))
        count = 0
        for key, since in gone.items():
            if since and now - datetime.fromisoformat(since) >= TENANTS:
                forgotten = await self._store.write(lambda tables, key=key: forget(tables, key))  # type: ignore[misc]
                log.info("tenant.forgotten", tenant=key.removeprefix(GONE), rows=forgotten)
                count += forgotten
        pruned = await self._store.write(lambda tables: tables.retention.prune(rows_before=now - ROWS, texts_before=now - TEXTS))
        if pruned:
            log.info("retention", rows=pruned)
        return count + pruned


def forget(tables: Tables, key: str) -> int:
    """Delete a workspace that is still gone; one that came back in this very moment is left alone."""
    if not tables.meta.get(key):
        return 0
    tables.meta.put(key, "")
    return tables.retention.forget_tenant(key.removeprefix(GONE))
