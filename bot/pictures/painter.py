"""Asks for pictures: keeps one drawing process, which is started at the first picture and killed when it takes too long."""

import asyncio
import contextlib
import os
import sys

import structlog

from bot.model.codec import pack
from bot.model.drawing import Drawing, Timeline
from bot.pictures.frames import LENGTH

log = structlog.get_logger("dealwire")

START_SECONDS, DRAW_SECONDS = 60.0, 10.0
_KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "HOME", "PYTHONPATH", "MPLCONFIGDIR", "TMPDIR")


class Painter:
    """Draws one picture after the other."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._lock = asyncio.Lock()

    async def draw(self, drawing: Drawing) -> bytes:
        """Return the picture as PNG, or nothing where it could not be drawn; never raises for that."""
        async with self._lock:
            try:
                return await self._ask(drawing)
            except (TimeoutError, OSError, asyncio.IncompleteReadError) as error:
                log.warning("picture.failed", error=type(error).__name__)
                await self._kill()
                return b""

    async def close(self) -> None:
        """End the process."""
        async with self._lock:
            await self._kill()

    async def _ask(self, drawing: Drawing) -> bytes:
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await self._start()
        assert process.stdin is not None  # noqa: S101  a pipe was asked for
        kind = b"timeline" if isinstance(drawing, Timeline) else b"map"
        body = pack(drawing).encode()
        async with asyncio.timeout(DRAW_SECONDS):
            process.stdin.write(LENGTH.pack(len(kind)) + kind + LENGTH.pack(len(body)) + body)
            await process.stdin.drain()
            return await _frame(process)

    async def _start(self) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot.pictures.worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={name: value for name in _KEPT if (value := os.environ.get(name))},
            start_new_session=True,
        )
        self._process = process
        async with asyncio.timeout(START_SECONDS):
            await _frame(process)
        return process

    async def _kill(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _frame(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None  # noqa: S101  a pipe was asked for
    size = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))[0]
    return await process.stdout.readexactly(size)
