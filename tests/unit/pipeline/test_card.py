"""What an alert says: steps still to come, places told apart, counts compared by what is counted, a body that adds to its headline."""

from dataclasses import replace
from datetime import date

import pytest

from bot.model.reading import Claim, ClaimKind
from bot.pipeline.card import alert_card
from bot.pipeline.card_dates import coming
from bot.pipeline.figures import figure_of, same_units
from tests.cards import CATALOGUE, MEMBERS, NOW, OPENED

TOLD = date(2025, 11, 18)


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        (["2025-11-18", "2026-H2"], ["2026-H2"]),
        (["2025-11", "2024", "2025-12"], ["2025-12"]),
        (["2027", "2027-early"], ["2027-early"]),
        (["2026-H2", "2026-late", "2029-end"], ["2026-H2", "2029-end"]),
        (["2029-end", "2026-H2", "2027"], ["2026-H2", "2029-end"]),
        (["2025-11-25"], ["2025-11-25"]),
        (["2026-02-31", "soon", "2026-13", ""], []),
    ],
)
def test_dates_are_steps_to_come(values, shown):
    """What has passed is no step, nested dates are said once, two of the best-backed stand in their order; what is no date is left out."""
    assert coming(values, TOLD) == shown


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("hundreds of thousands of Nvidia GPUs", "hundreds of thousands of Nvidia processors", True),
        ("hundreds of thousands of GPUs", "tens of thousands of GPUs", False),
        ("hundreds of thousands of GPUs", "hundreds of thousands of racks", False),
        ("thousands of servers", "thousands of AI servers", True),
    ],
)
def test_counts_in_words(one, other, same):
    """Counts agree by number and kind of thing: a GPU is a chip, a rack is none."""
    assert same_units(one, other) is same


def test_counts_in_figures_are_of_one_kind():
    """A million TPUs and a million chips are one count; a million shares are another."""
    chips, tpus, shares = (figure_of(Claim(kind=ClaimKind.UNITS, value=f"1e6 {what}", quote="")) for what in ("chips", "TPUs", "shares"))

    assert (chips.agrees(tpus), chips.agrees(shares)) == (True, False)


@pytest.mark.parametrize(
    ("summary", "body"),
    [
        ((OPENED.headline,), ()),
        ((OPENED.headline, "Work begins in May."), ("Work begins in May.",)),
        (("Work begins in May.", "It ends in June."), ("Work begins in May. It ends in June.",)),
        (("Work begins in May. " * 12, "It ends in a June of its own. " * 4), (("Work begins in May. " * 12).strip(),)),
        ((), ()),
    ],
)
def test_body_adds_to_the_headline(summary, body):
    """A sentence that says the headline again is left out, and a second one where both would be long."""
    card = alert_card(replace(OPENED, summary=tuple(text.strip() for text in summary)), None, MEMBERS, CATALOGUE, now=NOW)

    assert tuple(row[0].text for row in card.body) == body
