"""Who changed what."""

from sqlalchemy import Connection, insert, select

from bot.model.audit import AuditLine
from bot.store.records import Record
from bot.store.schema import audit

LINE = Record(AuditLine, audit)


class Audit:
    """Implements `bot.ports.AuditTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, line: AuditLine) -> None:
        """Keep a line."""
        self._connection.execute(insert(audit), [LINE.row(line)])

    def latest(self, tenant: str, limit: int) -> tuple[AuditLine, ...]:
        """Return the newest lines, newest first."""
        statement = select(*LINE.columns).where(audit.c.tenant == tenant).order_by(audit.c.sequence.desc()).limit(limit)
        return tuple(LINE.fact(row) for row in self._connection.execute(statement))
