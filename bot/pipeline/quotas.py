"""Quotas before the work: what a workspace may not do now is put off until its next window, each function inside one transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.model.alert import Destination
from bot.model.delivery import Delivery, DeliveryState
from bot.model.feed import FeedLease, FeedState
from bot.model.ids import SHARED
from bot.model.notice import OPS
from bot.model.quota import Quotas, Use, UsedUp, window
from bot.ports import Tables

log = structlog.get_logger("dealwire")

Row = tuple[Delivery, Destination]
_WAITS = "the workspace's quota of messages is used up"


async def log_used_up(used_up: UsedUp) -> None:
    """Tell nobody but the log that a quota is used up."""
    log.warning("trouble", tenant=used_up.tenant, told=str(used_up))


def admit_polls(
    tables: Tables, leases: Sequence[FeedLease], quotas: Quotas, now: datetime
) -> tuple[tuple[FeedLease, ...], tuple[UsedUp, ...]]:
    """Return the leases that may be polled, and who has used up what; the other feeds are given back, due when their window opens."""
    own = Counter(lease.feed.tenant for lease in leases if lease.feed.tenant != SHARED)
    left, used_up = _take(tables, own, Use.POLLS, quotas, now, unless=Use.BYTES)
    admitted: list[FeedLease] = []
    waiting: list[tuple[FeedLease, FeedState]] = []
    for lease in leases:
        tenant = lease.feed.tenant
        if tenant not in used_up or left[tenant] > 0:
            left[tenant] -= 1
            admitted.append(lease)
        else:
            again = _in_turn(used_up[tenant].window.until, now)
            waiting.append((lease, replace(lease.state, next_poll_at=again)))
    if waiting:
        tables.feeds.finish_all(waiting)
    return tuple(admitted), tuple(used_up.values())


def _in_turn(until: datetime, now: datetime) -> datetime:
    """Return when to come back: who was put off first comes first, so that a quota starves no feed for good."""
    return until + (now - (until - timedelta(days=1))) / 1_440


def count_bytes(tables: Tables, received: Iterable[tuple[str, int]], now: datetime) -> None:
    """Count what was fetched for feeds of these tenants; shared ones cost no statement."""
    sizes = Counter[tuple[str, Use]]()
    for tenant, size in received:
        if size and tenant != SHARED:
            sizes[tenant, Use.BYTES] += size
    tables.usage.count(sizes, now=now)


def admit_messages(tables: Tables, rows: Sequence[Row], quotas: Quotas, now: datetime) -> tuple[tuple[Row, ...], tuple[UsedUp, ...]]:
    """Return the claimed rows that may be sent, and who has used up what; the other rows wait for their window, and say then that they are late.

    So does all else that is due for those workspaces: claimed row by row, a long backlog would keep the others waiting. Notices of trouble and
    sends in doubt are free: the first must come, and the second may have come already.
    """
    own = Counter(row.tenant for row, place in rows if _counts(row, place))
    left, used_up = _take(tables, own, Use.MESSAGES, quotas, now)
    admitted = []
    for row, place in rows:
        if not _counts(row, place) or row.tenant not in used_up or left[row.tenant] > 0:
            left[row.tenant] -= _counts(row, place)
            admitted.append((row, place))
        else:
            until = used_up[row.tenant].window.until
            tables.deliveries.settle(row, DeliveryState.PENDING, now=now, next_at=until, reason=_WAITS)
    for one in used_up.values():
        tables.deliveries.put_off(one.tenant, one.window.until, now=now, reason=_WAITS)
    return tuple(admitted), tuple(used_up.values())


def give_back(tables: Tables, row: Delivery, place: Destination, now: datetime) -> None:
    """Count a claimed row no more that was not sent: if it still has to be, it will be claimed again."""
    if _counts(row, place):
        tables.usage.count({(row.tenant, Use.MESSAGES): -1}, now=now)


def _counts(row: Delivery, place: Destination) -> bool:
    return place.kind != OPS and row.state is not DeliveryState.UNCERTAIN


def _take(
    tables: Tables, wanted: Mapping[str, int], use: Use, quotas: Quotas, now: datetime, *, unless: Use | None = None
) -> tuple[Counter[str], dict[str, UsedUp]]:
    """Count what is about to be used; return how much of it each workspace may, and who may less than it wants. None where `unless` is used up.

    One statement for all, another one where something is refused.
    """
    asked = {(tenant, use): count for tenant, count in wanted.items()}
    seen = tables.usage.count(asked | ({(tenant, unless): 0 for tenant in wanted} if unless else {}), now=now)
    refused: dict[tuple[str, Use], int] = {}
    used_up: dict[str, UsedUp] = {}
    for tenant, count in wanted.items():
        full = unless is not None and quotas.left(unless, seen[tenant, unless]) <= 0
        over = count if full else int(min(count, max(0, -quotas.left(use, seen[tenant, use]))))
        if over:
            what = unless if full and unless else use
            refused[tenant, use] = -over
            used_up[tenant] = UsedUp(tenant=tenant, use=what, limit=quotas.limit(what), window=window(what, now))
    tables.usage.count(refused, now=now)
    return Counter({tenant: count + refused.get((tenant, use), 0) for tenant, count in wanted.items()}), used_up
