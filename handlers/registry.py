"""Every command, one line each; a test holds that each file of this folder with a COMMAND stands here."""

from collections.abc import Mapping

from bot.model.command import Command
from handlers import (
    audit,
    claim_dismiss,
    claim_restore,
    digest,
    export,
    facts,
    feeds_add,
    feeds_list,
    feeds_remove,
    feeds_test,
    health,
    help,  # noqa: A004  a command is called so
    latest,
    list_following,
    merge,
    mute,
    quiet,
    restore,
    retract,
    search,
    show,
    sources_list,
    sources_mute,
    sources_unmute,
    split,
    storylines,
    subscribe,
    undo,
    unsubscribe,
    why,
)
from handlers.context import Handler

_MODULES = (
    help,
    latest,
    show,
    facts,
    search,
    why,
    storylines,
    list_following,
    health,
    export,
    subscribe,
    unsubscribe,
    mute,
    quiet,
    digest,
    feeds_list,
    feeds_add,
    feeds_remove,
    feeds_test,
    retract,
    restore,
    merge,
    split,
    claim_dismiss,
    claim_restore,
    sources_list,
    sources_mute,
    sources_unmute,
    undo,
    audit,
)

COMMANDS: tuple[Command, ...] = tuple(module.COMMAND for module in _MODULES)
HANDLERS: Mapping[str, Handler] = {module.COMMAND.name: module.answer for module in _MODULES}
