"""Reading news that the weights were not learned from, in our own words."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.catalogue import load_catalogue
from bot.model.entry import Entry
from bot.model.reading import Reading
from bot.pipeline.read import NewsReader

ROOT = Path(__file__).parents[3]
NEWS = [json.loads(line) for line in (ROOT / "tests/data/news.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    reader = NewsReader(load_catalogue(ROOT / "config"))
    return [reader.read(Entry(id=r["id"], url="", title=r["title"], text=r["text"], seen=datetime(2026, 1, 1, tzinfo=UTC))) for r in NEWS]


def f1(right: int, predicted: int, actual: int) -> float:
    return 2 * right / (predicted + actual)


def test_storylines_of_unseen_news(readings):
    """An entry is about the storylines whose deal it tells; what it only mentions counts neither way."""
    right = predicted = actual = 0
    for row, reading in zip(NEWS, readings, strict=True):
        got, want = set(reading.about), set(row["storylines"])
        right += len(got & want)
        predicted += len(got - set(row["mentions"]) | got & want)
        actual += len(want)

    assert f1(right, predicted, actual) >= 0.95, (right, predicted, actual)


def test_primary_of_unseen_news(readings):
    """The main storyline is the one that the title tells."""
    judged = [(row, reading) for row, reading in zip(NEWS, readings, strict=True) if row["primary"]]
    right = sum(reading.primary == row["primary"] for row, reading in judged)

    assert right / len(judged) >= 0.94, [row["title"] for row, reading in judged if reading.primary != row["primary"]]


def test_alerts_of_unseen_news(readings):
    """News of a deal rings; share prices, comment, products and roundups do not."""
    right = sum(row["is_deal"] and reading.alert for row, reading in zip(NEWS, readings, strict=True))
    predicted = sum(reading.alert for reading in readings)
    actual = sum(row["is_deal"] for row in NEWS)

    assert f1(right, predicted, actual) >= 0.95, (right, predicted, actual)


def test_every_reading_says_why(readings):
    """Each reading is explained in one to four lines."""
    assert all(1 <= len(reading.why) <= 4 and all(reading.why) for reading in readings)


def test_alerts_name_parties(readings):
    """Whoever rings says who deals."""
    assert all(reading.parties or reading.party_names for reading in readings if reading.alert)


def test_summaries_are_pieces_of_the_text(readings):
    """A summary has at most three sentences, each found word for word in the text."""
    assert all(len(reading.summary) <= 3 for reading in readings)
    assert all(sentence in reading.entry.text for reading in readings for sentence in reading.summary)
