"""TOML files that remember on which line each key stands, so that a problem can be told with file and line."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.errors import ConfigurationError, Problem

KeyPath = tuple[str | int, ...]
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_AT_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True)
class TomlFile:
    """A parsed file."""

    path: Path
    data: Mapping[str, Any]
    text: str = ""

    @cached_property
    def lines(self) -> Mapping[KeyPath, int]:
        """The line of each table and key; sought when somebody asks, for a file without a problem has no need of it."""
        return _lines(self.text)

    def where(self, *keys: str | int) -> str:
        """Return `file:line` of a key, of the table that should hold it, or of the file."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return f"{self.path}:{self.lines.get(keys, 1)}"

    def problem(self, what: str, *keys: str | int) -> Problem:
        """Return the problem, placed at a key."""
        return Problem(self.where(*keys), what)


def read_toml(path: Path) -> TomlFile:
    """Read a TOML file; raise ConfigurationError with the line where it is not TOML, or cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError((Problem(str(path), f"cannot be read: {error.strerror}."),)) from error
    except UnicodeDecodeError as error:
        raise ConfigurationError((Problem(str(path), f"is not UTF-8 at byte {error.start}; save it as UTF-8."),)) from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        where = f"{path}:{at.group(1)}" if at else str(path)
        raise ConfigurationError((Problem(where, f"is not valid TOML: {str(error).split(' (at')[0]}."),)) from error
    return TomlFile(path, data, text)


def _lines(text: str) -> dict[KeyPath, int]:
    """Return the line of every table header and `key =`; inside multi-line strings and arrays nothing is a key."""
    lines: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    fence = ""
    depth = 0
    for number, row in enumerate(text.splitlines(), start=1):
        if fence:
            fence = "" if fence in row else fence
            continue
        if depth > 0:
            depth += _brackets(row)
            continue
        header, key = _HEADER.match(row), _KEY.match(row)
        if header:
            parts = tuple(part.strip("\"'") for part in _PART.findall(header.group(2)))
            table = _absolute(parts, counts, array=header.group(1) == "[[")
            lines.setdefault(table, number)
        elif key:
            parts = tuple(part.strip("\"'") for part in _PART.findall(key.group(1)))
            lines.setdefault((*table, *parts), number)
            value = row[key.end() :]
            fence = next((mark for mark in ('"""', "'''") if value.count(mark) == 1), "")
            depth = 0 if fence else max(0, _brackets(value))
    return lines


def _absolute(parts: tuple[str, ...], counts: dict[KeyPath, int], *, array: bool) -> KeyPath:
    """Return the path of a table with the indices of the arrays of tables it lies in."""
    path: KeyPath = ()
    for depth, part in enumerate(parts):
        path = (*path, part)
        last = depth == len(parts) - 1
        if last and array:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _brackets(row: str) -> int:
    """Return how many brackets and braces a row opens more than it closes, outside strings and comments."""
    bare = re.sub(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*', "", row)
    return sum(bare.count(mark) for mark in "[{") - sum(bare.count(mark) for mark in "]}")
