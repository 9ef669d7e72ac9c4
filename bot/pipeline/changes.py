"""Which changes of a ledger a reader has to be told of: a figure corrected, or contradicted by a better source."""

from collections.abc import Sequence

from bot.model.deal import Deal, LedgerField
from bot.model.entry import Entry
from bot.model.reading import ClaimKind
from bot.model.story import FactChange
from bot.pipeline.figures import numbers_of, same_units
from bot.text.phrases import field_words

_MATERIAL = (ClaimKind.VALUE, ClaimKind.POWER, ClaimKind.UNITS)


def fact_changes(before: Deal | None, after: Deal | None, entry: Entry) -> tuple[FactChange, ...]:
    """Return what was told and is different now, old → new, with the entry that changed it; a fact merely added is none."""
    if before is None or after is None:
        return ()
    old, new = _told(before.fields), _told(after.fields)
    found = []
    for key, was in old.items():
        now = new.get(key)
        if now is None or _same(was, now) or field_words(now) == field_words(was):
            continue
        if was.value is None and not _well_backed(now):
            continue
        found.append(
            FactChange(
                kind=key[0],
                old=field_words(was),
                new=field_words(now),
                entry_id=entry.id,
                publisher=entry.publisher or entry.host,
                url=entry.url,
            )
        )
    return tuple(found)


def _same(was: LedgerField, now: LedgerField) -> bool:
    """Tell whether a figure is only put otherwise: `10 GW` and `up to 10 GW`, `GPUs` and `processors`."""
    if was.value is None or now.value is None:
        return was.value == now.value
    one, other = numbers_of(was.value), numbers_of(now.value)
    if one and other:
        return one == other
    return was.value == now.value or (was.kind == ClaimKind.UNITS and same_units(was.value, now.value))


def _told(fields: Sequence[LedgerField]) -> dict[tuple[str, str | None], LedgerField]:
    return {(field.kind, field.basis): field for field in fields if field.kind in _MATERIAL}


def _well_backed(field: LedgerField) -> bool:
    """Tell whether a figure where none was stated comes from a wire or better, or from two publishers."""
    return any(item.grade.rank <= 2 for item in field.supports) or len({item.host for item in field.supports}) > 1
