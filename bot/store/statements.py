"""Statements that both databases have under different names, and what every table file repeats."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Dialect, LargeBinary, Row, Select, Table, Text, bindparam, cast, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import ColumnElement

T = TypeVar("T")
CHUNK = 500
"""Values in one IN list: few enough for every limit, and for one plan to serve all lists of that length."""


@cache
def _insert(table: Table, dialect: str, conflict: str) -> Any:
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = make(table)
    if conflict == "raise":
        return statement
    if conflict == "keep":
        return statement.on_conflict_do_nothing()
    keys = [column.name for column in table.primary_key]
    fresh = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=fresh)


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert those rows whose keys are not there yet; return how many were. All rows have the columns of the first."""
    return _insert_rows(connection, table, rows, "keep")


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert rows of which none may be there yet; return how many. All rows have the columns of the first."""
    return _insert_rows(connection, table, rows, "raise")


def _insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], conflict: str) -> int:
    dialect = connection.dialect.name
    if not rows:
        return 0
    if dialect == "sqlite":
        sql, columns = _plain_insert(table, tuple(rows[0]), conflict)
        # Handing SQLAlchemy a dictionary for each row costs more than SQLite takes to store it: a first sight has hundreds.
        values = [tuple([row[name] if process is None else process(row[name]) for name, process in columns]) for row in rows]
        return connection.exec_driver_sql(sql, values).rowcount
    return connection.execute(_insert(table, dialect, conflict), rows, execution_options={"preserve_rowcount": True}).rowcount


@cache
def _plain_insert(table: Table, names: tuple[str, ...], conflict: str) -> tuple[str, tuple[tuple[str, Callable[[Any], Any] | None], ...]]:
    """Return SQLite's own statement, and the columns in its order with what makes their values fit for the driver."""
    dialect = sqlite.dialect()
    compiled = _insert(table, "sqlite", conflict).compile(dialect=dialect, column_keys=names)
    columns = [(name, table.c[name].type) for name in compiled.positiontup]
    # Bytes need no wrapping: the driver takes them as they are.
    return str(compiled), tuple(
        (name, None if isinstance(kind, LargeBinary) else kind.dialect_impl(dialect).bind_processor(dialect)) for name, kind in columns
    )


def put(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert a full row, or replace the one with its primary key."""
    connection.execute(_insert(table, connection.dialect.name, "replace"), [row])


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Cut values into lists that fit an IN list."""
    rest = list(values)
    for start in range(0, len(rest), CHUNK):
        yield rest[start : start + CHUNK]


def among(column: ColumnElement[str], name: str, dialect: str) -> ColumnElement[bool]:
    """Return the condition that a text column is one of the values that `listed` hands over as `name`: one parameter for however many."""
    if dialect == "postgresql":
        return column == func.any(bindparam(name, type_=postgresql.ARRAY(Text())))
    return column.in_(select(func.json_each(bindparam(name, type_=Text())).table_valued("value").c.value))


def listed(values: Collection[str], dialect: str) -> Any:
    """Return the parameter that `among` wants."""
    return list(values) if dialect == "postgresql" else json.dumps(list(values))


def collected(statement: Select[tuple[str]], dialect: str) -> Select[Any]:
    """Select all that the statement selects as one value, ready to be handed to `among`; nothing found is `nothing_in`."""
    inner = statement.subquery()
    return select((func.array_agg if dialect == "postgresql" else func.json_group_array)(inner.c[0]))


def nothing_in(ids: Any) -> bool:
    """Tell whether a value that `collected` selected is an empty list."""
    return ids in (None, "[]")


def rows_in(columns: Sequence[Column[Any]], name: str, dialect: str) -> list[ColumnElement[Any]]:
    """Return these columns of the rows that `listed_rows` hands over as `name`, for an UPDATE … FROM: one step for however many.

    With a step for each, SQLite's driver lets go of the interpreter's lock and waits for it again, row after row.
    """
    rows = bindparam(name, type_=Text())
    if dialect == "postgresql":
        each = func.json_array_elements(cast(rows, postgresql.JSON)).table_valued("value", name=name)
        return [cast(each.c.value.op("->>")(place), column.type) for place, column in enumerate(columns)]
    each = func.json_each(rows).table_valued("value", name=name)
    return [func.json_extract(each.c.value, f"$[{place}]") for place in range(len(columns))]


def listed_rows(columns: Sequence[Column[Any]], rows: Iterable[Sequence[Any]], dialect: Dialect) -> str:
    """Return the parameter that `rows_in` wants."""
    fit = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns]
    return json.dumps([[one if process is None else process(one) for one, process in zip(row, fit, strict=True)] for row in rows])


def newest_of(tenants: Collection[str], fetch: Callable[[str], Iterable[T]], *, by: Callable[[T], Any], limit: int) -> list[T]:
    """Return the newest `limit` over all tenants, where `fetch` gives each tenant's newest.

    One index range per tenant: an IN list with an ORDER BY would sort all that the tenants ever had.
    """
    found = [one for tenant in dict.fromkeys(tenants) for one in fetch(tenant)]
    return sorted(found, key=by, reverse=True)[:limit]


def add_up(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, column: str) -> None:
    """Insert rows, or add their `column` to the ones with their primary keys."""
    if rows:
        connection.execute(_add_up(table, connection.dialect.name, column), rows)


def sums(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, column: str) -> Sequence[Row[Any]]:
    """Do as `add_up`; return the rows as they are then, in any order."""
    return connection.execute(_summed(table, connection.dialect.name, column), rows).all() if rows else ()


@cache
def _summed(table: Table, dialect: str, column: str) -> Any:
    return _add_up(table, dialect, column).returning(*table.c)


@cache
def _add_up(table: Table, dialect: str, column: str) -> Any:
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = make(table)
    keys = [key.name for key in table.primary_key]
    return statement.on_conflict_do_update(index_elements=keys, set_={column: table.c[column] + statement.excluded[column]})
