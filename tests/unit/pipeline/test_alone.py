"""Plans of one company alone, and what stands beside a tracked deal."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.catalogue import load_catalogue
from bot.model.entry import Entry
from bot.pipeline.read import NewsReader


@pytest.fixture(scope="module")
def read():
    reader = NewsReader(load_catalogue(Path(__file__).parents[3] / "config"))
    return lambda title, text: reader.read(Entry(id="e", url="", title=title, text=text, seen=datetime(2026, 1, 15, tzinfo=UTC)))


def test_a_site_of_stated_size_is_news_without_a_second_party(read):
    """What one company builds, where and how large, is worth an alert; its parties and figures are told."""
    reading = read(
        "Crusoe to build 900-megawatt AI campus in Nevada", "Crusoe said on Monday that the $6 billion data center opens in 2028."
    )

    assert reading.alert
    assert reading.parties == ("crusoe",)
    assert {"900 MW", "USD 6e9"} <= {claim.value for claim in reading.claims if claim.storyline == "other-ai-infra-deal"}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Microsoft to spend more on salaries", "Microsoft will pay $2 billion more to its staff."),
        ("TSMC to invest $90 billion in US chip plants", "TSMC said it adds fabs in Arizona."),
        ("Google opens research office near Berlin", "Google said 300 people will work on search there."),
        ("Amazon does not want subsidies for data centers", "Amazon has $100 billion of plans, its chief wrote."),
    ],
)
def test_what_builds_no_ai_site_is_none(read, title, text):
    """Spending on other things, chip plants and wishes are no such plan."""
    assert not read(title, text).alert


def test_a_lender_is_no_party_of_its_own(read):
    """Who lends for a tracked site, or leaves it, is news of that site's storyline."""
    reading = read(
        "Apollo will not finance Oracle's Kansas site for OpenAI",
        "Talks over $5 billion for the data center have stalled, two people said.",
    )

    assert reading.primary == "openai-oracle"


def test_a_lead_may_name_the_pair_in_a_clause(read):
    """Loans for sites that one party will lease to the other concern their storyline, however many banks are named first."""
    reading = read(
        "Banks line up $20 billion for Oracle-linked data centers",
        "JPMorgan, Goldman Sachs and MUFG are lending $20 billion for two campuses that Oracle will lease to serve OpenAI, people said.",
    )

    assert reading.primary == "openai-oracle"


def test_looking_back_rings_nobody(read):
    """A recap of old announcements is no news, whatever deals it tells."""
    assert not read(
        "Looking back: how Oracle and OpenAI announced Stargate",
        "A year ago the companies announced a $300 billion contract for data centers.",
    ).alert


def test_a_title_that_rounds_adds_no_second_amount(read):
    """Where the body gives an amount exactly, the title's round one is left out."""
    reading = read("Meta signs $14 billion deal with CoreWeave", "CoreWeave will supply Meta with computing power worth $14.2 billion.")

    assert [claim.value for claim in reading.claims if claim.kind == "value"] == ["USD 14.2e9"]


def test_a_programme_in_the_title_is_the_main_storyline(read):
    """Where a title names a programme and the parties of several storylines, it is the programme's news."""
    reading = read(
        "Stargate: OpenAI, Oracle and SoftBank add two sites in Utah",
        "The three companies said the data centers bring 2 gigawatts by 2028.",
    )

    assert reading.primary == "openai-softbank-stargate"
    assert "openai-oracle" in reading.about
