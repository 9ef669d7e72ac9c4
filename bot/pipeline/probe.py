"""Probe: a place that could not be posted to is tried again once a day for a week; what waits there goes out when it lives again.

Platforms do not say when a permission was given back. Whoever is to be told of the trouble was told when it began, and is not told daily.
"""

from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.model.alert import Destination
from bot.model.notice import GONE, REFUSED
from bot.ports import Store, Tables

log = structlog.get_logger("dealwire")

EVERY = 3_600.0
AGAIN = timedelta(days=1)
LONGEST = timedelta(days=7)


class ProbePass:
    """Tries again; `run` is the pass."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def run(self) -> int:
        """Bring the places that are due back to life, until their next post says otherwise; return how many."""
        now = self._clock.now()
        tried = await self._store.write(lambda tables: [place for place in _due(tables, now) if tables.places.park(place.id, "")])
        for place in tried:
            log.info("place.tried_again", destination=place.id, channel=place.channel)
        return len(tried)


def refused(tables: Tables, place: Destination, now: datetime) -> bool:
    """Note that a place refuses posts; True where that is new."""
    key = f"{REFUSED}{place.id}"
    if tables.meta.get(key):
        return False
    tables.meta.put(key, f"{now.isoformat()} {now.isoformat()}")
    return True


def taken(tables: Tables, place: Destination) -> bool:
    """Note that a place takes posts; True where it refused them until now, in which case its workspace is not gone either."""
    if not tables.meta.get(f"{REFUSED}{place.id}"):
        return False
    tables.meta.put(f"{REFUSED}{place.id}", "")
    if tables.meta.get(f"{GONE}{place.tenant}"):
        tables.meta.put(f"{GONE}{place.tenant}", "")
    return True


def _due(tables: Tables, now: datetime) -> list[Destination]:
    found = []
    for key, value in tables.meta.beginning(REFUSED).items():
        if not value:
            continue
        since, last = (datetime.fromisoformat(moment) for moment in value.split())
        place = tables.places.destination(key.removeprefix(REFUSED))
        if place is None or now - since > LONGEST:
            tables.meta.put(key, "")
        elif now - last >= AGAIN:
            tables.meta.put(key, f"{since.isoformat()} {now.isoformat()}")
            found.append(place)
    return found
