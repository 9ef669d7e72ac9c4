"""Dates to a normal form, relative ones against the day of publication."""

from datetime import date

import pytest

from bot.text.dates import find_dates

PUBLISHED = date(2026, 3, 20)  # a Friday


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("on March 18, 2026", ["2026-03-18"]),
        ("on Mar. 18", ["2026-03-18"]),
        ("18 March 2026 and 18th of March", ["2026-03-18", "2026-03-18"]),
        ("2026-03-18", ["2026-03-18"]),
        ("May 4-5, 2026", ["2026-05-04/05"]),
        ("in the second half of 2027", ["2027-H2"]),
        ("in H1 2027", ["2027-H1"]),
        ("the first half of next year", ["2027-H1"]),
        ("in the third quarter of 2027", ["2027-Q3"]),
        ("Q4 2028", ["2028-Q4"]),
        ("late 2027, early in 2028, the end of 2029", ["2027-late", "2028-early", "2029-end"]),
        ("fiscal 2029 and FY30", ["FY2029", "FY2030"]),
        ("from 2027 through 2030", ["2027", "2030"]),
        ("finalised in February", ["2026-02"]),
        ("signed in December", ["2025-12"]),
        ("they will start in December", ["2026-12"]),
        ("planned for the fourth quarter", ["2026-Q4"]),
        ("through December 2031", ["2031-12"]),
        ("said on Thursday", ["2026-03-19"]),
        ("yesterday", ["2026-03-19"]),
        ("Ende 2027", ["2027-end"]),
        ("im zweiten Halbjahr 2027", ["2027-H2"]),
        ("3 de febrero de 2026", ["2026-02-03"]),
        ("à la fin 2027", ["2027-end"]),
        ("2027年下半年", ["2027-H2"]),
        ("3月18日", ["2026-03-18"]),
        ("18日宣布", ["2026-03-18"]),
        ("2027年末", ["2027-end"]),
        ("2027년 하반기", ["2027-H2"]),
        ("2,026 racks and $2027", []),
    ],
)
def test_dates_are_read_to_their_normal_form(text, values):
    """Days, months, halves, quarters, parts of years and fiscal years."""
    assert [found.value for found in find_dates(text, PUBLISHED)] == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("racks ship in the third quarter, it said", "2025-Q3"),
        ("due by the first quarter", "2026-Q1"),
        ("opens in the second half", "2025-H2"),
        ("supplied from December", "2025-12"),
        ("ready by the end of the year", "2025-end"),
        ("complete by year-end", "2025-end"),
        ("DELIVERY 1Q27", "2027-Q1"),
        ("STARTS 2H26", "2026-H2"),
        ("年末までに稼働する", "2025-end"),
        ("預計第四季起出貨", "2025-Q4"),
        ("예정대로 내년 1분기부터 출하한다", "2026-Q1"),
        ("来年前半に着工する", "2026-H1"),
    ],
)
def test_what_comes_without_a_year_is_the_next_such(text, value):
    """A quarter, half or month that something is due by is the next one; a bare end of the year is this year's."""
    assert [found.value for found in find_dates(text, date(2025, 8, 1))] == [value]
