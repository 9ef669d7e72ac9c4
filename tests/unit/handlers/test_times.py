"""Times are understood as people type them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.times import clock_time, days_named, end_of, hours_between, zone_named

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ("2h", NOW + timedelta(hours=2)),
        ("for 3 days", NOW + timedelta(days=3)),
        ("until 18:00", datetime(2026, 3, 2, 17, 0, tzinfo=UTC)),
        ("09:30", datetime(2026, 3, 3, 8, 30, tzinfo=UTC)),
        ("tomorrow", datetime(2026, 3, 3, 7, 0, tzinfo=UTC)),
        ("2026-03-05", datetime(2026, 3, 4, 23, 0, tzinfo=UTC)),
        ("2026-03-02t10:00+00:00", datetime(2026, 3, 2, 10, 0, tzinfo=UTC)),
        ("yesterday", None),
        ("2020-01-01", None),
        ("9999w", None),
        ("0m", None),
        ("5", None),
    ],
)
def test_ends(typed, end):
    """Lengths, clock times, dates and `tomorrow` end when the reader's zone says; the past and nonsense are nothing."""
    assert end_of(typed, NOW, BERLIN) == end


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_none(text):
    """Nothing that is typed raises."""
    end_of(text, NOW, BERLIN)
    hours_between(text)
    days_named(text)
    clock_time(text)


def test_windows_days_and_zones():
    """Hours, days and zones are read in the forms that people use."""
    assert [hours_between(t) for t in ("22-7", "22:00 to 07:00", "10pm–7am", "7", "9-9", "25-3")] == ["22:00-07:00"] * 3 + [None] * 3
    assert [days_named(t) for t in ("daily", "weekdays", "thu, mon", "Monday", "someday")] == ["daily", "weekdays", "mon,thu", "mon", None]
    assert [getattr(zone_named(t), "key", None) for t in ("europe/berlin", "Tokyo", "new york", "Atlantis")] == [
        "Europe/Berlin",
        "Asia/Tokyo",
        "America/New_York",
        None,
    ]
