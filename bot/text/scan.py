"""Reading one sentence: who takes part in what it says, and what kinds of words it has."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.model.document import Document, Mention, Sentence, Zone
from bot.text.gazetteer import fold
from bot.text.words import Hit, Lexicon

# `Nvidia-powered`, `BlackRock-backed`: a trait of something else.
_TRAIT = re.compile(r"(?:['’]s)?[-‑ ](?:powered|backed|based|owned|led|linked|built|designed|made|style)\b", re.IGNORECASE)
_SUPPLIER = re.compile(r"(?:['’]s)?[- ](?:supplier|assembler|rival|owner|parent|subsidiary|unit|spin-off|spinoff)\s+(?=[A-Z])")
_WARE = re.compile(
    r"(?:['’]s?)?(?:\s+(?:AI|H\d+|GB\d+|Blackwell|Instinct|Trainium|latest|newest|own))*\s+(?:chips?|gpus?|processors?|hardware|systems?|silicon|accelerators?|racks?|parts|tech(?:nology)?)\b",
    re.IGNORECASE,
)
_USES = re.compile(
    r"\b(?:for|on|of|with|using|running|via|through|in|has|from|buy|than|needs?|by)\s+(?:[\w$.,-]+\s+){0,3}$|\b(?:thousands|millions|hundreds|worth)\s+of\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
# What follows these stands beside the deal, not in it.
_ASIDE_CUE = re.compile(
    r"\b(?:to\s+rival|rivals?|rivalling|rivaling|despite|amid|instead\s+of|rather\s+than|unlike|other\s+than|in\s+addition\s+to|beyond|away\s+from|independent\s+of"
    r"|rel(?:y|ies|ied|iance|iant|ying)\s+(?:less\s+)?on|depend(?:s|ed|ent|ence|ency)?\s+on|compet(?:e|es|ing|itors?)|challeng(?:e|es|ing)|ending|loosening|past"
    r"|(?:customers|clients|partners|investors|backers|peers|users)\s+(?:such\s+as|like|including|include|are)|such\s+as|similar\s+to|compared\s+with|owned\s+by|which\s+also"
    r"|that\s+also|also\s+serves|next\s+to|alongside|besides|as\s+well\s+as\s+for|once|formerly|vs\.?|versus|means?\s+for|limits?\s+of|wie\s+etwa|trotz|statt|a\s+pesar\s+de|malgré|en\s+lugar\s+de)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:that|which|who|whose|where|once)\s", re.IGNORECASE)
_OWNER = re.compile(r"['’]s?\s+")
_THING = re.compile(
    r"(?:['’]s?)?[-\s]+(?:[\w$.]+\s+)?(?:chips?|deal|deals|pact|plans?|investment|bet|stake|order|contract|agreement|partnership|talks|tie-up|money|dea)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)")
_EARLIER = re.compile(
    r"^(?:earlier|previously|last\s+(?:week|month|year)|until\s+now|so\s+far|meanwhile|separately|elsewhere|apart\s+from\s+this|on\s+a\s+separate\s+note|in\s+addition|besides"
    r"|it\s+(?:follows|comes\s+(?:after|as|on))|(?:the|this)\s+(?:announcement|deal|agreement|move|news|addition|partnership)\s+(?:follows|adds|comes)|among\s+those|other\s+(?:efforts|deals|partners|reports)"
    r"|for\s+(?:much|years)|before\s+(?:this|that)|in\s+(?:recent|the\s+past)\s+\w+|weeks?\s+(?:before|ago|earlier)|months?\s+(?:before|ago|earlier)|zuvor|anteriormente|jusqu['’]ici|до\s+этого|此前|先前|これまで|앞서)\b"
    r"|\b(?:had\s+already|already\s+(?:has|have|had|serves?|supplies|supply)|earlier\s+(?:this|deal|plan|contract|arrangement)|follows\s+(?:some|its|an?)|(?<!that\s)(?<!which\s)also\s+(?:signed|maintains|has|serves)|(?:is|are)\s+(?:also|both|among)|(?:have|had)\s+also|(?:biggest|largest|main|other|leading|top)\s+(?:customers?|shareholders?|investors?|backers?|clients?|suppliers?|tenants?|rivals?)"
    r"|customers?\s+(?:of\s+(?:both|the\s+two)|too|are|include|is))\b",
    re.IGNORECASE,
)
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_DATED = re.compile(rf"^(?:in|on)\s+(?:early\s+|late\s+|mid-)?{_MONTH}\b", re.IGNORECASE)
FIGURE = re.compile(
    r"(?:[$€£¥₩₹]|US\$|NT\$|USD|EUR|Rs\.?)\s?\d|\d[\d.,]*\s?(?:[-‑]?\s?)(?:bn|billion|trillion|million|gw|mw|gigawatts?|megawatts?|milliarden|mrd|milliards|millones|gigavatios)\b|\b\d+(?:\.\d+)?\s?%\s+of\s+(?:its|the|amd)"
    r"|[\d一二三四五六七八九十百千]\s?(?:億|亿|兆|조|억)|multi-?billion|billions|multi-?gigawatt|warrants?\b",
    re.IGNORECASE,
)


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
    crowd: bool
    """It lists five companies or more: a list names partners, it tells no deal."""
    earlier: bool
    """It tells what happened before, or elsewhere."""
    figure: bool
    """It has an amount of money, of power, or a warrant."""

    @property
    def companies(self) -> frozenset[str]:
        """Every company it names."""
        return self.sentence.companies

    @property
    def is_title(self) -> bool:
        """Whether it is the title."""
        return self.sentence.zone is Zone.TITLE

    @property
    def is_lead(self) -> bool:
        """Whether it belongs to the first sentences."""
        return self.sentence.zone is Zone.LEAD


def scan(document: Document, lexicon: Lexicon) -> tuple[Line, ...]:
    """Return the article's own lines, read; the title first."""
    return tuple(_read(clause, lexicon) for sentence in document.article for clause in _clauses(sentence))


