"""Fakes that are real implementations: a platform whose channels are a file, and the facts that tests are made of."""

import asyncio
import json
import os
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.model.alert import Act, Alert, Destination, Subscription
from bot.model.card import Card, Span
from bot.model.delivery import (
    CannotCheck,
    Delivery,
    DeliveryState,
    LookBack,
    NotFound,
    Order,
    Pace,
    PlatformHealth,
    SendResult,
    Sent,
    Uncertain,
)
from bot.model.ids import stable_id
from bot.model.reading import Status
from bot.ports import Desk, Tables

FAST = Pace(per_destination=1e6, per_workspace=1e6, per_platform=1e6, burst=1e6)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A message (or an edit) as it stands in the file."""

    ref: str
    key: str
    place: str
    act: str
    title: str
    plain: bool = False
    posted_at: float = 0.0
    visible_at: float = 0.0
    """Seconds since 1970 from when on a look-back sees it."""


class FilePlatform:
    """A platform whose memory is a file that outlives the process: what stands there was posted, whoever died since.

    For `nonce_seconds` (else `resend_safe_seconds`) it knows a key again and posts it once.

    `before(order)` and `after(order)` may answer for it: a result of `before` is given without posting (an error), one of `after` is
    given although the message stands (a lost response).
    """

    def __init__(
        self,
        path: Path,
        *,
        name: str = "slack",
        pace: Pace = FAST,
        settle_seconds: float = 5.0,
        resend_safe_seconds: float = 0.0,
        nonce_seconds: float | None = None,
        visible_after: Callable[[], float] = lambda: 0.0,
        before: Callable[[Order], Awaitable[SendResult | None]] | None = None,
        after: Callable[[Order], Awaitable[SendResult | None]] | None = None,
        now: Callable[[], float] = lambda: datetime.now(UTC).timestamp(),
        may_look: bool = True,
    ) -> None:
        self.name = name
        self.pace = pace
        self.settle_seconds = settle_seconds
        self.resend_safe_seconds = resend_safe_seconds
        self.sends = 0
        """Calls of `send`, whatever came of them."""
        self.orders: list[Order] = []
        self._path = path
        self._visible_after = visible_after
        self._before = before
        self._after = after
        self._now = now
        self._may_look = may_look
        self._nonce_seconds = resend_safe_seconds if nonce_seconds is None else nonce_seconds
        self._lines: list[Line] = []
        self._read_to = 0

    async def start(self, desk: Desk) -> None:
        """Nothing to connect."""

    async def stop(self) -> None:
        """Nothing to close."""

    async def send(self, order: Order) -> SendResult:
        """Post to the file, once for each key where the nonce is on."""
        self.sends += 1
        self.orders.append(order)
        if self._before is not None and (answer := await self._before(order)) is not None:
            return answer
        since = self._now() - self._nonce_seconds
        known = next((line for line in self.lines() if line.key == order.key and line.posted_at > since), None)
        ref = known.ref if known is not None else f"{order.destination.channel}.{len(self.lines()) + 1}.{random.getrandbits(32):x}"
        if known is None:
            self._write(order, ref)
        if self._after is not None and (answer := await self._after(order)) is not None:
            return answer
        return Sent(ref=ref)

    async def look_back(self, order: Order) -> LookBack:
        """Find the key among what is visible by now."""
        await asyncio.sleep(0)
        if not self._may_look:
            return CannotCheck(reason="missing_scope")
        seen = [line for line in self.lines() if line.key == order.key and line.visible_at <= self._now()]
        return Sent(ref=seen[0].ref) if seen else NotFound()

    def health(self) -> PlatformHealth:
        """Always there."""
        return PlatformHealth(name=self.name, connected=True)

    def lines(self) -> list[Line]:
        """Return everything that stands in the file; only what is new is read."""
        if self._path.exists():
            with self._path.open("rb") as file:
                file.seek(self._read_to)
                whole, _, _ = file.read().rpartition(b"\n")
            if whole:
                self._read_to += len(whole) + 1
                self._lines += [Line(**json.loads(text)) for text in whole.split(b"\n")]
        return self._lines

    def posts(self) -> list[Line]:
        """Return the root messages."""
        return [line for line in self.lines() if line.act == Act.POST]

    def _write(self, order: Order, ref: str) -> None:
        line = {
            "ref": ref,
            "key": order.key,
            "place": order.destination.id,
            "act": order.act.value,
            "title": order.card.title,
            "plain": order.plain,
            "posted_at": self._now(),
            "visible_at": self._now() + self._visible_after(),
        }
        file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            os.write(file, json.dumps(line).encode() + b"\n")
        finally:
            os.close(file)


def answers(*results: SendResult | None) -> Callable[[Order], Awaitable[SendResult | None]]:
    """Return a fault that gives each result in turn, then none."""
    left = list(results)

    async def answer(_: Order) -> SendResult | None:
        await asyncio.sleep(0)
        return left.pop(0) if left else None

    return answer


def always(result: SendResult, *, channels: frozenset[str] | None = None) -> Callable[[Order], Awaitable[SendResult | None]]:
    """Return a fault that always gives this result, in these channels or in all."""

    async def answer(order: Order) -> SendResult | None:
        await asyncio.sleep(0)
        return result if channels is None or order.destination.channel in channels else None

    return answer


LOST = Uncertain(reason="connection reset after the request")


class Counted:
    """A meter that remembers."""

    def __init__(self) -> None:
        self.deliveries: list[tuple[str, str]] = []
        self.unchecked_sends = 0
        self.polls: list[str] = []

    def delivery(self, platform: str, state: str) -> None:
        """Remember a state."""
        self.deliveries.append((platform, state))

    def unchecked(self, platform: str) -> None:
        """Count it."""
        self.unchecked_sends += 1

    def poll(self, problem: str, lag_seconds: float) -> None:
        """Remember a poll's problem."""
        self.polls.append(problem)

    def breaker(self, platform: str, state: str) -> None:
        """Nothing is asked about it here."""


