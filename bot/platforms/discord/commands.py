"""Application commands built from the declarations, and what an interaction says, read back into a command and its arguments.

Everything declared for everyone hangs under `/deals`, everything for admins under `/deals-admin`: Discord keeps permissions at the
root only. The registered form is a pure function of the declarations, so that its hash tells whether it has to be sent again.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.errors import ConfigurationError, Problem
from bot.model.command import Access, Command, Option, OptionKind
from bot.platforms.discord import limits
from bot.platforms.discord.measure import cut, length

ROOT: Final = "deals"
ADMIN_ROOT: Final = "deals-admin"
MENUS: Final = (("Why this alert?", "why", ""), ("Not a deal", "feedback", "not-a-deal"))
"""What a right click on a message offers, the command behind it, and what is said to it after the message's event."""
MANAGE_SERVER: Final = 1 << 5
"""As a number: what Discord's OpenAPI document and discord.py have; its prose says a string."""
_SUBCOMMAND: Final = 1
_GROUP: Final = 2
_STRING: Final = 3
_INTEGER: Final = 4
_CHAT: Final = 1
_MESSAGE: Final = 3
_COMPLETED: Final = frozenset({OptionKind.STORYLINE, OptionKind.EVENT, OptionKind.ZONE})
_NAME: Final = re.compile(r"[-_a-z0-9]{1,32}")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an interaction asks for."""

    root: str = ""
    name: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)
    focused: str = ""
    """The option that is being typed, for autocomplete."""
    typed: str = ""


def command_payload(commands: Sequence[Command]) -> list[dict[str, Any]]:
    """Return the body of a bulk registration; raise ConfigurationError with every limit that the declarations break."""
    roots = [
        _root(ROOT, "Deals in AI infrastructure: newest events, facts, timelines", (c for c in commands if c.access is Access.EVERYONE)),
        _root(ADMIN_ROOT, "What this channel follows and how", (c for c in commands if c.access is Access.ADMIN)),
    ]
    payload = [root for root in roots if root["options"]]
    payload += [
        {"type": _MESSAGE, "name": label, "contexts": [0, 1], "integration_types": [0]}
        for label, *_ in MENUS
        if menu_command(label, commands) is not None
    ]
    problems = [Problem(f"command {root['name']}", what) for root in payload for what in _broken(root)]
    if problems:
        raise ConfigurationError(tuple(problems))
    return payload


def menu_command(label: str, commands: Iterable[Command]) -> tuple[Command, str] | None:
    """Return the command behind an entry of the messages' menu and what is said to it, None where none is declared."""
    declared = {command.name: command for command in commands}
    return next(((declared[name], said) for entry, name, said in MENUS if entry == label and name in declared), None)


def asked(data: Mapping[str, Any]) -> Asked:
    """Read a slash command or its autocomplete: root, command, arguments as text, the focused option."""
    names: list[str] = []
    options = _dicts(data.get("options"))
    while options and options[0].get("type") in {_SUBCOMMAND, _GROUP}:
        names.append(str(options[0].get("name", "")))
        options = _dicts(options[0].get("options"))
    focused = next((option for option in options if option.get("focused")), {})
    return Asked(
        root=str(data.get("name", "")),
        name=" ".join(names),
        arguments={str(option.get("name")): _text(option.get("value")) for option in options},
        focused=str(focused.get("name", "")),
        typed=_text(focused.get("value", "")),
    )


def _root(name: str, summary: str, commands: Iterable[Command]) -> dict[str, Any]:
    options: dict[str, dict[str, Any]] = {}
    for command in commands:
        first, _, second = command.name.partition(" ")
        made = {
            "type": _SUBCOMMAND,
            "name": second or first,
            "description": cut(command.summary, limits.COMMAND_DESCRIPTION),
            "options": [_option(option) for option in sorted(command.options, key=lambda option: not option.required)],
        }
        if second:
            group = {"type": _GROUP, "name": first, "description": f"{first.capitalize()}: see the choices", "options": []}
            options.setdefault(first, group)["options"].append(made)
        else:
            options[first] = made
    admin = name == ADMIN_ROOT
    return {
        "type": _CHAT,
        "name": name,
        "description": summary,
        "options": list(options.values()),
        "default_member_permissions": MANAGE_SERVER if admin else None,
        "contexts": [0, 1] if admin else [0, 1, 2],
        "integration_types": [0] if admin else [0, 1],
    }


def _option(option: Option) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": _INTEGER if option.kind is OptionKind.NUMBER else _STRING,
        "name": option.name,
        "description": cut(option.summary, limits.COMMAND_DESCRIPTION),
        "required": option.required,
    }
    if option.choices and len(option.choices) <= limits.COMMAND_CHOICES:
        made["choices"] = [{"name": cut(choice, limits.CHOICE_NAME), "value": choice} for choice in option.choices]
    elif option.choices or option.kind in _COMPLETED:
        made["autocomplete"] = True
    return made


def _broken(root: Mapping[str, Any]) -> Iterable[str]:
    """Tell every documented limit that a root command breaks."""
    if root["type"] != _CHAT:
        return
    if _characters(root) > limits.COMMAND_CHARACTERS:
        yield f"its names and descriptions have over {limits.COMMAND_CHARACTERS} characters; shorten the summaries"
    stack: list[Mapping[str, Any]] = [root]
    while stack:
        node = stack.pop()
        children = node.get("options", [])
        if len(children) > limits.COMMAND_OPTIONS:
            yield f"`{node['name']}` has {len(children)} parts, Discord takes {limits.COMMAND_OPTIONS}; group some under one word"
        names = [child["name"] for child in children]
        yield from (f"`{name}` is declared twice under `{node['name']}`" for name in sorted({n for n in names if names.count(n) > 1}))
        if not _NAME.fullmatch(node["name"]):
            yield f"`{node['name']}` is no name for Discord: lower-case letters, digits, - and _, at most {limits.COMMAND_NAME}"
        if not node["description"].strip():
            yield f"`{node['name']}` has no summary"
        stack += children


def _characters(node: Mapping[str, Any]) -> int:
    """Return what Discord counts against a command's 8000: names, descriptions and values, all the way down."""
    own = length(node["name"]) + length(node.get("description", ""))
    own += sum(length(choice["name"]) + length(choice["value"]) for choice in node.get("choices", []))
    return own + sum(_characters(child) for child in node.get("options", []))


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
