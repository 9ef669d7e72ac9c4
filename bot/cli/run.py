"""`run`: everything configured, until SIGTERM."""

import asyncio
import importlib.util
import signal
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import structlog

from bot.app import Application, build, read_catalogue
from bot.ops.garbage import keep_heap_small, settle
from bot.ops.log import configure_logging
from bot.settings import Settings, load_settings

log = structlog.get_logger("dealwire")


def run_until_stopped(config: Path | None) -> int:
    """Run until SIGTERM or SIGINT, then drain within ten seconds; a second signal ends at once. SIGHUP reads feeds and storylines anew."""
    settings = load_settings(config)
    configure_logging(settings.log_format, settings.log_level, secrets=secrets_of(settings))
    run_loop(lambda: until_stopped(settings))
    return 0


def run_loop(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run it on an event loop: uvloop's where that is installed."""
    keep_heap_small()
    if importlib.util.find_spec("uvloop") is None:
        asyncio.run(main())
        return
    import uvloop

    uvloop.run(main())


def secrets_of(settings: Settings) -> list[str]:
    """Return every secret value, for the log's filter."""
    kept = (
        settings.discord_token,
        settings.slack_bot_token,
        settings.slack_app_token,
        settings.slack_signing_secret,
        settings.heartbeat,
        settings.rewrite_key,
    )
    return [secret.get_secret_value() for secret in kept if secret is not None]


async def until_stopped(settings: Settings, *, worker: bool = False) -> None:
    """Start the bot, or a worker, and stop it at the first signal."""
    application = build(settings, await asyncio.to_thread(read_catalogue, settings), worker=worker)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, stopping, loop, number)
    changed = asyncio.Event()
    if hasattr(signal, "SIGHUP"):
        loop.add_signal_handler(signal.SIGHUP, changed.set)
    reloading = asyncio.create_task(_reload(application, changed), name="reload")
    try:
        await application.start()
    except BaseException:
        await application.stop()
        raise
    settle()
    await stopping.wait()
    reloading.cancel()
    await application.stop()


async def _reload(application: Application, changed: asyncio.Event) -> None:
    """Read the configuration anew each time it is said to have changed; once more where that is said meanwhile."""
    while True:
        await changed.wait()
        changed.clear()
        try:
            if await application.reload():
                settle()
        except Exception:  # the old configuration goes on
            log.exception("reload.failed")


def _stop(stopping: asyncio.Event, loop: asyncio.AbstractEventLoop, number: int) -> None:
    """Begin to drain; the next signal of this kind kills as it would have."""
    stopping.set()
    loop.remove_signal_handler(number)
