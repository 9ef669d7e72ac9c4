"""Buttons: what they look like, and what their `custom_id` remembers.

`command|key|argument`: all that a press needs is in the message itself, so a button works after a restart and years later. The key
is the delivery's, by which a look-back knows the message again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.model.card import Button
from bot.platforms.discord import limits
from bot.platforms.discord.escape import clean, plain, safe_url
from bot.platforms.discord.measure import cut, length

_ROW: Final = 1
_BUTTON: Final = 2
_SECONDARY: Final = 2
_LINK: Final = 5


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """What a button says when it is pressed."""

    command: str
    argument: str
    key: str = ""


def action_rows(buttons: Iterable[Button], *, key: str = "") -> tuple[dict[str, Any], ...]:
    """Return rows of at most five buttons; one that cannot be said legally is left out."""
    made: dict[str, dict[str, Any]] = {}
    for button in buttons:
        label = cut(plain(clean(button.label)), limits.BUTTON_LABEL)
        if not label:
            continue
        if button.url:
            target = safe_url(button.url)
            if target:
                made.setdefault(target[0], {"type": _BUTTON, "style": _LINK, "label": label, "url": target[0]})
        elif button.command and (name := custom_id(button.command, button.argument, key)):
            made.setdefault(name, {"type": _BUTTON, "style": _SECONDARY, "label": label, "custom_id": name})
    every = list(made.values())[: limits.ROWS * limits.ROW_BUTTONS]
    return tuple({"type": _ROW, "components": every[i : i + limits.ROW_BUTTONS]} for i in range(0, len(every), limits.ROW_BUTTONS))


def custom_id(command: str, argument: str, key: str = "") -> str:
    """Return the button's memory; empty where it would be longer than Discord keeps, or not come back unchanged."""
    name = f"{command}|{key}|{argument}"
    return name if length(name) <= limits.CUSTOM_ID and clean(name) == name and "|" not in command + key else ""


def pressed(name: str) -> Pressed | None:
    """Return what a `custom_id` says, None where it is not one of ours."""
    parts = name.split("|", 2)
    return Pressed(command=parts[0], key=parts[1], argument=parts[2]) if len(parts) == 3 and parts[0] else None


def buttons_of(message: Mapping[str, Any]) -> tuple[Pressed, ...]:
    """Return what the buttons of a message object say."""
    found: list[Pressed] = []
    for row in _dicts(message.get("components")):
        for part in _dicts(row.get("components")):
            name = part.get("custom_id")
            said = pressed(name) if isinstance(name, str) else None
            if said:
                found.append(said)
    return tuple(found)


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list | tuple) else []
