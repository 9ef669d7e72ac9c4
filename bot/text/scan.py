"""Reading one sentence: who takes part in what it says, and what kinds of words it has."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.model.document import Document, Mention, Sentence, Zone
from bot.text.folded import folded as folded_pattern
from bot.text.gazetteer import fold
from bot.text.words import Hit, Lexicon

# `Nvidia-powered`, `BlackRock-backed`: a trait of something else.
_TRAIT = re.compile(
    r"(?:['’]s)?(?:[-‑](?:powered|backed|based|owned|led|linked|tied|built|designed|made|style)|\s(?:powered|backed|based|owned|linked|tied|style))\b",
    re.IGNORECASE,
)
_SUPPLIER = re.compile(r"(?:['’]s)?[- ](?:supplier|assembler|rival|owner|parent|subsidiary|unit|spin-off|spinoff)\s+(?=[A-Z])")
_WARE = re.compile(
    r"(?:['’]s?)?(?:\s+(?:AI|H\d+|GB\d+|Blackwell|Instinct|Trainium|latest|newest|own))*\s+(?:chips?|gpus?|processors?|hardware|systems?|silicon|accelerators?|racks?|parts|tech(?:nology)?)\b",
    re.IGNORECASE,
)
_USES = re.compile(
    r"\b(?:for|on|of|with|using|running|via|through|in|has|from|than|needs?|by)\s+(?:[\w$.,-]+\s+){0,3}$|\b(?:thousands|millions|hundreds|worth)\s+of\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_MADE_FOR = re.compile(r"\bfor\s+$", re.IGNORECASE)
_BUILT_WARE = re.compile(r"(?:['’]s?)?\s+(?:AI\s+)?(?:server\s+)?(?:racks?|parts)\b", re.IGNORECASE)
"""`parts for OpenAI racks`: a customer, where `for Nvidia chips` is a maker."""
_OWNER = re.compile(r"['’]s?\s+")
_ENDS = re.compile(
    r"\s*(?:$|[,.;:)]|(?:\s+(?:and|or|to|on|for|in|at|with|will|is|are|was|has|have|had|said|says|wants|plans|may|would|could|near|as|by|from)\b))"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_FIGURE = folded_pattern(
    r"(?:[$€£¥₩₹]|US\$|NT\$|USD|EUR|Rs\.?)\s?\d|(?<![\d.,])\d[\d.,]{0,14}\s?[-‑]?\s?(?:bn|billion|trillion|million(?=\s(?:[\w’'-]+\s){0,2}(?:dollars|euros?|pounds|yuan|yen|won|rupees|francs|shares|gpus?|tpus?|chips?|accelerators?|processors?|in\b))|gw|mw|gigawatt|megawatt|milliarden|mrd|milliards|millones|gigavatio)|\d%\s+of\s+(?:its|the|amd)"
    r"|(?<![\d.,$])\d{1,3}[.,]\d{3}\s(?:[\w’'-]+\s){0,3}(?:gpus?|tpus?|chips?|accelerators?|processors?|racks?|mi\d{3}x?s?|gb\d00s?|[hb]\d00s?)\b"
    r"|[\d一二三四五六七八九十百千]\s?(?:億|亿|兆|조|억)"
)
_RENTED = re.compile(r"\b(?:cloud|computing|compute)\b")
"""Computing bought for a stated sum between two companies is infrastructure, without further words."""
_ITEM = re.compile(r"\s*(?:[-•*–·]|\d{1,2}[.)])\s")
_COUNTED = re.compile(r"\d[\d.,]*\s?(?:m|mn|million|bn|billion|thousand)?\s(?:\w+\s){0,3}$")
"""Before `shares`: so many of them change hands, whatever their price does."""
_POWER = re.compile(r"\d\s?-?(?:gw|mw)(?![a-z\d])")
_MOST_CLAUSES = 12
_DIGIT = re.compile(r"[\d億亿兆]")


def has_figure(text: str) -> bool:
    """Tell whether folded text has an amount of money or power."""
    return _DIGIT.search(text) is not None and _FIGURE.search(text) is not None


@dataclass(frozen=True, kw_only=True)
class Line:
    """A sentence of the article itself, read."""

    sentence: Sentence
    folded: str
    hits: tuple[Hit, ...]
    kinds: frozenset[str]
    core: tuple[str, ...]
    """Companies that take part in what it says, in order; not those it only compares with, or whose chips are used."""
    side: tuple[str, ...]
    """Companies that only a relative clause tells of: `… a site that Oracle and OpenAI left`."""
    companies: frozenset[str]
    """Every company it names."""
    crowd: bool
    """It lists five companies or more, or four without a figure: a list names partners, it tells no deal."""
    earlier: bool
    """It tells what happened before, or elsewhere."""
    figure: bool
    """It has an amount of money, of power, or a warrant."""

    @property
    def is_title(self) -> bool:
        """Whether it is the title."""
        return self.sentence.zone is Zone.TITLE

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return _ITEM.match(self.sentence.text) is not None

    @property
    def is_lead(self) -> bool:
        """Whether it belongs to the first sentences."""
        return self.sentence.zone is Zone.LEAD


def scan(document: Document, lexicon: Lexicon) -> tuple[Line, ...]:
    """Return the article's own lines, read; the title first."""
    lines: list[Line] = []
    for sentence in document.article:
        dealers = frozenset(lines[0].core) if lines else frozenset()
        lines += [_read(clause, lexicon, dealers) for clause in _clauses(sentence)]
    return tuple(lines)


