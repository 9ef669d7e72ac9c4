"""Figures as spans: whether two claims of an amount or a capacity can both be true."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.model.reading import Claim, ClaimKind, Hedge

_FIGURE = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_SCALES = {"GW": 1e9, "MW": 1e6, "kW": 1e3}
_AMOUNT = re.compile(
    r"^(?:a|an|few|many|several|some|half|dozens?|tens|hundreds?|thousands?|millions?|billions?|of|and|or|more|than|over|[\d.,]+)$"
)
_CHIPS = re.compile(r"^(?:chips?|processors?|accelerators?|xpus?|gpus?|tpus?|npus?|asics?|semiconductors?|silicon)$")
TOLERANCE = 0.03
"""Two figures this near are one, differently rounded."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A claim's figure: its span, and what it is counted in."""

    low: float
    high: float
    unit: str
    stated: float
    """The figure itself (of a range the upper end), in the same unit."""

    def agrees(self, other: "Figure") -> bool:
        """Tell whether both can be true: the same unit, and spans that touch within rounding."""
        return self.unit == other.unit and self.low <= other.high * (1 + TOLERANCE) and other.low <= self.high * (1 + TOLERANCE)

    @property
    def mark(self) -> str:
        """The figure as `bot.text.similarity.figures` writes what stands in a text."""
        return f"#{self.stated:.4g}{'w' if self.unit == 'W' else ''}"


def figure_of(claim: Claim) -> Figure | None:
    """Return a claim's figure, or None where its value is in words alone; a hedge widens it a little."""
    return _figure(claim.value, about=claim.hedge is Hedge.ABOUT, counted=claim.kind is ClaimKind.UNITS)


@lru_cache(maxsize=8_192)  # a ledger compares each figure with each, again with every report
def _figure(value: str, *, about: bool, counted: bool) -> Figure | None:
    found = [float(text) for text in _FIGURE.findall(value)]
    if not found:
        return None
    unit = re.sub(r"\s+", " ", _FIGURE.sub("", value)).replace("-", "").strip()
    scale = _SCALES.get(unit, 1.0)
    unit = "W" if unit in _SCALES else _thing(unit) if counted else unit
    low, high = min(found) * scale, max(found) * scale
    spread = 0.1 if about else 0.0
    return Figure(low=low * (1 - spread), high=high * (1 + spread), unit=unit, stated=high)


def numbers_of(value: str) -> tuple[float, ...]:
    """Return the numbers of a value in their base unit: `10 GW` and `10000 MW` are one."""
    scale = next((scale for unit, scale in _SCALES.items() if unit in value), 1.0)
    return tuple(float(text) * scale for text in _FIGURE.findall(value))


def at_odds(some: Iterable[Figure], others: Iterable[Figure]) -> set[str]:
    """Return the units in which both sides state figures without one that they agree on: dollars, watts, each thing that is counted."""
    mine, theirs = _by_unit(some), _by_unit(others)
    return {unit for unit in mine.keys() & theirs.keys() if not any(one.agrees(other) for one in mine[unit] for other in theirs[unit])}


def agree_on_one(some: Iterable[Figure], others: Iterable[Figure]) -> bool:
    """Tell whether any figure of one side agrees with one of the other's."""
    theirs = _by_unit(others)
    return any(one.agrees(other) for one in some for other in theirs.get(one.unit, ()))


def _by_unit(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    found: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.unit].append(figure)
    return found


def same_units(one: str, other: str) -> bool:
    """Tell whether two counts in words come to the same: `hundreds of thousands of Nvidia GPUs` and `… of Nvidia processors` do."""
    return _amount(one) == _amount(other) and _thing(one) == _thing(other)


def _amount(value: str) -> tuple[str, ...]:
    return tuple(word for word in value.lower().split() if _AMOUNT.match(word) and word not in ("of", "and"))


def _thing(value: str) -> str:
    """Return what is counted, loosely: a GPU, an accelerator and a processor are chips; whose they are and their model do not count."""
    counted, _, per = value.partition("/")
    words = [word for word in counted.split() if not _AMOUNT.match(word.lower())]
    last = words[-1].lower() if words else ""
    kind = "chips" if _CHIPS.match(last) else last.removesuffix("s")
    return f"{kind}/{per}" if per else kind


_DENIALS = re.compile(
    r"\bno (?:purchase|financial|spending|binding|firm)?\s*(?:commitment|obligation|payment|money)|\bnon-?binding\b", re.IGNORECASE
)


def denies_value(claim: Claim) -> bool:
    """Tell whether a claim says that no money is promised: `no purchase commitment`, `no financial obligations`."""
    return claim.kind is ClaimKind.STATUS and bool(_DENIALS.search(claim.value))
