"""Scoring the reading on labelled news."""

import json
import random
import sys

import pytest

from bot.catalogue import load_catalogue
from bot.cli.classify import classify
from bot.cli.items import entry_from_item
from bot.cli.score import load_scorer, main, mistakes, redrawn, table
from bot.pipeline.read import NewsReader
from tests.unit.cli.test_items import CONFIG, ITEM

LABELS = {
    "storylines": ["openai-amd"],
    "mentions": [],
    "primary": "openai-amd",
    "is_deal": True,
    "event": "two-gw",
    "facts": [],
    "borderline": False,
}


@pytest.fixture
def gold():
    return [ITEM | LABELS | {"id": name, "event": event} for name, event in (("a", "x"), ("b", "x"), ("c", None))]


@pytest.fixture
def rows(gold):
    predicted = [{"id": row["id"], "primary": "openai-amd", "storylines": [], "alert": True, "claims": []} for row in gold]
    return gold, predicted, [{"id": row["id"], "action": "ignore", "story": "s1"} for row in gold]


def test_no_corpus_is_no_failure(tmp_path, monkeypatch):
    """Where there is no corpus a sentence says so, and the exit code is 0."""
    monkeypatch.setattr(sys, "argv", ["score", str(tmp_path / "none.jsonl")])
    told: list[str] = []

    assert main(told.append) == 0
    assert len(told) == 1
    assert "none.jsonl is not there" in told[0]


def test_draws_keep_events_whole(rows):
    """Events are drawn whole, as many as there are; one drawn twice counts as two."""
    gold, predicted, actions = redrawn(*rows, random.Random(3))

    assert [row["id"] for row in gold] == [row["id"] for row in predicted] == [row["id"] for row in actions]
    assert len({row["id"] for row in gold}) == len(gold)
    for event in {row["event"] for row in gold if row["event"]}:
        assert [row["id"].split("#")[0] for row in gold if row["event"] == event] == ["a", "b"]


def test_the_table_has_values_counts_and_intervals(rows, shared):
    """Each figure has its counts, and for each column a value with the interval of the draws."""
    gold, predicted, actions = rows
    lines = table(load_scorer(shared / "tools/score.py"), gold, {"shipped": (predicted, actions)}, 5)

    assert lines[0].split() == ["figure", "counts", "shipped"]
    assert any(line.startswith("worth an alert F1") and "3 told, 3 true" in line and "1.000 [1.000, 1.000]" in line for line in lines)
    assert any(line.startswith("replay: events missed") and " 1.000 [" in line for line in lines)


def test_mistakes_say_why(gold, shared):
    """A mistake is told with what was wanted, what was got, and the reasons given."""
    catalogue = load_catalogue(CONFIG)
    reader = NewsReader(catalogue)
    gold[0] |= {"is_deal": False}
    lines = mistakes(load_scorer(shared / "tools/score.py"), gold, [reader.read(entry_from_item(row, catalogue)) for row in gold], [])

    assert lines[1] == f"a  {ITEM['title']}"
    assert "alert False" in lines[2]
    assert any("Worth an alert" in line for line in lines[4:])
    assert not any(line.startswith("b ") for line in lines)


def test_a_corpus_without_its_labels_reads_the_same(shared, tmp_path, capsys):
    """A copy of the corpus without its labels gives the same predictions, byte for byte."""
    corpus = shared / "corpus/dev.jsonl"
    classify(corpus, CONFIG)
    labelled = capsys.readouterr().out
    bare = tmp_path / "bare.jsonl"
    kept = ("id", "url", "title", "text", "published", "seen", "lang")
    rows = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    bare.write_text("\n".join(json.dumps({key: row[key] for key in kept}) for row in rows), encoding="utf-8")
    classify(bare, CONFIG)

    assert capsys.readouterr().out == labelled
