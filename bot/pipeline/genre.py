"""What kind of text an entry is: news of a deal, or words about deals.

The annotators' rule, which decides here: worth an alert is a text whose main subject is a concrete deal, or what befalls one (denied,
delayed, shrunk, financed, a site named). Not worth one are pieces about the share price or the quarter that mention a deal, opinion and
explainers, roundups of many deals, announcements of an announcement, and forum threads, however right their figures are.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from bot.model.reading import Genre
from bot.text.scan import Line

_I = re.compile(r"(?<![\"“'‘])\bI\b(?!\.)")
_QUESTION = re.compile(r"[?？]")
_WHY_TITLE = re.compile(
    r"\b(?:why|how|what|explained|explainer|editorial|opinion|analysis|discussion|debate|here['’]?s|the\s+case|era|future|signals?|makes|means|meaning|lessons?|tale|question|versus|vs\.?|race)\b|^(?:the|is|are|can|will|should|does)\s|:\s*(?:why|how|what)\b",
    re.IGNORECASE,
)
_STOCK_MOVES = re.compile(
    r"\b(?:shares?|stocks?)\s+(?:price\s+)?(?:\w+\s+)?(?:soar|jump|surge|rise|rose|gain|climb|fall|fell|drop|slip|slide|plunge|tumble|sink|rall(?:y|ies)|slump|rebound|hit|pop|spike|crash|continue|keep)(?:s|ed|ing)?\b"
    r"|\b(?:jumps?|soars?|surges?|falls?|drops?|gains?|slips?|rises?|climbs?|tumbles?|plunges?|sinks?|slides?|leaps?|adds?|loses?)\s(?:as\smuch\sas\s|nearly\s|over\s|more\sthan\s)?\d[\d.]*\s?%"
    r"|\b(?:closes?|closed|ends?|ended|opens?|opened)\s(?:up|down|\d[\d.]*\s?(?:%|percent)?\s?(?:higher|lower|up|down))\b"
    r"|^[\w.&]+\s[-+−–]\s?\d[\d.,]*\s?%|\b(?:stock|shares)\s*[:?]|\bbuy,?\s+sell,?\s+or\s+hold\b|\b(?:stock|shares)\b.{0,30}\b(?:rally|upgrade|downgrade|prediction|forecast|target|rating|a\s+buy)\b|\b(?:buy|sell|hold)\b.{0,20}\b(?:stock|shares)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(
    r"\b(?:means?|shows?|tells?|proves?|looks?\s+(?:a\s+lot\s+)?like|matters?|should|isn['’]t|is\s+(?:a|an|no|not|the|just)|are\s+(?:a|the|not)|turned\s+\w+\s+into)\b|^(?:inside|behind|beyond|meet|podcast|column|watch)\b|['’]s\s+\w+\s+problem\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:why|how|what|who|when|where|is|are|can|could|will|should|does|do|warum|wie|was|por\s+qué|cómo|pourquoi|comment)\b", re.IGNORECASE
)
_AFFAIRS = re.compile(
    r"\b(?:lawsuits?|sues?|suing|sued|court|judge|jury|plaintiffs?|class[\s-]action|lay(?:s|ing)?[\s-]?offs?|laid\soff|job\scuts|cuts?\sjobs|outages?|stumbles?|goes\sdown|störung|files?\s(?:\w+\s){0,2}for\s(?:an?\s)?(?:\w+\s)?(?:ipo|listing)|(?:sells?|sold|offloads?|dumps?|trims?|unloads?|by\sselling)\s(?:[\w.’'-]+\s){0,3}\b(?:stake|shares|holding)|(?:pay|foot|cover)\s(?:\w+\s){0,4}(?:way|bills?|share)\s(?:on|for)\s(?:electricity|power|energy)|(?:electricity|power|energy|utility)\sbills?|ratepayers?|klage|verklagt|demanda|procès)\b|訴訟|诉讼|提訴|소송",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\W{0,3}(?:explainer|explained|opinion|analysis|column|commentary|editorial|comment|viewpoint|q&a|podcast|op-ed|essay|review|kommentar|analyse|opinión|análisis|tribune|décryptage|社説|コラム|解説|評論|专栏|專欄)\s*[.:|–—-]",
    re.IGNORECASE,
)
"""A text that says at its head what kind it is."""
_ON_DEAL = re.compile(
    r"\b(?:on|after|as|following|nach|tras|après)\b.*(?:deal|pact|contract|agreement|order|partnership|investment|accord|acuerdo)",
    re.IGNORECASE,
)
"""A share's move told by its cause, in the title."""
_ACTS = frozenset({"deal", "act", "turn", "verb"})
_LAUNCH = re.compile(
    r"^(?:\w+(?:['’]s)?\s){1,2}(?:unveils?|launch(?:es)?|introduces?|debuts?|shows?(?:\s(?:off|up))?|presents?|announces?|releases?|stellt)\s(?:[\w’'-]+\s){0,4}(?:chips?|racks?|processors?|gpus?|accelerators?|superchips?|platforms?|systems?|servers?|vor)\b",
    re.IGNORECASE,
)
"""One company shows a product."""
_FOREIGN = re.compile(r"\b(?:und|der|für|auf|mit|von|et|les|des|une|pour|avec|chez|el|los|las|para|por|del)\b", re.IGNORECASE)
"""German, French or Spanish, of whose verbs only the commonest are known."""
_FOR = re.compile(r"\b(?:with|for)\s")
_LESS_MORE = re.compile(r"\b(?:less|more|too|just|still|perhaps|maybe|only|really)\b", re.IGNORECASE)


