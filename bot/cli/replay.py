"""`replay`: items through the whole pipeline on a fresh in-memory store; what would have been done with each, and the ledger."""

import asyncio
import json
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.catalogue import load_catalogue
from bot.cli.items import entry_from_item, read_items
from bot.cli.ledger_json import ledger_json
from bot.cli.regroup import Regrouping, read_regroupings, regroup
from bot.clock import ManualClock
from bot.model.alert import Act, Destination, Subscription
from bot.model.catalogue import Catalogue
from bot.model.deal import Deal
from bot.model.delivery import DeliveryState
from bot.model.ids import SHARED, stable_id
from bot.model.reading import Reading
from bot.pipeline.absorb import absorb
from bot.pipeline.alert import HOLD
from bot.pipeline.cluster import StoryIndex
from bot.pipeline.read import NewsReader
from bot.ports import Tables
from bot.settings import load_settings
from bot.store.open import open_store

TENANT = "console:replay"
DESTINATION = stable_id("d", "console", "replay", "replay")


@dataclass(frozen=True, kw_only=True)
class Action:
    """What was done with one item: a new message, a note in a thread, more coverage of a told story, or nothing."""

    id: str
    action: str
    """`alert`, `update`, `attach` or `ignore`; of a correction `split` or `merge`."""
    story: str | None


def replay(file: Path, ledger: Path | None = None, config: Path | None = None, corrections: Path | None = None) -> int:
    """Print one action a line for the items of a file, in order of `seen`, and write the ledger where one is asked for.

    Corrections of the grouping are carried out between the items, and have a line each.
    """
    catalogue = load_catalogue(load_settings(config).config)
    reader = NewsReader(catalogue)
    readings = [reader.read(entry_from_item(item, catalogue)) for item in read_items(file)]
    regroupings = read_regroupings(corrections, {reading.entry.id for reading in readings}) if corrections else []
    actions, deals = asyncio.run(play(readings, catalogue, regroupings))
    for action in actions:
        print(json.dumps({"id": action.id, "action": action.action, "story": action.story}, ensure_ascii=False))
    if ledger is not None:
        ledger.write_text(json.dumps(ledger_json(deals), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


async def play(
    readings: Sequence[Reading], catalogue: Catalogue, regroupings: Sequence[Regrouping] = ()
) -> tuple[list[Action], tuple[Deal, ...]]:
    """Absorb readings one by one in order of `seen`, for one channel that follows everything; return what was done, and the deals."""
    ordered = sorted(readings, key=lambda reading: reading.entry.seen)
    store = open_store("sqlite:///:memory:", clock=ManualClock(ordered[0].entry.seen if ordered else datetime.now(UTC)))
    stage = _Stage(catalogue)
    try:
        await store.write(follow_everything)
        actions, due = [], deque(regroupings)
        for reading in ordered:
            while due and due[0].at < reading.entry.seen:
                actions.append(await store.write(partial(stage.correct, one=due.popleft())))
            actions.append(await store.write(partial(stage.act, reading=reading)))
        actions += [await store.write(partial(stage.correct, one=one)) for one in due]
        deals = await store.read(lambda tables: all_deals(tables, catalogue))
    finally:
        await store.close()
    return actions, deals


def follow_everything(tables: Tables) -> None:
    """Set up the one channel of a replay."""
    tables.places.put_destination(Destination(id=DESTINATION, tenant=TENANT, platform="console", workspace="replay", channel="replay"))
    tables.places.put_subscription(
        Subscription(id=stable_id("f", DESTINATION), tenant=TENANT, destination_id=DESTINATION, storylines=("*",))
    )


class _Stage:
    """What a replay remembers between items: the index, and which rows of the outbox it has counted."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._index = StoryIndex()
        self._counted: set[str] = set()
        self._waiting: datetime | None = None
        self._merged: dict[str, str] = {}
        """Events that were told with another one, and that one."""

    def act(self, tables: Tables, *, reading: Reading) -> Action:
        """Send what was due by now, absorb one reading, and say what it came to."""
        now = reading.entry.seen
        if self._waiting is not None and now >= self._waiting:
            send_due(tables, now)
            self._waiting = None
        absorb(tables, [reading], now=now, catalogue=self._catalogue, index=self._index)
        story = tables.stories.story_of(reading.entry.id)
        if story is None:
            return Action(id=reading.entry.id, action="ignore", story=None)
        rows = [row for alert in tables.alerts.of_story(story.id) for row in tables.deliveries.of_alert(alert.id)]
        made = {row.act for row in rows if row.id not in self._counted}
        self._counted |= {row.id for row in rows}
        if Act.POST in made:
            self._waiting = now + HOLD
        posted = any(row.act is Act.POST for row in rows)
        action = "alert" if Act.POST in made else "update" if Act.REPLY in made else "attach" if posted else "ignore"
        return Action(id=reading.entry.id, action=action, story=self._merged.get(story.id, story.id))

    def correct(self, tables: Tables, *, one: Regrouping) -> Action:
        """Carry out a correction of the grouping."""
        send_due(tables, one.at)
        before = tables.stories.story_of(one.item)
        story = regroup(tables, one, tenant=TENANT, catalogue=self._catalogue, index=self._index)
        if one.into and before is not None and story not in (None, before.id):
            self._merged[before.id] = str(story)
        return Action(id=one.item, action="merge" if one.into else "split", story=story)


def send_due(tables: Tables, now: datetime) -> None:
    """Take every row that is due as sent: a replay posts nothing, but replies need a root that was."""
    while claimed := tables.deliveries.claim("console", now, owner="replay", lease_seconds=60, limit=100):
        for delivery, _ in claimed:
            tables.deliveries.settle(delivery, DeliveryState.SENT, now=now, message_ref=delivery.id)


def all_deals(tables: Tables, catalogue: Catalogue) -> tuple[Deal, ...]:
    """Return every storyline's deals, by storyline and then as they were opened."""
    return tuple(deal for storyline in catalogue.storylines for deal in reversed(tables.deals.of_storyline(storyline.id, {SHARED, TENANT})))
