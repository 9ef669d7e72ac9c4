"""Poll: the loop around a feed — claim, fetch, parse, keep what is new, read it, and store all that follows in one transaction."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.model.catalogue import Catalogue
from bot.model.feed import Feed, FeedLease, FeedState, FetchFailed, FetchProblem, Schedule
from bot.model.quota import Quotas, UsedUp
from bot.pipeline.absorb import absorb
from bot.pipeline.cluster import StoryIndex
from bot.pipeline.ingest import Hold
from bot.pipeline.look import Looker, LookRules, Polled
from bot.pipeline.outbox import tell_log
from bot.pipeline.quiet import QuietKeeper
from bot.pipeline.quotas import admit_polls, count_bytes, log_used_up
from bot.pipeline.schedule import after_poll, confirmed_move
from bot.pipeline.slots import Slots, nothing
from bot.pipeline.track import Tracker
from bot.ports import ArticleReader, FeedParser, Fetcher, Meter, Reader, Rewriter, Store, Tables

log = structlog.get_logger("dealwire")

BUSY_SECONDS = 20.0
"""After which a feed is tried again whose host had no turn for it: those of other hosts go first."""
TROUBLE_AFTER = 5
"""Failures in a row before the operator is told, once."""


@dataclass(frozen=True, kw_only=True)
class PollRules:
    """Bounds of a pass; seconds."""

    lease: float = 15.0
    """How long a feed is ours without being renewed: so soon after its worker died it is another's."""
    slots: int = 256
    """Feeds polled at once: enough that slow hosts keep nobody waiting, and that claims and writes go in large batches."""
    look: LookRules = field(default_factory=LookRules)
    quotas: Quotas = field(default_factory=Quotas)
    """What one workspace's own feeds may cost."""
    alert_cap: int = 12
    """Alerts that one channel gets in ten minutes; the rest goes into one digest. 0 for any number."""
    schedule: Schedule = field(default_factory=Schedule)


