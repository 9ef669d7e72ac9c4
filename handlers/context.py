"""What a command's handler is handed."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.clock import Clock
from bot.model.catalogue import Catalogue
from bot.model.command import Command
from bot.model.delivery import PlatformHealth
from bot.ports import Store


@dataclass(frozen=True, kw_only=True)
class Context:
    """The ports that handlers use; made by the composition root."""

    store: Store
    catalogue: Catalogue
    clock: Clock
    commands: tuple[Command, ...]
    platforms: Callable[[], tuple[PlatformHealth, ...]] = tuple
    """Reads every platform's health now."""
