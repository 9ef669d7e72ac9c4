"""Classifying news in seven languages."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.catalogue import load_catalogue
from bot.model.entry import Entry
from bot.pipeline.read import NewsReader

ROOT = Path(__file__).parents[3]
FILES = sorted((ROOT / "tests/data/languages").glob("*.jsonl"))


@pytest.fixture(scope="module")
def reader() -> NewsReader:
    return NewsReader(load_catalogue(ROOT / "config"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("stated", ["right", "wrong"])
def test_storylines_in_other_languages(reader, file, stated):
    """Each language reaches a storyline F1 of 0.85, whatever language the feed says it is."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    right = predicted = actual = 0
    for row in rows:
        lang = row["lang"] if stated == "right" else "en"
        entry = Entry(id=row["id"], url="", title=row["title"], text=row["text"], lang=lang, seen=datetime(2026, 1, 1, tzinfo=UTC))
        about = set(reader.read(entry).about)
        right += len(about & set(row["storylines"]))
        predicted += len(about)
        actual += len(row["storylines"])

    assert len(rows) == 12
    assert sum(not row["storylines"] for row in rows) == 6
    assert 2 * right / (predicted + actual) >= 0.85
