"""What workspaces have used of their quotas, counted so that restarts and all workers share it."""

from datetime import datetime

from sqlalchemy import Connection, select

from bot.model.quota import Quotas, Use, window
from bot.store.schema import usage
from bot.store.statements import add_up


class Usage:
    """Implements `bot.ports.UsageTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, tenant: str, use: Use, count: int, *, quotas: Quotas, now: datetime) -> int:
        """Count a use that is about to happen; return how much of it the window still allows."""
        limit = quotas.limit(use)
        total = self._add(tenant, use, count, now)
        over = max(0, min(count, total - limit)) if limit else 0
        if over:
            self._add(tenant, use, -over, now)
        return count - over

    def add(self, tenant: str, use: Use, count: int, *, now: datetime) -> None:
        """Count what was used."""
        self._add(tenant, use, count, now)

    def used(self, tenant: str, use: Use, *, now: datetime) -> int:
        """Return what this window has seen."""
        slot = window(use, now).slot
        mine = (usage.c.tenant == tenant, usage.c.kind == use.value, usage.c.slot == slot)
        return self._connection.execute(select(usage.c.used).where(*mine)).scalar() or 0

    def _add(self, tenant: str, use: Use, count: int, now: datetime) -> int:
        row = {"tenant": tenant, "kind": use.value, "slot": window(use, now).slot, "used": count}
        add_up(self._connection, usage, [row], column="used")
        return self.used(tenant, use, now=now)
