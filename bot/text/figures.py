"""Figures found in a sentence: where, how much, of what, how firmly."""

from dataclasses import dataclass

from bot.model.reading import Hedge

MOST = 24
"""Matches of one pattern that are read in one sentence; more than that is no sentence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One amount, power or number of units."""

    start: int
    """Offset of the figure itself in the text that was read."""
    end: int
    lead: int
    """Where the hedge before it begins, or `start`."""
    tail: int
    """Where the basis after it ends, or `end`."""
    value: str
    """Normal form with the basis: `USD 30e9/year`, `1 GW/week`, `1000 racks/week`."""
    size: float
    """The larger end, in units of the currency, watts, or pieces; 0 where the text gives no figure."""
    hedge: Hedge = Hedge.EXACT
    basis: str | None = None
    unit: str = ""
    """Currency code, `W`, or the noun counted."""


def no_overlap(figures: list[Figure]) -> tuple[Figure, ...]:
    """Return figures in order of place; where two overlap the longer stays."""
    kept: list[Figure] = []
    for figure in sorted(figures, key=lambda f: (f.start, f.start - f.end)):
        if kept and figure.start < kept[-1].end:
            if figure.end - figure.start > kept[-1].end - kept[-1].start:
                kept[-1] = figure
            continue
        kept.append(figure)
    return tuple(kept)
