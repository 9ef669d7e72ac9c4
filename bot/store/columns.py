"""Column types that both databases share: moments, choices and keys."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Dialect, Integer, String
from sqlalchemy.types import TypeDecorator, TypeEngine

E = TypeVar("E", bound=StrEnum)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

KEY: TypeEngine[str] = String().with_variant(String(collation="C"), "postgresql")
"""Ids and other words that are compared byte by byte, so that beginnings can be looked up in an index."""

SEQUENCE: TypeEngine[int] = BigInteger().with_variant(Integer, "sqlite")
"""Numbers that the database hands out; SQLite does so for `INTEGER PRIMARY KEY` only."""


class Moment(TypeDecorator[datetime]):
    """An aware datetime as microseconds since 1970 in UTC: exact, small and in order on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002  SQLAlchemy's signature
        """Return the number that is stored; naive datetimes raise TypeError."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        """Return the moment that was stored, in UTC."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Choice(TypeDecorator[E]):
    """A member of a StrEnum as its value."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:  # noqa: ARG002  SQLAlchemy's signature
        """Return the member's value as a plain string, which every driver knows."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> E | None:  # noqa: ARG002  SQLAlchemy's signature
        """Return the member."""
        return None if value is None else self.kind(value)