def _clauses(sentence: Sentence) -> Iterator[Sentence]:
    """Yield the sentence, or its parts at semicolons where it names several companies: each part may tell another deal."""
    if len(sentence.mentions) < 3 or not 0 < sentence.text.count("; ") <= _MOST_CLAUSES:
        yield sentence
        return
    first = sentence.text.find("; ")
    if sentence.zone is Zone.TITLE and len({m.company for m in sentence.mentions if m.end <= first}) < 2:
        yield sentence  # `OpenAI closes its round; Amazon and Nvidia lead` tells one thing
        return
    start = 0
    for part in sentence.text.split("; "):
        end = start + len(part)
        inside = tuple(replace(m, start=m.start - start, end=m.end - start) for m in sentence.mentions if start <= m.start and m.end <= end)
        yield replace(sentence, text=part, mentions=inside)
        start = end + 2


def _read(sentence: Sentence, lexicon: Lexicon, dealers: frozenset[str]) -> Line:
    folded = fold(sentence.text)
    hits = tuple(hit for hit in _unshadowed(tuple(lexicon.hits(folded))) if not _is_count(folded, hit))
    kinds = frozenset([hit.kind for hit in hits])
    if "infra" not in kinds and _POWER.search(folded):
        kinds |= {"infra"}
    mentions = sentence.mentions
    companies = sentence.companies
    figure = "figure" in kinds or has_figure(folded)
    if figure and "infra" not in kinds and len(companies) > 1 and _RENTED.search(folded):
        kinds |= {"infra"}
    if len(mentions) < 2:
        core: tuple[str, ...] = tuple([mention.company for mention in mentions])
        side: tuple[str, ...] = ()
        crowd = False
    else:
        core, side = participants(sentence.text, mentions, hits, dealers)
        crowd = len(companies) >= 5 or (len(companies) == 4 and not figure)
    return Line(
        sentence=sentence,
        folded=folded,
        hits=hits,
        kinds=kinds,
        core=core,
        side=side,
        companies=companies,
        crowd=crowd,
        earlier=bool(mentions) and sentence.zone is not Zone.TITLE and _is_earlier(folded, hits),
        figure=figure,
    )


