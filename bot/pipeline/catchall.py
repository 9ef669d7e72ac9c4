"""The catch-all: a deal over AI infrastructure between parties that no storyline binds together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.model.storyline import Company
from bot.pipeline.alone import builds_alone
from bot.pipeline.features import Subject, staffs
from bot.text.folded import folded
from bot.text.names import unknown_names
from bot.text.scan import Line

_FINANCES = folded(
    r"\b(?:fund|funds|funding|financ\w+|backs?|backer|backing|loans?|lend\w*|lends?|debt|bonds?|banks?|equity\spartner|investors?)\b"
)

_COMPUTING = folded(
    r"\b(?:ai|a\.i\.|artificial\sintelligence|gpus?|tpus?|data[\s-]?cent(?:er|re)s?|compute|supercomput\w+|hyperscal\w+|accelerators?|rechenzentr\w+|centros?\sde\sdatos|centres?\sde\sdonnées|ki)\b|"
    r"資料中心|数据中心|數據中心|データセンター|데이터센터|人工智能|人工智慧|算力"
)


@dataclass(frozen=True, kw_only=True)
class Unbound:
    """What the text tells of a deal that no storyline covers."""

    features: dict[str, float]
    parties: tuple[str, ...] = ()
    """Company ids, most prominent first."""
    names: tuple[str, ...] = ()
    """Parties that no file names, as written."""
    lines: tuple[Line, ...] = ()
    """The sentences that tell it."""


class CatchAll:
    """Knows which pairs of companies belong to a storyline, and whose business AI infrastructure is."""

    def __init__(self, subjects: Sequence[Subject], companies: Sequence[Company]) -> None:
        self._bound = {
            frozenset(pair) for subject in subjects if subject.together == 2 for pair in combinations(sorted(subject.parties), 2)
        }
        self._infra = frozenset(company.id for company in companies if company.infra)
        self._serves = frozenset(company.id for company in companies if company.serves)
        self._pure = frozenset(company.id for company in companies if company.pure)

    def unbound(self, line: Line) -> tuple[str, ...]:
        """Return the sentence's participants where a pair of them has no storyline and AI infrastructure is the business of one; else nothing."""
        core = line.core
        for left, right in combinations(core, 2):
            if frozenset((left, right)) not in self._bound and (left in self._infra or right in self._infra):
                return core
        return ()

    def look(self, lines: Sequence[Line], tracked: Sequence[Subject], subjects: Sequence[Subject], *, settled: bool) -> Unbound:
        """Return the features of the catch-all in one text.

        `tracked` are the storylines whose parties the title has together, `subjects` those that the text could be about. `settled`: all
        that the title names belongs to a storyline that the entry is about.
        """
        title, rest = lines[0], lines[1:]
        lead = [line for line in rest if line.is_lead]
        names = self._names([title, *lead[:2]])
        in_title = self.unbound(title)
        features = self._title(title, lead, tracked, names, unbound=bool(in_title)) | _borrowed(lines, tracked, subjects)
        own = [
            line
            for line in lead
            if self.unbound(line)
            and (not line.crowd or (in_title and not tracked))
            and (in_title or not any(s.held_by(line) for s in subjects))
        ]
        if own:
            features["lead_pair_under_tracked" if tracked else "lead_pair"] = 1.0
            if any("deal" in line.kinds and not line.earlier for line in own):
                features["lead_deal_under_tracked" if tracked else "lead_deal"] = 1.0
            if set(title.core) & {company for line in own for company in self.unbound(line)} and not tracked:
                features["lead_of_title"] = 1.0
        elif names and title.core and not in_title:
            features["lead_unknown"] = 1.0
        if not tracked:
            features |= self._buys(title, lead, names, paired=bool(own))
            if not in_title and not settled and self._infra.issuperset(title.core) and builds_alone(title, lead, names):
                features["builds_alone"] = 1.0
            if not own and len(title.core) == 1:
                features |= self._with_lead(title, lead)
        if any("infra" in line.kinds for line in own):
            features["pair_infra"] = 1.0
        if settled and not tracked:
            features["settled"] = 1.0
        dealt = any({"deal", "hardware"} <= line.kinds and "product" not in line.kinds and not line.earlier for line in own)
        features |= _matter(title, lead, lines, features, hardware=dealt and bool(in_title))
        if self._pure.intersection(title.core) and not tracked:
            _trust_pure(features)
        parties = self._parties(title, own, in_title)
        return Unbound(features=features, parties=parties, names=names, lines=tuple(([title] if in_title else []) + own))

    def _with_lead(self, title: Line, lead: Sequence[Line]) -> dict[str, float]:
        """Whether the lead names one partner, or a crowd of them, of the title's one company."""
        features: dict[str, float] = {}
        if self._partner(title, lead):
            features["lead_partner"] = 1.0
            if any(self._pure.intersection(line.core) for line in lead):
                features["pure_lead"] = 1.0
        if _supplies_crowd(title, lead):
            features["lead_crowd"] = 1.0
        return features

    def _title(
        self, title: Line, lead: Sequence[Line], tracked: Sequence[Subject], names: Sequence[str], *, unbound: bool
    ) -> dict[str, float]:
        """What the title binds together."""
        features: dict[str, float] = {}
        if unbound:
            features["title_tracked_too" if tracked else "title_pair"] = 1.0
            if tracked and self._stranger_first(title, tracked):
                features["title_stranger_first"] = 1.0
        elif tracked:
            features["title_tracked"] = 1.0
        elif title.core:
            features["title_one"] = 1.0
            if (
                set(title.core) & self._infra
                and ("deal" in title.kinds or (title.figure and "verb" in title.kinds))
                and any(name in title.sentence.text for name in names)
            ):
                features["title_half_known"] = 1.0
        elif len(names) >= 2 and _is_of_strangers([title, *lead[:2]]):
            features["title_unknown"] = 1.0
        return features

    def _stranger_first(self, title: Line, tracked: Sequence[Subject]) -> bool:
        """Whether a company of no tracked pair stands before what tells those apart: then the title is about that company's deal first.

        Not so where that company only lends the money, or where the title names the tracked storyline's own project.
        """
        if any(term in title.folded for subject in tracked for term in subject.terms) or _FINANCES.search(title.folded):
            return False
        bound = frozenset(company for subject in tracked for company in subject.parties)
        own = frozenset(company for subject in tracked for company in subject.own)
        told = (company for company in title.core if company not in self._serves and (company in own or company not in bound))
        return next((company not in bound for company in told), False)

    def _partner(self, title: Line, lead: Sequence[Line]) -> bool:
        """Whether the lead names another company of the business beside deal words, so that it deals with the one in the title."""
        first = title.core[0]
        return any(
            company != first and company in self._infra and frozenset((first, company)) not in self._bound
            for line in lead
            if not line.earlier and not line.crowd and line.kinds & {"deal", "infra"}
            for company in line.core
        )

    def _buys(self, title: Line, lead: Sequence[Line], names: Sequence[str], *, paired: bool) -> dict[str, float]:
        """Whether the title's one company of the business buys infrastructure, or from a stranger; `paired`: the lead has its partner."""
        features: dict[str, float] = {}
        if len(title.core) != 1 or title.core[0] not in self._infra or not title.figure:
            return features
        if not paired and _deals_with_stranger(title, lead, names):
            features["lead_buys_unknown"] = 1.0
        if {"deal", "infra"} <= title.kinds:
            features["title_buys"] = 1.0
        return features

    def _names(self, lines: Sequence[Line]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for line in lines:
            if line.kinds & {"deal", "turn", "act"}:
                known = [(mention.start, mention.end) for mention in line.sentence.mentions]
                found.update(dict.fromkeys(unknown_names(line.sentence.text, known)))
        return tuple(found)[:4]

    def _parties(self, title: Line, own: Sequence[Line], in_title: Sequence[str]) -> tuple[str, ...]:
        ordered = list(in_title) or [company for company in title.core if company in self._infra]
        for line in own[:1]:
            ordered += [company for company in self.unbound(line) if not in_title]
        return tuple(dict.fromkeys(ordered))[:4]


def _is_of_strangers(early: Sequence[Line]) -> bool:
    """Whether title and first sentences tell a deal over computing for AI; power or a cloud alone may be anybody's."""
    return {"deal", "infra"} <= frozenset().union(*(line.kinds for line in early)) and any(_COMPUTING.search(line.folded) for line in early)


def _deals_with_stranger(title: Line, lead: Sequence[Line], names: Sequence[str]) -> bool:
    """Whether the lead tells a deal over infrastructure with a party that no list names."""
    if not names or not lead or title.kinds & {"market", "product", "opinion"}:
        return False
    told = lead[0]
    return {"deal", "infra"} <= told.kinds and not told.earlier and not told.crowd and any(name in told.sentence.text for name in names)


def _trust_pure(features: dict[str, float]) -> None:
    """Take a deal of a company without any other business for one over infrastructure; one with an unknown party still needs the words."""
    if {"title_pair", "title_half_known", "lead_pair"} & features.keys():
        features["pure_title"] = 1.0
        if "title_half_known" not in features:
            features.pop("no_infra_at_all", None)


def _borrowed(lines: Sequence[Line], tracked: Sequence[Subject], subjects: Sequence[Subject]) -> dict[str, float]:
    """Whether the title has a site that others build under a storyline's name."""
    return {"title_borrowed": 1.0} if not tracked and any(subject.borrowed(lines) for subject in subjects) else {}


def _supplies_crowd(title: Line, lead: Sequence[Line]) -> bool:
    """Whether the lead tells that the title's one company deals with a whole list of others over infrastructure."""
    return bool(title.kinds & {"deal", "verb"}) and any(
        line.crowd and title.core[0] in line.core and "infra" in line.kinds and "deal" in line.kinds and not line.earlier
        for line in lead[:2]
    )


def _matter(
    title: Line, lead: Sequence[Line], lines: Sequence[Line], features_of_title: Collection[str], *, hardware: bool
) -> dict[str, float]:
    """What title and lead are about."""
    features: dict[str, float] = {}
    if "infra" in title.kinds:
        features["infra_title"] = 1.0
    if any("infra" in line.kinds for line in lead):
        features["infra_lead"] = 1.0
    if not any("infra" in line.kinds for line in lines):
        features["hardware_dealt" if hardware else "no_infra_at_all"] = 1.0
    features |= _title_kinds(title)
    for kind in ("deal", "product"):
        if any(kind in line.kinds for line in lead):
            features[f"{kind}_lead"] = 1.0
    if "title_pair" in features_of_title:
        features |= _pair_title(title)
    if title.figure or any(line.figure for line in lead):
        features["figure"] = 1.0
    return features


def _title_kinds(title: Line) -> dict[str, float]:
    """What kinds of words the title has."""
    features: dict[str, float] = {}
    for kind in ("deal", "market", "earnings", "product", "opinion", "roundup", "funding"):
        if kind in title.kinds:
            features[f"{kind}_title"] = 1.0
    if "funding" in title.kinds and not title.kinds & {"deal", "infra"}:
        features["funding_alone"] = 1.0
    if staffs(title):
        features["people_title"] = 1.0
    if "product" in title.kinds and "infra" not in title.kinds:
        features["product_only"] = 1.0
    return features


def _pair_title(title: Line) -> dict[str, float]:
    """What a title that binds two companies says they do."""
    features: dict[str, float] = {}
    if "infra" in title.kinds and title.kinds & {"deal", "verb", "act", "turn"}:
        features["title_whole"] = 1.0
    if title.kinds & {"deal", "verb"}:
        features["title_acts"] = 1.0
    if not title.kinds & {"deal", "turn", "act", "verb"} and not title.figure:
        features["title_no_act"] = 1.0
    return features