def destination(channel: str, *, platform: str = "slack", workspace: str = "T1", kind: str = "channel") -> Destination:
    """Return a channel."""
    return Destination(
        id=stable_id("d", platform, workspace, channel),
        tenant=f"{platform}:{workspace}",
        platform=platform,
        workspace=workspace,
        channel=channel,
        name=f"#{channel}",
        kind=kind,
    )


def alert(number: int, place: Destination, now: datetime, *, hold_until: datetime | None = None) -> Alert:
    """Return an alert of an invented event."""
    story = f"s{number}"
    return Alert(
        id=stable_id("a", place.tenant, story),
        tenant=place.tenant,
        story_id=story,
        storyline="openai-foxconn",
        status=Status.REPORTED,
        created_at=now,
        card=Card(title=f"Event {number}", body=((Span(f"What is told of event {number}."),),)),
        hold_until=hold_until,
    )


def delivery(told: Alert, place: Destination, now: datetime, *, act: Act = Act.POST, revision: int = 0) -> Delivery:
    """Return a pending row."""
    return Delivery(
        id=stable_id("x", told.id, place.id, act.value, str(revision)),
        tenant=place.tenant,
        alert_id=told.id,
        destination_id=place.id,
        act=act,
        revision=revision,
        state=DeliveryState.PENDING,
        created_at=now,
        next_at=now,
        card=told.card,
    )


def follow(tables: Tables, place: Destination, *storylines: str) -> None:
    """Store a channel and its subscription."""
    tables.places.put_destination(place)
    tables.places.put_subscription(
        Subscription(id=stable_id("u", place.id), tenant=place.tenant, destination_id=place.id, storylines=storylines or ("*",))
    )


def queue(tables: Tables, number: int, place: Destination, now: datetime, *, hold_until: datetime | None = None) -> Delivery:
    """Store an alert and its pending post."""
    told = alert(number, place, now, hold_until=hold_until)
    row = delivery(told, place, now)
    tables.alerts.put(told)
    tables.deliveries.add([row])
    return row
