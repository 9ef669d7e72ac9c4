"""Outbox: the loop around `deliver`. Claims due rows, sends them side by side, each at its pace, and stores what came of it."""

import asyncio
import math
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.model.alert import Destination
from bot.model.delivery import (
    CannotCheck,
    DeliveryState,
    LookBack,
    Order,
    Reach,
    Refusal,
    Rejected,
    RetryLater,
    SendResult,
    Uncertain,
)
from bot.model.quota import UsedUp
from bot.pipeline import claimed
from bot.pipeline.breaker import Breaker, BreakerState
from bot.pipeline.claimed import Job
from bot.pipeline.deliver import (
    DeliveryRules,
    Settlement,
    Step,
    after_look_back,
    after_send,
    before_send,
    card_to_send,
)
from bot.pipeline.pace import Pacer
from bot.pipeline.quotas import log_used_up
from bot.pipeline.slots import Slots, nothing
from bot.pipeline.ticks import ticks_of
from bot.ports import Meter, Platform, Store

log = structlog.get_logger("dealwire")

AWAY = 5.0
"""Seconds without a look after which another worker may have sent."""
BUGS_ALLOWED = 5
"""Attempts that may end in an exception of our own before the row is refused."""


async def tell_log(tenant: str, sentence: str) -> None:
    """Tell nobody but the log of trouble."""
    log.warning("trouble", tenant=tenant, told=sentence)


class Lane:
    """One platform's way out: its slots, its pace and its breaker."""

    def __init__(self, platform: Platform, *, size: int, freed: Callable[[], None], at: float) -> None:
        self.platform = platform
        self.slots = Slots(size, freed=freed)
        self.pacer = Pacer(platform.pace, at)
        self.breaker = Breaker()
        self.in_flight: dict[str, Job] = {}
        self.looked_at = -math.inf
        """When it last looked for rows."""


