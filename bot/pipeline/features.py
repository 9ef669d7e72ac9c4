"""What speaks for and against an entry being about a storyline: numbers by name, which learned weights add up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.model.document import Mention
from bot.model.storyline import Storyline
from bot.text.folded import folded
from bot.text.places import find_places
from bot.text.scan import Line


class Subject:
    """A storyline prepared for comparing: whom it needs, and which words stand for its project."""

    def __init__(self, storyline: Storyline, hubs: frozenset[str] = frozenset(), helpers: frozenset[str] = frozenset()) -> None:
        self.id = storyline.id
        self.parties = frozenset(party.company for party in storyline.parties)
        self.together = storyline.together
        self.own = self.parties - hubs
        """The parties that no other storyline has."""
        self.terms = tuple(term.lower() for term in storyline.terms)
        self.helpers = helpers - self.parties
        """Those who build, fund or power what others use."""

    def held_by(self, line: Line) -> bool:
        """Tell whether the sentence has the parties taking part together.

        A term stands for a missing party beside one that no other storyline has (`SoftBank's Stargate`), or where no third company is in
        the sentence (`OpenAI's Stargate`, but not `Oracle's part in OpenAI's Stargate`), or where the sentence begins with it.
        """
        found = len(self.parties.intersection(line.core))
        if found >= self.together:
            return True
        if not self.terms or found < max(1, self.together - 1):
            return False
        if line.folded.startswith(self.terms):
            return True
        if not self.own.intersection(line.core) and not self.parties.issuperset(line.core):
            return False
        return any(term in line.folded for term in self.terms)

    def borrowed(self, lines: Sequence[Line]) -> bool:
        """Tell whether the title has this storyline by its term alone and the first sentences name another partner: a site that bears the name.

        `Stargate Norway`, which others build, is no news of those whose programme gave it the name.
        """
        title, early = lines[0], [line for line in lines[:4] if line.is_title or line.is_lead]
        if len(self.parties.intersection(title.core)) >= self.together or not any(term in title.folded for term in self.terms):
            return False
        named = {company for line in early if not line.crowd for company in line.core}
        if named & self.own or self.parties <= named:
            return False
        return (bool(named - self.parties - self.helpers) and not self.parties.isdisjoint(title.core)) or self._lends_name(title)

    def _lends_name(self, title: Line) -> bool:
        """Whether a country stands right behind the term: `Stargate Norway`."""
        ends = [title.folded.find(term) + len(term) for term in self.terms if term in title.folded]
        behind = [title.sentence.text[end : end + _NEAR].replace(":", ",") for end in ends]  # a colon would make it a dateline
        return any(0 < place.start <= 2 for text in behind for place in find_places(text, most=1))

    def served(self, lines: Sequence[Line]) -> bool:
        """Tell whether the title names who builds, funds or powers a site, and the first sentences whose it is: this storyline's parties."""
        named = set(lines[0].core)
        raises_money = "funding" in lines[0].kinds and "infra" not in lines[0].kinds
        if raises_money or not named & self.helpers or named - self.helpers - self.parties:
            return False
        return any(self.parties.issubset({*line.core, *line.side}) and line.kinds & _BUILT and not line.earlier for line in lines[1:3])


_COURT = frozenset("lawsuit lawsuits sue sues sued court judge lawyers antitrust trial jury verdict probe regulators inquiry".split())  # noqa: SIM905
_NEAR = 30
"""Characters: the longest name of a country."""
_BUILT = frozenset({"infra", "hardware"})
_STAFFS = folded(
    r"\b(?:hires?|hired|poach\w*|appoint\w*|names|named|recruits?|recruited)\b.{0,60}\b(?:executives?|exec|chief|officer|veteran|head|president|director|engineers?|researchers?|scientists?|c[tfoe]o|boss|chair(?:man|woman)?)\b|"
    r"\b(?:leaders?|executives?|managers?|engineers?|researchers?|heads?|chief|veterans?|team)\b(?:\s\w+){0,3}\s(?:leaves?|left|quits?|departs?|exits?|defects?|joins?|jumps?)\b|"
    r"\b(?:steps\sdown|resigns|quits\s(?:as|to)|leaves\s(?:as|to\sjoin)|departs|joins\s(?:the\s)?board|joins\s.{0,30}\bas\b)|人事|就任|挖角|임명|영입"
)
"""Somebody joins or leaves a company."""


def staffs(title: Line) -> bool:
    """Tell whether a title is news of a person who joins or leaves a company, which is no deal."""
    return not title.figure and _STAFFS.search(title.folded) is not None


