"""Small facts about the installation."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from bot.store.records import legal
from bot.store.schema import meta
from bot.store.statements import put

HOLD = "hold"
"""Its value says why nothing is sent: a restored backup waits for `release`. Empty or missing: not on hold."""


class Meta:
    """Implements `bot.ports.MetaTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        """Return a value."""
        value: str | None = self._connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()
        return value

    def beginning(self, key: str) -> Mapping[str, str]:
        """Return every value whose key begins so."""
        rows = self._connection.execute(select(meta.c.key, meta.c.value).where(meta.c.key >= key, meta.c.key < key + "\x7f"))
        return {row[0]: row[1] for row in rows}

    def put(self, key: str, value: str) -> None:
        """Keep a value."""
        put(self._connection, meta, {"key": key, "value": legal(value)})
