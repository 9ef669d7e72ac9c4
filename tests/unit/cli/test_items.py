"""Items of JSON lines, and what `classify` writes."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.catalogue import load_catalogue
from bot.cli.classify import classify
from bot.cli.cluster import cluster
from bot.cli.items import entry_from_item, moment, read_items
from bot.errors import UnavailableError
from bot.model.entry import Extent
from bot.model.feed import Grade

CONFIG = Path(__file__).parents[3] / "config"
ITEM = {
    "id": "a",
    "url": "https://www.openai.com/deal",
    "title": "OpenAI and AMD sign 2 GW chip deal",
    "text": "AMD will deliver chips for data centers from 2027, the companies said.",
    "published": None,
    "seen": "2026-03-01T10:00:00Z",
    "lang": "en",
}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "items.jsonl"


def test_broken_lines_keep_their_siblings(file, capsys):
    """A broken line is told with its number; the items around it are read, and the exit code is 1."""
    file.write_bytes(
        b'{"id": "a", "title": "x"}\nnot json\n[1]\n{"title": "no id"}\n{"id": "b", "seen": "soon"}\n\xff\xfe\n\n{"id": "c", "text": 7}\n{"id": "d"}\n'
    )
    code = classify(file, CONFIG)
    out = capsys.readouterr()

    assert code == 1
    assert [json.loads(line)["id"] for line in out.out.splitlines()] == ["a", "d"]
    assert [line.split(":")[1] for line in out.err.splitlines()] == ["2", "3", "4", "5", "6", "8"]


def test_labels_change_nothing(file, capsys):
    """Only id, url, title, text, published, seen and lang count: labels beside them change no byte."""
    file.write_text(json.dumps(ITEM) + "\n", encoding="utf-8")
    classify(file, CONFIG)
    bare = capsys.readouterr().out
    file.write_text(
        json.dumps(ITEM | {"storylines": [], "is_deal": False, "event": "e", "facts": [], "primary": None}) + "\n", encoding="utf-8"
    )
    code = classify(file, CONFIG)

    assert capsys.readouterr().out == bare
    assert code == 0


def test_predictions_have_the_promised_shape(file, capsys):
    """A prediction has the fields that the scorer and operators read."""
    file.write_text(json.dumps(ITEM) + "\n", encoding="utf-8")
    classify(file, CONFIG)
    prediction = json.loads(capsys.readouterr().out)

    assert list(prediction) == ["id", "primary", "storylines", "alert", "why", "claims"]
    assert prediction["primary"] == "openai-amd"
    assert prediction["storylines"][0]["role"] == "about"
    assert 0 <= prediction["storylines"][0]["score"] <= 1
    assert all(list(c) == ["kind", "value", "hedge", "basis", "scope", "quote", "speaker", "storyline"] for c in prediction["claims"])


def test_items_become_entries():
    """The host gives the grade; an item without text is known by its title alone."""
    catalogue = load_catalogue(CONFIG)
    entry = entry_from_item(ITEM, catalogue)

    assert (entry.host, entry.grade, entry.extent) == ("openai.com", Grade.PRIMARY, Extent.FULL)
    assert entry.seen == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert entry_from_item({"id": "b", "title": "x", "url": "http://["}, catalogue).extent is Extent.TITLE


def test_missing_files_are_told(tmp_path):
    """A file that cannot be read is one sentence, not a traceback."""
    with pytest.raises(UnavailableError, match="cannot be read"):
        read_items(tmp_path / "nowhere.jsonl")


def test_dates_of_feeds_are_read(tmp_path: Path) -> None:
    """A time as RSS writes it is the same moment as its ISO form; what is no time is left out, and told."""
    file = tmp_path / "items.jsonl"
    times = ("Mon, 03 Feb 2014 12:00:00 +0200", "2014-02-03T10:00:00Z", "a Monday")
    file.write_text("\n".join(json.dumps(ITEM | {"published": time}) for time in times), encoding="utf-8")
    problems: list[str] = []

    items = read_items(file, problems)

    assert {moment(item["published"]) for item in items} == {datetime(2014, 2, 3, 10, tzinfo=UTC)}
    assert len(items) == 2
    assert "no time" in problems[0]


@pytest.mark.parametrize("number", [1391421600, 1391421600000, 1391421600.0])
def test_numbers_are_times_since_1970(number: float) -> None:
    """Public sets of news count seconds or milliseconds since 1970."""
    assert moment(number) == datetime(2014, 2, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize("number", [10**400, 10**30, float("nan"), float("inf"), True, [1]])
def test_numbers_beyond_the_calendar_are_no_times(number: object) -> None:
    """A number that is no moment is refused, not raised."""
    assert moment(number) is None


def test_whole_numbers_are_ids(file, capsys):
    """Sets that number their items are read, and their numbers come back as they were."""
    rows = (
        {"id": 7, "title": "Meta and AMD sign 6 GW chip deal"},
        {"id": "b", "title": "Rain delays the cup final"},
        {"id": True, "title": "x"},
    )
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")

    cluster(file)
    out = capsys.readouterr()

    assert [json.loads(line)["id"] for line in out.out.splitlines()] == [7, "b"]
    assert "no `id`" in out.err
