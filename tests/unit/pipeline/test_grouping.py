"""Grouping any news by event. The reports are invented, in pairs of events that look alike."""

import json
import random
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.pipeline.grouping import Item, group

ROWS = [json.loads(line) for line in (Path(__file__).parents[2] / "data/lookalikes.jsonl").read_text(encoding="utf-8").splitlines()]
EVENTS = {row["id"]: row["event"] for row in ROWS}
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def b_cubed(groups: dict[str, str], events: dict[str, str]) -> tuple[float, float]:
    """Return precision and recall, averaged over items."""
    sizes, wanted = Counter(groups.values()), Counter(events[item] for item in groups)
    both = Counter((groups[item], events[item]) for item in groups)
    precision = sum(both[groups[item], events[item]] / sizes[groups[item]] for item in groups) / len(groups)
    recall = sum(both[groups[item], events[item]] / wanted[events[item]] for item in groups) / len(groups)
    return precision, recall


@pytest.mark.parametrize("seed", range(3))
def test_look_alikes_stay_apart_and_reports_of_one_event_join_in_any_order(seed):
    """Two earthquakes on one island, two dismissed coaches, a verdict and its sentence."""
    items = [Item(id=row["id"], title=row["title"], text=row["text"]) for row in ROWS]
    random.Random(seed).shuffle(items)

    precision, recall = b_cubed(group(items), EVENTS)

    assert precision >= 0.95, (precision, recall)
    assert recall >= 0.85, (precision, recall)


def test_copies_do_not_split_an_event():
    """Copies are far more alike than reports in other words are: that must not shut these out."""
    items, events = [], dict(EVENTS)
    for row in ROWS:
        for copy in range(3 if row["id"] in ("look-01", "look-07", "look-13") else 1):
            name = f"{row['id']}-{copy}" if copy else row["id"]
            items.append(Item(id=name, title=row["title"], text=f"{row['text']} Copy {copy}"))
            events[name] = row["event"]

    precision, recall = b_cubed(group(items), events)

    assert precision >= 0.93, (precision, recall)
    assert recall >= 0.85, (precision, recall)


def test_the_days_between_tell_events_apart():
    """What would be one event within a day is two with a season between."""
    first = "A fire broke out in the harbour of Port Elm on Monday. Nobody was hurt, said fire chief Ann Noll. Two warehouses burned down."
    second = (
        "Flames lit the port before dawn. The mayor of Port Elm came to look, and promised help to traders who lost coffee and tea in it."
    )

    def together(days: int) -> bool:
        items = [
            Item(id="first", title="Fire in Port Elm harbour", text=first, seen=NOON),
            Item(id="second", title="Traders count their losses", text=second, seen=NOON + timedelta(days=days)),
        ]
        return len(set(group(items).values())) == 1

    assert together(0)
    assert not together(90)


def test_groups_are_none_where_nothing_is_alike():
    """Empty texts, one item, no item."""
    assert group([]) == {}
    assert group([Item(id="a", title="")]) == {"a": "a"}
    assert len(Counter(group([Item(id=str(n), title="", text="") for n in range(5)]).values())) == 5


def test_a_mean_below_the_bar_joins_nothing():
    """Articles in a chain, each like the next only, are no one event."""
    words = [f"word{n}" for n in range(200)]
    items = [Item(id=str(n), title="", text=" ".join(words[n * 20 : n * 20 + 40])) for n in range(8)]
    sizes: defaultdict[str, int] = defaultdict(int)
    for name in group(items).values():
        sizes[name] += 1

    assert max(sizes.values()) <= 3
