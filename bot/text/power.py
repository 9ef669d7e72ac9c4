"""Electrical power of data centres: `10 GW`, `100-200 megawatts`, `a gigawatt`, `10吉瓦`, `10ギガワット`, `5기가와트`."""

import re
from itertools import islice

from bot.model.reading import Hedge
from bot.text.cues import Cues
from bot.text.figures import MOST, Figure, no_overlap
from bot.text.hedges import basis_after, basis_before, hedge_after, hedge_before, is_range
from bot.text.numbers import DIGITS, EAST, FRESH, decimal_comma, east_number, number
from bot.text.numbers import WORDS as NUMBER_WORDS

_WATTS: dict[str, float] = {
    "gw": 1e9, "gws": 1e9, "mws": 1e6, "mwe": 1e6, "gwe": 1e9, "gigawatt": 1e9, "gigawatts": 1e9, "gigavatio": 1e9, "gigavatios": 1e9, "гвт": 1e9, "гигаватт": 1e9, "гигаватта": 1e9, "gigawatio": 1e9,
    "mw": 1e6, "megawatt": 1e6, "megawatts": 1e6, "mégawatt": 1e6, "mégawatts": 1e6, "gigawattin": 1e9, "megavatio": 1e6, "megavatios": 1e6, "мвт": 1e6, "мегаватт": 1e6, "terawatt": 1e12, "terawatts": 1e12,
    "吉瓦": 1e9, "千兆瓦": 1e9, "百萬瓩": 1e9, "百万千瓦": 1e9, "兆瓦": 1e6, "萬瓩": 1e7, "万千瓦": 1e7, "萬千瓦": 1e7, "百萬瓦": 1e6, "十億瓦": 1e9,
    "ギガワット": 1e9, "メガワット": 1e6, "万キロワット": 1e7, "万kw": 1e7, "기가와트": 1e9, "메가와트": 1e6, "만kw": 1e7,
}  # fmt: skip
_UNIT = "|".join(sorted(map(re.escape, _WATTS), key=len, reverse=True))
_TO = r"(?:\s?(?:-|–|—|~|〜|～|to|and|or|bis|und|a|y|à|et|至|到|から|에서)\s?)"
_POWER = re.compile(
    rf"(?:{FRESH}(?:(?P<low>{DIGITS})(?:[-\s]?(?P<low_unit>{_UNIT})(?![A-Za-z]))?(?:{_TO}(?P<high>{DIGITS}))?)|(?<![^\W_])(?P<word>{NUMBER_WORDS}|several\sdozen)(?=[\s-]))[-\s\u00a0‑]?(?P<unit>{_UNIT})(?![A-Za-z]|時|时|시)",
    re.IGNORECASE,
)
_EAST_POWER = re.compile(rf"(?<![A-Za-z\d.,])(?P<low>{EAST})\s?(?P<unit>{_UNIT})(?![A-Za-z]|時|时|시)", re.IGNORECASE)
CUES = Cues({"power": "gw mw watt vatio ватт гвт мвт 瓦 瓩 ワット 와트 万kw 만kw"})
_FIRST = re.compile(
    r"(?<![^\W\d_])(?:(?:the|an?)\s)?(?:first|initial|another|further|additional|extra|second|erste[nsr]?|weitere[ns]?|premier|primer)\s(?P<unit>gigawatt|gigavatio|GW)(?![^\W\d_])|首個?(?P<east>吉瓦|千兆瓦)|最初の(?P<ja>ギガワット)",
    re.IGNORECASE,
)
"""`The first gigawatt` is one gigawatt."""
VAGUE_POWER = re.compile(
    r"\bmulti-?\s?(?:gigawatt|GW|megawatt)s?\b|\b(?:several|many|tens\sof|dozens\sof|multiple)\s(?:gigawatts|GW|megawatts)\b", re.IGNORECASE
)


def find_power(text: str, lang: str = "en", *, woken: int | None = None) -> tuple[Figure, ...]:
    """Return the figures of power in a text, in order; energy (GWh) is none. Normal form `10 GW` from 1,000 MW on, else `750 MW`."""
    if not (CUES.of(text.lower()) if woken is None else woken):
        return ()
    found: list[Figure] = []
    for match in islice(_POWER.finditer(text), MOST):
        found.extend(_western(text, lang, match))
    found += [_figure(text, match.start(), match.end(), 1e9, None) for match in islice(_FIRST.finditer(text), MOST)]
    if not text.isascii():
        for match in islice(_EAST_POWER.finditer(text), MOST):
            value = east_number(match["low"])
            if value:
                found.append(_figure(text, match.start(), match.end(), value * _WATTS[match["unit"].lower()], None))
    return no_overlap(found)


def _western(text: str, lang: str, match: re.Match[str]) -> list[Figure]:
    comma = decimal_comma(lang)
    unit = _WATTS[match["unit"].lower()]
    if match["word"]:
        value = number(match["word"])
        return [] if value is None else [_figure(text, match.start(), match.end(), value * unit, None)]
    low = number(match["low"], comma=comma)
    high = number(match["high"], comma=comma) if match["high"] else None
    if low is None:
        return []
    if high is None:
        return [_figure(text, match.start(), match.end(), low * unit, None)]
    low *= _WATTS[match["low_unit"].lower()] if match["low_unit"] else unit
    high *= unit
    first = match.end("low_unit") if match["low_unit"] else match.end("low")
    if low < high and is_range(text, match.start(), text[first : match.start("high")]):
        return [_figure(text, match.start(), match.end(), low, high)]
    second = _figure(text, match.start("high"), match.end(), high, None)
    if match["low_unit"] or not 1900 <= low / unit <= 2100:  # `in 2026 to 2 gigawatts`: a year is no power
        return [_figure(text, match.start(), first, low, None), second]
    return [second]


def _figure(text: str, start: int, end: int, low: float, high: float | None) -> Figure:
    hedge, lead = hedge_before(text, start)
    after, tail = hedge_after(text, end)
    basis, tail = basis_after(text, tail)
    basis = basis or basis_before(text, lead)
    if basis in ("GW", "MW", "day", "month"):
        basis = None
    size = max(low, high or 0.0)
    factor, unit = (1e9, "GW") if size >= 1e9 else (1e6, "MW")
    value = plain(low / factor)
    if high is not None:
        hedge, value = Hedge.RANGE, f"{value}-{plain(high / factor)}"
    per = f"/{basis}" if basis else ""
    return Figure(
        start=start,
        end=end,
        lead=lead,
        tail=tail,
        value=f"{value} {unit}{per}",
        size=size,
        hedge=hedge if hedge is not Hedge.EXACT else after,
        basis=basis,
        unit="W",
    )


def plain(value: float) -> str:
    """Return a figure without exponent or trailing zeros: `10`, `4.5`, `1000`."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
