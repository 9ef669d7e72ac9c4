"""Normal forms are told in a reader's words."""

from datetime import UTC, datetime

import pytest

from bot.text.phrases import date_words, listed, moment_words, place_words, value_words


@pytest.mark.parametrize(
    ("value", "hedge", "basis", "words"),
    [
        ("USD 5e9", "about", None, "about $5 billion"),
        ("USD 1e9-5e9", "range", None, "$1–5 billion"),
        ("up to USD 500e9", "up_to", None, "up to USD 500e9"),
        ("USD 1.4e12", "exact", None, "$1.4 trillion"),
        ("USD 30e9", "exact", "year", "$30 billion a year"),
        ("10 GW", "up_to", None, "up to 10 GW"),
        ("4.5 GW", "exact", None, "4.5 GW"),
        ("1000 racks/week", "about", "week", "about 1,000 racks a week"),
        ("160000000 shares", "up_to", None, "up to 160,000,000 shares"),
        ("TWD 859.4e9", "exact", None, "NT$859.4 billion"),
    ],
)
def test_amounts(value, hedge, basis, words):
    """Amounts show sign, scale, hedge and basis."""
    assert value_words(value, hedge=hedge, basis=basis) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026-H2", "the second half of 2026"),
        ("2025-11-20", "20 Nov 2025"),
        ("2026-02", "February 2026"),
        ("2026-late", "late 2026"),
        ("2029", "2029"),
        ("2026-02-31", "2026-02-31"),
    ],
)
def test_dates(value, words):
    """Dates are spelled out; what is no date stays as it is."""
    assert date_words(value) == words


def test_places_moments_and_lists():
    """Places lose their codes, moments say the day when it is another, lists end in a word."""
    now = datetime(2026, 2, 3, 12, tzinfo=UTC)

    assert [place_words(v) for v in ("US-OH", "KR", "US", "XX")] == ["Ohio", "South Korea", "the U.S.", "XX"]
    assert moment_words(datetime(2026, 2, 3, 9, 5, tzinfo=UTC), now) == "09:05 UTC"
    assert moment_words(datetime(2025, 2, 3, 9, 5, tzinfo=UTC), now) == "3 Feb 2025 09:05 UTC"
    assert listed(["a", "b", "c", "d"], most=2) == "a, b and 2 more"
