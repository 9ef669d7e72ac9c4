"""What decides that an entry is about a storyline, and that it is worth an alert."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.catalogue import load_catalogue
from bot.model.entry import Entry, Extent
from bot.model.reading import Genre, Role, Status
from bot.model.storyline import CATCH_ALL, Example, Party, Storyline
from bot.pipeline.read import NewsReader
from bot.pipeline.sort import prove_examples

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue(ROOT / "config")


@pytest.fixture(scope="module")
def reader(catalogue):
    return NewsReader(catalogue)


def entry(title, text="", **more):
    return Entry(id="x", url="", title=title, text=text, seen=datetime(2026, 1, 1, tzinfo=UTC), **more)


def test_background_deals_are_mentions(reader):
    """A deal that a background paragraph recounts, figure and all, is a mention in news of another."""
    reading = reader.read(
        entry(
            "OpenAI signs $12 billion contract with CoreWeave",
            "OpenAI will rent data centers from CoreWeave, the companies said on Monday.\n\n"
            "The deal is smaller than others. In March OpenAI and Oracle agreed on a $90 billion cloud contract.",
        )
    )
    roles = {match.storyline: match.role for match in reading.matches}

    assert reading.about == ("openai-coreweave",)
    assert roles["openai-oracle"] is Role.MENTION


def test_makers_of_what_is_used_are_no_party(reader):
    """Chips inside somebody else's deal make their maker no party of it."""
    reading = reader.read(
        entry(
            "OpenAI rents Nvidia-powered servers from Amazon",
            "OpenAI and Amazon agreed on a cloud contract on Tuesday. It runs on Nvidia chips.",
        )
    )

    assert reading.about == ("openai-aws",)


def test_a_list_of_partners_tells_no_deal(reader):
    """Names in a list are nothing: no storyline's terms are told."""
    reading = reader.read(
        entry(
            "Column: the price of ambition at OpenAI",
            "OpenAI has agreements with Oracle, Nvidia, AMD, Broadcom, CoreWeave and Microsoft. Who will pay for data centers?",
        )
    )

    assert reading.about == ()
    assert not reading.alert


def test_asides_count_for_nothing(reader):
    """What stands under `Also read` belongs to other articles."""
    reading = reader.read(
        entry(
            "City library opens its new reading room",
            "The room has 200 seats.\n\nAlso read:\nOpenAI and Oracle sign a $9 billion data center deal\nOpenAI and AMD agree on 2 gigawatts of chips",
        )
    )

    assert reading.about == ()


def test_roundups_have_no_primary(reader):
    """A text that tells the terms of several deals is about each, rings nobody, and has no main storyline."""
    reading = reader.read(
        entry(
            "A guide to OpenAI's deals",
            "OpenAI has many partners. Nvidia: up to $100 billion for 10 gigawatts. Oracle: a $300 billion cloud contract. AMD: 6 gigawatts of chips.",
        )
    )

    assert {"openai-nvidia", "openai-oracle", "openai-amd"} <= set(reading.about)
    assert reading.primary is None
    assert not reading.alert
    assert reading.genre is not Genre.DEAL


@pytest.mark.parametrize(
    "title",
    [
        "Oracle stock jumps 9% on OpenAI data center contract",
        "Why OpenAI needs Oracle's data centers more than Oracle needs OpenAI",
        "Opinion: OpenAI and Oracle are building a data center bubble",
        "Is OpenAI's data center deal with Oracle too big to fail?",
    ],
)
def test_words_about_deals_ring_nobody(reader, title):
    """Share prices, comment and questions are about the storyline, and no news of it."""
    reading = reader.read(entry(title, "OpenAI and Oracle agreed on data centers for $300 billion last month."))

    assert "openai-oracle" in reading.about
    assert not reading.alert


@pytest.mark.parametrize(
    "title",
    [
        "Oracle denies delay of OpenAI data center",
        "Lender walks away from Oracle's data center for OpenAI",
        "OpenAI and Oracle scrap data center in Iowa",
    ],
)
def test_what_befalls_a_deal_is_news(reader, title):
    """A denial, a lender's exit, an end: the reader must be told."""
    assert reader.read(
        entry(title, "Oracle and OpenAI would not comment on the data center on Friday, people familiar with it said.")
    ).alert