def _clauses(sentence: Sentence) -> Iterator[Sentence]:
    """Yield the sentence, or its parts at semicolons where it names several companies: each part may tell another deal."""
    if len(sentence.mentions) < 3 or "; " not in sentence.text:
        yield sentence
        return
    start = 0
    for part in sentence.text.split("; "):
        end = start + len(part)
        inside = tuple(replace(m, start=m.start - start, end=m.end - start) for m in sentence.mentions if start <= m.start and m.end <= end)
        yield replace(sentence, text=part, mentions=inside)
        start = end + 2


def _read(sentence: Sentence, lexicon: Lexicon) -> Line:
    folded = fold(sentence.text)
    hits = _unshadowed(tuple(lexicon.hits(folded)))
    companies = sentence.companies
    core, side = participants(sentence.text, sentence.mentions)
    return Line(
        sentence=sentence,
        folded=folded,
        hits=hits,
        kinds=frozenset(hit.kind for hit in hits),
        core=core,
        side=side,
        crowd=len(companies) >= 5,
        earlier=bool(companies) and sentence.zone is not Zone.TITLE and bool(_EARLIER.search(sentence.text) or _DATED.match(sentence.text)),
        figure=bool(FIGURE.search(sentence.text)),
    )


def _unshadowed(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Return the hits without those inside a phrase in which their words mean something else (`all-stock`)."""
    shadows = [hit for hit in hits if hit.kind == "shadow"]
    if not shadows:
        return hits
    return tuple(h for h in hits if h.kind != "shadow" and not any(s.start <= h.start and h.end <= s.end for s in shadows))


def participants(text: str, mentions: Sequence[Mention]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the companies that take part in what the sentence says, each once, in order; and those of a relative clause.

    Left out are makers of what is used (`Nvidia-powered services`, `for Nvidia chips`), owners (`SoftBank's Arm`), and what stands
    after words of comparison or contrast (`to rival Nvidia`, `instead of Azure`).
    """
    if len(mentions) < 2:
        return tuple(mention.company for mention in mentions), ()
    limits = [match.start() for match in _ASIDE_CUE.finditer(text)]
    relative = [match.start() for match in _RELATIVE.finditer(text)]
    brackets = _remarks(text, mentions)
    core: list[str] = []
    side: list[str] = []
    for number, mention in enumerate(mentions):
        if mention.company in core or _is_trait(text, mention):
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
        if len(core) >= 2 and after:
            continue
        core.append(mention.company)
    return tuple(core), tuple(side)


def _owns(text: str, mention: Mention, following: Mention) -> bool:
    """Whether the mention only says whose the next company is (`SoftBank's Arm`, not `OpenAI's Broadcom chip`)."""
    if following.company == mention.company or not _OWNER.fullmatch(text[mention.end : following.start]):
        return False
    return not _THING.match(text, following.end)


def _remarks(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Return the brackets that hold a remark of several words, where companies stand outside of them too."""
    spans = [match.span() for match in _BRACKETS.finditer(text) if match.group().count(" ") >= 3]
    outside = any(not any(start < m.start < end for start, end in spans) for m in mentions)
    return spans if outside else []


def _is_trait(text: str, mention: Mention) -> bool:
    if _TRAIT.match(text, mention.end) or _SUPPLIER.match(text, mention.end):
        return True
    return bool(_WARE.match(text, mention.end) and _USES.search(text[max(0, mention.start - 40) : mention.start]))


def _beside(text: str, cue: int, mention: Mention) -> bool:
    """Whether the mention follows the cue within the same clause (no company is passed but in a list)."""
    if cue >= mention.start:
        return False
    gap = text[cue : mention.start]
    return len(gap) < 90 and not re.search(r"[;:.]\s|,\s+(?:and|but)\s+(?:it|the)\b|\bwith\s+$", gap)
