"""Five whole articles of one event, in every order in which they could be found."""

import itertools
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.catalogue import load_catalogue
from bot.cli.items import entry_from_item
from bot.cli.ledger_json import ledger_json
from bot.cli.replay import play
from bot.pipeline.read import NewsReader

CONFIG = Path(__file__).resolve().parents[2] / "config"
STATES = {"US-WI", "US-OH", "US-TX", "US-VA", "US-IN"}


@pytest.fixture(scope="module")
def catalogue():
    """The shipped storylines and companies."""
    return load_catalogue(CONFIG)


@pytest.fixture
def readings(shared, catalogue):
    """The five articles as they are read, in order of `seen`."""
    lines = (shared / "corpus" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    items = [item for item in map(json.loads, lines) if item["id"].startswith("seed-")]
    reader = NewsReader(catalogue)
    return [reader.read(entry_from_item(item, catalogue)) for item in items]


def in_order(readings, order):
    """Return the readings as if they had been found in this order, at the same five moments."""
    moments = sorted(reading.entry.seen for reading in readings)
    return [replace(readings[i], entry=replace(readings[i].entry, seen=moment)) for i, moment in zip(order, moments, strict=True)]


@pytest.mark.parametrize("first", [0, *(pytest.param(i, marks=pytest.mark.slow) for i in range(1, 5))])
async def test_one_alert_and_one_ledger_in_all_120_orders(readings, catalogue, first):
    """Whatever order the five come in, one root alert is posted and the ledger is the same to the letter."""
    _, deals = await play(readings, catalogue)
    expected = json.dumps(ledger_json(deals))

    for order in (order for order in itertools.permutations(range(5)) if order[0] == first):
        actions, deals = await play(in_order(readings, order), catalogue)
        assert [action.action for action in actions].count("alert") == 1, order
        assert len({action.story for action in actions}) == 1, order
        assert json.dumps(ledger_json(deals)) == expected, order


async def test_the_ledger_holds_both_sides_and_nobody_elses_figures(readings, catalogue):
    """The $5B is one outlet's, against the official text; plants and racks a week are Foxconn's own; no other deal's figure is in it."""
    _, deals = await play(readings, catalogue)

    (deal,) = deals
    (value,) = [field for field in deal.fields if field.kind == "value"]
    assert value.value is None
    assert "openai.com" in {item.host for item in value.supports}
    assert [(item.claim.value, item.entry_id) for item in value.contradicts] == [("USD 5e9", "seed-002")]
    company = {field.value for field in deal.company_facts}
    assert company >= STATES | {"1000 racks/week"}
    assert all(
        item.claim.party in (None, "foxconn") for field in deal.company_facts for item in field.supports if item.claim.scope == "party"
    )
    assert not STATES & {field.value for field in deal.fields if field.kind == "site"}
    figures = {field.value for field in deal.fields if field.kind in ("value", "power", "units")} - {None}
    assert not figures
