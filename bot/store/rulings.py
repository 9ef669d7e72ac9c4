"""What workspaces decided for themselves."""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from bot.model.ruling import Ruling, RulingKind
from bot.store.records import Record
from bot.store.schema import rulings
from bot.store.statements import put

RULING = Record(Ruling, rulings)


class Rulings:
    """Implements `bot.ports.RulingTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, ruling: Ruling) -> None:
        """Insert or replace."""
        put(self._connection, rulings, RULING.row(ruling))

    def remove(self, tenant: str, kind: RulingKind, key: str) -> bool:
        """Take a decision back; False where there was none."""
        statement = delete(rulings).where(rulings.c.tenant == tenant, rulings.c.kind == kind, rulings.c.key == key)
        return self._connection.execute(statement).rowcount > 0

    def get(self, tenant: str, kind: RulingKind, key: str) -> Ruling | None:
        """Return a decision."""
        return next(iter(self._select(rulings.c.tenant == tenant, rulings.c.kind == kind, rulings.c.key == key)), None)

    def of(self, tenant: str, kinds: Collection[RulingKind]) -> tuple[Ruling, ...]:
        """Return a workspace's decisions of these kinds, oldest first."""
        return tuple(self._select(rulings.c.tenant == tenant, rulings.c.kind.in_(list(kinds))))

    def everywhere(self, kind: RulingKind) -> tuple[Ruling, ...]:
        """Return every workspace's decisions of a kind, oldest first."""
        return tuple(RULING.fact(row) for row in self._connection.execute(_of_kind(), {"its_kind": kind}))

    def beginning(self, kind: RulingKind, key: str) -> tuple[Ruling, ...]:
        """Return every workspace's decisions of a kind whose key begins so, oldest first."""
        return tuple(self._select(rulings.c.kind == kind, rulings.c.key >= key, rulings.c.key < key + "\x7f"))

    def _select(self, *conditions: Any) -> list[Ruling]:
        statement = select(*RULING.columns).where(*conditions).order_by(rulings.c.at, rulings.c.tenant, rulings.c.key)
        return [RULING.fact(row) for row in self._connection.execute(statement)]


@cache
def _of_kind() -> Any:
    order = (rulings.c.at, rulings.c.tenant, rulings.c.key)
    return select(*RULING.columns).where(rulings.c.kind == bindparam("its_kind", type_=rulings.c.kind.type)).order_by(*order)
