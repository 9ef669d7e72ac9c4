"""Places in a sentence, and whether the sentence says that something is built or made there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import ahocorasick

from bot.text.folded import folded
from bot.text.gazetteer import fold
from bot.text.place_names import COUNTRIES, PROVINCES, STATES, TOWNS

_ADJECTIVES = frozenset({"British", "French", "Norwegian", "American", "américain"})
_CODES = {name: f"US-{code}" for name, code in STATES.items()} | TOWNS | PROVINCES | COUNTRIES


_AFTER = re.compile(
    r"[A-Za-zéüö\d$]|\.[a-z]|['’]s\s|[-‑](?:founded|based|born|listed|headquartered)\b|\s(?:firm|company|start-?up|maker|giant|lab|rival|group|customers?|buyers?|executives?|suppliers?)\b|\s(?:Tech\b|City\b|Times|Post\b|Investment\b|Sovereign\b|Wealth\b|Stock|University|dollars?|homes)"
)


def _automaton() -> "ahocorasick.Automaton":
    automaton = ahocorasick.Automaton()
    for name in _CODES:
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


_NAMES = _automaton()

_FACILITY = folded(
    r"\b(?:data[-\s]?cent(?:er|re)s?|datacent(?:er|re)s?|campus(?:es)?|sites?|they\sare\sin|plants?|factor(?:y|ies)|facilit(?:y|ies)|complex|hub|location|supercomputer|cluster|fabs?|footprint|operation|base|township|"
    r"build(?:s|ing|ings)?|built|construct\w*|manufactur\w+|produc(?:e|es|ed|ing|tion)|made|assembl\w+|mak(?:e|es|ing)|operat(?:e|es|ing)|running|stands|deploy\w*|host\w*|infrastructure|capacity|capacidad|capacité|Kapazität|Leistung|supply|"
    r"online|racks?|GPUs?|workloads?|chips?|usines?|planta?s?|fábricas?|sol|suelo|Werke?n?|Rechenzentr\w+|centros?\sde\sdatos|centres?\sde\sdonnées|выпуск|plants|parts|expansion)\b|"
    r"生產|生产|製造|制造|工廠|工厂|廠|研發|研发|建設|建设|建造|打造|資料中心|数据中心|數據中心|設施|データセンター|工場|生産|建設|拠点|데이터센터|공장|생산|건설|구축|센터"
)
_NOT_A_SITE = folded(
    r"\b(?:told\sreporters|reporters\sin|summit|conference|forum|event|attorneys?\sgeneral|tech\sday|speech|court|judge|police|law(?:makers)?|visited|based\sin|headquarter\w*|stays\sin|listing|listed|"
    r"established\sin|founded\sin|incorporated\sin|naci[oó]\sen|homes|households|regulators?|government|president|senator|export|tariffs?|born|univer\w+|newsletter|stock\sexchange|licen[cs]es|investors|dollars?|officials?|minister|market)\b|科技日|記者會"
)
_CONSIDERED = folded(
    r"\b(?:a\snumber\sof\s(?:other\s)?states|among\sthem|states\s(?:such\sas|like|including)|considered|consider(?:ing)?|possible\ssites|candidates?|evaluat\w+|scouting|under\sreview|looking\sat)\b"
)
_OUTSIDE = ("outside ", "outside the ", "outside of ", "außerhalb der ", "fuera de ", "hors des ", "hors de ")
_DATELINE = re.compile(
    r"^【[^】]{1,24}】|^\W{0,3}(?:[A-Z][\w.]+(?:\s[A-Z][\w.]+){0,2}(?:,\s[A-Z][\w.]+\s?\d{0,2})?\s?(?:\([A-Z]\w+\)\s?[-–—:]|[-–—]\s|:\s|\([A-Z]{2,4}\)))"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceFound:
    """One place."""

    start: int
    end: int
    code: str
    """ISO 3166-1 or 3166-2."""
    built: bool
    """Whether the words around it say that something is built, made or run there, or is being planned for it."""


def find_places(text: str, *, most: int = 16) -> tuple[PlaceFound, ...]:
    """Return the places in a text, in order, at most `most`; a dateline, a summit's city or the seat of a court is none that anything is built in."""
    if next(_NAMES.iter_long(text), None) is None:
        return ()
    dateline = _DATELINE.match(text)
    begin = dateline.end() if dateline and dateline.end() < 40 else 0
    low = fold(text)
    return tuple(
        PlaceFound(start=start, end=end, code=_CODES[name], built=_built(text, low, start, end, name))
        for start, end, name in islice(_names(text, begin), most)
    )


def _names(text: str, begin: int) -> Iterator[tuple[int, int, str]]:
    """The longest names that stand as words of their own; scripts without spaces have no words."""
    for last, name in _NAMES.iter_long(text):
        start, end = last - len(name) + 1, last + 1
        if start < begin:
            continue
        if ord(name[0]) < 0x2E80 and ((start and text[start - 1].isalnum() and text[start - 1].isascii()) or _AFTER.match(text, end)):
            continue
        yield start, end, name


def _built(text: str, low: str, start: int, end: int, name: str) -> bool:
    left, right = max(0, start - 110), min(len(text), end + 70)
    if text.count(";") > 1:
        left, right = max(0, start - 240), min(len(text), end + 160)  # a list of sites parted by semicolons is one clause
    clause_start = max(text.rfind(". ", left, start), left - 1) + 1
    cut = text.find(". ", end, right)
    clause = low[clause_start : cut if cut >= 0 else right]
    near = low[max(clause_start, start - 45) : end + 40]
    if name in _ADJECTIVES and _FACILITY.match(low, end + 1) is None:
        return False
    if ord(name[0]) >= 0x2E80 and text[end : end + 1].isascii() and text[end : end + 1].isalpha():
        return False  # `英國Nscale`: where a company comes from
    if low.endswith(_OUTSIDE, max(0, start - 14), start):
        return False
    return _FACILITY.search(clause) is not None and _NOT_A_SITE.search(near) is None and _CONSIDERED.search(clause) is None
