"""Health, readiness and metrics over real HTTP on loopback."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from bot.clock import ManualClock
from bot.errors import UnavailableError
from bot.model.delivery import PlatformHealth
from bot.ops.health import HealthServer
from bot.ops.lag import LoopLag
from bot.ops.metrics import Metrics
from bot.store import open_store
from tests.fakes import destination, follow, queue

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Served:
    """A health server and what it looks at."""

    def __init__(self) -> None:
        self.clock = ManualClock(START)
        self.store = open_store("sqlite:///:memory:", clock=self.clock)
        self.metrics, self.lag = Metrics(), LoopLag()
        self.platforms = {"slack": PlatformHealth(name="slack", connected=True)}
        self.server = HealthServer(
            "127.0.0.1:0",
            store=self.store,
            clock=self.clock,
            metrics=self.metrics,
            lag=self.lag,
            platforms=lambda: self.platforms,
        )

    async def get(self, path: str) -> tuple[int, Any]:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{self.server.port}{path}") as answer:
            is_json = answer.content_type == "application/json"
            return answer.status, await answer.json() if is_json else await answer.text()


@asynccontextmanager
async def serving() -> AsyncIterator[Served]:
    served = Served()
    await served.lag.start()
    await served.server.start()
    try:
        yield served
    finally:
        await served.server.stop()
        await served.lag.stop()
        await served.store.close()


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    async with serving() as made:
        yield made


async def test_a_turning_loop_and_a_writable_database_are_healthy(served: Served):
    """Health is the loop and the database, whatever the platforms do."""
    served.platforms = {"slack": PlatformHealth(name="slack", connected=False)}

    status, said = await served.get("/healthz")

    assert (status, said["checks"]) == (200, {"loop": True, "database": True})


async def test_a_database_that_takes_no_write_is_not(served: Served):
    """A closed, full or locked database makes the process unhealthy and not ready."""
    await served.store.close()

    assert [(await served.get(path))[0] for path in ("/healthz", "/readyz")] == [503, 503]


async def test_ready_means_started_connected_and_not_draining(served: Served):
    """Not before everything runs, not while a platform is away, not while the process drains."""
    before, _ = await served.get("/readyz")
    served.server.started = True
    ready, _ = await served.get("/readyz")
    served.platforms = {"slack": PlatformHealth(name="slack", connected=False)}
    away, said = await served.get("/readyz")
    served.platforms = {}
    served.server.draining = True
    draining, _ = await served.get("/readyz")

    assert (before, ready, away, draining) == (503, 200, 503, 503)
    assert said["checks"]["slack"] is False


async def test_metrics_have_their_names_and_bounded_labels(served: Served):
    """A scrape shows every figure of the operations table, and the outbox as it stands."""
    place = destination("deals")
    await served.store.write(lambda tables: (follow(tables, place), queue(tables, 1, place, START)))
    served.clock.advance(90)
    served.metrics.delivery("slack", "sent")
    served.metrics.delivery("slack", "uncertain")
    served.metrics.poll("parser_killed", 3.0)
    served.metrics.breaker("slack", "open")

    status, text = await served.get("/metrics")

    assert status == 200
    for line in (
        'deliveries_total{platform="slack",state="sent"} 1.0',
        'delivery_uncertain_total{platform="slack"} 1.0',
        "outbox_oldest_seconds 90.0",
        'outbox_rows{platform="slack",state="pending"} 1.0',
        "poll_lag_seconds_count 1.0",
        'feed_errors{class="parser_killed"} 1.0',
        'breaker_state{platform="slack"} 2.0',
        "parse_kills_total 1.0",
    ):
        assert line in text
    assert "loop_lag_seconds " in text


async def test_a_taken_address_is_said_in_a_sentence(served: Served):
    """A port that another program has is named with the setting to change."""
    second = Served()
    second.server._port = served.server.port

    with pytest.raises(UnavailableError, match="DEALWIRE_HTTP_BIND"):
        await second.server.start()

    await second.store.close()


async def test_the_lag_of_the_loop_is_measured():
    """A loop that stood still for half a second shows it, at once and for the minute after."""
    lag = LoopLag()
    await lag.start()
    await asyncio.sleep(0.3)

    time.sleep(0.8)  # noqa: ASYNC251  the stall is what is measured
    at_once = lag.now
    await asyncio.sleep(0.6)
    await lag.stop()

    assert at_once > 0.3
    assert lag.worst > 0.3
