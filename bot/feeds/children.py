"""The parent's side of the reading children: a pool whose members can be killed, which nothing else survives a stuck C loop with."""

import asyncio
import contextlib
import json
import os
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog

from bot.feeds.child import LENGTH

log = structlog.get_logger("dealwire")

_START_SECONDS = 30.0
_LONGEST_FRAME = 16 * 1024 * 1024
_KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TZ")


class ChildKilledError(Exception):
    """The child took too long, took too much, or died; it is being replaced."""


class Child:
    """One reading process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.retired = False

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def is_dead(self) -> bool:
        """Whether it has ended, by whatever cause."""
        return self._process.returncode is not None

    @classmethod
    async def start(cls, kind: str, memory_bytes: int) -> "Child":
        """Start a process that reads feeds or articles and wait until it is ready; raise ChildKilledError when it is not to be had."""
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "bot.feeds.child", kind, str(memory_bytes)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=_environment(os.environ),
                start_new_session=True,
                limit=1024 * 1024,
            )
        except OSError as error:
            raise ChildKilledError(f"cannot start a reading process: {error}") from error
        child = cls(process)
        try:
            async with asyncio.timeout(_START_SECONDS):
                await child._frame()
        except BaseException:
            await child.kill()
            raise
        return child

    async def ask(self, request: Mapping[str, Any], body: bytes, seconds: float) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Send a request and return the answer with its items; raise ChildKilledError when it is not there in time."""
        stdin = self._process.stdin
        assert stdin is not None  # noqa: S101  a pipe was asked for
        try:
            async with asyncio.timeout(seconds):
                head = json.dumps({**request, "seconds": seconds}).encode()
                stdin.write(LENGTH.pack(len(head)) + head + LENGTH.pack(len(body)))
                stdin.write(body)
                await stdin.drain()
                answer = await self._frame()
                items: list[dict[str, Any]] = []
                for _ in range(answer["batches"]):
                    items += await self._frame()
                    await asyncio.sleep(0)  # decoding is the parent's only work here: let others in between
        except (TimeoutError, ConnectionError) as error:
            raise ChildKilledError(f"no answer in {seconds:g} s" if isinstance(error, TimeoutError) else "it died") from error
        self.retired = bool(answer.get("retire"))
        return answer, items

    async def _frame(self) -> Any:
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101  a pipe was asked for
        try:
            size = LENGTH.unpack(await stdout.readexactly(LENGTH.size))[0]
            if size > _LONGEST_FRAME:
                raise ChildKilledError("its answer is too long")
            return json.loads(await stdout.readexactly(size))
        except asyncio.IncompleteReadError as error:
            raise ChildKilledError("it died") from error

    async def kill(self) -> None:
        """End it now."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()
        # The pipe's end is read by a later turn of the loop; without it the transport stays open.
        if self._process.stdout is not None:
            with contextlib.suppress(Exception):
                await self._process.stdout.read()


class ChildPool:
    """So many children of one kind, each asked by one caller at a time; started at first use, replaced when killed."""

    def __init__(self, kind: str, *, workers: int, memory_bytes: int) -> None:
        self._kind = kind
        self._workers = workers
        self._memory = memory_bytes
        self._idle: asyncio.Queue[Child | None] | None = None
        self._alive: set[Child] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._closed = False
        self.kills = 0
        """How many children had to be ended, for the metrics."""

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the children alive."""
        return tuple(child.pid for child in self._alive)

    async def ask(self, request: Mapping[str, Any], body: bytes, seconds: float) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Ask the next free child; raise ChildKilledError when it had to be ended."""
        if self._idle is None:
            self._idle = asyncio.Queue()
            for _ in range(self._workers):
                self._replace()
        child = await self._live()
        try:
            answer = await child.ask(request, body, seconds)
        except BaseException as error:
            if isinstance(error, ChildKilledError):
                self.kills += 1
                log.warning("child.killed", kind=self._kind, reason=str(error))
            await asyncio.shield(self._end(child))
            raise
        if child.retired:
            await self._end(child)
        else:
            self._idle.put_nowait(child)
        return answer

    async def _live(self) -> Child:
        """Return the next free child; one that died while idle, or could not be started, is replaced now."""
        assert self._idle is not None  # noqa: S101  `ask` made it
        child = await self._idle.get()
        if child is not None and not child.is_dead:
            return child
        try:
            if child is not None:
                self._alive.discard(child)
                await child.kill()
            return await self._restart()
        except BaseException:
            self._idle.put_nowait(None)
            raise

    async def close(self) -> None:
        """End every child."""
        self._closed = True
        for task in tuple(self._starting):
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        await asyncio.gather(*(child.kill() for child in tuple(self._alive)))
        self._alive.clear()
        self._idle, self._closed = None, False

    async def _end(self, child: Child) -> None:
        self._alive.discard(child)
        self._replace()
        await child.kill()

    def _replace(self) -> None:
        """Start another child in the background: whoever asks meanwhile gets one of its siblings."""
        if not self._closed:
            task = asyncio.create_task(self._start())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _start(self) -> None:
        child: Child | None = None
        try:
            child = await self._restart()
        except (ChildKilledError, TimeoutError) as error:
            log.warning("child.not_started", kind=self._kind, reason=str(error))
        if self._idle is not None:
            self._idle.put_nowait(child)  # None: the next caller tries again

    async def _restart(self) -> Child:
        child = await Child.start(self._kind, self._memory)
        self._alive.add(child)
        return child


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what the child needs to find its modules, and nothing of the operator's: no token can leak from where none is."""
    kept = {name: environment[name] for name in _KEPT if name in environment}
    root = str(Path(__file__).resolve().parents[2])
    extra = [] if root == sysconfig.get_paths()["purelib"] else [root]
    kept["PYTHONPATH"] = os.pathsep.join(filter(None, [*extra, environment.get("PYTHONPATH", "")]))
    return kept