class Outbox:
    """Delivers what is due on the given platforms.

    `deliver_due` and `reap` are the passes; `wake` is called when more may be due (a slot is free, a row was freed).
    """

    def __init__(
        self,
        store: Store,
        platforms: Mapping[str, Platform],
        *,
        clock: Clock,
        owner: str,
        meter: Meter,
        rules: DeliveryRules | None = None,
        wake: Callable[[], None] = nothing,
        tell: Callable[[str, str], Awaitable[None]] = tell_log,
        tell_used_up: Callable[[UsedUp], Awaitable[None]] = log_used_up,
        chance: random.Random | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._owner = owner
        self._meter = meter
        self._rules = rules or DeliveryRules()
        self._wake = wake
        self._tell = tell
        self._tell_used_up = tell_used_up
        self._chance = chance or random.Random()
        self._ticks = ticks_of(clock)
        self._stopping = asyncio.Event()
        self._lanes = {
            name: Lane(platform, size=self._rules.slots, freed=self._freed, at=self._ticks()) for name, platform in platforms.items()
        }

    # --- passes ---

    async def deliver_due(self) -> int:
        """Claim what is due and begin to send it; return how many rows were claimed. Never waits for a send."""
        return sum([await self._fill(name, lane) for name, lane in self._lanes.items()])

    async def deliver_all(self) -> int:
        """Send until nothing more is due by the clock; return how many rows were claimed (the demo, replay, tests)."""
        total = 0
        while (count := await self.deliver_due()) or any(lane.slots.busy for lane in self._lanes.values()):
            total += count
            for lane in self._lanes.values():
                await lane.slots.idle()
        return total

    async def reap(self) -> int:
        """Take back rows of workers that died, and close those whose post will never come; return how many were taken back.

        While a send of our own is past its lease (the machine slept, its clock jumped) nothing is taken back: that send still ends by its
        own limit, and nobody must look back before it has.
        """
        now = self._clock.now()
        mine = [job.delivery for lane in self._lanes.values() for job in lane.in_flight.values()]
        if any(row.lease_until is not None and row.lease_until <= now for row in mine):
            return 0
        settle = {name: lane.platform.settle_seconds for name, lane in self._lanes.items()}
        count, closed = await self._store.write(
            lambda tables: (tables.deliveries.reap(now, settle=settle, only=tuple(settle)), tables.deliveries.close_orphans(now))
        )
        if count or closed:
            log.info("deliveries.reaped", uncertain=count, closed=closed)
            self._wake()
        return count

    async def drain(self, seconds: float) -> None:
        """Claim no more, give back what waits for its turn, finish what is being sent; what does not end in time is left in doubt."""
        self._stopping.set()
        await asyncio.gather(*(lane.slots.drain(seconds) for lane in self._lanes.values()))

    def states(self) -> dict[str, BreakerState]:
        """Return each platform's breaker."""
        return {name: lane.breaker.state for name, lane in self._lanes.items()}

    # --- one row ---

    async def _fill(self, name: str, lane: Lane) -> int:
        async with lane.slots.filling:
            at = self._ticks()
            if at - lane.looked_at > AWAY and not lane.in_flight:
                await self._remember(name, lane, at)
            lane.looked_at = at
            allowed = lane.breaker.allowance(at)
            limit = lane.slots.free if allowed is None else max(0, min(lane.slots.free, allowed - lane.slots.busy))
            if limit <= 0 or self._stopping.is_set() or lane.pacer.platform_wait(at) > self._rules.turn_limit:
                return 0
            claim = claimed.claim(name, owner=self._owner, rules=self._rules, now=self._clock.now(), limit=limit)
            jobs, used_up = await self._store.write(claim)
            for job in jobs:
                lane.in_flight[job.delivery.id] = job
                lane.slots.start(self._deliver(lane, job), name=f"deliver {job.delivery.id}")
        for one in used_up:
            await self._tell_used_up(one)
        if used_up:
            self._wake()  # others may be due behind those that were put off
        return len(jobs)

    async def _remember(self, name: str, lane: Lane, at: float) -> None:
        """Count what was sent while this process did not look: by another worker whose turn it was, or by ourselves before a restart."""
        if not (back := lane.pacer.counted_seconds):
            return
        now = self._clock.now()
        sent = await self._store.read(lambda tables: tables.deliveries.sent_since(name, now - timedelta(seconds=back)))
        lane.pacer.remember([(workspace, at - (now - moment).total_seconds()) for workspace, moment in sent], at)

    async def _deliver(self, lane: Lane, job: Job) -> None:
        try:
            outcome = await self._act(lane, job)
            await self._keep(lane, job, outcome)
        except asyncio.CancelledError:
            wait = timedelta(seconds=lane.platform.settle_seconds)
            doubt = Settlement(state=DeliveryState.UNCERTAIN, next_at=self._clock.now() + wait, reason="stopped while sending")
            await asyncio.shield(self._keep(lane, job, doubt))
            raise
        finally:
            lane.in_flight.pop(job.delivery.id, None)

    async def _act(self, lane: Lane, job: Job) -> Settlement:
        now, rules, platform = self._clock.now(), self._rules, lane.platform
        step, settled = before_send(job.delivery, now=now, platform=platform, rules=rules, forum=job.destination.kind == "forum")
        if settled is not None:
            return settled
        if (wait := await self._turn(lane, job.destination)) is not None:
            return _given_back(job, self._clock.now() + timedelta(seconds=wait), "waits for its turn")
        try:
            return await self._go(lane, job, step)
        finally:
            lane.pacer.done(job.destination, self._ticks())

    async def _go(self, lane: Lane, job: Job, step: Step) -> Settlement:
        rules, platform, lease_until = self._rules, lane.platform, job.delivery.lease_until
        if lease_until is not None and self._clock.now() + timedelta(seconds=rules.send_limit) > lease_until:
            return _given_back(job, self._clock.now(), "the lease became too short to send")
        draw = self._chance.random()
        lane.breaker.begin(job.destination.id, self._ticks())
        if step is Step.LOOK_BACK:
            found = await self._look(platform, self._order(job))
            self._note(lane, job.destination, found)
            return after_look_back(job.delivery, found, now=self._clock.now(), platform=platform, rules=rules, draw=draw)
        result = await self._send(platform, job)
        self._note(lane, job.destination, result)
        return after_send(job.delivery, result, now=self._clock.now(), platform=platform, rules=rules, draw=draw)

    async def _turn(self, lane: Lane, destination: Destination) -> float | None:
        """Wait until the destination's pace allows a send; return the seconds to come back after, when that is too long from now."""
        begun = self._ticks()
        while True:
            at = self._ticks()
            wait = lane.pacer.wait(destination, at)
            if wait <= 0:
                lane.pacer.take(destination, at)
                return None
            if at + wait - begun > self._rules.turn_limit or self._stopping.is_set():
                return lane.pacer.line_up(destination, at)
            await self._clock.sleep(wait)

    def _order(self, job: Job) -> Order:
        row = job.delivery
        return Order(
            key=row.id,
            destination=job.destination,
            act=row.act,
            card=card_to_send(row, now=self._clock.now(), rules=self._rules),
            root_ref=row.root_ref,
            broadcast=job.broadcast,
            plain=row.degraded,
            ping=job.ping,
            first_attempt_at=row.first_attempt_at,
        )

    async def _send(self, platform: Platform, job: Job) -> SendResult:
        try:
            async with asyncio.timeout(self._rules.send_limit):
                return await platform.send(self._order(job))
        except TimeoutError:
            return Uncertain(reason=f"no answer within {self._rules.send_limit:.0f} s")
        except Exception as error:  # a platform never raises; if it does, nobody knows what was sent
            log.exception("delivery.bug", delivery=job.delivery.id, platform=platform.name)
            reason = f"our own error: {type(error).__name__}"
            if job.delivery.attempts >= BUGS_ALLOWED:
                return Rejected(refusal=Refusal.BAD_PAYLOAD, reason=reason)
            return Uncertain(reason=reason)

    async def _look(self, platform: Platform, order: Order) -> LookBack:
        try:
            async with asyncio.timeout(self._rules.send_limit):
                return await platform.look_back(order)
        except TimeoutError:
            return RetryLater(reason="looking back took too long")
        except Exception as error:
            log.exception("delivery.bug", delivery=order.key, platform=platform.name)
            return CannotCheck(reason=f"our own error: {type(error).__name__}")

    def _note(self, lane: Lane, destination: Destination, result: SendResult | LookBack) -> None:
        """Let the breaker know, and the pace what the platform asked for."""
        before = lane.breaker.state
        if isinstance(result, Uncertain) or (isinstance(result, RetryLater) and result.after is None):
            lane.breaker.failure(destination.id, self._ticks())
        else:
            lane.breaker.success(destination.id)
        if lane.breaker.state is not before:
            log.warning("breaker", platform=lane.platform.name, state=lane.breaker.state.value)
        self._meter.breaker(lane.platform.name, lane.breaker.state.value)

    # --- storing ---

    async def _keep(self, lane: Lane, job: Job, outcome: Settlement) -> None:
        now, row, name = self._clock.now(), job.delivery, lane.platform.name
        if outcome.pause is not None and outcome.next_at is not None:
            self._pause(lane, job.destination, outcome.pause, (outcome.next_at - now).total_seconds())
        kept = await self._store.write(claimed.settle(job, outcome, now=now))
        if not kept.ours:
            log.warning("delivery.lost", delivery=row.id, platform=name, state=outcome.state.value)
            return
        self._meter.delivery(name, outcome.state.value)
        if outcome.unchecked:
            self._meter.unchecked(name)
            await self._tell(row.tenant, _doubt(job.destination, held=outcome.state is DeliveryState.UNCERTAIN))
        log.info("delivery", delivery=row.id, platform=name, act=row.act.value, state=outcome.state.value, attempt=row.attempts,
                 reason=outcome.reason)  # fmt: skip
        if kept.back:
            await self._tell(row.tenant, f"{job.destination.name or job.destination.channel} can be posted to again.")
        for place in kept.parked:
            await self._tell(place.tenant, _parked(place, outcome.reason))

    def _pause(self, lane: Lane, destination: Destination, reach: Reach, seconds: float) -> None:
        until = self._ticks() + seconds
        lane.pacer.pause(reach, destination, until)
        if reach is Reach.PLATFORM:
            lane.breaker.rest(until)
            self._meter.breaker(lane.platform.name, lane.breaker.state.value)

    def _freed(self) -> None:
        if not self._stopping.is_set():
            self._wake()


def _given_back(job: Job, next_at: datetime, reason: str) -> Settlement:
    doubtful = job.delivery.state is DeliveryState.UNCERTAIN
    return Settlement(state=DeliveryState.UNCERTAIN if doubtful else DeliveryState.PENDING, next_at=next_at, reason=reason)


def _parked(place: Destination, reason: str) -> str:
    return (
        f"Nothing is posted to {place.name or place.channel} any more: {reason}. "
        "Invite the app there again, or give its permissions back; what waits is posted then. I try again once a day for a week."
    )


def _doubt(place: Destination, *, held: bool) -> str:
    came = "was not sent again, so it may be missing" if held else "was sent again, so it may stand there twice"
    return (
        f"A message to {place.name or place.channel} was not confirmed, and I may not look whether it arrived: it {came}. "
        "Give the app the permission to read that channel's history."
    )