class Poller:
    """Polls the feeds that are due; `poll_due` is the pass, `wake` is called when deliveries may be pending or a slot is free."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        parser: FeedParser,
        reader: Reader,
        *,
        clock: Clock,
        owner: str,
        catalogue: Catalogue,
        index: StoryIndex,
        meter: Meter,
        articles: ArticleReader | None = None,
        rewriter: Rewriter | None = None,
        tracker: Tracker | None = None,
        rules: PollRules | None = None,
        pending: Callable[[], None] = nothing,
        wake: Callable[[], None] = nothing,
        tell: Callable[[str, str], Awaitable[None]] = tell_log,
        tell_used_up: Callable[[UsedUp], Awaitable[None]] = log_used_up,
        chance: random.Random | None = None,
    ) -> None:
        self._store = store
        self._rules = rules or PollRules()
        self._looker = Looker(
            store, fetcher, parser, reader, clock=clock, catalogue=catalogue, articles=articles, rewriter=rewriter, rules=self._rules.look
        )
        self._clock = clock
        self._owner = owner
        self._catalogue = catalogue
        self._index = index
        self._meter = meter
        self._tracker = tracker
        self._pending = pending
        self._tell = tell
        self._tell_used_up = tell_used_up
        self._chance = (chance or random.Random()).random
        self._slots = Slots(self._rules.slots, freed=wake, batch=self._rules.slots // 2)
        self._quiet = QuietKeeper(store, clock)
        self._quiet_log = log.bind()  # bound once: for most polls there is nothing to say, and binding is all that saying it would cost
        self._held: dict[str, FeedLease] = {}
        self._index_is_doubtful = False

    def use(self, catalogue: Catalogue, reader: Reader, tracker: Tracker | None = None) -> None:
        """Read by another catalogue from now on; what is being read now ends as it began."""
        self._catalogue, self._tracker = catalogue, tracker
        self._looker.use(catalogue, reader)
        self._index_is_doubtful = True

    # --- passes ---

    def is_full(self) -> bool:
        """Tell whether no further feed can be polled at the moment."""
        return not self._slots.free

    async def poll_due(self) -> int:
        """Claim feeds that are due and begin to poll them; return how many. Never waits for a feed."""
        started = 0
        async with self._slots.filling:
            while most := min(self._slots.free, self._slots.batch):
                leases = await self._claim(most)
                for lease in leases:
                    self._held[lease.feed.id] = lease
                    self._slots.start(self._poll(lease), name=f"poll {lease.feed.id}")
                started += len(leases)
                if len(leases) < most:
                    break
        return started

    async def _claim(self, most: int) -> tuple[FeedLease, ...]:
        now = self._clock.now()

        def work(tables: Tables) -> tuple[tuple[FeedLease, ...], tuple[UsedUp, ...]]:
            due = tables.feeds.claim_due(now, owner=self._owner, lease_seconds=self._rules.lease, limit=most)
            return admit_polls(tables, due, self._rules.quotas, now)

        leases, used_up = await self._store.write(work)
        for one in used_up:
            await self._tell_used_up(one)
        return leases

    async def poll_all(self) -> int:
        """Poll until no feed is due by the clock; return how many polls it took (the demo, tests)."""
        total = 0
        while (count := await self.poll_due()) or self._slots.busy:
            total += count
            await self._slots.idle()
        return total

    async def renew(self) -> int:
        """Keep the feeds that are being polled ours for another while; return how many."""
        leases = tuple(self._held.values())
        if not leases:
            return 0
        until = self._clock.now() + timedelta(seconds=self._rules.lease)
        return await self._store.write(lambda tables: tables.feeds.renew(leases, until))

    async def drain(self, seconds: float) -> None:
        """Claim no more; what is running ends or is given back, due at once."""
        await self._slots.drain(seconds)

    # --- one feed ---

    async def _poll(self, lease: FeedLease) -> None:
        """Poll one feed; whatever goes wrong is stored as its failure, and the others never know."""
        try:
            polled = await self._looker.look(lease)
            if polled.came_to_nothing:
                await self._give_back(lease, BUSY_SECONDS)
                log.info("poll.put_off", feed=lease.feed.id, seconds=BUSY_SECONDS)
            else:
                await self._keep(lease, polled)
        except asyncio.CancelledError:
            await asyncio.shield(self._give_back(lease, 1.0))
            raise
        except Exception:
            log.exception("poll.failed", feed=lease.feed.id)
            await self._keep(lease, Polled(result=FetchFailed(problem=FetchProblem.PARSER_ERROR, detail="an error of our own")))
        finally:
            if self._held.get(lease.feed.id) is lease:
                del self._held[lease.feed.id]

    # --- storing ---

    async def _keep(self, lease: FeedLease, polled: Polled) -> None:
        now = self._clock.now()
        state = self._next_state(lease, polled)
        if polled.is_quiet:
            kept, moved = await self._quiet.keep(lease, state, polled.received), False
        else:
            kept, moved = await self._store_news(lease, state, polled)
        problem = state.problem.value if state.problem is not None else ""
        self._meter.poll(problem, (now - lease.state.next_poll_at).total_seconds())
        if not kept:
            log.warning("poll.lost", feed=lease.feed.id)
            return
        if polled.is_quiet and not problem:
            self._quiet_log.debug("poll", feed=lease.feed.id)
        else:
            detail = polled.result.detail if isinstance(polled.result, FetchFailed) else ""
            log.info("poll", feed=lease.feed.id, new=len(polled.readings), problem=problem, detail=detail, hold=polled.ingested.hold.value)
        if moved:
            self._pending()
        await self._tell_trouble(lease, state, polled)

    async def _store_news(self, lease: FeedLease, state: FeedState, polled: Polled) -> tuple[bool, bool]:
        try:
            return await self._store.write(self._work(lease, state, polled))
        except Exception:
            self._index_is_doubtful = True
            raise

    def _next_state(self, lease: FeedLease, polled: Polled) -> FeedState:
        """Return what to remember; a feed that is read at the address it moved to stays there until that fails."""
        state = after_poll(
            lease.state,
            polled.result,
            polled.parsed,
            now=self._clock.now(),
            bounds=self._rules.schedule,
            random=self._chance,
            new_items=0 if polled.ingested.learned else len(polled.ingested.new),
        )
        if confirmed_move(lease.state) is not None:
            stays = state.problem is None and state.moved_to is None
            moved_to = lease.state.moved_to if stays else state.moved_to
            return replace(state, moved_to=moved_to, moved_times=lease.state.moved_times if stays else state.moved_times)
        return state

    def _work(self, lease: FeedLease, state: FeedState, polled: Polled) -> Callable[[Tables], tuple[bool, bool]]:
        """Return the one transaction of a poll: when the lease was lost, nothing of it is stored but what it cost.

        It returns whether the lease was held, and whether a story moved, so that there may be something to send.
        """
        now = self._clock.now()

        def work(tables: Tables) -> tuple[bool, bool]:
            held = tables.feeds.finish(lease, state)
            count_bytes(tables, [(lease.feed.tenant, polled.received)], now)
            if not held:
                return False, False
            if self._index_is_doubtful:
                self._index.clear()
                self._index_is_doubtful = False
            tables.entries.remember(lease.feed.id, polled.ingested.remember, now)
            moved = False
            if polled.readings:
                learned = polled.ingested.learned
                cap = self._rules.alert_cap
                moved = bool(
                    absorb(tables, polled.readings, now=now, catalogue=self._catalogue, index=self._index, learned=learned, cap=cap)
                )
                if self._tracker is not None:
                    moved |= self._tracker.take(tables, polled.readings, now=now, learned=learned, cap=cap) > 0
            return True, moved

        return work

    async def _give_back(self, lease: FeedLease, seconds: float) -> None:
        """Free a feed that was not polled, due in so many seconds: one that was cut off by a stop at once, the next start polls it first."""
        again = replace(lease.state, next_poll_at=self._clock.now() + timedelta(seconds=seconds))
        await self._store.write(lambda tables: tables.feeds.finish(lease, again))

    async def _tell_trouble(self, lease: FeedLease, state: FeedState, polled: Polled) -> None:
        feed, before = lease.feed, lease.state.failures
        if state.parked and not lease.state.parked:
            await self._tell(feed.tenant, f"{_name(feed)} is gone for good (410): it is polled no more. Remove it or give its new address.")
        elif before < TROUBLE_AFTER <= state.failures and state.problem is not None:
            sentence = f"{_name(feed)} failed {state.failures} times in a row ({state.problem.value}): check its address."
            await self._tell(feed.tenant, sentence)
        elif before >= TROUBLE_AFTER and not state.failures:
            await self._tell(feed.tenant, f"{_name(feed)} can be read again.")
        if polled.ingested.hold not in {Hold.NONE, Hold.FIRST_SIGHT}:
            count = len(polled.ingested.new)
            await self._tell(feed.tenant, f"{_name(feed)}: {count} items were learned silently ({polled.ingested.hold.value}).")


def _name(feed: Feed) -> str:
    return f"Feed “{feed.title or feed.id}”"