_DEALT = {"deal", "turn"}
_BOUND = frozenset({"deal", "turn", "figure"})
_TOLD = frozenset({"title_pair", "title_served", "told_item"})


def storyline_features(subject: Subject, lines: Sequence[Line], rivals: int) -> dict[str, float]:
    """Return the features of one storyline in one text whose first line is the title.

    `rivals` counts other storylines whose parties stand together in the title.
    """
    title = lines[0]
    borrowed = subject.borrowed(lines)
    held = [line for line in lines if subject.held_by(line) and not (borrowed and line.is_title)]
    named = any(term in title.folded for term in subject.terms)
    clear = [line for line in held if named or not line.crowd]
    served = subject.served(lines)
    in_title = subject.parties.intersection(title.core)
    listed = (
        (not rivals or "roundup" in title.kinds)
        and len(in_title) == 1
        and any(line.is_item and _tells_alone(line, subject.parties - in_title) for line in lines[1:])
    )
    if served or listed:
        features = {"title_served" if served else "told_item": 1.0}
    else:
        features = _in_title(subject, title, rivals, held_by_title=bool(held) and held[0].is_title)
    elsewhere = bool({"title_of_other", "title_with_stranger", "title_of_strangers"} & features.keys())
    features |= _in_text(clear, elsewhere=elsewhere)
    features |= _subject_matter(lines, held)
    if staffs(title):
        features["people_title"] = 1.0
    if not held and not rivals and subject.own & title.companies and any(_leases_to(line, subject) for line in lines[1:4]):
        features["lead_side_pair"] = 1.0
    elif not held and not served and not listed:
        features["apart"] = 1.0
        if not title.core and _told_in_turn(lines[1:], subject):
            features["lead_in_turn"] = 1.0
    elif held and not clear:
        features["crowd_only"] = 1.0
    told = "told_figure" in features
    if len(in_title) == 1 and not told and _told_without(title, lines[1:2], subject):
        features["told_without"] = 1.0
    if clear and not told and not named and not features.keys() & _TOLD and not _binds_any(title, clear):
        features["unbound_pair"] = 1.0
    if not title.core and not told and not named:
        features["title_blank"] = 1.0
    if held and not told and not {"title_pair", "title_served", "lead_pair", "title_side_pair"} & features.keys():
        features["only_in_body"] = 1.0
    if not told and len(in_title) == 1 and not rivals:
        features |= _implied(lines[1:], subject.parties - in_title, subject.helpers, held=bool(held))
    return features


def _told_without(title: Line, first: Sequence[Line], subject: Subject) -> bool:
    """Whether title and first sentence tell a whole deal, figure and all, of one of the parties without the other."""
    if not (title.figure and "deal" in title.kinds and first and first[0].figure):
        return False
    return first[0].companies & subject.parties == set(title.core) & subject.parties and not subject.parties.issubset(title.companies)


def _told_in_turn(rest: Sequence[Line], subject: Subject) -> bool:
    """Whether the first sentences name the parties one after the other, beside what is built or dealt, and nobody else but who serves them.

    So local papers write under a title of places: `The line that makes racks for OpenAI is late. … Foxconn promised shipments`.
    """
    lead = [line for line in rest if line.is_lead and line.companies]
    named = frozenset(company for line in lead for company in line.companies) - subject.helpers
    told = [line for line in lead if line.companies & subject.parties and line.kinds & (_BUILT | _DEALT)]
    return named == subject.parties and len(told) > 1 and any("infra" in line.kinds for line in told)


def _binds_any(title: Line, clear: Sequence[Line]) -> bool:
    """Whether words of dealing stand in the title or where the parties do; under a title without companies what is built binds them, too."""
    if title.core:
        return any(line.kinds & _BOUND for line in (title, *clear))
    return any(line.kinds & (_BOUND | _BUILT) for line in clear)


def _in_title(subject: Subject, title: Line, rivals: int, *, held_by_title: bool) -> dict[str, float]:
    """Whom the title has together."""
    features: dict[str, float] = {}
    in_title = subject.parties.intersection(title.core)
    strangers = set(title.core) - subject.parties
    if held_by_title:
        features["title_pair"] = 1.0
        if rivals:
            features["title_shared"] = 1.0
        return features
    if rivals:
        features["title_of_other"] = 1.0
    elif strangers:
        features["title_with_stranger" if in_title else "title_of_strangers"] = 1.0
        if in_title and title.kinds & {"deal", "infra"}:
            features["title_deal_with_stranger"] = 1.0
    elif in_title:
        features["title_one"] = 1.0
    if subject.parties.issubset(title.side):
        features["title_side_pair"] = 1.0
    return features


