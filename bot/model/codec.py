"""One codec between frozen dataclasses and plain JSON values, compiled once per type.

Handles strings, numbers, booleans, None, aware datetimes, enums, tuples, frozen sets, mappings with string keys, nested dataclasses and
unions. Fields that stand at their default are left out, so old rows keep reading when a field is added.
"""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Convert = Callable[[Any], Any]
_SIMPLE = (str, int, float, bool)


class Codec(NamedTuple):
    """Both directions for one type."""

    to_plain: Convert
    from_plain: Convert


def pack(fact: object, kind: Any = None) -> str:
    """Return the fact as compact ASCII JSON; `kind` is its type where that is more than its class."""
    return json.dumps(codec(kind or type(fact)).to_plain(fact), separators=(",", ":"))


def unpack(kind: type[T], text: str) -> T:
    """Return the fact that `pack` wrote; raises ValueError, KeyError or TypeError for anything else."""
    fact: T = codec(kind).from_plain(json.loads(text))
    return fact


def codec(kind: Any) -> Codec:
    """Return the codec of a type; TypeError for one that has no JSON form."""
    return _compiled(kind)


@cache
def _compiled(kind: Any) -> Codec:
    if kind in _SIMPLE or kind is type(None):
        return _SAME
    if kind is datetime:
        return Codec(_moment_to_plain, datetime.fromisoformat)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Codec(lambda member: member.value, kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _tuple(arguments)
    if origin is frozenset:
        inner = _tuple((arguments[0], ...))
        return Codec(lambda group: sorted(inner.to_plain(tuple(group))), lambda plain: frozenset(inner.from_plain(plain)))
    if origin in {dict, Mapping}:
        return _mapping(arguments)
    if origin in {Union, types.UnionType}:
        return _union(arguments)
    raise TypeError(f"{kind!r} has no JSON form: use plain types, tuples, enums, datetimes or dataclasses")


def _same(value: Any) -> Any:
    return value


_SAME = Codec(_same, _same)


def _moment_to_plain(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone: moments are aware")
    return moment.astimezone(UTC).isoformat()


def default_of(field: "Field[Any]") -> Any:
    """Return a field's default, or MISSING."""
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _dataclass(kind: type) -> Codec:
    hints = get_type_hints(kind)
    parts = [(field.name, default_of(field), codec(hints[field.name])) for field in fields(kind) if field.init]
    decoders = {name: part.from_plain for name, _, part in parts if part is not _SAME}

    def to_plain(fact: Any) -> dict[str, Any]:
        plain = {}
        for name, default, part in parts:
            value = getattr(fact, name)
            if default is MISSING or value != default:
                plain[name] = value if part is _SAME else part.to_plain(value)
        return plain

    def from_plain(plain: dict[str, Any]) -> Any:
        return kind(**{name: decoders[name](value) if name in decoders else value for name, value in plain.items()})

    return Codec(to_plain, from_plain)


def _tuple(arguments: tuple[Any, ...]) -> Codec:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        inner = codec(arguments[0])
        if inner is _SAME:
            return Codec(list, tuple)
        return Codec(lambda values: [inner.to_plain(v) for v in values], lambda plain: tuple([inner.from_plain(v) for v in plain]))
    parts = [codec(argument) for argument in arguments]
    return Codec(
        lambda values: [part.to_plain(v) for part, v in zip(parts, values, strict=True)],
        lambda plain: tuple([part.from_plain(v) for part, v in zip(parts, plain, strict=True)]),
    )


def _mapping(arguments: tuple[Any, ...]) -> Codec:
    key, inner = codec(arguments[0]), codec(arguments[1])
    return Codec(
        lambda mapping: {key.to_plain(k): inner.to_plain(v) for k, v in mapping.items()},
        lambda plain: {key.from_plain(k): inner.from_plain(v) for k, v in plain.items()},
    )


def _union(arguments: tuple[Any, ...]) -> Codec:
    members = [argument for argument in arguments if argument is not type(None)]
    if all(member in _SIMPLE for member in members):
        return _SAME
    if len(members) == 1:
        only = codec(members[0])
        return Codec(
            lambda value: None if value is None else only.to_plain(value),
            lambda plain: None if plain is None else only.from_plain(plain),
        )
    by_name = {member.__name__: codec(member) for member in members}

    def to_plain(value: Any) -> Any:
        name = type(value).__name__
        return None if value is None else [name, by_name[name].to_plain(value)]

    return Codec(to_plain, lambda plain: None if plain is None else by_name[plain[0]].from_plain(plain[1]))
