"""The ports: what the stages, the handlers and the platforms need of one another, as Protocols.

Every port has at least two implementations in this package or its tests, and one contract suite in `tests/contracts/`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from bot.model.alert import Alert, Destination, Mode, Subscription
from bot.model.audit import AuditLine
from bot.model.catalogue import Catalogue
from bot.model.command import CommandCall, Completion, Reply
from bot.model.deal import Deal, Evidence
from bot.model.delivery import Delivery, DeliveryState, LookBack, Order, Pace, PlatformHealth, SendResult
from bot.model.digest import Digest, DigestedStory
from bot.model.entry import Entry
from bot.model.feed import Article, Feed, FeedHealth, FeedLease, FeedState, FetchResult, ParseResult
from bot.model.quota import Use
from bot.model.reading import Reading
from bot.model.ruling import Ruling, RulingKind
from bot.model.search import Query
from bot.model.story import Story, StoryChange, StoryEntry

T = TypeVar("T")


# --- reading ----------------------------------------------------------------------------------------------------------


class Reader(Protocol):
    """Classifies an entry and extracts its claims: pure, never raises on text, 50 ms for 100 KB."""

    def read(self, entry: Entry) -> Reading:
        """Return all that the entry says."""
        ...


# --- feeds ------------------------------------------------------------------------------------------------------------


class Fetcher(Protocol):
    """Fetches what a stranger names, behind the address guard; failures are values."""

    async def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> FetchResult:
        """Return the body, `NotModified`, or why not; within 10 s and 5 MB."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


class FeedParser(Protocol):
    """Parses feed bodies in a child process that can be killed."""

    async def parse(self, body: bytes, *, content_type: str, url: str, known: Collection[str] = ()) -> ParseResult:
        """Return the feed's items, or why not; items whose raw hash is in `known` are left out. At most 2 s and 512 MB."""
        ...

    async def close(self) -> None:
        """End the children."""
        ...


class ArticleReader(Protocol):
    """Reads an article's page where a feed gives only an excerpt."""

    async def read(self, url: str) -> Article:
        """Return the article's paragraphs, and how much was fetched for them. Never raises."""
        ...

    async def close(self) -> None:
        """End the child."""
        ...


# --- platforms --------------------------------------------------------------------------------------------------------


