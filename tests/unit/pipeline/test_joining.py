"""Joining: what storylines, parties, figures and corrections say beside the words."""

from dataclasses import replace

import pytest

from bot.model.reading import ClaimKind, Match, Role, Status
from bot.model.storyline import CATCH_ALL
from bot.pipeline.follow import story_status
from bot.pipeline.sides import sides_of, turn_of
from tests.unit.pipeline.news import claim, reading
from tests.unit.pipeline.test_cluster import index_of

WORDS = (
    "{} and {} announced today that they will build data centers together in Teria. It covers {} gigawatts and is valued at ${} billion."
)


def templated(name, one, other, power, value, *, storyline, parties, minutes=0):
    """Return a report in wire style: the same words for every deal, other names and figures."""
    figures = [
        claim(ClaimKind.POWER, f"{power} GW", storyline=storyline),
        claim(ClaimKind.VALUE, f"USD {value}e9", storyline=storyline),
    ]
    title = f"{one}, {other} announce {power}-gigawatt data center deal"
    text = WORDS.format(one, other, power, value)
    told = reading(name, title=title, text=text, storyline=storyline, parties=parties, claims=figures, minutes=minutes)
    return replace(told, party_names=(one, other))


def test_events_of_two_storylines_stay_apart_however_alike_their_words():
    """The same sentences on the same day about another storyline are another event."""
    first = templated("first", "Quill AI", "Harrow Works", 6, 78, storyline="quill-harrow", parties=("quill", "harrow"))
    other = templated("other", "Quill AI", "Tern Chips", 4, 27, storyline="quill-tern", parties=("quill", "tern"), minutes=20)

    assert index_of(first).place(other).opens


@pytest.mark.parametrize("partner", ["Ostermark Data Centers", "Brightspan"])
def test_parties_that_no_file_names_tell_events_apart(partner):
    """Where the catch-all finds two deals of one company, the other party's name decides, known or not."""
    first = templated("first", "Quill AI", "Tern Chips", 6, 78, storyline=CATCH_ALL, parties=("quill", "tern"))
    other = templated("other", "Quill AI", partner, 4, 27, storyline=CATCH_ALL, parties=("quill",), minutes=20)
    again = templated("again", "Quill AI", partner.split()[0], 4, 27, storyline=CATCH_ALL, parties=("quill",), minutes=30)

    assert index_of(first).place(other).opens
    assert index_of(first, other).place(again).story_id == "other"


def test_other_figures_of_two_kinds_are_another_event():
    """Two deals of one storyline on one day, with other power and other money, are two events; the same figures are one."""
    first = templated("first", "Quill AI", "Harrow Works", 6, 78, storyline="quill-harrow", parties=("quill", "harrow"))
    other = templated("other", "Quill AI", "Harrow Works", 4, 27, storyline="quill-harrow", parties=("quill", "harrow"), minutes=20)
    again = templated("again", "Harrow Works", "Quill AI", 6, 78, storyline="quill-harrow", parties=("quill", "harrow"), minutes=30)

    assert index_of(first).place(other).opens
    assert index_of(first).place(again).story_id == "first"


def test_a_correction_joins_the_event_that_it_corrects():
    """A day later, the company's own figure with the old one beside it, called a correction, is no new event."""
    expands = {
        "title": "Quill AI expands Harrow contract by $4 billion",
        "text": "Quill AI has expanded its contract with Harrow by $4 billion.",
    }
    first = reading("first", claims=[claim(ClaimKind.VALUE, "USD 4e9")], **expands)
    text = "Harrow Works confirmed the expansion and corrects figures reported earlier: it is worth up to $6.5 billion, not $4 billion."
    corrected = reading(
        "corrected", minutes=1440, title="Harrow Works expands Quill contract by up to $6.5 billion", text=text,
        claims=[claim(ClaimKind.VALUE, "USD 6.5e9")],
    )  # fmt: skip
    silent = replace(
        corrected,
        entry=replace(corrected.entry, text=text.replace("corrects figures reported earlier", "said").replace(", not $4 billion", "")),
    )

    assert index_of(first).place(corrected).story_id == "first"
    assert index_of(first).place(silent).opens


def test_a_story_whose_titles_deny_is_one_of_a_denial():
    """The story shows that something was denied, though its text recalls the letter of intent; the deal's own rung is another matter."""
    denial = reading("denial", title="Harrow Works denies that racks were ever a commitment", status=Status.LETTER)
    permit = reading("permit", title="Council denies zoning permit to Harrow Works", status=Status.REPORTED)

    assert story_status([denial]) is Status.DENIED
    assert story_status([permit]) is not Status.DENIED


def test_a_shared_second_storyline_is_enough():
    """A report whose main storyline is another may still join where both are about a common one."""
    first = reading("first")
    both = (Match(storyline="quill-tern", role=Role.ABOUT, score=0.9), Match(storyline="quill-harrow", role=Role.ABOUT, score=0.8))
    other = replace(reading("other", minutes=20), primary="quill-tern", matches=both)

    assert index_of(first).place(other).story_id == "first"


def test_a_headline_repeated_word_for_word_is_the_same_event():
    """An aggregator's bare title, filed under another storyline for want of the text, joins the story that has this very title."""
    first = reading("first")
    title_only = reading("second", minutes=40, text="", storyline="quill-tern", parties=("quill",), host="news.example")
    other = reading(
        "third",
        minutes=40,
        text="",
        storyline="quill-tern",
        parties=("quill",),
        title="Quill AI and Tern Chips to build server racks together",
    )

    assert index_of(first).place(title_only).story_id == "first"
    assert index_of(first).place(other).opens


@pytest.mark.parametrize(
    ("title", "turn"),
    [
        ('Harrow says report of $7 bln Quill order is "not factual"', Status.DENIED),
        ("Harrow disputes report of a Quill order", Status.DENIED),
        ('Harrow: "No delays" at halls for Quill', Status.DENIED),
        ("Council denies Harrow a permit for its Quill hall", None),
        ("Harrow pushes back first Quill racks to 2031", Status.DELAYED),
        ("Harrow and Quill open a hall", None),
    ],
)
def test_a_title_tells_the_turn_of_events(title, turn):
    """A denial in the title comes first; a title that tells a delay does so whatever words the text has for it."""
    assert turn_of(reading("r", title=title)) is turn


def test_a_name_that_begins_like_a_word_is_no_side():
    """OpenAI opens nothing."""
    assert sides_of(reading("r", title="OpenAI and Harrow shake hands")) == set()


def test_a_foreign_report_is_of_the_deal_not_of_what_followed_it():
    """Where no word is in common, a story that followed the deal takes no report that says nothing of having followed it."""
    first = reading("first")
    sequel = reading(
        "sequel", minutes=660, title="Harrow Works plans billions for US halls after Quill tie-up",
        text="Harrow Works will put billions into American plants, days after it joined with Quill AI.",
    )  # fmt: skip
    foreign = reading("foreign", minutes=690, title="兩家公司攜手設計資料中心機櫃", text="兩家公司週二宣布，將共同設計並製造資料中心機櫃。")
    index = index_of(first, sequel)

    assert index.place(sequel).story_id == "sequel"
    assert index.place(foreign).story_id == "first"
