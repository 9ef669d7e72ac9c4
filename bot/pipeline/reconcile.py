"""From claims to a ledger: what each fact of a deal is held to be, who says so, and who says otherwise.

Pure, and independent of the order in which the claims arrived. Better-graded sources win ties and never hide the other side; no two
figures are ever averaged; what is true of a company as a whole stands apart and is in conflict with nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.model.deal import Evidence, LedgerField
from bot.model.reading import Claim, ClaimKind, Scope, Speaker, Status
from bot.pipeline.figures import denies_value, figure_of, same_units

_KINDS = list(ClaimKind)
_FIGURES = (ClaimKind.VALUE, ClaimKind.POWER, ClaimKind.UNITS)
_SPEAKERS = list(Speaker)
NEWS = timedelta(hours=36)


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """What all claims of one deal come to."""

    status: Status
    fields: tuple[LedgerField, ...] = ()
    company_facts: tuple[LedgerField, ...] = ()


def reconcile(evidence: Iterable[Evidence], *, otherwise: Status = Status.REPORTED) -> Ledger:
    """Return the ledger that these claims support; `otherwise` is the status where no claim tells of one."""
    everything = sorted(set(evidence), key=_order)
    own = [item for item in everything if item.claim.scope is Scope.DEAL]
    companies = [item for item in everything if item.claim.scope is not Scope.DEAL]
    own, companies = _plants(own, companies)
    by_kind: defaultdict[ClaimKind, list[Evidence]] = defaultdict(list)
    for item in own:
        by_kind[item.claim.kind].append(item)
    denials = [item for item in by_kind[ClaimKind.STATUS] if denies_value(item.claim)]
    fields: list[LedgerField] = []
    for kind in _KINDS:
        if kind in _FIGURES:
            fields += _figures(kind, by_kind[kind], denials if kind is ClaimKind.VALUE else [])
        else:
            fields += _alike(by_kind[kind])
    return Ledger(status=status_of(by_kind[ClaimKind.STATUS], otherwise), fields=tuple(fields), company_facts=tuple(_alike(companies)))


def _order(item: Evidence) -> tuple[object, ...]:
    """Best grade, then who speaks, then names: the order never depends on arrival."""
    claim = item.claim
    return (
        item.grade.rank,
        _SPEAKERS.index(claim.speaker),
        item.host,
        item.entry_id,
        _KINDS.index(claim.kind),
        claim.sentence,
        claim.value,
        claim.quote,
    )


def publishers(evidence: Iterable[Evidence]) -> int:
    """Return how many publishers stand behind some claims."""
    return len({item.host or item.publisher for item in evidence})


def _best(evidence: Sequence[Evidence]) -> int:
    return min(item.grade.rank for item in evidence)


def _plants(own: list[Evidence], companies: list[Evidence]) -> tuple[list[Evidence], list[Evidence]]:
    """Move a place to the company's facts where some call it the company's plant and no better or broader voice calls it the deal's."""
    theirs: defaultdict[str, list[Evidence]] = defaultdict(list)
    mine: defaultdict[str, list[Evidence]] = defaultdict(list)
    for item in companies:
        if item.claim.kind is ClaimKind.SITE and item.claim.scope is Scope.PARTY:
            theirs[item.claim.value].append(item)
    for item in own:
        if item.claim.kind is ClaimKind.SITE:
            mine[item.claim.value].append(item)
    moved = {
        place
        for place, backers in mine.items()
        if place in theirs and (_best(backers), -publishers(backers)) >= (_best(theirs[place]), -publishers(theirs[place]))
    }
    gone = [item for item in own if item.claim.kind is ClaimKind.SITE and item.claim.value in moved]
    return [item for item in own if item not in gone], sorted([*companies, *gone], key=_order)


def _alike(evidence: Sequence[Evidence]) -> list[LedgerField]:
    """One field for each thing that is said; nothing here can conflict."""
    groups: defaultdict[tuple[str, str, str | None], list[Evidence]] = defaultdict(list)
    for item in evidence:
        groups[item.claim.kind.value, item.claim.value, item.claim.basis].append(item)
    ranked = sorted(
        groups.items(), key=lambda group: (_KINDS.index(ClaimKind(group[0][0])), _best(group[1]), -publishers(group[1]), group[0][1])
    )
    return [
        LedgerField(kind=kind, value=value, hedge=group[0].claim.hedge.value, basis=basis, supports=tuple(group))
        for (kind, value, basis), group in ranked
    ]


