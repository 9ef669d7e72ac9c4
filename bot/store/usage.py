"""What workspaces have used of their quotas, counted so that restarts and all workers share it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select, tuple_

from bot.model.quota import Use, window
from bot.store.schema import usage
from bot.store.statements import sums


class Usage:
    """Implements `bot.ports.UsageTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, uses: Mapping[tuple[str, Use], int], *, now: datetime) -> dict[tuple[str, Use], int]:
        """Add up uses in one statement; return what each window has seen then. Always in one order: two workers never wait for each other."""
        rows = [
            {"tenant": tenant, "kind": use.value, "slot": window(use, now).slot, "used": uses[tenant, use]} for tenant, use in sorted(uses)
        ]
        return {(row.tenant, Use(row.kind)): row.used for row in sums(self._connection, usage, rows, column="used")}

    def of(self, tenant: str, *, now: datetime) -> dict[Use, int]:
        """Return what the windows that are open now have seen of each use."""
        slots = [(use.value, window(use, now).slot) for use in Use]
        these = select(usage.c.kind, usage.c.used).where(usage.c.tenant == tenant, tuple_(usage.c.kind, usage.c.slot).in_(slots))
        return dict.fromkeys(Use, 0) | {Use(row.kind): row.used for row in self._connection.execute(these)}