def _is_earlier(folded: str, hits: Sequence[Hit]) -> bool:
    """Whether the sentence tells of what was before: by its first words, or by a word of background outside a relative clause."""
    for hit in hits:
        if hit.kind == "earlier_start" and hit.start <= 2:
            return True
        if hit.kind == "earlier" and not folded.endswith(("that ", "which "), 0, hit.start):
            return True
    return False


def _unshadowed(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Return the hits without those inside a phrase in which their words mean something else (`all-stock`)."""
    shadows = [hit for hit in hits if hit.kind == "shadow"]
    if not shadows:
        return hits
    return tuple(h for h in hits if h.kind != "shadow" and not any(s.start <= h.start and h.end <= s.end for s in shadows))


def _is_count(folded: str, hit: Hit) -> bool:
    """Whether the hit is `shares` after a number: a warrant for 160 million shares is no price."""
    return folded[hit.start : hit.end] == "shares" and _COUNTED.search(folded, max(0, hit.start - 40), hit.start) is not None


def participants(
    text: str, mentions: Sequence[Mention], hits: Sequence[Hit], dealers: frozenset[str] = frozenset()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the companies that take part in what the sentence says, each once, in order; and those of a relative clause.

    Left out are makers of what is used (`Nvidia-powered services`, `for Nvidia chips`), owners (`SoftBank's Arm`), and what stands
    after words of comparison or contrast (`to rival Nvidia`, `instead of Azure`). A maker among the title's `dealers` sells what is used.
    """
    limits = [hit.start for hit in hits if hit.kind == "beside"]
    relative = [hit.start for hit in hits if hit.kind == "relative"]
    brackets = _remarks(text, mentions)
    core: list[str] = []
    side: list[str] = []
    main = 0
    for number, mention in enumerate(mentions):
        if mention.company in core or _is_trait(text, mention, sells=mention.company in dealers):
            continue
        following = mentions[number + 1] if number + 1 < len(mentions) else None
        if following and _owns(text, mention, following):
            continue
        if brackets and any(start < mention.start < end for start, end in brackets):
            continue
        if len(core) >= 1 and any(_beside(text, cue, mention) for cue in limits):
            continue
        after = [cue for cue in relative if cue < mention.start]
        if after and mention.company not in side:
            side.append(mention.company)
        if len(core) >= 2 and after and (main >= 1 or len(core) >= 4):
            continue
        main += not after
        core.append(mention.company)
    return tuple(core), tuple(side)


def _owns(text: str, mention: Mention, following: Mention) -> bool:
    """Whether the mention only says whose the next company is (`SoftBank's Arm`, not `OpenAI's Broadcom chip`)."""
    if following.company == mention.company or not _OWNER.fullmatch(text[mention.end : following.start]):
        return False
    return _ENDS.match(text, following.end) is not None


def _remarks(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Return the brackets that hold a remark of several words, where companies stand outside of them too."""
    if "(" not in text:
        return []
    spans = [match.span() for match in _BRACKETS.finditer(text) if match.group().count(" ") >= 3]
    outside = any(not any(start < m.start < end for start, end in spans) for m in mentions)
    return spans if outside else []


def _is_trait(text: str, mention: Mention, *, sells: bool) -> bool:
    if _TRAIT.match(text, mention.end) or _SUPPLIER.match(text, mention.end):
        return True
    before = text[max(0, mention.start - 40) : mention.start]
    if sells or not _WARE.match(text, mention.end) or not _USES.search(before):
        return False
    return not (_MADE_FOR.search(before) and _BUILT_WARE.match(text, mention.end))


def _beside(text: str, cue: int, mention: Mention) -> bool:
    """Whether the mention follows the cue within the same clause (no company is passed but in a list)."""
    if cue >= mention.start:
        return False
    gap = text[cue : mention.start]
    return len(gap) < 90 and not re.search(r"[;:.]\s|,\s+(?:and|but)\s+(?:it|the)\b|\bwith\s+$", gap)
