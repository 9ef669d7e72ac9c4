"""Alerts."""

from datetime import datetime

from sqlalchemy import Connection, select

from bot.model.alert import Alert
from bot.store.records import Record
from bot.store.schema import alerts
from bot.store.statements import put

ALERT = Record(Alert, alerts)


class Alerts:
    """Implements `bot.ports.AlertTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, alert: Alert) -> None:
        """Insert or replace; unique by (tenant, story)."""
        put(self._connection, alerts, ALERT.row(alert))

    def get(self, alert_id: str) -> Alert | None:
        """Return an alert."""
        row = self._connection.execute(select(*ALERT.columns).where(alerts.c.id == alert_id)).first()
        return None if row is None else ALERT.fact(row)

    def of_story(self, story_id: str) -> tuple[Alert, ...]:
        """Return every tenant's alert of a story."""
        statement = select(*ALERT.columns).where(alerts.c.story_id == story_id).order_by(alerts.c.tenant)
        return tuple(ALERT.fact(row) for row in self._connection.execute(statement))

    def latest(self, tenant: str, *, since: datetime, limit: int) -> tuple[Alert, ...]:
        """Return a tenant's alerts made since then, newest first."""
        mine = select(*ALERT.columns).where(alerts.c.tenant == tenant, alerts.c.created_at >= since)
        rows = self._connection.execute(mine.order_by(alerts.c.created_at.desc(), alerts.c.id).limit(limit))
        return tuple(ALERT.fact(row) for row in rows)
