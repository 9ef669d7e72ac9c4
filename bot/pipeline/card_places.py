"""A deal's places as an alert shows them: the most exact ones, and apart from them the plants that a company has anyway."""

import re
from collections import defaultdict
from collections.abc import Sequence

from bot.model.catalogue import Catalogue
from bot.model.deal import Evidence, LedgerField
from bot.model.reading import ClaimKind
from bot.text.phrases import listed, place_words

MOST = 3
"""Places in words; more are set as letters where they have any."""
LETTERS = 7
_HAS = re.compile(
    r"\b(?:has|have|owns?|operates?|runs?)\b[^.;]{0,40}\b(?:plants?|factor(?:y|ies)|sites?|campus(?:es)?|facilit(?:y|ies))\b", re.IGNORECASE
)


def place_line(fields: Sequence[LedgerField], whole: Sequence[LedgerField], catalogue: Catalogue) -> tuple[str, str] | None:
    """Return a label and its places: `Site`, `Ohio (Foxconn plants: WI, OH, TX)`; None where no place is known."""
    own: list[str] = []
    plants: defaultdict[str, list[str]] = defaultdict(list)
    for field in fields:
        if field.kind != ClaimKind.SITE or not field.value:
            continue
        having = [item for item in field.supports if _HAS.search(item.claim.quote)]
        if having and len(having) == len(field.supports):
            plants[_owner(having, catalogue)].append(field.value)
        else:
            own.append(field.value)
    for field in whole:
        if field.kind == ClaimKind.SITE and field.value:
            plants[_owner(field.supports, catalogue)].append(field.value)
    exact = _exact(own)
    rest = {owner: [code for code in _exact(codes) if code not in exact] for owner, codes in sorted(plants.items())}
    owned = [(f"{owner} plants" if owner else "Plants", _short(codes)) for owner, codes in rest.items() if codes]
    if not exact:
        return owned[0] if owned else None
    label = "Site" if len(exact) == 1 else "Sites"
    return label, _short(exact) + (f" ({owned[0][0]}: {owned[0][1]})" if owned and len(exact) <= MOST else "")


def _exact(codes: Sequence[str]) -> list[str]:
    """Return the codes without those that another is a part of: no `US` beside `US-OH`."""
    return [code for code in dict.fromkeys(codes) if not any(other.startswith(f"{code}-") for other in codes)]


def _short(codes: Sequence[str]) -> str:
    if len(codes) <= MOST:
        return listed([place_words(code) for code in codes])
    rest = f" and {len(codes) - LETTERS} more" if len(codes) > LETTERS else ""
    return ", ".join(code.partition("-")[2] or place_words(code).removeprefix("the ") for code in codes[:LETTERS]) + rest


def _owner(evidence: Sequence[Evidence], catalogue: Catalogue) -> str:
    """Return the name of the company whose plants they are: as claimed, else the first that the words name."""
    claimed = next((catalogue.company(item.claim.party) for item in evidence if item.claim.party), None)
    if claimed is not None:
        return claimed.name
    text = evidence[0].claim.quote.lower() if evidence else ""
    named = [(place, company.name) for company in catalogue.companies if (place := text.find(company.name.lower())) >= 0]
    return min(named)[1] if named else ""
