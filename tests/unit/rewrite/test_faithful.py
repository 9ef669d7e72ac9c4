"""A model's summary is used only where it says what the article says: every kind of lie is refused, whoever tells it."""

from datetime import date
from pathlib import Path

import pytest

from bot.catalogue import load_catalogue
from bot.rewrite.faithful import objection
from bot.text.gazetteer import Gazetteer
from tests.lies import ARTICLES, LIES, TRUTHS

DAY = date(2026, 3, 5)


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer(tuple(load_catalogue(Path(__file__).parents[3] / "config").companies))


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.kind)
def test_a_lie_is_refused(lie, gazetteer):
    """Each lie is one change to what an article says; its evidence alone would pass."""
    evidence = ARTICLES[lie.article]

    assert objection(evidence, evidence, gazetteer, DAY) == ""
    assert objection([lie.text], evidence, gazetteer, DAY) != ""


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth.kind)
def test_a_truthful_shortening_is_used(truth, gazetteer):
    """Words that tell nothing may go, figures may change their form, sentences may be left out."""
    assert objection(truth.text.split("\n"), ARTICLES[truth.article], gazetteer, DAY) == ""


def test_there_are_forty_kinds_of_lies():
    """Each has a kind of its own."""
    assert len({lie.kind for lie in LIES}) == len(LIES) >= 40


def test_sentences_are_neither_repeated_nor_turned_round(gazetteer):
    """The order of the article is kept, and nothing is said twice."""
    first, second = ARTICLES["deal"][:2]

    assert objection([first, first], ARTICLES["deal"], gazetteer, DAY) != ""
    assert objection([second, first], ARTICLES["deal"], gazetteer, DAY) != ""
    assert objection([], ARTICLES["deal"], gazetteer, DAY) != ""
    assert objection(["A."] * 4, ARTICLES["deal"], gazetteer, DAY) != ""


def test_the_objection_says_what_is_wrong(gazetteer):
    """In words that a log's reader understands."""
    evidence = ARTICLES["power"]

    told = objection(["AMD will supply OpenAI with 16 gigawatts of Instinct accelerators."], evidence, gazetteer, DAY)

    assert "16 GW" in told
