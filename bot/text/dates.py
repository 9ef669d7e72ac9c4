"""Dates as news writes them, in a normal form: `2025-11-20`, `2025-11-21/22`, `2025-05`, `2026-H2`, `2026-Q3`, `2026-late`, `2026-end`, `FY2028`, `2029`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from bot.text.cues import Cues
from bot.text.figures import MOST

_MONTH_NAMES = (
    ("january", "jan", "januar", "enero", "janvier", "januari", "января", "январе"), ("february", "feb", "februar", "febrero", "février", "февраля", "феврале"),
    ("march", "mar", "märz", "marzo", "mars", "марта", "марте"), ("april", "apr", "abril", "avril", "апреля", "апреле"), ("may", "mai", "mayo", "мая", "мае"),
    ("june", "jun", "juni", "junio", "juin", "июня", "июне"), ("july", "jul", "juli", "julio", "juillet", "июля", "июле"), ("august", "aug", "agosto", "août", "августа", "августе"),
    ("september", "sept", "sep", "septiembre", "septembre", "сентября", "сентябре"), ("october", "oct", "oktober", "octubre", "octobre", "октября", "октябре"),
    ("november", "nov", "noviembre", "novembre", "ноября", "ноябре"), ("december", "dec", "dezember", "diciembre", "décembre", "декабря", "декабре"),
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![^\W\d_])\.?"
_DAYS = {name: number for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))}
_YEAR = r"(?:19|20)\d\d"
_ORDINAL = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_AHEAD = frozenset({"by", "until", "through", "from", "before"})
_PARTS = {
    "early": "early", "mid": "mid", "middle": "mid", "late": "late", "start": "early", "beginning": "early", "end": "end", "close": "end", "anfang": "early", "mitte": "mid", "ende": "end",
    "principios": "early", "comienzos": "early", "mediados": "mid", "finales": "end", "fines": "end", "début": "early", "fin": "end", "mi": "mid",
    "spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter",
    "年初": "early", "初": "early", "年中": "mid", "半ば": "mid", "年底": "end", "年末": "end", "末": "end", "底": "end", "초": "early", "중반": "mid", "말": "end", "연말": "end",
}  # fmt: skip
_WHEN = r"(?P<{0}>(?:this|next|the\ssame)\syear|(?:19|20)\d\d)"

_PATTERNS = tuple(
    (needs.split(), re.compile(pattern, re.IGNORECASE))
    for needs, pattern in (
        ("year", rf"(?<!\d)(?P<y>{_YEAR})[-/](?P<mm>0[1-9]|1[0-2])[-/](?P<d>[0-3]\d)(?!\d)"),
        ("year", rf"(?<!\d)(?P<mm>0?[1-9]|1[0-2])/(?P<d>[0-3]?\d)/(?P<y>{_YEAR})(?!\d)"),
        (
            "month",
            rf"(?<![^\W_])(?P<m>{_MONTH})\s(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?:\s?[-–—]\s?(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?)?(?!\d)(?:,?\s(?P<y>{_YEAR})(?!\d))?",
        ),
        (
            "month",
            rf"(?<![\d.,$])(?P<d>[0-3]?\d)(?:st|nd|rd|th|\.|er)?\s(?:de\s|of\s)?(?P<m>{_MONTH})(?:,?\s(?:de\s|del\s)?(?P<y>{_YEAR})(?!\d))?",
        ),
        (
            "month year",
            rf"(?:(?P<part>early|mid|late|end\sof|beginning\sof|ende|anfang|fin|début|finales\sde|principios\sde)[-\s])?(?<![^\W_])(?P<m>{_MONTH}),?\s(?:of\s|de\s|del\s)?(?P<y>{_YEAR})(?!\d)",
        ),
        (
            "month",
            rf"\b(?P<prep>in|by|of|since|im|en|au|through|until|from|for|during|before|after)\s(?P<m>{_MONTH})(?!\s\d)(?:\s(?P<lastyear>last\syear|this\syear))?",
        ),
        ("half", rf"(?:(?P<half>first|second|1st|2nd)\shalf|H(?P<h>[12]))\s(?:of\s)?(?:the\syear\s)?(?:fiscal\s)?{_WHEN.format('w')}"),
        ("half year", rf"(?P<w>{_YEAR})[-\s]?H(?P<h>[12])\b"),
        (
            "quarter",
            rf"(?:(?P<ordinal>first|second|third|fourth|last|1st|2nd|3rd|4th)[-\s]quarter|Q(?P<q>[1-4]))\s(?:of\s)?(?:fiscal\s)?{_WHEN.format('w')}",
        ),
        (
            "quarter",
            r"\b(?:in|by|during|from|until|(?:planned|due|slated|scheduled|set|targeted)\sfor)\s(?:the\s)?(?:(?P<ordinal>first|second|third|fourth)\squarter|Q(?P<q>[1-4]))(?P<bare>)(?!\s(?:of\s)?(?:fiscal\s)?(?:\d|revenue|sales|profit|earnings|results|net|operating))",
        ),
        (
            "half",
            r"\b(?:in|by|during|from|until|(?:planned|due|slated|scheduled|set|targeted)\sfor)\sthe\s(?P<half>first|second)\shalf(?P<bare>)(?!\sof\s(?!the\syear)|\s\d)",
        ),
        ("quarter year", rf"(?P<w>{_YEAR})[-\s]?Q(?P<q>[1-4])\b"),
        ("short", r"(?<![\w.])(?:(?P<q>[1-4])Q|(?P<h>[12])H)(?P<w>(?:20)?[2-4]\d)\b"),
        ("fiscal", rf"\b(?:(?:second|first)\shalf\sof\s)?(?P<fy>fiscal(?:\syear)?|FY)[-\s]?(?P<w>{_YEAR}|\d\d)(?!\d)"),
        (
            "half year",
            rf"(?:zweite[ns]?\s(?P<h2>Halbjahr|Hälfte|Jahreshälfte)|erste[ns]?\s(?P<h1>Halbjahr|Hälfte|Jahreshälfte)|segund[oa]\s(?P<h2b>semestre|mitad)|primer[oa]?\s(?P<h1b>semestre|mitad)|second\s(?P<h2c>semestre)|premier\s(?P<h1c>semestre))\s(?:de\s|der\s|des\sJahres\s|del?\s)?(?P<w>{_YEAR})",
        ),
        (
            "part when",
            rf"\b(?P<part>early|mid|middle|late|start|beginning|end|close|spring|summer|autumn|fall|winter|ende|anfang|mitte|finales|fines|principios|comienzos|mediados|début|fin|mi)(?:[-\s](?:in\s|of\s|de\s|des\sjahres\s|del?\s)?(?:the\syear\s)?){_WHEN.format('w')}(?!\d)",
        ),
        ("this", r"\b(?P<part>early|late|later|end\sof|start\sof|beginning\sof)(?:\s(?:in\s)?)(?P<rel>this|next)\syear\b"),
        ("part", r"\b(?:by|before|until)\s(?:the\s)?(?P<part>end)\sof\s(?P<rel>the)\syear\b(?!\s?\d)"),
        ("yearend", r"\b(?:by|before|until)\s(?:the\s)?(?P<rel>year)[-\s](?P<part>end)\b(?!\s?\d)"),
        ("this", r"\b(?P<rel>this|next)\syear\b"),
        ("eastday", rf"(?:(?P<y>{_YEAR})\s?[年년]\s?)?(?P<mm>1[0-2]|0?[1-9])\s?[月월]\s?(?P<d>[0-3]?\d)\s?[日號号일]"),
        ("eastmonth year", rf"(?P<y>{_YEAR})\s?[年년]\s?(?P<mm>1[0-2]|0?[1-9])\s?[月월]"),
        (
            "eastyear year",
            rf"(?P<w>{_YEAR})\s?[年년]?\s?(?:(?P<h2>下半年|下半期|下期|後半|하반기)|(?P<h1>上半年|上半期|上期|前半|상반기)|第?(?P<q>[一二三四1-4])(?:季度|四半期|季|분기)|(?P<part>年初|年中|年底|年末|初頭|初|半ば|末|底|초|중반|말))",
        ),
        (
            "eastyear",
            r"(?P<rel>今年|本年|明年|来年|來年|올해|금년|내년)の?\s?(?:(?P<h2>下半年|下半期|下期|後半|하반기)|(?P<h1>上半年|上半期|上期|前半|상반기)|第?(?P<q>[一二三四1-4])(?:季度?|四半期|분기)|(?P<part>年底|年末|初|末|底|초|중반|말))",
        ),
        (
            "eastyear",
            r"(?<![\d年년])第?(?P<q>[一二三四1-4])(?:季度?|四半期|분기)(?P<bare>)(?=\s?(?:起|開始|开始|出貨|出货|量產|量产|投產|投产|부터|から|に稼働))",
        ),
        ("eastyear", r"(?<![\d今本明来來同去昨])(?P<rel>)(?P<part>年末|年底|연말)(?=\s?(?:まで|前|之前|完工|까지|に))"),
        ("eastyear year", rf"(?P<w>{_YEAR})\s?[年년]"),
        ("eastday", r"(?<![\d月월年년/])(?P<day>[0-3]?\d)\s?[日號号일](?![本元圓円])"),
        ("week", r"\b(?:on\s)?(?P<week>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"),
        ("word", r"\b(?P<word>today|yesterday)\b"),
        ("year", rf"(?<![\d$€£¥₹.,A-Za-z-])(?P<w>{_YEAR})(?![\d%]|[.,]\d|\s?(?:racks|GPUs|MW|GW|megawatts|jobs|people|workers))"),
    )
)
_YEARS = re.compile(_YEAR)
_TO_COME = re.compile(r"\b(?:will|to\s(?:start|begin|open|ship|go|come|be)|due|planned|scheduled|slated|expected)\b[^.;]*$", re.IGNORECASE)
"""What stands before `in October` makes it the next one."""
CUES = Cues(
    {
        "month": " ".join(name if len(name) > 4 else f"{name}_ {name}. {name}, {name})" for name in _MONTHS),
        "half": "half h1 h2 halbjahr hälfte semestre mitad",
        "quarter": "quarter q1 q2 q3 q4",
        "fiscal": "fiscal fy",
        "part": " ".join(_PARTS),
        "this": "this_year next_year same_year",
        "eastday": "日 號 号 일",
        "eastmonth": "月 월",
        "eastyear": "年 년 半 季 期 初 末 底 초 말 분기",
        "yearend": "year-end year_end",
        "short": "1q2 2q2 3q2 4q2 1q3 2q3 3q3 4q3 1h2 2h2 1h3 2h3",
        "week": "monday tuesday wednesday thursday friday saturday sunday",
        "word": "today yesterday",
        "year": "",
        "when": "",
    }
)
_YEAR_BIT, _THIS_BIT, _WHEN_BIT = CUES.bit("year"), CUES.bit("this"), CUES.bit("when")
_WOKEN_PATTERNS = tuple((sum(map(CUES.bit, needs)), pattern) for needs, pattern in _PATTERNS)
_NEXT = ("next", "明", "来", "來", "내")
_EAST_QUARTER = {"一": 1, "二": 2, "三": 3, "四": 4}


class Precision(StrEnum):
    """How a date was written."""

    DAY = "day"
    WEEKDAY = "weekday"
    """`Tuesday`, `today`, `21日`: resolved against the reference."""
    MONTH = "month"
    PART = "part"
    """A half, a quarter, `late 2026`."""
    YEAR = "year"
    RELATIVE = "relative"
    """`this year`, `next year`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DateFound:
    """One date."""

    start: int
    end: int
    value: str
    precision: Precision
    year: int


