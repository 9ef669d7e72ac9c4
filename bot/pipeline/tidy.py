"""From all that the sentences of an entry say to its claims: each fact once, the particular before the plain, every quote checked."""

from collections.abc import Sequence
from dataclasses import replace

from bot.model.entry import Entry
from bot.model.reading import Claim, ClaimKind, Hedge
from bot.pipeline.figures import figure_of
from bot.text.folded import folded
from bot.text.gazetteer import fold
from bot.text.status_words import PLAIN

_ROUNDING = 0.04
_STAGE = folded(
    r"\b(?:first|initial(?:ly)?|opening|at\sfirst|at\sthe\sstart|to\sstart\swith|to\sbegin\swith|up\s?-?front|straight\saway|later|the\sother|the\srest|remaining|tranche|premi[eè]re?|erste[nrs]?|zun[aä]chst|primer[ao]?)\b|首期|第一期|初期|首批|첫|1단계|第1段階"
)
"""A figure beside it is one step of a deal, where the entry gives a larger one for the whole."""
_LARGER = 1.2


def tidy(claims: Sequence[Claim], entry: Entry, *, whole: str) -> tuple[Claim, ...]:
    """Return one claim for each fact, in order of place; owned ones before others, the body's wording before the title's.

    A state or an option that the body tells twice has its other sentences as evidence.
    A place inside a country stands for the country; of the state of a deal the plain ladder (`announced`, `reported`) is told only where
    nothing more particular is.
    """
    best: dict[tuple[str, ...], Claim] = {}
    for claim in claims:
        key: tuple[str, ...] = (claim.kind, claim.value)
        if claim.storyline and key in best and best[key].storyline not in (None, claim.storyline):
            key = (*key, claim.storyline)  # the same figure of two deals
        held = best.get(key)
        if held is None or _rank(claim) < _rank(held):
            best[key] = claim
    kept = _plain_ladder(_body_before_title(list(best.values())))
    kept += _said_again(claims, kept)
    ranges = {claim.value for claim in kept if claim.hedge is Hedge.RANGE and claim.storyline}
    kept = [c for c in kept if not (c.sentence == 0 and _ends_range(c, ranges))]
    kept = [c for c in kept if not (c.sentence == 0 and c.kind is ClaimKind.VALUE and _rounds(c, kept))]
    kept = _without_stages(kept)
    inside = {claim.value.split("-")[0] for claim in kept if claim.kind is ClaimKind.SITE and "-" in claim.value and claim.storyline}
    kept = [replace(c, storyline=None) if c.kind is ClaimKind.SITE and c.value in inside else c for c in kept]
    return tuple(sorted((c for c in kept if _quoted(c, entry, whole)), key=lambda c: c.sentence))


def _said_again(claims: Sequence[Claim], told: Sequence[Claim]) -> list[Claim]:
    """Return where the body says a state or an option once more in other words: further evidence, and in nobody's ledger."""
    places: dict[tuple[ClaimKind, str], int] = {
        (c.kind, c.value): c.sentence for c in told if c.kind in (ClaimKind.STATUS, ClaimKind.OPTION)
    }
    again = {
        (c.kind, c.value, c.sentence): replace(c, storyline=None)
        for c in claims
        if c.sentence and places.get((c.kind, c.value), 0) not in (0, c.sentence)
    }
    return list(again.values())


def _without_stages(claims: list[Claim]) -> list[Claim]:
    """Leave the first gigawatt of ten, and what is paid at the start, in nobody's ledger: the deal's own figure is the whole."""
    figures = [figure_of(c) if c.kind in (ClaimKind.VALUE, ClaimKind.POWER) and c.storyline else None for c in claims]
    whole: dict[tuple[str | None, str], float] = {}
    for claim, figure in zip(claims, figures, strict=True):
        if figure is not None:
            key = (claim.storyline, figure.unit)
            whole[key] = max(figure.high, whole.get(key, 0.0))
    return [
        replace(c, storyline=None) if f and whole[c.storyline, f.unit] > _LARGER * f.high and _STAGE.search(fold(c.quote)) else c
        for c, f in zip(claims, figures, strict=True)
    ]


def _rank(claim: Claim) -> tuple[object, ...]:
    unsaid = claim.kind is ClaimKind.OPTION and "option" not in claim.quote.lower()  # `may scale` says less than `an option to grow`
    return claim.storyline is None, claim.sentence == 0, unsaid, claim.sentence


def _body_before_title(claims: list[Claim]) -> list[Claim]:
    """Leave the title's word on the state of the deal out where the body says it more fully."""
    told = any(c.kind is ClaimKind.STATUS and c.storyline and c.sentence > 0 and c.value not in PLAIN for c in claims)
    return [c for c in claims if not (told and c.kind is ClaimKind.STATUS and c.sentence == 0)]


def _rounds(claim: Claim, others: Sequence[Claim]) -> bool:
    """Whether a title's amount only rounds one that the body gives exactly: `$14 billion` for `$14.2 billion`."""
    currency, _, figure = claim.value.partition(" ")
    for other in others:
        unit, _, exact = other.value.partition(" ")
        if other.sentence and other.storyline == claim.storyline and unit == currency and len(exact) > len(figure):
            try:
                near = abs(float(exact) - float(figure)) <= _ROUNDING * float(exact)
            except ValueError:
                continue  # a range, or an amount a year
            if near:
                return True
    return False


def _ends_range(claim: Claim, ranges: set[str]) -> bool:
    """Whether a title's amount is the upper end of the range that the body gives."""
    currency, _, figure = claim.value.partition(" ")
    return claim.kind is ClaimKind.VALUE and any(r.startswith(currency) and r.endswith(f"-{figure}") for r in ranges)


def _plain_ladder(claims: list[Claim]) -> list[Claim]:
    """Leave one claim of the plain ladder, and only where the entry says nothing more particular of its deal; else lend its rung.

    “No purchase commitment” says nothing of the ladder: such a claim carries the rung on which the entry otherwise puts the deal.
    """
    plain = [c for c in claims if c.kind is ClaimKind.STATUS and c.value in PLAIN]
    particular = any(c.kind is ClaimKind.STATUS and c.value not in PLAIN and c.storyline for c in claims)
    rest = [c for c in claims if c not in plain]
    owned = [c for c in plain if c.storyline]
    if not owned:
        return rest
    ladder = min(owned, key=lambda c: PLAIN.index(c.value))
    if not particular:
        return [*rest, ladder]
    if any(c.status for c in rest if c.kind is ClaimKind.STATUS and c.storyline):
        return rest
    first = next(c for c in rest if c.kind is ClaimKind.STATUS and c.storyline)
    return [replace(c, status=ladder.status) if c is first else c for c in rest]


def _quoted(claim: Claim, entry: Entry, whole: str) -> bool:
    """A claim stands on a piece of its entry."""
    return bool(claim.quote) and (claim.quote in entry.title or claim.quote in whole)
