"""Quotas before the work: what a workspace may not do now is put off until its next window, each function inside one transaction."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.alert import Destination
from bot.model.delivery import Delivery, DeliveryState
from bot.model.feed import FeedLease
from bot.model.ids import SHARED
from bot.model.quota import Quotas, Refusal, Use, window
from bot.ports import Tables

Row = tuple[Delivery, Destination]


def admit_polls(
    tables: Tables, leases: Sequence[FeedLease], quotas: Quotas, now: datetime
) -> tuple[tuple[FeedLease, ...], tuple[Refusal, ...]]:
    """Return the leases that may be polled, and who has used up what; the other feeds are given back, due when their window opens."""
    own = Counter(lease.feed.tenant for lease in leases if lease.feed.tenant != SHARED)
    left, refusals = dict[str, int](), dict[str, Refusal]()
    for tenant, wanted in sorted(own.items()):  # in one order everywhere, so that two workers never wait for each other
        most = quotas.limit(Use.BYTES)
        use = Use.BYTES if most and tables.usage.used(tenant, Use.BYTES, now=now) >= most else Use.POLLS
        left[tenant] = 0 if use is Use.BYTES else tables.usage.take(tenant, Use.POLLS, wanted, quotas=quotas, now=now)
        if left[tenant] < wanted:
            refusals[tenant] = Refusal(tenant=tenant, use=use, limit=quotas.limit(use), until=window(use, now).until)
    admitted = []
    for lease in leases:
        tenant = lease.feed.tenant
        if tenant not in refusals or left[tenant] > 0:
            left[tenant] = left.get(tenant, 0) - 1
            admitted.append(lease)
        else:
            tables.feeds.finish(lease, replace(lease.state, next_poll_at=_in_turn(refusals[tenant].until, now)))
    return tuple(admitted), tuple(refusals.values())


def _in_turn(until: datetime, now: datetime) -> datetime:
    """Return when to come back: who was put off first comes first, so that a quota starves no feed for good."""
    return until + (now - (until - timedelta(days=1))) / 1_440


def admit_messages(tables: Tables, rows: Sequence[Row], quotas: Quotas, now: datetime) -> tuple[tuple[Row, ...], tuple[Refusal, ...]]:
    """Return the claimed rows that may be sent, and who has used up what; the other rows wait for their window, and say then that they are late.

    Notices of trouble and sends in doubt are free: the first must come, and the second may have come already.
    """
    own = Counter(row.tenant for row, place in rows if _counts(row, place))
    left, refusals = dict[str, int](), dict[str, Refusal]()
    for tenant, wanted in sorted(own.items()):
        left[tenant] = tables.usage.take(tenant, Use.MESSAGES, wanted, quotas=quotas, now=now)
        if left[tenant] < wanted:
            limit, until = quotas.limit(Use.MESSAGES), window(Use.MESSAGES, now).until
            refusals[tenant] = Refusal(tenant=tenant, use=Use.MESSAGES, limit=limit, until=until)
    admitted = []
    for row, place in rows:
        if not _counts(row, place) or row.tenant not in refusals:
            admitted.append((row, place))
        elif left[row.tenant] > 0:
            left[row.tenant] -= 1
            admitted.append((row, place))
        else:
            until = refusals[row.tenant].until
            tables.deliveries.settle(
                row, DeliveryState.PENDING, now=now, next_at=until, reason="the workspace's quota of messages is used up"
            )
    return tuple(admitted), tuple(refusals.values())


def give_back(tables: Tables, row: Delivery, place: Destination, now: datetime) -> None:
    """Count a claimed row no more that was not sent: it will be claimed again."""
    if _counts(row, place):
        tables.usage.add(row.tenant, Use.MESSAGES, -1, now=now)


def _counts(row: Delivery, place: Destination) -> bool:
    return place.kind != "ops" and row.state is not DeliveryState.UNCERTAIN
