"""Replay, cluster and facts: the command line's words on what the pipeline would do."""

import json
from pathlib import Path

import pytest

from bot.catalogue import load_catalogue
from bot.cli.cluster import cluster
from bot.cli.replay import play, replay
from bot.errors import ConfigurationError
from tests.unit.pipeline.news import CATALOGUE, reading
from tests.unit.pipeline.test_cluster import REWRITE

CONFIG = Path(__file__).resolve().parents[3] / "config"
ITEMS = [
    {"id": "b", "url": "https://two.example/b", "title": "Foxconn and OpenAI team up on racks", "seen": "2031-03-04T13:00:00Z", "lang": "en",
     "text": "A partnership to build data center racks was announced by OpenAI and Foxconn on Tuesday, in a deal to make AI servers at home."},
    {"id": "a", "url": "https://one.example/a", "title": "OpenAI and Foxconn announce AI data center rack deal", "seen": "2031-03-04T12:00:00Z",
     "text": "OpenAI and Foxconn announced a partnership on Tuesday to design and build data center racks for AI servers at plants in Ohio.", "lang": "en"},
    {"id": "c", "url": "https://three.example/c", "title": "Bakers meet in Bell City", "seen": "2031-03-04T14:00:00Z", "text": "Bread was had.", "lang": "en"},
]  # fmt: skip


async def test_one_alert_then_coverage():
    """The first report of an event is an alert, later ones attach, and what is no news is ignored."""
    actions, deals = await play([reading("b", minutes=30, **REWRITE), reading("a"), reading("c", minutes=40, storyline=None)], CATALOGUE)

    assert [(action.id, action.action) for action in actions] == [("a", "alert"), ("b", "attach"), ("c", "ignore")]
    assert actions[0].story == actions[1].story
    assert actions[2].story is None
    assert len(deals) == 1


def test_replay_prints_a_line_an_item_and_writes_the_ledger(tmp_path, capsys):
    """Items go in as lines in any order; actions come out in order of `seen`, and labels beside the items change no byte."""
    plain, labelled = tmp_path / "plain.jsonl", tmp_path / "labelled.jsonl"
    plain.write_text("\n".join(json.dumps(item) for item in ITEMS), encoding="utf-8")
    labelled.write_text("\n".join(json.dumps(item | {"event": "x", "is_deal": True, "primary": "y"}) for item in ITEMS), encoding="utf-8")

    assert replay(plain, tmp_path / "ledger.json", CONFIG) == 0
    printed = capsys.readouterr().out
    assert replay(labelled, None, CONFIG) == 0
    assert capsys.readouterr().out == printed
    lines = [json.loads(line) for line in printed.splitlines()]
    assert [line["id"] for line in lines] == ["a", "b", "c"]
    assert lines[0]["action"] == "alert"
    assert lines[0]["story"] == lines[1]["story"]
    (deal,) = json.loads((tmp_path / "ledger.json").read_text(encoding="utf-8"))
    assert deal["storyline"] == "openai-foxconn"
    assert load_catalogue(CONFIG).storyline(deal["storyline"]) is not None


def test_a_wrong_join_is_split_and_a_wrong_split_merged(tmp_path, capsys):
    """Corrections have lines of their own, and what is reported later is counted to the events as they stand then."""
    other = {
        "id": "d", "url": "https://four.example/d", "title": "Oracle leases Wyoming data center to OpenAI", "seen": "2031-03-04T15:00:00Z", "lang": "en",
        "text": "Oracle signed a lease with OpenAI for a 700-megawatt data center campus in Wyoming, the companies said on Tuesday.",
    }  # fmt: skip
    later = ITEMS[1] | {"id": "e", "url": "https://five.example/e", "seen": "2031-03-04T17:00:00Z"}
    news, wrong, split = (tmp_path / name for name in ("news.jsonl", "wrong.jsonl", "corrections.jsonl"))
    news.write_text("\n".join(json.dumps(item) for item in [*ITEMS, other, later]), encoding="utf-8")
    split.write_text(
        '{"at": "2031-03-04T15:30:00Z", "split": "b"}\n{"at": "2031-03-04T16:00:00Z", "merge": "a", "into": "d"}\n', encoding="utf-8"
    )
    wrong.write_text('{"at": "2031-03-04T15:30:00Z", "split": "zz"}\n{"split": "a"}\n', encoding="utf-8")

    assert replay(news, None, CONFIG, split) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    with pytest.raises(ConfigurationError) as refused:
        replay(news, None, CONFIG, wrong)

    story = {line["id"]: line["story"] for line in lines[:4]}
    assert [(line["id"], line["action"]) for line in lines[4:6]] == [("b", "split"), ("a", "merge")]
    assert lines[4]["story"] not in story.values()
    assert lines[5]["story"] == lines[6]["story"] == story["d"]
    assert "wrong.jsonl:1: this is no correction (there is no item 'zz')" in str(refused.value)
    assert "wrong.jsonl:2" in str(refused.value)


def test_cluster_prints_the_group_of_each_item_in_file_order(tmp_path, capsys):
    """Any news goes in, with or without dates and texts; one line an item comes out."""
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join(json.dumps(item | {"seen": None}) for item in ITEMS), encoding="utf-8")

    assert cluster(file) == 0

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == ["b", "a", "c"]
    assert lines[0]["story"] == lines[1]["story"] != lines[2]["story"]