_EARLY = frozenset(
    {
        "title_pair",
        "title_served",
        "lead_pair",
        "title_unknown",
        "title_half_known",
        "title_borrowed",
        "lead_partner",
        "title_side_pair",
        "title_tracked_too",
        "builds_alone",
        "lead_crowd",
        "lead_side_pair",
        "lead_in_turn",
    }
)


def genre_features(lines: Sequence[Line], about: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the features of an entry's genre; `about` are the features of each storyline that it is about."""
    title, rest = lines[0], lines[1:]
    lead = [line for line in rest if line.is_lead]
    told = sum("told_figure" in features or "implied_figure" in features for features in about)
    features = {"told_many": max(0.0, min(3.0, told - 1.0))}
    if any("title_pair" in found or "title_tracked_too" in found for found in about):
        features["title_pair"] = 1.0
    if not any(_EARLY & found.keys() for found in about):
        features["pair_late"] = 1.0
    return features | _title(title) | _words(title, lead, rest) | _voice(lead, rest)


def _words(title: Line, lead: Sequence[Line], rest: Sequence[Line]) -> dict[str, float]:
    """Which classes of words the title, the lead and the text have."""
    features: dict[str, float] = {}
    counts = Counter(hit.kind for line in rest for hit in line.hits)
    size = max(1.0, sum(len(line.folded) for line in rest) / 500)
    for kind in ("deal", "act", "turn", "market", "earnings", "opinion", "teaser", "roundup", "product", "verb", "recap"):
        if kind in title.kinds:
            features[f"title_{kind}"] = 1.0
        if kind in {"market", "earnings", "opinion", "teaser"}:
            features[f"text_{kind}"] = min(3.0, counts[kind] / size) / 3
    for kind in ("market", "earnings", "opinion", "teaser", "turn", "roundup"):
        if any(kind in line.kinds for line in lead[:2]):
            features[f"lead_{kind}"] = 1.0
    return features


def _title(title: Line) -> dict[str, float]:
    """How the title speaks."""
    features: dict[str, float] = {}
    text = title.sentence.text
    if title.figure:
        features["title_figure"] = 1.0
    if _QUESTION.search(text):
        features["title_question"] = 1.0
    if _WHY_TITLE.search(text):
        features["title_why"] = 1.0
    if "market" in title.kinds and _ON_DEAL.search(text):
        features["title_on_deal"] = 1.0
    if _AFFAIRS.search(text) and not title.kinds & {"infra", "turn"} and not {"deal", "hardware"} <= title.kinds:
        features["title_aside"] = 1.0
    if _STOCK_MOVES.search(text):
        features["title_stock_moves"] = 1.0
    if not title.kinds & _ACTS and (not title.figure or "earnings" in title.kinds) and not _FOREIGN.search(text):
        features["title_idle"] = 1.0
    if (shown := _LAUNCH.search(text)) and not _FOR.search(text, shown.end()) and "deal" not in title.kinds and not title.figure:
        features["title_launch"] = 1.0
    if _ASKS.match(text):
        features["title_asks"] = 1.0
    if _COMMENT.search(text):
        features["title_comment"] = 1.0
    if _LESS_MORE.search(text):
        features["title_degree"] = 1.0
    return features


def _voice(lead: Sequence[Line], rest: Sequence[Line]) -> dict[str, float]:
    """Whether a reporter speaks, or a commentator."""
    features: dict[str, float] = {}
    if lead and _LABEL.match(lead[0].sentence.text):
        features["lead_label"] = 1.0
    listed = {line.companies for line in rest if line.figure and len(line.companies) == 1 and line.is_item}
    if len(listed) >= 4:
        features["told_list"] = 1.0
    if lead and any(hit.kind == "earlier_start" and hit.start <= 2 for hit in lead[0].hits):
        features["lead_earlier"] = 1.0
    if any("said" in line.kinds for line in lead):
        features["lead_said"] = 1.0
    if any("when" in line.kinds for line in lead):
        features["lead_when"] = 1.0
    if not any("said" in line.kinds for line in rest):
        features["nobody_said"] = 1.0
    asked = sum("?" in line.folded or "？" in line.folded for line in rest)
    features["questions"] = min(3, asked) / 3
    spoken = sum("you" in line.kinds or ("I" in line.sentence.text and _I.search(line.sentence.text) is not None) for line in rest)
    features["first_person"] = min(2, spoken) / 2
    if any("deal" in line.kinds and len(line.core) >= 2 for line in lead):
        features["lead_deal"] = 1.0
    return features


def matched_words(lines: Sequence[Line]) -> dict[str, str]:
    """Return the first phrase of each class that the title, or else the text, has, as written."""
    words: dict[str, str] = {}
    for line in lines:
        for hit in line.hits:
            if hit.kind not in words:
                words[hit.kind] = line.sentence.text[hit.start : hit.end]
    return words


def other_genre(features: dict[str, float]) -> Genre:
    """Name the genre of what is no news of a deal, by its loudest feature."""
    if "title_recap" in features:
        return Genre.RECAP
    if features.get("told_many", 0) >= 2 or "title_roundup" in features:
        return Genre.ROUNDUP
    if "title_market" in features or "title_earnings" in features or features.get("text_market", 0) > 0.6:
        return Genre.MARKET
    if "title_opinion" in features or "title_question" in features or features.get("text_opinion", 0) > 0 or "first_person" in features:
        return Genre.OPINION
    return Genre.OTHER
