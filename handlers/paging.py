"""Turning pages of a private answer: `Older` and `Newer`, each a command with its page."""

from collections.abc import Mapping

from bot.model.card import Button
from bot.model.command import Option, OptionKind

MOST = 20
"""Pages that can be turned to."""
OPTION = Option(name="page", summary="Which page of the answer; the first is 1", kind=OptionKind.NUMBER, named=True)


def page_asked(arguments: Mapping[str, str]) -> int:
    """Return the page that is asked for, 1 where none is."""
    typed = arguments.get("page", "")
    return min(max(int(typed), 1), MOST) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def turns(command: str, argument: str, page: int, *, more: bool, words: tuple[str, str] = ("Newer", "Older")) -> tuple[Button, ...]:
    """Return the buttons that turn an answer's pages back and forth, where there are any."""
    back, forth = words
    buttons = [Button(label=back, command=command, argument=f"{argument} page={page - 1}".strip())] if page > 1 else []
    if more and page < MOST:
        buttons.append(Button(label=forth, command=command, argument=f"{argument} page={page + 1}".strip()))
    return tuple(buttons)
