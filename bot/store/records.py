"""Between dataclasses and rows: a field that has a column of its name lies there, all others lie in the row's JSON body."""

import json
from collections.abc import Sequence
from dataclasses import MISSING, fields
from typing import Any, Generic, TypeVar, get_type_hints

from sqlalchemy import Column, Table, Text
from sqlalchemy.types import String, TypeDecorator

from bot.model.codec import codec, default_of

T = TypeVar("T")
_compact = json.JSONEncoder(separators=(",", ":")).encode


def legal(text: str) -> str:
    """Return the text without NUL and lone surrogates, which databases refuse."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


class Record(Generic[T]):
    """How one dataclass lies in one table."""

    def __init__(self, kind: type[T], table: Table, *, body: str = "body", apart: Sequence[str] = ()) -> None:
        """Fields named in `apart` are stored elsewhere and handed to `fact`."""
        hints = get_type_hints(kind)
        inside = [field for field in fields(kind) if field.name not in apart]  # type: ignore[arg-type]
        self.kind = kind
        self.table = table
        self._direct = [field.name for field in inside if field.name in table.c]
        self._words = frozenset(name for name in self._direct if _is_text(table.c[name]))
        self._packed = [(field.name, default_of(field), codec(hints[field.name])) for field in inside if field.name not in table.c]
        self._unpack = {name: part.from_plain for name, _, part in self._packed}
        self._body = body if self._packed else ""
        self.columns: list[Column[Any]] = [table.c[name] for name in [*self._direct, *([body] if self._packed else [])]]
        self.width = len(self.columns)

    def row(self, fact: T) -> dict[str, Any]:
        """Return the row's values by column."""
        row = {name: getattr(fact, name) for name in self._direct}
        for name in self._words:
            if row[name]:
                row[name] = legal(row[name])
        if self._body:
            body = {}
            for name, default, part in self._packed:
                value = getattr(fact, name)
                if default is MISSING or value != default:
                    body[name] = part.to_plain(value)
            row[self._body] = _compact(body)
        return row

    def fact(self, row: Sequence[Any], start: int = 0, **apart: Any) -> T:
        """Return the dataclass from a row that has this record's `columns` from `start` on."""
        values = dict(zip(self._direct, row[start : start + len(self._direct)], strict=True))
        if self._body:
            for name, plain in json.loads(row[start + len(self._direct)]).items():
                if name in self._unpack:
                    values[name] = self._unpack[name](plain)
        return self.kind(**values, **apart)


def _is_text(column: Column[Any]) -> bool:
    return isinstance(column.type, (String, Text)) and not isinstance(column.type, TypeDecorator)
