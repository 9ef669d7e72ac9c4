"""Pictures before they are drawn: what they show, from the ledger alone; and the same in words."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a milestone or a deal is marked: by shape, line and colour together, so that none of them has to be seen."""

    TENTATIVE = "tentative"
    ANNOUNCED = "announced"
    FIRM = "firm"
    ADVERSE = "adverse"
    EXPECTED = "expected"


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """One line of a timeline."""

    when: str
    """`2 Mar 2026`."""
    status: str
    """`announced`, `expected`."""
    what: str
    mark: Mark
    disputed: str = ""
    """Who says otherwise, in words; empty where nobody does."""


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A storyline's milestones, oldest first."""

    title: str
    milestones: tuple[Milestone, ...]
    footer: str = ""


@dataclass(frozen=True, kw_only=True)
class Tie:
    """A deal between two parties."""

    one: str
    other: str
    label: str
    """`$38 billion`, or nothing where no figure is stated."""
    weight: float = 0.0
    """0 to 1: how large it is beside the others."""
    mark: Mark = Mark.ANNOUNCED


@dataclass(frozen=True, kw_only=True)
class DealMap:
    """Parties and the deals between them."""

    title: str
    ties: tuple[Tie, ...]
    footer: str = ""


Drawing = Timeline | DealMap


def words_of(drawing: Drawing) -> tuple[str, ...]:
    """Return what a picture shows, a sentence a line: its text form and its alternative text."""
    if isinstance(drawing, Timeline):
        return tuple(
            f"{one.when} · {one.status} · {one.what}" + (f" (⚠ {one.disputed})" if one.disputed else "") for one in drawing.milestones
        )
    return tuple(
        f"{tie.one} – {tie.other}: {tie.label or 'value not stated'}" + ("" if tie.mark is Mark.FIRM else f" ({_short(tie.mark)})")
        for tie in drawing.ties
    )


def _short(mark: Mark) -> str:
    return {
        Mark.TENTATIVE: "not definitive",
        Mark.ANNOUNCED: "announced, not definitive",
        Mark.ADVERSE: "denied, delayed or cancelled",
    }.get(mark, mark.value)