def find_dates(text: str, reference: date, *, woken: int | None = None) -> tuple[DateFound, ...]:
    """Return the dates in a text, in order; `reference` (the day of publication) resolves weekdays, `this year` and a missing year."""
    woken = CUES.of(text.lower()) if woken is None else woken
    if _YEARS.search(text):
        woken |= _YEAR_BIT
    if not woken:
        return ()
    if woken & (_YEAR_BIT | _THIS_BIT):
        woken |= _WHEN_BIT
    found: list[DateFound] = []
    taken = bytearray()
    for pattern in _patterns(woken):
        for match in islice(pattern.finditer(text), MOST):
            start, end = match.span()
            if not taken:
                taken = bytearray(len(text))
            elif 1 in taken[start:end]:
                continue
            part = {k: v for k, v in match.groupdict().items() if v is not None}
            if "prep" in part and _TO_COME.search(text, max(0, start - 120), start):
                part["prep"] = "by"
            value = _read(part, reference)
            if value is not None:
                found.append(DateFound(start=start, end=end, value=value[0], precision=value[1], year=value[2]))
                taken[start:end] = b"\x01" * (end - start)
    return tuple(sorted(found, key=lambda f: f.start))


@lru_cache(maxsize=4_096)
def _patterns(woken: int) -> tuple[re.Pattern[str], ...]:
    """Return the patterns whose needs are all woken."""
    return tuple(pattern for needs, pattern in _WOKEN_PATTERNS if needs & woken == needs)


