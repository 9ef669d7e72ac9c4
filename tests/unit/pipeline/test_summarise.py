"""Choosing the words that a card shows."""

from datetime import UTC, datetime

import pytest

from bot.model.entry import Entry
from bot.model.storyline import Company
from bot.pipeline.summarise import headline, summarise
from bot.text.document import read_document
from bot.text.gazetteer import Gazetteer

GAZETTEER = Gazetteer([Company(id=name.lower(), name=name) for name in ("OpenAI", "Oracle", "AMD")])
TEXT = """Share this
OpenAI and Oracle signed a $9 billion contract on Monday. Shares rose. What will it change?
Oracle will build the data center in Iowa for OpenAI by 2028. OpenAI also works with AMD.
Related: OpenAI and Oracle part ways over $7 billion"""


def test_summary_tells_the_deal():
    """The sentences with the parties and their figures are taken, in the text's order; questions and asides never."""
    summary = summarise(read_document("OpenAI signs", TEXT, "en", GAZETTEER), frozenset({"openai", "oracle"}))

    assert summary[0] == "OpenAI and Oracle signed a $9 billion contract on Monday."
    assert "Oracle will build the data center in Iowa for OpenAI by 2028." in summary
    assert len(summary) <= 3
    assert not any("Related" in sentence or "?" in sentence for sentence in summary)


def test_no_text_no_summary():
    """An entry without text has no summary, rather than an invented one."""
    assert summarise(read_document("OpenAI signs", "", "en", GAZETTEER), frozenset()) == ()


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Exclusive: OpenAI and Oracle sign data center deal", "OpenAI and Oracle sign data center deal"),
        ("OpenAI and Oracle sign data center deal | The Daily Wire", "OpenAI and Oracle sign data center deal"),
        ("OpenAI and Oracle sign data center deal - example.com", "OpenAI and Oracle sign data center deal"),
        ("OpenAI buys 5 GW from AMD - here's why it matters", "OpenAI buys 5 GW from AMD"),
        ("OpenAI and Oracle sign $9 billion deal - largest in 2026", "OpenAI and Oracle sign $9 billion deal - largest in 2026"),
        ("WSJ: OpenAI drops Oracle site", "OpenAI drops Oracle site"),
    ],
)
def test_headline_names_the_event(title, shown):
    """Hooks and the outlet's name are cut; words of the event stay."""
    entry = Entry(id="x", url="", title=title, text="", seen=datetime(2026, 1, 1, tzinfo=UTC), host="example.com")

    assert headline(read_document(title, "", "en", GAZETTEER), entry) == shown
