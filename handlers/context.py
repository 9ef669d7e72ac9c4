"""What a command's handler is handed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import Clock
from bot.model.alert import Subscription
from bot.model.catalogue import Catalogue
from bot.model.command import Command, CommandCall, Reply
from bot.model.delivery import PlatformHealth
from bot.model.feed_verdict import FeedVerdict
from bot.model.story import Outcome, Story
from bot.ports import Reader, Store

Handler = Callable[[CommandCall, Mapping[str, str], "Context"], Awaitable[Reply]]


def nobody_is_silent(_subscription: Subscription, _story: Story, _now: datetime) -> Outcome | None:
    """Tell everybody everything: where no rule is handed over."""
    return None


def nothing() -> None:
    """Wake nobody."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """The ports that handlers use; made by the composition root."""

    store: Store
    catalogue: Catalogue
    clock: Clock
    commands: tuple[Command, ...]
    platforms: Callable[[], tuple[PlatformHealth, ...]] = tuple
    """Reads every platform's health now."""
    silence: Callable[[Subscription, Story, datetime], Outcome | None] = nobody_is_silent
    """The rule by which the pipeline tells a channel of a story, or why it does not."""
    probe: Callable[[str], Awaitable[FeedVerdict]] | None = None
    """Fetches an address once, behind the address guard."""
    reader: Reader | None = None
    """Reads an item as a poll would."""
    wake_polls: Callable[[], None] = nothing
    """Something is due to be polled."""
    wake_deliveries: Callable[[], None] = nothing
    """Something is due to be sent."""
    feed_quota: int = 25
    """Feeds of its own that a workspace may have."""
    handlers: Mapping[str, Handler] = field(default_factory=dict)
    """By command name; `undo` uses them."""