def _read(part: dict[str, str], reference: date) -> tuple[str, Precision, int] | None:
    if "week" in part or "word" in part or "day" in part:
        return _near(part, reference)
    if "d" in part:
        return _day(part, reference)
    if "m" in part or "mm" in part:
        return _month(part, reference)
    return _year(part, reference)


def _near(part: dict[str, str], reference: date) -> tuple[str, Precision, int] | None:
    if "week" in part:
        back = (reference.weekday() - _DAYS[part["week"].lower()]) % 7
        when = reference - timedelta(days=back)
    elif "word" in part:
        when = reference - timedelta(days=part["word"].lower() == "yesterday")
    else:
        try:
            when = reference.replace(day=int(part["day"]))
        except ValueError:
            return None
        if when > reference + timedelta(days=1):
            return None
    return when.isoformat(), Precision.WEEKDAY, when.year


def _day(part: dict[str, str], reference: date) -> tuple[str, Precision, int] | None:
    month = int(part["mm"]) if "mm" in part else _MONTHS[part["m"].lower().rstrip(".")]
    day, year = int(part["d"]), int(part["y"]) if "y" in part else reference.year
    try:
        when = date(year, month, day)
        if "y" not in part and (when - reference).days > 200:
            when = when.replace(year=year - 1)
        last = f"/{date(when.year, month, int(part['d2'])).day:02d}" if "d2" in part else ""
    except ValueError:
        return None
    return when.isoformat() + last, Precision.DAY, when.year


