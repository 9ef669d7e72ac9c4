"""Normal forms in a reader's words: `USD 5e9` is “$5 billion”, `2026-H2` is “the second half of 2026”. Used by cards and answers alike."""

import re
from datetime import date, datetime

from bot.model.deal import LedgerField
from bot.model.reading import ClaimKind

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "TWD": "NT$", "CNY": "CN¥", "KRW": "₩", "INR": "₹", "CAD": "C$", "AUD": "A$"}
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_FIGURE = r"\d+(?:\.\d+)?(?:e[+-]?\d+)?"
_VALUE = re.compile(rf"^([A-Z]{{3}}) ({_FIGURE})(?:-({_FIGURE}))?")
_POWER = re.compile(rf"^({_FIGURE})(?:-({_FIGURE}))? (GW|MW|kW)")
_UNITS = re.compile(rf"^({_FIGURE})(?:-({_FIGURE}))? ([^\W\d][^/]*?)(?:/(\w+))?$")
_PER = {"year": " a year", "week": " a week", "month": " a month", "day": " a day"}
_PLACES = {
    "US": "the U.S.", "GB": "the U.K.", "AE": "the UAE", "KR": "South Korea", "JP": "Japan", "TW": "Taiwan", "CN": "China", "IN": "India", "DE": "Germany",
    "FR": "France", "NO": "Norway", "SE": "Sweden", "FI": "Finland", "CA": "Canada", "MX": "Mexico", "BR": "Brazil", "AR": "Argentina", "AU": "Australia",
    "SG": "Singapore", "MY": "Malaysia", "SA": "Saudi Arabia", "IE": "Ireland", "NL": "the Netherlands", "ES": "Spain", "IT": "Italy", "PT": "Portugal",
    "PL": "Poland", "VN": "Vietnam", "ID": "Indonesia", "TH": "Thailand", "PH": "the Philippines", "IL": "Israel", "QA": "Qatar", "ZA": "South Africa",
}  # fmt: skip
_STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware",
    "DC": "Washington, D.C.", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa",
    "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon",
    "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah",
    "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip


def field_words(field: LedgerField) -> str:
    """Return a ledger field's value in a reader's words: `up to 10 GW`, `1,000 racks a week`, `Ohio`, `late 2026`, `not stated`."""
    if field.value is None:
        return "not stated"
    if field.kind == ClaimKind.SITE:
        return place_words(field.value)
    if field.kind == ClaimKind.DATE:
        return date_words(field.value)
    return value_words(field.value, hedge=field.hedge, basis=field.basis)


def value_words(value: str, *, hedge: str = "exact", basis: str | None = None) -> str:
    """Return an amount as a reader says it: `USD 1e9-5e9` is “$1–5 billion”, `1000 racks/week` “1,000 racks a week”, with hedge and what it is per."""
    words = _money(value) or _power(value) or _units(value) or value
    lead = {"about": "about ", "up_to": "up to ", "at_least": "at least "}.get(hedge, "")
    if lead and words.lower().startswith(lead.strip()):
        lead = ""
    tail = {**_PER, "GW": " per GW"}.get(basis or "", f" per {basis}" if basis else "")
    return f"{lead}{words}{'' if words.endswith(tail) else tail}"


def _number(text: str) -> str:
    return f"{float(text):,.2f}".rstrip("0").rstrip(".") if "." in text or "e" in text else f"{int(text):,}"


def _scaled(low: float, high: float | None) -> str:
    top = high if high is not None else low
    scale, name = next(((s, n) for s, n in _SCALES if top >= s), (1.0, ""))
    figures = "–".join(f"{figure / scale:,.2f}".rstrip("0").rstrip(".") for figure in (low, high) if figure is not None)
    return f"{figures} {name}".strip()


def _money(value: str) -> str:
    found = _VALUE.match(value)
    if not found:
        return ""
    low, high = float(found[2]), float(found[3]) if found[3] else None
    return f"{_SIGNS.get(found[1], found[1] + ' ')}{_scaled(low, high)}"


def _power(value: str) -> str:
    found = _POWER.match(value)
    if not found:
        return ""
    return f"{'–'.join(_number(figure) for figure in (found[1], found[2]) if figure)} {found[3]}"


def _units(value: str) -> str:
    found = _UNITS.match(value)
    if not found:
        return ""
    numbers = "–".join(f"{float(number):,.10g}" for number in (found[1], found[2]) if number)
    return f"{numbers} {found[3]}{_PER.get(found[4], f' per {found[4]}') if found[4] else ''}"


def place_words(value: str) -> str:
    """Return `US-OH` as “Ohio” and `KR` as “South Korea”; an unknown code stays as it is."""
    country, _, part = value.partition("-")
    if country == "US" and part:
        return _STATES.get(part, value)
    return _PLACES.get(value, value)


def date_words(value: str) -> str:
    """Return `2026-H2` as “the second half of 2026”, `2025-11-20` as “20 Nov 2025”; what is none of the forms stays as it is."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return value
        return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        return f"{_MONTHS[int(value[5:]) - 1]} {value[:4]}"
    year, _, part = value.partition("-")
    halves = {
        "H1": "the first half of ",
        "H2": "the second half of ",
        "late": "late ",
        "early": "early ",
        "mid": "mid-",
        "end": "the end of ",
    }
    if part in halves:
        return halves[part] + year
    if re.fullmatch(r"Q[1-4]", part):
        return f"{part} {year}"
    return value


def moment_words(moment: datetime, now: datetime) -> str:
    """Return a moment in UTC, with the day where it is not today's."""
    clock = f"{moment:%H:%M} UTC"
    if moment.date() == now.date():
        return clock
    day = f"{moment.day} {_MONTHS[moment.month - 1][:3]}"
    return f"{day} {moment.year} {clock}" if moment.year != now.year else f"{day} {clock}"


def listed(words: "list[str] | tuple[str, ...]", *, last: str = "and", most: int = 0) -> str:
    """Join words as a sentence does: “a, b and c”; beyond `most` of them, “a, b and 3 more”."""
    shown = list(words)
    if most and len(shown) > most:
        shown = [*shown[:most], f"{len(shown) - most} more"]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"