def _implied(rest: Sequence[Line], others: frozenset[str], helpers: frozenset[str], *, held: bool) -> dict[str, float]:
    """Whether lines about the other party alone tell of its deal with the one in the title."""
    if any(_tells_alone(line, others) for line in _with_heads(rest)):
        return {"implied_figure": 1.0}
    if not held and any(_binds_alone(line, others, helpers) for line in rest):
        return {"implied_deal": 1.0}
    return {}


def _in_text(clear: Sequence[Line], *, elsewhere: bool) -> dict[str, float]:
    """Where and how the text below the title has the parties together; `elsewhere`: the title tells of others."""
    features: dict[str, float] = {}
    lead = [line for line in clear if line.is_lead and not (line.earlier and elsewhere)]
    if lead:
        features["lead_pair"] = 1.0
        if any("deal" in line.kinds or "turn" in line.kinds for line in lead):
            features["lead_deal"] = 1.0
    body = [line for line in clear if not line.is_title and not line.is_lead]
    if body:
        features["body_pairs"] = min(3, len(body)) / 3
    if any(line.figure for line in clear if not line.is_title):
        features["told_figure_aside" if elsewhere else "told_figure"] = 1.0
    if elsewhere and clear and all(line.earlier for line in clear):
        features["earlier_only"] = 1.0
    return features


def _subject_matter(lines: Sequence[Line], held: Sequence[Line]) -> dict[str, float]:
    """Whether the text is about infrastructure at all."""
    features: dict[str, float] = {}
    if not any("infra" in line.kinds for line in lines):
        features["no_infra_at_all" if any("hardware" in line.kinds for line in lines) else "nothing_built"] = 1.0
        if "nothing_built" in features and not any(line.figure or line.kinds & _DEALT for line in lines):
            features["names_alone"] = 1.0  # two names together and nothing between them: a marathon, a lawsuit, a street
    elif not any("infra" in line.kinds for line in lines if line.is_title or line.is_lead):
        features["no_infra_lead"] = 1.0
    if any("infra" in line.kinds for line in held):
        features["pair_infra"] = 1.0
    if "product" in lines[0].kinds or (len(lines) > 1 and "product" in lines[1].kinds and "infra" not in lines[1].kinds):
        features["product"] = 1.0
        if "product" in lines[0].kinds and not any("infra" in line.kinds for line in lines[:2]) and not _in_court(lines[0]):
            features["product_only"] = 1.0
    return features


def _in_court(title: Line) -> bool:
    """Whether what sounds like another business is a court's or an authority's, over a deal."""
    words = {title.folded[hit.start : hit.end] for hit in title.hits if hit.kind == "product"}
    return bool(title.kinds & {"deal", "turn", "act"}) and words <= _COURT


def _tells_alone(line: Line, others: frozenset[str]) -> bool:
    """Whether a line about the other party alone tells a deal's figure: its counterpart is the one in the title."""
    if not others.intersection(line.core) or len(line.companies) > 2 or not line.figure:
        return False
    return bool(line.kinds & {"infra", "hardware", "deal"}) or len(line.folded) < 90


def _leases_to(line: Line, subject: Subject) -> bool:
    """Whether a relative clause of the lead binds the parties over infrastructure: `loans for sites that Oracle will lease to OpenAI`."""
    return line.is_lead and line.figure and subject.parties.issubset(line.side) and bool(line.kinds & {"infra", "hardware"})


def _binds_alone(line: Line, others: frozenset[str], helpers: frozenset[str]) -> bool:
    """Whether a line names the other party, and at most a builder, beside what is built and words of dealing or of whose it is."""
    named = line.companies - helpers
    if not named or named - others or line.earlier or not line.kinds & _BUILT:
        return False
    return "deal" in line.kinds or (line.is_lead and any(_is_for(line, mention) for mention in line.sentence.mentions))


def _is_for(line: Line, mention: Mention) -> bool:
    """Whether what is built is for the mentioned company: `a site meant for OpenAI`."""
    return line.sentence.text[: mention.start].endswith((" for ", " leased to ", " let to ", " used by "))


def _with_heads(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, and each that names nobody under a short head that names one company as if it named that company."""
    result = list(lines)
    for head, line in pairwise(lines):
        if len(head.core) == 1 and not line.core and len(head.sentence.text) < 40 and line.figure:
            result.append(replace(line, sentence=head.sentence, core=head.core, companies=head.companies))
    return result


def total(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Return the weighted sum, the bias included."""
    return weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in features.items())
