"""A job: a pass that is woken at intervals, and at once when somebody knows of work; and what every dispatcher of jobs can do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Where(StrEnum):
    """Which of several processes run a job; in a single one it makes no difference."""

    ANY = "any"
    """Whoever is told first: what it works on is claimed row by row."""
    EACH = "each"
    """Every process for itself: it looks after what is in its own hands."""
    ALONE = "alone"
    """One process at a time over all of them, for a turn: it keeps a pace that nobody else may add to."""


def never() -> bool:
    """Of a job that has no bound."""
    return False


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
    where: Where = Where.ANY
    full: Callable[[], bool] = never
    """Whether this process could take on nothing more now, whatever is due."""
    seat: str = ""
    """Of a job that runs alone: who takes turns with whom; its name where it is empty."""


class Dispatcher(Protocol):
    """Runs jobs; in this process (`bot.jobs.embedded`), or told by PostgreSQL beside others (`bot.jobs.postgres`)."""

    def add(self, job: Job) -> None:
        """Take on a job; before `start`."""
        ...

    def wake(self, name: str) -> None:
        """Run the job at once, or once more if it is running; an unknown name is nobody."""
        ...

    async def start(self) -> None:
        """Begin to run the jobs."""
        ...

    async def stop(self, drain: Callable[[float], Awaitable[object]] | None = None, *, seconds: float = 8.0) -> None:
        """Wake nobody any more, let running passes and then `drain` end, all within so many seconds."""
        ...
