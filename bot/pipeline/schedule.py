"""When to poll a feed again, and what to remember of the last time: pure decisions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.model.feed import (
    FeedState,
    Fetched,
    FetchFailed,
    FetchProblem,
    FetchResult,
    NotModified,
    ParsedFeed,
    ParseFailed,
    ParseResult,
    Schedule,
)

CONFIRMATIONS = 3
"""How often a permanent move has to be seen before the feed's address is changed."""
_SHARE_OF_GAP = 4
"""A feed is polled that many times between two of its items, on average."""
_SHARE_OF_SILENCE = 48
"""A feed that has been silent for two days is polled every hour, for 48 days every day."""
_GROWTH = 1.25
_AFTER_429 = 900.0


def is_unchanged(state: FeedState, fetched: Fetched) -> bool:
    """Tell whether the body is the one that was read last time."""
    return state.body_hash is not None and state.body_hash == fetched.body_hash


def after_poll(
    state: FeedState,
    result: FetchResult,
    parsed: ParseResult | None,
    *,
    now: datetime,
    bounds: Schedule,
    random: Callable[[], float],
    new_items: int = 0,
) -> FeedState:
    """Return what to remember after a poll, with the next one's time.

    `parsed` is None when nothing had to be parsed (304, the same body, a failure); `random` returns 0 to 1 for the jitter; `new_items` is how
    many items nobody had seen before. Due no earlier than the feed's ttl, Cache-Control and Retry-After ask for, and within `bounds`.
    """
    if isinstance(result, FetchFailed):
        return _failed(state, result.problem, now, bounds, random, asked=result.retry_after)
    moved = _moved(state, result)
    if isinstance(parsed, ParseFailed):
        return _failed(replace(state, **moved), parsed.problem, now, bounds, random)
    interval = _rhythm(state, now, bounds, new_items, learning=state.learned_at is None)
    asked = max(result.max_age or 0.0, parsed.ttl or 0.0 if parsed else 0.0)
    changes: dict[str, Any] = {}
    if isinstance(result, Fetched):
        changes = {"etag": result.etag, "last_modified": result.last_modified, "body_hash": result.body_hash}
    if isinstance(parsed, ParsedFeed):
        changes |= {"item_hashes": " ".join(parsed.item_hashes), "learned_at": state.learned_at or now}
    return replace(
        state,
        interval=interval,
        next_poll_at=_due(now, max(interval, asked), bounds, random),
        last_ok_at=now,
        last_item_at=now if new_items else state.last_item_at,
        failures=0,
        problem=None,
        parked=False,
        **moved,
        **changes,
    )


def confirmed_move(state: FeedState) -> str | None:
    """Return the feed's new address once it has been told often enough, in a row, to be believed."""
    return state.moved_to if state.moved_times >= CONFIRMATIONS else None


def _moved(state: FeedState, result: Fetched | NotModified) -> dict[str, Any]:
    """Return what is to be remembered of a move."""
    if result.moved_to is None:
        return {"moved_to": None, "moved_times": 0}
    return {"moved_to": result.moved_to, "moved_times": state.moved_times + 1 if result.moved_to == state.moved_to else 1}


def _rhythm(state: FeedState, now: datetime, bounds: Schedule, new_items: int, *, learning: bool) -> float:
    """Return the interval that the feed's own rhythm asks for, apart from what the server asks."""
    if learning:
        return _bounded(bounds.usual, bounds)
    silence = (now - (state.last_item_at or state.learned_at or now)).total_seconds()
    if new_items:
        return _bounded((state.interval + max(silence, 0.0) / new_items / _SHARE_OF_GAP) / 2, bounds)
    slowest = max(bounds.usual, silence / _SHARE_OF_SILENCE)
    return _bounded(min(state.interval * _GROWTH, slowest), bounds)


def _failed(
    state: FeedState, problem: FetchProblem, now: datetime, bounds: Schedule, random: Callable[[], float], *, asked: float | None = None
) -> FeedState:
    """Wait longer with each failure in a row; what was learned of the feed stays."""
    failures = state.failures + 1
    wait = bounds.shortest * 2.0 ** min(failures, 12)
    if problem is FetchProblem.RATE_LIMITED and asked is None:
        wait = max(wait, _AFTER_429)
    return replace(
        state,
        failures=failures,
        problem=problem,
        parked=problem is FetchProblem.GONE,
        next_poll_at=_due(now, max(wait, asked or 0.0), bounds, random),
    )


def _bounded(seconds: float, bounds: Schedule) -> float:
    return min(max(seconds, bounds.shortest), bounds.longest)


def _due(now: datetime, seconds: float, bounds: Schedule, random: Callable[[], float]) -> datetime:
    """Add up to a tenth, never taking away: what a server asked for is kept, and feeds that were due together spread."""
    seconds = _bounded(seconds, bounds)
    return now + timedelta(seconds=min(seconds * (1.0 + bounds.jitter * random()), bounds.longest))
