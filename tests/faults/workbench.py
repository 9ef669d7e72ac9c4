"""A database file, a channel file and workers that die."""

import asyncio
import json
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.clock import SystemClock
from bot.model.alert import Destination
from bot.model.delivery import Delivery
from bot.ports import Tables
from bot.store.open import open_store
from tests.fakes import FilePlatform, Line, destination, follow, queue

ROOT = Path(__file__).resolve().parents[2]


class Workbench:
    """Queues alerts, runs workers in processes of their own, and reads what stands in the channels."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "dealwire.db"
        self.channel = folder / "channel"

    async def queue(self, count: int, *places: Destination, now: datetime | None = None) -> list[Delivery]:
        """Store `count` alerts with their pending posts, spread over the places."""
        moment = now or SystemClock().now()
        where = places or (destination("deals"),)

        def work(tables: Tables) -> list[Delivery]:
            for place in where:
                follow(tables, place)
            return [queue(tables, number, where[number % len(where)], moment) for number in range(count)]

        store = open_store(f"sqlite:///{self.database}", clock=SystemClock())
        try:
            return await store.write(work)
        finally:
            await store.close()

    async def states(self, *rows: Delivery) -> list[str]:
        """Return each row's state."""
        store = open_store(f"sqlite:///{self.database}", clock=SystemClock())
        try:
            found = await store.read(lambda tables: {d.id: d.state for row in rows for d in tables.deliveries.of_alert(row.alert_id)})
        finally:
            await store.close()
        return [found[row.id].value for row in rows]

    async def start(self, **options: Any) -> asyncio.subprocess.Process:
        """Start a worker."""
        command = [sys.executable, "-m", "tests.faults.worker", str(self.database), str(self.channel), json.dumps(options)]
        return await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)

    async def run(self, **options: Any) -> tuple[int, str]:
        """Run a worker until it ends; return its exit code and the metrics it printed."""
        process = await self.start(**options)
        try:
            async with asyncio.timeout(60):
                out, errors = await process.communicate()
        except TimeoutError:
            process.kill()
            _, errors = await process.communicate()
            raise AssertionError(f"the worker did not end: {errors.decode()[-2000:]}") from None
        if process.returncode not in {0, -signal.SIGKILL}:
            raise AssertionError(errors.decode()[-4000:])
        return process.returncode or 0, out.decode()

    def lines(self, platform: str = "slack") -> list[Line]:
        """Return what stands in a platform's channels."""
        return FilePlatform(self.channel.with_name(f"{self.channel.name}.{platform}")).lines()
