"""Section 4 of the threat notes: seeded mutants of feeds, none of which raises."""

import contextlib
import random

import pytest

from bot.feeds.parse import ChildParser
from bot.model.feed import ParsedFeed, ParseFailed
from tests.faults.guards import is_off
from tests.faults.mutants import KINDS, mutate, run
from tests.faults.naive import NaiveParser
from tests.unit.feeds.samples import ALL

SEED = 20260310


@pytest.mark.parametrize("count", [2_000, pytest.param(100_000, marks=[pytest.mark.slow, pytest.mark.timeout(7_200)])])
def test_mutants_do_not_raise(count):
    """Of so many mutants none raises, none takes a second, and most still give items."""
    print(f"seed {SEED}")

    outcomes, slowest, raised = run(count, SEED)

    assert raised == []
    assert slowest < 1.5
    assert outcomes["read"] > count / 2


async def test_mutants_through_the_child():
    """A child that is fed mutants answers each of them and lives on."""
    chance = random.Random(SEED)
    parser = NaiveParser() if is_off("mutants") else ChildParser(workers=1, seconds=20)
    results = []
    with contextlib.suppress(KeyError):
        await parser.parse(ALL["rss20"], content_type="", url="https://news.example/")
        pids = () if is_off("mutants") else parser.children.pids
        for _ in range(150):
            body = mutate(chance.choice(list(ALL.values())), chance)
            results.append(await parser.parse(body, content_type=chance.choice(KINDS), url="https://news.example/"))
        assert parser.children.pids == pids
    await parser.close()

    assert len(results) == 150
    assert {type(result) for result in results} == {ParsedFeed, ParseFailed}
