"""The ledger as rows: one a claim, with what it supports or contradicts. For `export` on the command line and in chat."""

from collections.abc import Iterable, Iterator

from bot.model.deal import Deal

COLUMNS = (
    "deal",
    "storyline",
    "status",
    "field",
    "value",
    "hedge",
    "basis",
    "side",
    "claim",
    "quote",
    "speaker",
    "publisher",
    "grade",
    "url",
    "first seen",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def ledger_rows(deals: Iterable[Deal]) -> Iterator[tuple[str, ...]]:
    """Yield one row a claim; a cell that a spreadsheet would run as a formula is quoted with an apostrophe."""
    for deal in deals:
        for kind, fields in (("", deal.fields), ("company ", deal.company_facts)):
            for field in fields:
                for side, evidence in (("supports", field.supports), ("contradicts", field.contradicts)):
                    for item in evidence:
                        claim = item.claim
                        cells = (
                            deal.title, deal.storyline, deal.status.value, f"{kind}{field.kind}", field.value or "", field.hedge, field.basis or "",
                            side, claim.value, claim.quote, claim.speaker.value, item.publisher or item.host, item.grade.value, item.url,
                            item.seen.isoformat(),
                        )  # fmt: skip
                        yield tuple(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells)
