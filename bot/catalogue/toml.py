"""One TOML file of the configuration: its values, the line of each, and every problem found in it."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot import toml_file
from bot.errors import ConfigurationError, Problem


class TomlFile:
    """A file read once; asking for a value of the wrong type notes a problem and returns a harmless one."""

    def __init__(self, path: Path, shown: str) -> None:
        self.shown = shown
        self.problems: list[Problem] = []
        self._file = toml_file.TomlFile(path, {})
        try:
            self._file = toml_file.read_toml(path)
        except ConfigurationError as error:
            for problem in error.problems:
                self.note(int(found) if (found := problem.where.removeprefix(f"{path}:")).isdigit() else 1, problem.what)
        self.data = self._file.data

    def note(self, line: int, what: str) -> None:
        """Keep a problem at a line."""
        self.problems.append(Problem(f"{self.shown}:{line}", what))

    def line(self, table: str = "", number: int = 0, key: str = "") -> int:
        """Return where a key stands, or else its table, or else 1."""
        place: tuple[str | int, ...] = (*table.split("."), number) if table else ()
        lines = self._file.lines
        return lines.get((*place, key)) or lines.get(place) or lines.get(place[:-1]) or 1

    def line_of(self, needle: str) -> int:
        """Return the first line that holds these words in quotes, or 1."""
        return next((n for n, line in enumerate(self._file.text.splitlines(), start=1) if f'"{needle}"' in line), 1)

    def tables(self, name: str) -> list["Table"]:
        """Return the tables of an array `[[name]]`."""
        value = self.data.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.note(self.line("", 0, name), f"`{name}` must be written as tables, each under its own `[[{name}]]`.")
            return []
        return [Table(self, name, number, item) for number, item in enumerate(value)]

    def top(self) -> "Table":
        """Return the keys that stand outside every table."""
        return Table(self, "", 0, self.data)


class Table:
    """One table of a file."""

    def __init__(self, file: TomlFile, name: str, number: int, values: Mapping[str, Any]) -> None:
        self._file = file
        self._name = name
        self._number = number
        self._values = values

    @property
    def where(self) -> int:
        """The line of its header."""
        return self._file.line(self._name, self._number)

    def note(self, key: str, what: str) -> None:
        """Keep a problem at one of its keys."""
        self._file.note(self._file.line(self._name, self._number, key), what)

    def only(self, known: Collection[str]) -> None:
        """Note every key that nothing reads."""
        for key in self._values:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(f'`{k}`' for k in sorted(known))}."
                self.note(key, f"`{key}` is no setting here; {hint}")

    def text(self, key: str, *, required: bool = False, default: str = "") -> str:
        """Return a text."""
        value = self._values.get(key)
        if value is None:
            if required:
                self.note(key, f'`{key}` is missing; write `{key} = "…"`.')
            return default
        if not isinstance(value, str) or (required and not value.strip()):
            self.note(key, f"`{key}` must be a text in quotes{' that is not empty' if isinstance(value, str) else ''}.")
            return default
        return value.strip()

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self._values.get(key, default)
        if not isinstance(value, bool):
            self.note(key, f"`{key}` must be true or false, without quotes.")
            return default
        return value

    def number(self, key: str, *, default: int, least: int) -> int:
        """Return a whole number."""
        value = self._values.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self.note(key, f"`{key}` must be a whole number of at least {least}.")
            return default
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.note(key, f'`{key}` must be a list of texts, as in `{key} = ["…", "…"]`.')
            return ()
        return tuple(item.strip() for item in value)

    def choice(self, key: str, known: Collection[str], *, default: str) -> str:
        """Return one of the known words."""
        value = self.text(key, default=default)
        if value not in known:
            self.note(key, f"`{value}` is not a {key}; choose one of {', '.join(known)}.")
            return default
        return value

    def address(self, key: str) -> str:
        """Return a web address."""
        value = self.text(key, required=True)
        if value and not _is_address(value):
            self.note(key, f"`{value}` is not a web address; write one that begins with https:// or http://.")
        return value


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(c.isspace() for c in value)