def _figures(kind: ClaimKind, evidence: Sequence[Evidence], denials: Sequence[Evidence]) -> list[LedgerField]:
    """One field for each basis: the best-backed figure, with those that cannot be true beside it on the other side."""
    bases: defaultdict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for item in evidence:
        figure = figure_of(item.claim)
        bases[item.claim.basis or "", figure.unit if figure and kind is ClaimKind.UNITS else ""].append(item)
    if denials and ("", "") not in bases:
        bases["", ""] = []
    return [
        field
        for (basis, _), items in sorted(bases.items())
        for field in _one_figure(kind, basis or None, items, denials if not basis else [])
    ]


def _one_figure(kind: ClaimKind, basis: str | None, items: Sequence[Evidence], denials: Sequence[Evidence]) -> list[LedgerField]:
    if not items:
        return [LedgerField(kind=kind.value, value=None, basis=basis, supports=tuple(denials))] if denials else []
    main = _main_figure(items)
    supports = [item for item in items if _agree(item.claim, main.claim)]
    stated = {item.entry_id for item in supports}
    against = [item for item in items if item not in supports and item.entry_id not in stated and not _superseded(item, supports)]
    denied = [item for item in denials if item.entry_id not in stated]
    official = [item for item in denied if item.grade.rank < _best(supports)]
    if official or (denied and _best(denied) == _best(supports) and publishers(denied) > publishers(supports)):
        said = sorted([*supports, *against], key=_order)
        return [LedgerField(kind=kind.value, value=None, basis=basis, supports=tuple(denials), contradicts=tuple(said))]
    return [
        LedgerField(
            kind=kind.value,
            value=main.claim.value,
            hedge=main.claim.hedge.value,
            basis=basis,
            supports=tuple(supports),
            contradicts=tuple(sorted([*against, *denied], key=_order)),
        )
    ]


def _superseded(item: Evidence, supports: Sequence[Evidence]) -> bool:
    """Tell whether the same publisher has come round to the figure since: what it corrected is no other side."""
    return any(other.host == item.host and other.seen > item.seen for other in supports) if item.host else False


def _main_figure(items: Sequence[Evidence]) -> Evidence:
    """Return the claim that stands for the figure: the best grade's, the most publishers', the one that stands first in its text, the largest."""
    # Claims that say the same are compared once: a much-told figure stands in a hundred reports.
    told: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for item in items:
        told[item.claim.value, item.claim.hedge.value].append(item)
    backers = {
        said: publishers(other for others in told.values() if _agree(others[0].claim, mine[0].claim) for other in others)
        for said, mine in told.items()
    }
    times = Counter(item.claim.value for item in items)

    def rank(item: Evidence) -> tuple[object, ...]:
        figure = figure_of(item.claim)
        backed = backers[item.claim.value, item.claim.hedge.value]
        return (item.grade.rank, -backed, -times[item.claim.value], item.claim.sentence, -(figure.high if figure else 0.0), _order(item))

    return min(items, key=rank)


def _agree(one: Claim, other: Claim) -> bool:
    first, second = figure_of(one), figure_of(other)
    if first is not None and second is not None:
        return first.agrees(second)
    return one.value == other.value or (one.kind is ClaimKind.UNITS and same_units(one.value, other.value))


def status_of(claims: Sequence[Evidence], otherwise: Status) -> Status:
    """Return how far the deal has come: the highest rung that the best grade's words support, or what befell it last.

    A turn of events (denied, delayed …) stands while the newest claims tell of it: those of the last day and a half.
    """
    told = [(item.claim.status, item) for item in claims if item.claim.status is not None]
    if not told:
        return otherwise
    newest = max(item.seen for _, item in told)
    late = [(status, item) for status, item in told if newest - item.seen <= NEWS]
    turns = Counter(status for status, _ in {(status, item.host or item.publisher) for status, item in late if status.is_turn})
    if turns and turns.total() >= publishers(item for status, item in late if not status.is_turn):
        return min(turns, key=lambda status: (-turns[status], status.rung))
    ladder = [(status, item) for status, item in told if not status.is_turn]
    if not ladder:
        return otherwise
    best = _best([item for _, item in ladder])
    return max((status for status, item in ladder if item.grade.rank == best), key=lambda status: status.rung)
