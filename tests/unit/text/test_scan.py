"""Who takes part in what a sentence says."""

import pytest

from bot.model.storyline import Company
from bot.text.document import read_document
from bot.text.gazetteer import Gazetteer
from bot.text.scan import scan
from bot.text.words import lexicon

GAZETTEER = Gazetteer(
    [
        Company(id=name.lower(), name=name)
        for name in ("OpenAI", "Nvidia", "Oracle", "Arm", "SoftBank", "Amazon", "Microsoft", "Foxconn", "Apple")
    ]
)


def line(title):
    return scan(read_document(title, "", "en", GAZETTEER), lexicon())[0]


@pytest.mark.parametrize(
    ("title", "core"),
    [
        ("OpenAI and Oracle sign a pact", ("openai", "oracle")),
        ("Amazon gives OpenAI Nvidia-powered servers", ("amazon", "openai")),
        ("OpenAI rents from Amazon thousands of Nvidia chips", ("openai", "amazon")),
        ("OpenAI works with SoftBank's Arm", ("openai", "arm")),
        ("Oracle signs OpenAI's Nvidia deal", ("oracle", "openai", "nvidia")),
        ("OpenAI turns to Oracle instead of Microsoft", ("openai", "oracle")),
        ("the promise OpenAI and SoftBank made to Oracle", ("openai", "softbank", "oracle")),
        ("Apple supplier Foxconn works with OpenAI", ("foxconn", "openai")),
        ("Microsoft rents a site that Oracle and OpenAI left", ("microsoft", "oracle")),
    ],
)
def test_participants(title, core):
    """Makers of what is used, owners, and those compared with take no part."""
    assert line(title).core == core


def test_relative_clauses_are_kept_aside():
    """Both companies of a relative clause are known to stand in it."""
    assert line("Microsoft rents a site that Oracle and OpenAI left").side == ("oracle", "openai")


def test_shadowed_words():
    """A share swap is no talk of the stock market."""
    assert "market" not in line("Oracle buys Arm in all-stock deal").kinds
    assert "market" in line("Oracle stock falls").kinds


@pytest.mark.parametrize(
    "text", ["a $5bn order", "1.2 GW", "300-megawatt site", "30億美元", "a multibillion-dollar pact", "warrants for shares"]
)
def test_figures(text):
    """Amounts of money and power are seen, in digits and in words."""
    assert line(text).figure


def test_no_figure_in_plain_numbers():
    """Years, counts and percentages are no amounts of a deal."""
    assert not line("In 2026 some 40 percent of 300 people came").figure
