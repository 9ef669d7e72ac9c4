"""Times as people type them: how long, until when, between which hours, in which zone. Pure."""

import difflib
import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

LONGEST = timedelta(days=366)
_LENGTH = re.compile(r"(\d{1,4})\s*(m|min|minutes?|h|hours?|d|days?|w|weeks?)", re.IGNORECASE)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_CLOCK = re.compile(r"(\d{1,2})(?::?(\d\d))?\s*(am|pm)?", re.IGNORECASE)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def zone_named(typed: str) -> ZoneInfo | None:
    """Return the zone somebody meant: its name in any case, or the city alone."""
    names = available_timezones()
    wanted = typed.strip().replace(" ", "_").lower()
    exact = next((name for name in names if name.lower() == wanted), None)
    by_city = [name for name in names if name.lower().rpartition("/")[2] == wanted]
    name = exact or (
        by_city[0] if len(by_city) == 1 else next((n for n in sorted(by_city) if n.startswith(("Europe", "America", "Asia"))), None)
    )
    if name is None and wanted:
        cities = {name.lower().rpartition("/")[2]: name for name in sorted(names)}
        close = difflib.get_close_matches(wanted[:40], cities, n=1, cutoff=0.9)  # a slip, not another place
        name = cities[close[0]] if close else None
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def clock_time(typed: str) -> time | None:
    """Return `8`, `08:00`, `0800` or `8pm` as a time of day."""
    found = _CLOCK.fullmatch(typed.strip())
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3].lower() == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def end_of(typed: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when `2h`, `3 days`, `until 18:00`, `tomorrow` or `2026-03-05` ends, in UTC; None for anything else, the past or beyond a year."""
    text = typed.strip().lower().removeprefix("for ").removeprefix("until ").strip()
    local = now.astimezone(zone)
    end: datetime | None = None
    length = _LENGTH.fullmatch(text)
    if length:
        end = now + int(length[1]) * _UNITS[length[2][0]]
    elif text == "tomorrow":
        end = datetime.combine(local.date() + timedelta(days=1), time(8), zone)
    elif (clock := clock_time(text)) is not None and not text.isdigit():
        end = datetime.combine(local.date(), clock, zone)
        end = end if end > now else datetime.combine(local.date() + timedelta(days=1), clock, zone)
    else:
        try:
            end = datetime.fromisoformat(text.upper())
        except ValueError:
            return None
        end = end if end.tzinfo else end.replace(tzinfo=zone)
    end = end.astimezone(now.tzinfo)
    return end if now < end <= now + LONGEST else None


def hours_between(typed: str) -> str | None:
    """Return `22:00-07:00` for `22-7`, `22:00 to 07:00` or `10pm–7am`; None where it is no window."""
    parts = re.split(r"\s*(?:-|–|to)\s*", typed.strip().lower())
    clocks = [clock_time(part) for part in parts]
    if len(clocks) != 2 or None in clocks or clocks[0] == clocks[1]:
        return None
    return "-".join(f"{clock:%H:%M}" for clock in clocks if clock is not None)


def days_named(typed: str) -> str | None:
    """Return `daily`, `weekdays`, or days as `mon,thu`; None where a word is no day."""
    words = [word for word in re.split(r"[\s,]+", typed.strip().lower()) if word]
    if words in (["daily"], ["weekdays"]):
        return "daily" if words == ["daily"] else "weekdays"
    days = [next((day for day in DAYS if word.startswith(day)), None) for word in words]
    if not days or None in days:
        return None
    return ",".join(day for day in DAYS if day in days)


def moment_in(moment: datetime, zone: str) -> str:
    """Return a moment as the reader's zone says it: `Tue 3 Mar, 08:00 Europe/Berlin`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b, %H:%M} {zone}"


def start_of(typed: str, now: datetime) -> datetime | None:
    """Return when `7d`, `2 weeks`, `yesterday`, `2026-03` or `2026-03-05` begins, in UTC; None for anything else and for the future."""
    text = typed.strip().lower()
    length = _LENGTH.fullmatch(text)
    if length:
        return now - int(length[1]) * _UNITS[length[2][0]]
    if text == "yesterday":
        return now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    if re.fullmatch(r"\d{4}(-\d\d)?", text):
        text += "-01" if "-" in text else "-01-01"
    try:
        start = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    start = start if start.tzinfo else start.replace(tzinfo=now.tzinfo)
    return start if start <= now else None
