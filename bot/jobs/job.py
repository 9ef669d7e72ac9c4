"""A job: a pass that is woken at intervals, and at once when somebody knows of work."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Job:
    """A plain async function with a name and a rhythm; what is due stands in the database, so a missed beat costs nothing."""

    name: str
    every: float
    """Seconds between wakings."""
    run: Callable[[], Awaitable[object]]
    """One pass; it may raise, which is logged and costs that pass only."""
    at_start: bool = True
    """Whether the first waking is at once."""
