"""Reading what somebody typed: forgiving, and never an error."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.model.command import Command, Option, OptionKind

LONGEST = 4_000
"""Characters of a line that are looked at."""
_NAMED = re.compile(r"^([a-z_]+)[=:](.+)$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """A line that names a command."""

    command: Command
    arguments: dict[str, str] = field(default_factory=dict)
    missing: tuple[Option, ...] = ()
    """Required options that the line lacks."""


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """A line that names none."""

    word: str
    nearest: Command | None


def parse(text: str, commands: Sequence[Command]) -> Parsed | Unknown:
    """Read a line after the root; the longest command name wins, an empty line is `help`."""
    words = text[:LONGEST].split()
    if not words:
        return parse("help", commands)
    names = {name.lower(): command for command in commands for name in (command.name, *command.aliases)}
    for size in (2, 1):
        command = names.get(" ".join(words[:size]).lower())
        if command is not None and len(words) >= size:
            return _arguments(command, words[size:])
    return Unknown(word=words[0], nearest=_nearest(" ".join(words[:2]).lower(), words[0].lower(), names))


def nearest_value(typed: str, values: Iterable[str]) -> str | None:
    """Return the value that a reader most likely meant: equal, then a beginning, then alike."""
    wanted = typed.strip().lower().replace(" ", "-")
    known = list(values)
    if wanted in known:
        return wanted
    begun = [value for value in known if value.startswith(wanted)] or [value for value in known if wanted and wanted in value]
    if begun:
        return begun[0] if len(begun) == 1 else None
    close = difflib.get_close_matches(wanted[:80], known, n=1, cutoff=0.6)
    return close[0] if close else None


def check(command: Command, arguments: dict[str, str]) -> Parsed:
    """Take arguments that a platform has parsed already; unknown names are dropped."""
    known = {option.name for option in command.options}
    kept = {name: value.strip() for name, value in arguments.items() if name in known and value.strip()}
    return Parsed(command=command, arguments=kept, missing=_missing(command, kept))


def _arguments(command: Command, words: list[str]) -> Parsed:
    found: dict[str, str] = {}
    free: list[str] = []
    names = {option.name: option for option in command.options}
    for word in words:
        named = _NAMED.match(word)
        if named and named[1].lower() in names:
            found[named[1].lower()] = named[2]
        else:
            free.append(word)
    for option in command.options:
        if option.name in found or option.named or not free:
            continue
        if option.rest:
            found[option.name] = " ".join(free)
            free = []
        elif option.kind is OptionKind.NUMBER:
            _take(found, free, option, next((w for w in free if w.isdigit()), None))
        elif option.kind is OptionKind.CHOICE:
            _take(found, free, option, next((w for w in free if w.lower() in option.choices), None))
        else:
            skip = {OptionKind.NUMBER} & {o.kind for o in command.options}
            _take(found, free, option, next((w for w in free if not (skip and w.isdigit())), None))
    return Parsed(command=command, arguments=found, missing=_missing(command, found))


def _take(found: dict[str, str], free: list[str], option: Option, word: str | None) -> None:
    if word is not None:
        found[option.name] = word
        free.remove(word)


def _missing(command: Command, arguments: dict[str, str]) -> tuple[Option, ...]:
    return tuple(option for option in command.options if option.required and option.name not in arguments)


def _nearest(pair: str, word: str, names: dict[str, Command]) -> Command | None:
    for typed in (pair, word):
        close = difflib.get_close_matches(typed[:80], names, n=1, cutoff=0.55)
        if close:
            return names[close[0]]
    return next((command for name, command in names.items() if len(word) > 2 and name.startswith(word[:3])), None)