class NoticeKind(StrEnum):
    """What a platform tells of itself."""

    INVITED = "invited"
    REMOVED = "removed"
    """From one channel."""
    UNINSTALLED = "uninstalled"
    """From the workspace."""
    RESTORED = "restored"
    """Unarchived, or permissions given back."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """An event of a workspace or channel."""

    kind: NoticeKind
    platform: str
    workspace: str
    channel: str = ""


class Desk(Protocol):
    """What a platform calls when people or the platform itself say something."""

    async def answer(self, call: CommandCall) -> Reply:
        """Answer a command; never raises, unknown input gets a helpful reply."""
        ...

    async def complete(self, call: CommandCall, option: str, typed: str) -> tuple[Completion, ...]:
        """Suggest values for an option, best first, at most 25."""
        ...

    async def notice(self, notice: Notice) -> None:
        """Take note of an event."""
        ...


class Platform(Protocol):
    """A place where messages go and commands come from."""

    name: str
    pace: Pace
    settle_seconds: float
    """How long after a doubtful send a look-back can be believed."""
    resend_safe_seconds: float
    """For so long after the first attempt the same key posts once however often it is sent (Discord's nonce); 0 for never."""

    async def start(self, desk: Desk) -> None:
        """Connect and keep connected until `stop`; raise UnavailableError or ConfigurationError with one sentence."""
        ...

    async def stop(self) -> None:
        """Drain and disconnect."""
        ...

    async def send(self, order: Order) -> SendResult:
        """Perform the act once, within 12 s; never raises for what the platform or network does."""
        ...

    async def look_back(self, order: Order) -> LookBack:
        """Look whether an earlier attempt at the order arrived."""
        ...

    def health(self) -> PlatformHealth:
        """Tell from real signals how it is."""
        ...


# --- counting ---------------------------------------------------------------------------------------------------------


class Meter(Protocol):
    """Counts what happens, for `/metrics`; labels come from small fixed sets, never from feeds or people."""

    def delivery(self, platform: str, state: str) -> None:
        """A delivery came to a state."""
        ...

    def unchecked(self, platform: str) -> None:
        """A doubtful send was repeated, or held, because the platform gave no way to look."""
        ...

    def poll(self, problem: str, lag_seconds: float) -> None:
        """A feed was polled so long after it was due; `problem` is its class, or empty."""
        ...

    def breaker(self, platform: str, state: str) -> None:
        """A platform's breaker is `closed`, `open` or `probing` now."""
        ...


class Rewriter(Protocol):
    """Puts a summary into fewer words, or leaves it as it is."""

    def use(self, catalogue: Catalogue) -> None:
        """Know another catalogue's names from now on."""
        ...

    async def rewrite(self, reading: Reading) -> Reading:
        """Return the reading with a summary that says nothing its own did not say; never raises, and takes seconds at most."""
        ...


# --- store ------------------------------------------------------------------------------------------------------------
# Table methods are synchronous and run inside one transaction, in the store's own thread.
# `tenants` is who may see a row: (SHARED, the caller's tenant).


class FeedTable(Protocol):
    """Feeds, their states and leases."""

    def sync(self, feeds: Sequence[Feed], now: datetime) -> None:
        """Make the shipped set of SHARED feeds exactly these; states survive, missing ones are disabled."""
        ...

    def add(self, feed: Feed, now: datetime) -> None:
        """Add or enable a tenant's feed, due at once."""
        ...

    def remove(self, feed_id: str) -> bool:
        """Disable a feed; its memory stays, so that adding it again floods nobody."""
        ...

    def get(self, feed_id: str) -> Feed | None:
        """Return a feed."""
        ...

    def all(self, tenants: Collection[str]) -> tuple[Feed, ...]:
        """Return the enabled feeds that these tenants see, by title."""
        ...

    def state(self, feed_id: str) -> FeedState | None:
        """Return what is remembered."""
        ...

    def claim_due(self, now: datetime, *, owner: str, lease_seconds: float, limit: int) -> tuple[FeedLease, ...]:
        """Lease feeds that are due and not leased, the longest due first."""
        ...

    def finish(self, lease: FeedLease, state: FeedState) -> bool:
        """Store the new state and free the lease; False when the lease was lost, and nothing is stored."""
        ...

    def renew(self, leases: Sequence[FeedLease], until: datetime) -> int:
        """Keep leases that are still held until then; return how many were."""
        ...

    def finish_all(self, finished: Sequence[tuple[FeedLease, FeedState]]) -> frozenset[str]:
        """Do as `finish` does for many feeds, each once; return the ids of those whose lease was still held."""
        ...

    def poll_now(self, feed_ids: Collection[str], now: datetime) -> None:
        """Make feeds due."""
        ...

    def health(self, tenants: Collection[str], now: datetime) -> tuple[FeedHealth, ...]:
        """Return every feed's state, failing ones first."""
        ...


class EntryTable(Protocol):
    """Entries with their readings, and the identities that are never forgotten."""

    def known(self, feed_id: str, identities: Collection[str]) -> frozenset[str]:
        """Return those of the identities that this feed has shown before."""
        ...

    def remember(self, feed_id: str, identities: Collection[str], now: datetime) -> None:
        """Never show these as new again."""
        ...

    def add(self, readings: Sequence[Reading], *, learned: bool = False) -> None:
        """Store entries with their readings and claims; an id that is there stays as it is. `learned`: first sight, told to nobody."""
        ...

    def get(self, entry_id: str) -> Reading | None:
        """Return an entry's reading."""
        ...

    def find(self, url: str, tenants: Collection[str]) -> tuple[Reading, ...]:
        """Return readings of the page at this address, in any spelling, newest first."""
        ...

    def is_learned(self, entry_id: str) -> bool:
        """Tell whether the entry belonged to a silent first sight."""
        ...

    def latest(self, tenants: Collection[str], *, since: datetime, limit: int) -> tuple[Reading, ...]:
        """Return readings seen since then, newest first."""
        ...

    def search(
        self, query: Query, tenants: Collection[str], *, storyline: str | None = None, since: datetime | None = None, limit: int = 20
    ) -> tuple[Reading, ...]:
        """Return readings whose title or text hold every term, best first; of more than 300 that fit, the newest are ranked."""
        ...


class StoryTable(Protocol):
    """Stories, their entries and changes."""

    def put(self, story: Story) -> None:
        """Insert or replace."""
        ...

    def lock(self) -> None:
        """Let no other worker join entries to stories until this transaction ends: call it before reading what decides which story."""
        ...

    def get(self, story_id: str, tenants: Collection[str]) -> Story | None:
        """Return a story by its id or an unambiguous beginning of it (4 characters or more)."""
        ...

    def join(self, member: StoryEntry) -> None:
        """Add an entry to a story; an entry belongs to one story, so joining moves it."""
        ...

    def members(self, story_id: str) -> tuple[StoryEntry, ...]:
        """Return a story's entries in order of `seen`."""
        ...

    def story_of(self, entry_id: str) -> Story | None:
        """Return the story an entry belongs to."""
        ...

    def latest(self, tenants: Collection[str], *, storyline: str | None, limit: int) -> tuple[Story, ...]:
        """Return open, alertable stories, newest first."""
        ...

    def since(self, moment: datetime, *, after: int = 0) -> tuple[tuple[int, Story, Reading], ...]:
        """Return (sequence, story, reading) of every member whose story was updated since, with a sequence above `after`.

        The sequence grows with each `join`, so an index can be brought up to date from where it stopped.
        """
        ...

    def log(self, change: StoryChange) -> None:
        """Keep a change."""
        ...

    def changes(self, story_id: str) -> tuple[StoryChange, ...]:
        """Return a story's changes, oldest first."""
        ...


class DealTable(Protocol):
    """Deals; their fields are reconciled from claims."""

    def put(self, deal: Deal) -> None:
        """Insert or replace."""
        ...

    def get(self, deal_id: str) -> Deal | None:
        """Return a deal."""
        ...

    def of_storyline(self, storyline: str, tenants: Collection[str]) -> tuple[Deal, ...]:
        """Return a storyline's deals, newest first."""
        ...

    def evidence(self, deal_id: str) -> tuple[Evidence, ...]:
        """Return the claims of every entry of every open story of the deal, in order of `seen`, each with its place.

        A claim counts when its `storyline` is the deal's, whatever its scope.
        """
        ...


class PlaceTable(Protocol):
    """Destinations and subscriptions."""

    def tenants(self) -> tuple[str, ...]:
        """Return every workspace that has a destination."""
        ...

    def put_destination(self, destination: Destination) -> None:
        """Insert or replace."""
        ...

    def destination(self, destination_id: str) -> Destination | None:
        """Return a destination."""
        ...

    def destinations(self, tenant: str) -> tuple[Destination, ...]:
        """Return a tenant's destinations."""
        ...

    def of_kind(self, kind: str) -> tuple[Destination, ...]:
        """Return every tenant's destinations of a kind."""
        ...

    def in_modes(self, modes: Collection[Mode]) -> tuple[tuple[Subscription, Destination], ...]:
        """Return every tenant's subscriptions in these modes, with their places."""
        ...

    def park(self, destination_id: str, reason: str) -> bool:
        """Send nothing there from now on; True the first time. An empty reason brings it back to life."""
        ...

    def put_subscription(self, subscription: Subscription) -> None:
        """Insert or replace."""
        ...

    def remove_subscription(self, subscription_id: str) -> bool:
        """Forget it."""
        ...

    def subscriptions(self, tenant: str) -> tuple[Subscription, ...]:
        """Return a tenant's subscriptions."""
        ...

    def subscription_of(self, destination_id: str) -> Subscription | None:
        """Return a channel's subscription: there is one at most, and it says everything."""
        ...

    def following(self, storylines: Collection[str]) -> tuple[tuple[Subscription, Destination], ...]:
        """Return every subscription that follows any of these storylines (or `*`), of every tenant."""
        ...


class AlertTable(Protocol):
    """Alerts."""

    def put(self, alert: Alert) -> None:
        """Insert or replace; unique by (tenant, story)."""
        ...

    def get(self, alert_id: str) -> Alert | None:
        """Return an alert."""
        ...

    def of_story(self, story_id: str) -> tuple[Alert, ...]:
        """Return every tenant's alert of a story."""
        ...

    def latest(self, tenant: str, *, since: datetime, limit: int) -> tuple[Alert, ...]:
        """Return a tenant's alerts made since then, newest first."""
        ...


class DeliveryTable(Protocol):
    """The outbox."""

    def add(self, deliveries: Sequence[Delivery]) -> int:
        """Insert what is not there yet; return how many were new."""
        ...

    def claim(
        self, platform: str, now: datetime, *, owner: str, lease_seconds: float, limit: int
    ) -> tuple[tuple[Delivery, Destination], ...]:
        """Lease what is due on a platform: at most one per destination, the oldest first, live destinations only.

        Due: `pending` with `next_at` reached, whose alert's hold is over, and with no earlier unfinished delivery of the same alert and
        destination; or `uncertain` with `next_at` reached, which keeps its state so that it is looked up and not sent blindly. An edit, a
        reply and a retraction wait for their post and carry its `root_ref`. `attempts` is raised here.
        """
        ...

    def settle(
        self,
        claimed: Delivery,
        state: DeliveryState,
        *,
        now: datetime,
        next_at: datetime | None = None,
        reason: str = "",
        message_ref: str = "",
        degraded: bool | None = None,
    ) -> bool:
        """Store what came of a claimed delivery; False when another worker holds it now (owner or attempts differ)."""
        ...

    def put_off(self, tenant: str, until: datetime, *, now: datetime, reason: str) -> int:
        """Let what is due for a workspace wait until then, but for notices of trouble; return how many rows."""
        ...

    def reap(self, now: datetime, *, settle: Mapping[str, float] | None = None, only: Collection[str] | None = None) -> int:
        """Turn `sending` rows whose lease has run out into `uncertain`; return how many. Of the platforms in `only`, where it is given.

        They are due `settle[platform]` seconds from now (at once where the platform is not named), with reason `lease ran out`.
        """
        ...

    def revive(self, destination_id: str, now: datetime) -> int:
        """Make a destination's `parked` rows `pending` and due now, when it lives again; return how many."""
        ...

    def cancel(self, destination_id: str, now: datetime, *, reason: str = "unsubscribed") -> int:
        """Cancel what waits for a destination; return how many rows. One that is being sent, or is in doubt, ends with its attempt."""
        ...

    def cancel_all(self, now: datetime, *, reason: str) -> int:
        """Cancel every row that is not finished, in every place; return how many."""
        ...

    def fold(
        self, now: datetime, *, older_than: datetime, most: int, reason: str = "too many late alerts at once", place: str | None = None
    ) -> int:
        """Where more than `most` posts of stories are due and were made before `older_than`, make them `digested`; return how many.

        In every place, or in the destination `place` alone.
        """
        ...

    def close_orphans(self, now: datetime) -> int:
        """Make pending edits, replies and retractions `cancelled` when their post ended without a message; return how many.

        Ended: dead, digested, expired, cancelled or superseded; a parked post may still come.
        """
        ...

    def update_card(self, delivery_id: str, delivery: Delivery) -> bool:
        """Replace the card of a row that is still pending (a post that grew before it was sent)."""
        ...

    def of_alert(self, alert_id: str) -> tuple[Delivery, ...]:
        """Return an alert's deliveries, oldest first."""
        ...

    def at(self, alert_id: str, destination_id: str) -> tuple[Delivery, ...]:
        """Return an alert's deliveries at one destination, oldest first."""
        ...

    def of_destination(
        self, destination_id: str, *, since: datetime, states: Collection[DeliveryState] = (), limit: int = 500
    ) -> tuple[Delivery, ...]:
        """Return a destination's deliveries made since then, oldest first; only those in `states`, when any are named."""
        ...

    def counts(self, tenants: Collection[str] | None = None) -> dict[tuple[str, str], int]:
        """Return how many rows stand in each (platform, state)."""
        ...

    def sent_since(self, platform: str, since: datetime) -> tuple[tuple[str, datetime], ...]:
        """Return (workspace, moment) of everything that any worker has sent on a platform since then."""
        ...

    def oldest_pending(self, now: datetime) -> datetime | None:
        """Return `created_at` of the oldest row that is due and unsent."""
        ...


class DigestTable(Protocol):
    """Digests that were made, and what they told of which stories."""

    def open(self, digest: Digest) -> bool:
        """Keep a digest; False where the channel had one for that slot (one without anything to tell gives way to another time of day)."""
        ...

    def of(self, destination_id: str, slot: str) -> Digest | None:
        """Return the digest of a slot."""
        ...

    def tell(self, stories: Sequence[DigestedStory]) -> None:
        """Keep what was told; a story told before is replaced."""
        ...

    def told(self, destination_id: str, *, since: datetime) -> tuple[DigestedStory, ...]:
        """Return what digests told a channel since then, oldest first."""
        ...

    def told_of(self, destination_id: str, story_id: str) -> DigestedStory | None:
        """Return what a digest told a channel of a story."""
        ...

    def waiting(self, destination_id: str, *, since: datetime) -> tuple[tuple[str, Delivery], ...]:
        """Return (story id, post) of each post made since then that was folded into a digest and that no digest has told, oldest first.

        A digest that was itself too old to be posted has told nothing.
        """
        ...

    def places_waiting(self, *, since: datetime) -> tuple[str, ...]:
        """Return the ids of destinations for which such posts wait."""
        ...


class AuditTable(Protocol):
    """Who changed what."""

    def add(self, line: AuditLine) -> None:
        """Keep a line."""
        ...

    def latest(self, tenant: str, limit: int) -> tuple[AuditLine, ...]:
        """Return the newest lines."""
        ...


class RulingTable(Protocol):
    """What workspaces decided for themselves; shared news stays as it is for everybody else."""

    def put(self, ruling: Ruling) -> None:
        """Insert or replace."""
        ...

    def remove(self, tenant: str, kind: RulingKind, key: str) -> bool:
        """Take a decision back; False where there was none."""
        ...

    def get(self, tenant: str, kind: RulingKind, key: str) -> Ruling | None:
        """Return a decision."""
        ...

    def of(self, tenant: str, kinds: Collection[RulingKind]) -> tuple[Ruling, ...]:
        """Return a workspace's decisions of these kinds, oldest first."""
        ...

    def everywhere(self, kind: RulingKind) -> tuple[Ruling, ...]:
        """Return every workspace's decisions of a kind, oldest first."""
        ...

    def beginning(self, kind: RulingKind, key: str) -> tuple[Ruling, ...]:
        """Return every workspace's decisions of a kind whose key begins so, oldest first."""
        ...


class RetentionTable(Protocol):
    """Forgetting."""

    def forget_tenant(self, tenant: str) -> int:
        """Delete all that belongs to a workspace: channels, messages, settings, its own feeds and what they brought; return how many rows."""
        ...

    def prune(self, *, rows_before: datetime, texts_before: datetime) -> int:
        """Delete edits, replies and notices that ended, and digests that were made, before `rows_before`; empty old texts; return how many.

        Posts and the identities of all that a feed has shown are never deleted.
        """
        ...


class MetaTable(Protocol):
    """Small facts about the installation."""

    def get(self, key: str) -> str | None:
        """Return a value."""
        ...

    def beginning(self, key: str) -> Mapping[str, str]:
        """Return every value whose key begins so."""
        ...

    def put(self, key: str, value: str) -> None:
        """Keep a value."""
        ...


class UsageTable(Protocol):
    """What workspaces have used of their quotas."""

    def count(self, uses: Mapping[tuple[str, Use], int], *, now: datetime) -> dict[tuple[str, Use], int]:
        """Add up what workspaces use, in one statement; return what each window has seen then. 0 only looks, less gives back."""
        ...

    def of(self, tenant: str, *, now: datetime) -> dict[Use, int]:
        """Return what the windows that are open now have seen of each use."""
        ...


class Tables(Protocol):
    """All tables, inside one transaction."""

    feeds: FeedTable
    entries: EntryTable
    stories: StoryTable
    deals: DealTable
    places: PlaceTable
    alerts: AlertTable
    deliveries: DeliveryTable
    digests: DigestTable
    audit: AuditTable
    meta: MetaTable
    retention: RetentionTable
    rulings: RulingTable
    usage: UsageTable


class Store(Protocol):
    """The database."""

    async def write(self, work: Callable[[Tables], T]) -> T:
        """Run `work` in one transaction: all of it is kept, or, when it raises, none."""
        ...

    async def read(self, work: Callable[[Tables], T]) -> T:
        """Run `work` on one snapshot; it must not write."""
        ...

    async def close(self) -> None:
        """Finish what is queued and close."""
        ...