def _month(part: dict[str, str], reference: date) -> tuple[str, Precision, int]:
    month = int(part["mm"]) if "mm" in part else _MONTHS[part["m"].lower().rstrip(".")]
    if "y" in part:
        year = int(part["y"])
    elif part.get("prep", "").lower() in _AHEAD:  # the nearest such month to come
        year = reference.year + (month < reference.month and part["prep"].lower() != "from")
    else:  # the nearest such month that has begun
        year = reference.year - (month > reference.month + 1) - (part.get("lastyear", "").startswith("last") and month <= reference.month)
    return f"{year}-{month:02d}", Precision.MONTH, year


def _year(part: dict[str, str], reference: date) -> tuple[str, Precision, int] | None:
    if "bare" in part:
        suffix = _suffix(part)
        now = (reference.month + 2) // 3 if suffix[0] == "Q" else 1 + (reference.month > 6)
        year = reference.year + (int(suffix[1]) < now)
        return f"{year}-{suffix}", Precision.PART, year
    word = part.get("w", part.get("rel", "")).lower()
    digits = word.isdigit()
    year = int(word) + 2000 * (len(word) < 4) if digits else reference.year + word.startswith(_NEXT)
    if "fy" in part:
        return f"FY{year}", Precision.PART, year
    suffix = _suffix(part)
    if suffix:
        return f"{year}-{suffix}", Precision.PART, year
    return str(year), Precision.YEAR if digits else Precision.RELATIVE, year


def _suffix(part: dict[str, str]) -> str:
    if "half" in part:
        return f"H{_ORDINAL[part['half'].lower()]}"
    if "h" in part:
        return f"H{part['h']}"
    for name in ("h1", "h1b", "h1c"):
        if name in part:
            return "H1"
    for name in ("h2", "h2b", "h2c"):
        if name in part:
            return "H2"
    if "ordinal" in part:
        return f"Q{_ORDINAL[part['ordinal'].lower()]}"
    if "q" in part:
        return f"Q{_EAST_QUARTER.get(part['q'], part['q'])}"
    return _PARTS.get(part.get("part", "").lower().split(" ")[0], "")
