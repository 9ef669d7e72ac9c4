"""Two fortnights of news, played through the whole reading: one alert for each event, at its first report, and none for the rest.

The news is invented: expansions, delays and their denials, loans, two deals with one partner on one day, commentary and a timeline.
"""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from bot.catalogue import load_catalogue
from bot.cli.items import entry_from_item
from bot.cli.replay import play
from bot.pipeline.read import NewsReader

ROOT = Path(__file__).parents[3]
ROWS = [json.loads(line) for line in (ROOT / "tests/data/events.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture
async def actions():
    """What is done with each item, by id."""
    catalogue = load_catalogue(ROOT / "config")
    reader = NewsReader(catalogue)
    made, _ = await play([reader.read(entry_from_item(row, catalogue)) for row in ROWS], catalogue)
    return {action.id: action for action in made}


async def test_one_alert_for_each_event_at_its_first_report(actions):
    """Of twenty-six events at most one is told twice, and at most one not by the first report of it."""
    alerts, first = defaultdict(int), {}
    for row in ROWS:
        if row["event"]:
            first.setdefault(row["event"], row["id"])
            alerts[row["event"]] += actions[row["id"]].action == "alert"

    assert all(alerts.values())
    assert len([event for event, entry in first.items() if actions[entry].action != "alert"]) <= 1
    assert sum(alerts.values()) <= len(first) + 1


async def test_nothing_else_rings(actions):
    """Commentary, a timeline, share prices and a game's price stay silent."""
    assert [row["title"] for row in ROWS if not row["is_deal"] and actions[row["id"]].action == "alert"] == []


async def test_a_denial_is_an_event_of_its_own(actions):
    """What denies a report a day later is news, and does not vanish in what it denies."""
    stories = {row["event"]: actions[row["id"]].story for row in ROWS if row["event"]}

    assert stories["nv-delay"] != stories["nv-delay-denied"]
    assert stories["oai-oracle-wy"] != stories["oai-oracle-wy-fin"]
    assert stories["amd-meta-2"] != stories["amd-oai-plus"]
