"""Dates as feeds write them: read only where there is one way to read them, otherwise None.

feedparser's own dates are not used: it takes CET for UTC, 30 February for 2 March and an epoch for the year 1773.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
# Hours from UTC. Where a name has several meanings, the one that news feeds use.
_ZONE_HOURS = (
    "z=0 ut=0 utc=0 gmt=0 wet=0 est=-5 edt=-4 cst=-6 cdt=-5 mst=-7 mdt=-6 pst=-8 pdt=-7 akst=-9 akdt=-8 hst=-10 brt=-3 art=-3 bst=1 west=1 cet=1 "
    "met=1 cest=2 mest=2 eet=2 eest=3 msk=3 sast=2 gst=4 pkt=5 ist=5.5 ict=7 wib=7 hkt=8 sgt=8 awst=8 jst=9 kst=9 acst=9.5 aest=10 aedt=11 "
    "nzst=12 nzdt=13"
)
_ZONES = {name: float(hours) for name, hours in (zone.split("=") for zone in _ZONE_HOURS.split())}
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
_ZONE = r"(?P<zone>[+-]\d{1,2}:?\d{2}|[+-]\d{2}|[A-Za-z]{1,5})?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?:[Tt ]\s*{_CLOCK}\s*{_ZONE})?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:[Tt](?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?" + _ZONE + ")?",
        rf"(?:[A-Za-z]{{3,9}}\.?,?\s+)?(?P<day>\d{{1,2}})[ -](?P<name>[A-Za-z]{{3,9}})\.?,?[ -](?P<year>\d{{4}}|\d{{2}})(?:,?\s+{_CLOCK}\s*{_ZONE})?",
        rf"(?:[A-Za-z]{{3,9}}\.?,?\s+)?(?P<name>[A-Za-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})(?:,?\s+{_CLOCK}\s*{_ZONE})?",
    )
)
_FULL_MONTHS = frozenset(
    "january february march april may june july august september october november december sept".split()  # noqa: SIM905
)


def read_date(text: str) -> datetime | None:
    """Return the moment in UTC, or None when the text is no date, is impossible, or lies outside 2000 to 2100.

    RFC 822 and its relatives, RFC 3339 and the usual ISO 8601 forms, month names in English, seconds since 1970. No zone means UTC.
    """
    text = " ".join(text[:80].split())
    if re.fullmatch(r"\d{9,10}|\d{13}", text):
        return _plausible(datetime.fromtimestamp(int(text[:10] if len(text) == 13 else text), UTC))
    text = re.sub(r"\s*\([^)]{0,40}\)$", "", text)
    for form in _FORMS:
        found = form.fullmatch(text)
        if found:
            return _moment({name: value for name, value in found.groupdict().items() if value})
    return None


def _moment(parts: dict[str, str]) -> datetime | None:
    month = _month(parts["name"]) if "name" in parts else int(parts["month"])
    offset = _offset(parts.get("zone", "z"))
    if month is None or offset is None:
        return None
    year = int(parts["year"])
    second = min(int(parts.get("second", 0)), 59)  # a leap second
    try:
        moment = datetime(
            year + 2000 if year < 70 and len(parts["year"]) == 2 else year,
            month,
            int(parts["day"]),
            int(parts.get("hour", 0)),
            int(parts.get("minute", 0)),
            second,
            tzinfo=timezone(offset),
        )
        return _plausible(moment.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def _month(name: str) -> int | None:
    name = name.lower()
    return _MONTHS.get(name[:3]) if len(name) == 3 or name in _FULL_MONTHS else None


def _offset(zone: str) -> timedelta | None:
    digits = zone[1:].replace(":", "")
    if not digits.isdigit():
        hours = _ZONES.get(zone.lower())
        return None if hours is None else timedelta(hours=hours)
    hour, minute = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if hour > 14 or minute > 59:
        return None
    size = timedelta(hours=hour, minutes=minute)
    return -size if zone[0] == "-" else size


def _plausible(moment: datetime) -> datetime | None:
    return moment if 2000 <= moment.year <= 2100 else None
