"""Hold mode: a restored backup sends nothing until it is released."""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.store.meta import HOLD

if TYPE_CHECKING:
    from bot.ports import Tables


def release(tables: "Tables", now: datetime) -> tuple[str, int]:
    """Leave hold mode; return why it held (empty: it did not) and how many deliveries were cancelled.

    What waits was made before the release, so it may stand in its channel already: it is cancelled rather than posted a second time.
    """
    why = tables.meta.get(HOLD) or ""
    if not why:
        return "", 0
    cancelled = tables.deliveries.cancel_all(now, reason=f"waited in {why} when it was released")
    tables.meta.put(HOLD, "")
    return why, cancelled
