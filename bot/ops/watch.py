"""Watch: trouble that nobody's step runs into by itself — a platform away, a breaker open, a database or disk that is full."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.errors import DealwireError
from bot.model.delivery import PlatformHealth
from bot.model.ids import SHARED
from bot.ops.tell import Herald
from bot.ports import Store

log = structlog.get_logger("dealwire")

EVERY = 30.0
"""Seconds between two looks."""
PATIENCE = 600.0
"""Seconds after which a platform that is away, or fails, is trouble."""
ROOM = 200 * 1024 * 1024
"""Bytes below which a disk is nearly full."""
_KEY = "trouble:"


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A condition that holds now, with what is told of it."""

    name: str
    sentence: str
    over: str
    """What is told when it holds no more; ends with `again.`"""
    patience: float = 0.0


class Watch:
    """Looks for trouble; `run` is the pass. It counts its own looks, so that neither sleep nor a clock that jumps makes trouble."""

    def __init__(
        self,
        store: Store,
        herald: Herald,
        *,
        platforms: Callable[[], Mapping[str, PlatformHealth]],
        breakers: Callable[[], Mapping[str, str]],
        folder: Path | None = None,
        room: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        self._store = store
        self._herald = herald
        self._platforms = platforms
        self._breakers = breakers
        self._folder = folder
        self._room = room
        self._looks: dict[str, int] = {}
        self._told: dict[str, str] | None = None
        """What is over once it no longer holds, by name; kept in the database, so that a restart tells nothing twice."""

    async def run(self) -> None:
        """Look once; tell what has lasted too long, and what is over."""
        found = await self._look()
        told = await self._recall()
        for trouble in found:
            self._looks[trouble.name] = self._looks.get(trouble.name, 0) + 1
            if trouble.name not in told and (self._looks[trouble.name] - 1) * EVERY >= trouble.patience:
                told[trouble.name] = trouble.over
                await self._herald.tell(SHARED, trouble.sentence)
                await self._keep(trouble.name, trouble.over)
        holding = {trouble.name for trouble in found}
        for name in [name for name in self._looks if name not in holding]:
            del self._looks[name]
        for name in [name for name in told if name not in holding]:
            over = told.pop(name)
            await self._herald.tell(SHARED, over)
            await self._keep(name, "")

    async def _look(self) -> list[Trouble]:
        found = [*away(self._platforms()), *failing(self._breakers())]
        if self._folder is not None and (room := _room(self._room, self._folder)) < ROOM:
            sentence = f"The disk that holds the database has {room // 2**20} MB left: when it is full, nothing is read or posted. Make room on it."
            found.append(Trouble(name="disk", sentence=sentence, over="There is room on the disk again."))
        try:
            await self._store.write(lambda tables: tables.meta.put("watch:seen", "1"))
            await self._herald.refresh()
        except DealwireError as error:
            sentence = f"{error} Until then nothing is read or posted."
            found.append(Trouble(name="database", sentence=sentence, over="The database can be written again."))
        return found

    async def _recall(self) -> dict[str, str]:
        if self._told is None:
            try:
                kept = await self._store.read(lambda tables: tables.meta.beginning(_KEY))
            except DealwireError:
                return {}
            mine = {f"{kind}:{name}" for kind in ("platform", "breaker") for name in self._platforms()} | {"disk", "database"}
            told = {name.removeprefix(_KEY): over for name, over in kept.items() if over}
            self._told = {name: over for name, over in told.items() if name in mine}  # another process sees to the rest
        return self._told

    async def _keep(self, name: str, over: str) -> None:
        try:
            await self._store.write(lambda tables: tables.meta.put(f"{_KEY}{name}", over))
        except DealwireError:
            log.warning("trouble.unkept", name=name)


def away(platforms: Mapping[str, PlatformHealth]) -> list[Trouble]:
    """Return the platforms that are not connected."""
    return [
        Trouble(
            name=f"platform:{name}",
            sentence=(
                f"{name.capitalize()} has not been connected for 10 minutes{f' ({health.detail})' if health.detail else ''}: "
                "alerts wait, and come late. See its status page, then what `dealwire doctor` says."
            ),
            over=f"{name.capitalize()} is connected again.",
            patience=PATIENCE,
        )
        for name, health in platforms.items()
        if not health.connected
    ]


def failing(breakers: Mapping[str, str]) -> list[Trouble]:
    """Return the platforms to which next to nothing can be sent."""
    return [
        Trouble(
            name=f"breaker:{name}",
            sentence=(
                f"Messages to {name.capitalize()} have failed for 10 minutes: alerts wait, one is tried every few minutes, and all come late. "
                "See its status page, then what `dealwire doctor` says."
            ),
            over=f"Messages reach {name.capitalize()} again.",
            patience=PATIENCE,
        )
        for name, state in breakers.items()
        if state != "closed"
    ]


def _room(measure: Callable[[Path], int], folder: Path) -> int:
    try:
        return measure(folder)
    except OSError:
        return ROOM
