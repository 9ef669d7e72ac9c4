"""Every command, one line each; a test holds that each file of this folder with a COMMAND stands here."""

from collections.abc import Mapping

from bot.model.command import Command
from handlers import facts, health, help, latest, list_following, show, storylines, subscribe, unsubscribe, why  # noqa: A004  a command's name
from handlers.desk import Handler

_MODULES = (help, latest, show, facts, why, storylines, list_following, health, subscribe, unsubscribe)

COMMANDS: tuple[Command, ...] = tuple(module.COMMAND for module in _MODULES)
HANDLERS: Mapping[str, Handler] = {module.COMMAND.name: module.answer for module in _MODULES}
