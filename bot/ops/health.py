"""Health: `/healthz`, `/readyz` and `/metrics` over HTTP, for supervisors and scrapers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

import structlog
from aiohttp import web

from bot.clock import Clock
from bot.errors import UnavailableError
from bot.model.delivery import PlatformHealth
from bot.ops.lag import LoopLag
from bot.ops.metrics import Metrics
from bot.ports import Store, Tables

log = structlog.get_logger("dealwire")

LONGEST_LAG = 10.0
DATABASE_LIMIT = 2.0
HEALTH_KEY = "health:written"


class HealthServer:
    """Answers `/healthz` (the loop turns, the database takes a write), `/readyz` (may be sent work) and `/metrics`.

    Health never depends on Slack or Discord: restarting cures neither.
    """

    def __init__(
        self,
        bind: str,
        *,
        store: Store,
        clock: Clock,
        metrics: Metrics,
        lag: LoopLag,
        platforms: Callable[[], Mapping[str, PlatformHealth]],
        hooks: Mapping[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] | None = None,
    ) -> None:
        host, _, port = bind.rpartition(":")
        self._host = host.strip("[]") or "127.0.0.1"
        self._port = int(port)
        self._store = store
        self._clock = clock
        self._metrics = metrics
        self._lag = lag
        self._platforms = platforms
        self._hooks = hooks or {}
        self._runner: web.AppRunner | None = None
        self.started = False
        """Set by the application when everything runs."""
        self.draining = False

    @property
    def port(self) -> int:
        """The port it listens on, which port 0 leaves to the system."""
        addresses = self._runner.addresses if self._runner is not None else []
        return int(addresses[0][1]) if addresses else self._port

    async def start(self) -> None:
        """Listen; raise UnavailableError when the address is taken."""
        app = web.Application()
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics_text)
        for path, hook in self._hooks.items():
            app.router.add_post(path, hook)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise UnavailableError(
                f"DEALWIRE_HTTP_BIND: cannot listen on {self._host}:{self._port} ({error.strerror}); name a free port."
            ) from error

    async def stop(self) -> None:
        """Listen no more."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _healthz(self, _: web.Request) -> web.Response:
        checks = {"loop": self._lag.now <= LONGEST_LAG, "database": await self._succeeds(self._write())}
        return _answer(checks, {"loop_lag_seconds": round(self._lag.now, 3)})

    async def _readyz(self, _: web.Request) -> web.Response:
        platforms = self._platforms()
        checks = {
            "started": self.started,
            "not_draining": not self.draining,
            "database": await self._succeeds(self._write()),
            **{name: health.connected for name, health in platforms.items()},
        }
        return _answer(checks, {})

    async def _metrics_text(self, _: web.Request) -> web.Response:
        now = self._clock.now()

        def look(tables: Tables) -> tuple[dict[tuple[str, str], int], datetime | None]:
            return tables.deliveries.counts(), tables.deliveries.oldest_pending(now)

        try:
            rows, oldest = await self._store.read(look)
        except Exception:  # what cannot be read is left as it was; the rest is still worth a scrape
            log.exception("metrics.database")
        else:
            self._metrics.outbox(rows, max(0.0, (now - oldest).total_seconds()) if oldest is not None else 0.0)
        self._metrics.loop_lag(self._lag.worst)
        return web.Response(body=self._metrics.text(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    async def _write(self) -> None:
        stamp = self._clock.now().isoformat()
        await self._store.write(lambda tables: tables.meta.put(HEALTH_KEY, stamp))

    async def _succeeds(self, work: Awaitable[None]) -> bool:
        try:
            async with asyncio.timeout(DATABASE_LIMIT):
                await work
        except Exception:  # whatever it is, the database cannot be used
            log.exception("health.database")
            return False
        return True


def _answer(checks: Mapping[str, bool], extra: Mapping[str, object]) -> web.Response:
    well = all(checks.values())
    return web.json_response({"ok": well, "checks": dict(checks), **extra}, status=200 if well else 503)
