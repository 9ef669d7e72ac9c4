"""Which sides of a deal a report's title tells of: what the next development of a story shows first."""

import re

from bot.model.reading import ClaimKind, Reading, Scope, Status
from bot.text.status_words import find_status

_SIDES = {
    "denial": r"den(?:y|ies|ied)|plays? down|downplay|never|(?<=\s)rumou?rs?|rejects?|dismiss|rules? out|no (?:deal|commitment|drama)|on track",
    "delay": r"delay|stall|paus|halt|fall(?:s|en)? through|walk(?:s|ed)? (?:away|from)|scrap|cancel|abandon|exits?|drops?|pull(?:s|ed)? out|snag|doubt",
    "change": r"shrink|cuts?|lower|replac|reduc|scal(?:es?|ed|ing) (?:back|down)|rais(?:es?|ed)|expands?|expanded|amend|revis|renegotiat|restructur",
    "sequel": r"(?:after|following|wake of|since)\b.*\b(?:deal|pact|tie-?up|partnership|agreement|announcement)|(?-i:[A-Z])\w+ partner (?-i:[A-Z])",
    "money": r"financ|loans?|debt|bonds?|fund(?:s|ing)|lenders?|backers?|borrow|stake\b|equity|ipo|warrants?|shares? sale",
    "site": r"site|campus|breaks? ground|groundbreaking|town(?:ship)?|county|plant|factory|opens?\b|opened|construction|permit|moratorium|zoning",
    "product": r"unveil|launch|ship(?:s|ped|ping)?|deliver|tape[sd]? out|presents?|debuts?|first (?:chips?|racks?|units?)",
    "law": r"lawsuit|sues?|sued|court|judge|antitrust|regulators?|probe|investigat|approv|clear(?:s|ed)",
}
_SIDE = re.compile("|".join(f"(?P<{name}>\\b(?:{pattern}))" for name, pattern in _SIDES.items()), re.IGNORECASE)
SEQUEL = "sequel"
"""The title puts the deal in the past: “after its tie-up with …”."""


def sides_of(reading: Reading) -> set[str]:
    """Return the sides a title tells of: a denial, a delay, a change, its money, a product, the law, a sequel, and each place it names."""
    title = reading.entry.title
    found = {match.lastgroup for match in _SIDE.finditer(title) if match.lastgroup}
    places = {
        f"site:{claim.value}"
        for claim in reading.claims
        if claim.kind is ClaimKind.SITE and "-" in claim.value and claim.scope is not Scope.TOTAL and claim.quote in title
    }
    return found | places


_DENIES = re.compile(
    r"\bdismiss(?:es|ed)? (?:\w+ )?(?:talk|report|claim|rumou?r)s?|^no, [^.;]{0,40}(?:n['’]t|\bnot)\b|\b(?:has|have|signed|there['’]s|there is) no (?:[\w-]+ ){0,3}(?:contract|order|agreement)s?\b|\bwalk(?:s|ed) back\b|\bshoots? down\b|\b(?:nobody|no one) has (?:ordered|bought|signed)\b|\bis not (?:that|the|its|our)\b[^.;]{0,40}\b(?:customer|client|buyer)\b|\b(?:reject|disput)(?:s|es|ed)? (?:talk|report|claim|rumou?r)s?"
    r"|\bnever (?:committed|promised|agreed|a commitment)|\bwas (?:ever|never) (?:a commitment|agreed)|\bno delays?\b"
    r"|\b(?:claim|story|account)s? (?:is|are|was|were) (?:wrong|false|untrue|nonsense)\b"
    r"|\breports?\b[^.;]{0,50} (?:is|are|was|were|as)? ?[\"“']?(?:false|untrue|wrong|nonsense|not (?:true|factual|accurate))",
    re.IGNORECASE,
)
_DENIED_ELSEWHERE = re.compile(r"\bden(?:y|ies|ied|ying)\b(?: [\w’'-]+){0,3} (?:permit|request|motion|bid|approval)", re.IGNORECASE)


def turn_of(reading: Reading) -> Status | None:
    """Return the turn of events that a report is of, or None: what its title tells, a denial before all, or what its text does."""
    title = reading.entry.title
    turns = [found.status for found in find_status(title, particular=True) if found.status is not None and found.status.is_turn]
    if _DENIES.search(title) or (Status.DENIED in turns and not _DENIED_ELSEWHERE.search(title)):
        return Status.DENIED
    if reading.status.is_turn or reading.status is Status.DELIVERED:
        return reading.status
    return next((turn for turn in turns if turn is not Status.DENIED), None)
