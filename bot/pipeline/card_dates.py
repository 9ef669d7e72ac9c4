"""Which of a deal's dates an alert shows: steps still to come, each said once, the best-backed two in their order."""

import re
from collections.abc import Iterable
from datetime import date

_PARTS = {"H1": (1, 6), "H2": (7, 12), "early": (1, 4), "mid": (5, 8), "late": (9, 12), "end": (12, 12)}
_PARTS |= {f"Q{quarter}": (3 * quarter - 2, 3 * quarter) for quarter in range(1, 5)}
MOST = 2


def coming(values: Iterable[str], told: date) -> list[str]:
    """Return at most two dates in normal form, in order of time, from those given best first.

    What lies before the deal was told of, or is the day of its telling, is no step to come. Of two dates of which one holds the other the
    better-backed is shown; a whole year gives way to any part of it.
    """
    known = {value: span for value in values if (span := _months(value)) is not None and _ahead(value, span, told)}
    kept: list[str] = []
    for value in sorted(known, key=lambda value: value.isdigit()):
        if not any(_holds(known[value], known[other]) or _holds(known[other], known[value]) for other in kept):
            kept.append(value)
    kept.sort(key=list(known).index)
    return sorted(kept[:MOST], key=lambda value: (known[value], value))


def _months(value: str) -> tuple[int, int] | None:
    """Return the first and last month of a date, counted from year 0; None where it is none of the normal forms."""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-\d\d)?|-(\w+))?", value)
    if not found or (found[3] and found[3] not in _PARTS) or (found[2] and not 1 <= int(found[2]) <= 12):
        return None
    first, last = _PARTS[found[3]] if found[3] else (int(found[2]), int(found[2])) if found[2] else (1, 12)
    return 12 * int(found[1]) + first, 12 * int(found[1]) + last


def _ahead(value: str, span: tuple[int, int], told: date) -> bool:
    """Tell whether a date lies after the deal was told of; a day, at least two days after, since clocks of the world differ."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return (date.fromisoformat(value) - told).days > 1
        except ValueError:
            return False
    month = 12 * told.year + told.month
    return span[0] > month if span[0] == span[1] else span[1] >= month


def _holds(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and span[0] <= other[0] and other[1] <= span[1]
