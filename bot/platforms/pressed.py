"""What a pressed button asks: its one argument, told as the options of its command."""

import re

from bot.model.command import Command


def button_arguments(command: Command | None, argument: str) -> dict[str, str]:
    """Return a button's argument under the name of the option it is for: the first required one, else the first.

    `name=value` pieces in it fill options of their own: `server racks page=2`.
    """
    if not argument:
        return {}
    names = [option.name for option in command.options] if command else []
    if not names:
        return {"argument": argument}
    first = next((option.name for option in command.options if option.required), names[0]) if command else names[0]
    pieces = re.split(rf"(?:^|\s)({'|'.join(map(re.escape, names))})=", argument)
    given = {first: pieces[0].strip()} if pieces[0].strip() else {}
    return given | dict(zip(pieces[1::2], (piece.strip() for piece in pieces[2::2]), strict=True))