def test_the_catch_all_names_parties_that_no_file_knows(reader):
    """Capitalised names beside deal verbs are the parties of the catch-all."""
    reading = reader.read(
        entry(
            "Tallgrass Compute leases 300-megawatt data center from Norbury Estates",
            "Norbury Estates said on Tuesday that Tallgrass Compute signed the lease.",
        )
    )

    assert reading.primary == CATCH_ALL
    assert {"Tallgrass Compute", "Norbury Estates"} <= set(reading.party_names)


def test_other_senses_of_names(reader):
    """A film, a sponsor and an oracle are no parties."""
    for title in (
        "Stargate series returns to television",
        "The oracle of Delphi was a poor forecaster, a meta study finds",
        "Apple pie recipes for the arm chair cook",
    ):
        assert reader.read(entry(title, "It begins in spring.")).matches == ()


def test_a_title_alone_never_says_more_than_reported(reader):
    """An entry known by its title alone stays at `reported`, whatever its words."""
    reading = reader.read(entry("OpenAI and Oracle sign definitive agreement for data centers", extent=Extent.TITLE))

    assert reading.alert
    assert reading.status is Status.REPORTED


def test_reading_is_a_function_of_entry_and_catalogue(catalogue, reader):
    """A second reader says the same, word for word."""
    news = entry("OpenAI and AMD sign 2 gigawatt chip deal", "AMD will deliver from 2027, the companies said on Monday.")

    assert NewsReader(catalogue).read(news) == reader.read(news)


def test_more_storylines_change_nothing_else(catalogue, reader):
    """A new storyline of other parties leaves the reading of an entry as it was."""
    extra = tuple(
        Storyline(
            id=f"extra-{company.id}", title="x", parties=(Party(company="cisco", role="buyer"), Party(company=company.id, role="supplier"))
        )
        for company in catalogue.companies
        if company.id not in {"cisco", "openai", "amd"}
    )
    news = entry("OpenAI and AMD sign 2 gigawatt chip deal", "AMD will deliver from 2027, the companies said on Monday.")
    wider = NewsReader(replace(catalogue, storylines=catalogue.storylines + extra))

    assert wider.read(news).about == reader.read(news).about


HOSTILE = {
    "spaces": " " * 100_000,
    "brackets": "(" * 100_000,
    "digits": "1" * 100_000,
    "money": "$1 billion " * 9_000,
    "names": "OpenAI Oracle Nvidia " * 5_000,
    "lines": "OpenAI\n" * 14_000,
    "wide": "鴻海與OpenAI合作。" * 9_000,
    "broken": "\x00\ud800\u202eOpenAI signs deal with Oracle " * 3_000,
    "capitals": "Aaa And With " * 8_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("place", ["title", "text"])
def test_any_text_gets_an_answer(reader, name, place):
    """No text of any length, script or damage raises; quotes stand in it."""
    words = HOSTILE[name]
    news = entry(words if place == "title" else "OpenAI and Oracle sign data center deal", words if place == "text" else "")
    reading = reader.read(news)

    assert 1 <= len(reading.why) <= 4
    assert all(claim.quote in news.text or claim.quote in news.title for claim in reading.claims)


def test_shipped_examples_hold(catalogue):
    """Every shipped storyline proves its examples, and none is matched by another's refusals alone."""
    assert prove_examples(catalogue) == ()


def test_shipped_refusals_name_both_parties(catalogue):
    """Each example that must not match names two parties of its storyline or is of the catch-all."""
    from bot.text.gazetteer import Gazetteer  # noqa: PLC0415  only here

    gazetteer = Gazetteer(catalogue.companies)
    for storyline in catalogue.storylines:
        parties = {party.company for party in storyline.parties}
        for example in storyline.not_matching:
            named = {mention.company for mention, _ in gazetteer.find(f"{example.title}. {example.text}")}
            assert len(named & parties) >= storyline.together or not parties or "Stargate" in example.title, example.title


def test_a_contradicted_example_is_named(catalogue):
    """A storyline that contradicts its own examples is told with the example and its file."""
    first = catalogue.storylines[0]
    broken = replace(first, matching=(*first.matching, Example(title="Rain expected over the weekend")))
    problems = prove_examples(replace(catalogue, storylines=(broken,)))

    assert [problem.where for problem in problems] == [f"{first.source}:1"]
    assert "Rain expected over the weekend" in problems[0].what
