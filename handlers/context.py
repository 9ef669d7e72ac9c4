"""What a command's handler is handed."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.clock import Clock
from bot.model.alert import Subscription
from bot.model.card import Card
from bot.model.catalogue import Catalogue
from bot.model.command import Command, CommandCall, Reply
from bot.model.deal import Deal
from bot.model.delivery import PlatformHealth
from bot.model.drawing import Drawing
from bot.model.feed_verdict import FeedVerdict
from bot.model.quota import Quotas
from bot.model.ruling import Ruling, RulingKind
from bot.model.story import Outcome, Story
from bot.model.tracked import Tracked
from bot.model.view import Seen
from bot.ports import Reader, Store, Tables

Handler = Callable[[CommandCall, Mapping[str, str], "Context"], Awaitable[Reply]]


def nobody_is_silent(_subscription: Subscription, _story: Story, _now: datetime) -> Outcome | None:
    """Tell everybody everything: where no rule is handed over."""
    return None


def nothing() -> None:
    """Wake nobody."""


class Corrections(Protocol):
    """What one workspace sees of shared news, and how it corrects that for itself; every method runs inside the caller's transaction."""

    def see(self, tables: Tables, story: Story, tenant: str) -> Seen:
        """Return an event as a workspace sees it."""
        ...

    def see_deal(self, tables: Tables, deal: Deal, tenant: str) -> Deal:
        """Return a deal's ledger as a workspace sees it."""
        ...

    def card(self, tables: Tables, story: Story, tenant: str) -> Card:
        """Return an event's message as a workspace would be told it now."""
        ...

    def decide(self, tables: Tables, ruling: Ruling) -> int:
        """Store a decision and bring the workspace's messages up to date; return how many alerts may have changed."""
        ...

    def take_back(self, tables: Tables, tenant: str, kind: RulingKind, key: str) -> Ruling | None:
        """Take a decision back and bring the workspace's messages up to date; None where there was none."""
        ...

    def split(self, tables: Tables, story: Story, entry_ids: Collection[str], tenant: str, reason: str) -> None:
        """Move entries into an event of their own, where the event is the workspace's alone; DealwireError says why not."""
        ...


async def tell_nobody(_tenant: str, _sentence: str) -> None:
    """Tell trouble nowhere."""


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
    tell: Callable[[str, str], Awaitable[None]] = tell_nobody
    """Tells a workspace's trouble, or that it is over, in the place for it."""
    commands_a_minute: int = 120
    """Uses of commands that a workspace has, by their weight."""
    quotas: Quotas = field(default_factory=Quotas)
    """What a workspace may use."""
    draw: Callable[[Drawing], Awaitable[bytes]] | None = None
    """Draws a picture as PNG; nothing where it cannot."""
    track_reader: Callable[[Tracked], Reader] | None = None
    """Makes a reader that knows a storyline which is tried."""
    corrections: Corrections | None = None
    """Corrects events for one workspace."""
    handlers: Mapping[str, Handler] = field(default_factory=dict)
    """By command name; `undo` uses them."""
