"""Hardware counted in pieces: `1,000 racks a week`, `hundreds of thousands of Nvidia GPUs`, `900,000 wafers a month`."""

import re
from collections.abc import Callable
from itertools import islice

from bot.model.reading import Hedge
from bot.text.cues import Cues
from bot.text.figures import MOST, Figure, no_overlap
from bot.text.hedges import basis_after, basis_before, hedge_after, hedge_before
from bot.text.numbers import DIGITS, EAST, FRESH, SCALE, SOME, decimal_comma, east_number, number, scale
from bot.text.numbers import WORDS as NUMBER_WORDS
from bot.text.power import plain

_NOUNS: dict[str, str] = {
    "racks": "racks", "rack": "racks", "server racks": "racks", "cabinets": "racks", "gpus": "GPUs", "gpu": "GPUs", "gb200s": "GPUs", "gb300s": "GPUs", "mi450s": "GPUs", "mi355xs": "GPUs", "mi300xs": "GPUs", "h100s": "GPUs", "h200s": "GPUs", "b200s": "GPUs", "b300s": "GPUs", "grafikprozessoren": "GPUs", "tensor processing units": "TPUs", "tensor units": "TPUs", "graphics processors": "GPUs", "graphics processing units": "GPUs",
    "tpus": "TPUs", "cpus": "CPUs", "chips": "chips", "chip": "chips", "processors": "processors", "accelerators": "accelerators", "servers": "servers", "server": "servers", "superchips": "chips",
    "wafers": "wafers", "wafer": "wafers", "xpus": "XPUs", "modules": "modules", "trays": "trays", "nodes": "nodes", "turbines": "turbines", "reactors": "reactors",
    "baies": "racks", "serveurs": "servers", "puces": "chips", "puces gpu": "GPUs", "chips de ia": "chips", "servidores": "servers", "bastidores": "racks", "aceleradores": "accelerators", "procesadores": "processors",
    "chips gpu": "GPUs", "server-racks": "racks", "serverracks": "racks", "serverschränke": "racks", "beschleuniger": "accelerators", "prozessoren": "processors", "wafern": "wafers", "processeurs": "processors", "stoek": "racks",
}  # fmt: skip
_NOUN = "|".join(sorted((re.escape(n).replace(r"\ ", r"\s") for n in _NOUNS), key=len, reverse=True))
_QUALIFIER = r"(?:[-\s](?:(?!(?:and|or|to|of|in|on|for|with|by|at|from|the|a|an|is|are|was|per|as|than|jobs|homes|people|workers|employees|und|y|et|por|par|pro)\b)[\w.'’/-]{1,18})){0,4}?"
_SOFT = (
    r"(?:tens|hundreds|dozens)\sof\s(?:thousands|millions)|hundreds|thousands|millions|billions|(?:centaines|dizaines)\sde\s(?:milliers|millions)|(?:cientos|decenas)\sde\s(?:miles|millones)|"
    r"(?:hundert|zehn)tausende[nr]?"
)
_UNITS = re.compile(
    rf"(?:{FRESH}(?<![$€£¥₹])(?P<low>{DIGITS})(?:\s?(?P<low_scale>{SCALE}))?(?:\s?(?:-|–|to|bis|a|à)\s?(?P<high>{DIGITS})(?:\s?(?P<high_scale>{SCALE}))?)?"
    rf"|\b(?P<word>{NUMBER_WORDS})\s(?P<word_scale>hundred\sthousand|thousand|million)|\b(?P<many>{_SOFT}))"
    rf"\+?(?:\s(?:of|de|di|von))?(?P<qualifier>{_QUALIFIER})[-\s](?P<noun>{_NOUN})(?![^\W\d_])",
    re.IGNORECASE,
)
_WORD_SCALES = {"thousand": 1e3, "hundred thousand": 1e5, "million": 1e6}
_EAST_NOUNS: dict[str, str] = {
    "機櫃": "racks", "机柜": "racks", "機架": "racks", "机架": "racks", "ラック": "racks", "랙": "racks", "gpu": "GPUs", "顆gpu": "GPUs", "晶片": "chips", "芯片": "chips", "顆晶片": "chips", "チップ": "chips", "칩": "chips",
    "伺服器": "servers", "服务器": "servers", "サーバー": "servers", "서버": "servers", "晶圓": "wafers", "晶圆": "wafers", "ウエハー": "wafers", "웨이퍼": "wafers", "加速器": "accelerators", "가속기": "accelerators", "tpu": "TPUs",
}  # fmt: skip
_EAST_NOUN = "|".join(sorted(map(re.escape, _EAST_NOUNS), key=len, reverse=True))
_EAST_UNITS = re.compile(
    rf"(?<![A-Za-z\d.,$])(?P<low>{EAST})\s?(?:個|个|座|台|臺|櫃|柜|枚|基|대|개|장|張|张|顆|颗|片|枚の|台の|基の|個の|장의|개의|대의)?(?:超|以上|여)?(?:を超える|를 넘는|을 넘는)?(?:の|的|의)?\s?(?P<qualifier>(?:輝達|英偉達|英伟达|エヌビディア|엔비디아)?\s?(?:[A-Za-z0-9]{{1,12}})?\s?(?:AI|製)?)\s?(?P<noun>{_EAST_NOUN})(?![A-Za-z])",
    re.IGNORECASE,
)
_EAST_COUNTED = re.compile(
    rf"(?P<noun>{_EAST_NOUN}|tpu)\s?(?:を|は|が|を最大|最大|約|约|약|최대)?\s?(?P<low>{EAST})\s?(?:[個个座台臺櫃柜枚基張张顆颗대개장])",
    re.IGNORECASE,
)
"""The noun before the number: `GPUを26万個`, `랙 3500대`."""
_EAST_RACKS = re.compile(rf"(?<![A-Za-z\d.,$第])(?P<low>{EAST})\s?(?:餘|余)?[櫃柜](?![台檯姐體体檢检子買买])")
"""A rack is its own measure: `每週約250櫃`."""
_OF_THEM = re.compile(rf"\b(?P<noun>racks|gpus|servers|chips|systems)\b[^.;\d]{{0,40}},\s(?P<low>{DIGITS})\sof\sthem\b", re.IGNORECASE)
_FEWEST = 100
"""A handful of racks is no term of a deal, but as a pace."""
_RACKS = frozenset("櫃柜")
"""What servers are counted in, at times."""
CUES = Cues(
    {
        "units": "rack cabinet gpu gb200s gb300s mi450s mi355xs mi300xs h100s h200s b200s b300s grafikproz tensor graphics tpu cpu xpu chip process accelerat acelerad beschleun prozessor proces server servid serveur wafer module tray "
        "node turbine reactor baies puces bastidor 櫃 柜 架 片 圓 圆 ラック 랙 チップ 칩 サーバー 서버 ウエハー 웨이퍼 伺服器 服务器 加速器 가속기"
    }
)
_COUNT = re.compile(r"\d|thousand|million|hundred|billion|milliers|miles|tausend|[一二三四五六七八九十百千萬万만]", re.IGNORECASE)


def find_units(text: str, lang: str = "en", *, woken: int | None = None) -> tuple[Figure, ...]:
    """Return counted hardware, in order: `1000 racks/week`; a number in words alone stays words: `hundreds of thousands of Nvidia GPUs`."""
    if not (CUES.of(text.lower()) if woken is None else woken) or _COUNT.search(text) is None:
        return ()
    found: list[Figure] = []
    for match in islice(_UNITS.finditer(text), MOST):
        figure = _western(text, lang, match)
        if figure is not None:
            found.append(figure)
    if not text.isascii():
        found += _eastern(text)
    elif "of them" in text:
        found += _counted(text, _OF_THEM, number)
    return no_overlap(found)


def _eastern(text: str) -> list[Figure]:
    found = []
    for match in islice(_EAST_UNITS.finditer(text), MOST):
        value = east_number(match["low"])
        if value is not None and value >= 10 and text[max(0, match.start() - 1) : match.start()] not in SOME:
            racks = not _RACKS.isdisjoint(text[match.end("low") : match.start("noun")])
            found.append(_figure(text, match.start(), match.end(), value, "racks" if racks else _EAST_NOUNS[match["noun"].lower()]))
    return found + _counted(text, _EAST_COUNTED, east_number) + _counted(text, _EAST_RACKS, east_number)


def _counted(text: str, pattern: re.Pattern[str], read: Callable[[str], float | None]) -> list[Figure]:
    """Return what a pattern counts; without a noun they are racks."""
    found = []
    for match in islice(pattern.finditer(text), MOST):
        value, noun = read(match["low"]), match.groupdict().get("noun", "racks").lower()
        if value is not None and value >= _FEWEST:
            found.append(_figure(text, match.start("low"), match.end(), value, _EAST_NOUNS.get(noun) or _NOUNS.get(noun, noun)))
    return found


def _western(text: str, lang: str, match: re.Match[str]) -> Figure | None:
    noun = _NOUNS[" ".join(match["noun"].lower().split())]
    if match["many"]:
        phrase = " ".join(match[0].split())
        return _figure(text, match.start(), match.end(), 0.0, noun, words=phrase[0].lower() + phrase[1:])
    if match["word"]:
        spoken = number(match["word"])
        size = (spoken or 0.0) * _WORD_SCALES[" ".join(match["word_scale"].lower().split())]
        return _figure(text, match.start(), match.end(), size, noun) if size else None
    low_scale, high_scale = match["low_scale"] or "", match["high_scale"] or ""
    comma = decimal_comma(lang, low_scale or high_scale)
    low, high = number(match["low"], comma=comma), number(match["high"], comma=comma) if match["high"] else None
    if low is None:
        return None
    low *= scale(low_scale or high_scale, lang)
    if high is not None:
        high *= scale(high_scale, lang)
    size = max(low, high or 0.0)
    is_year = 1990 <= size <= 2100 and "," not in match["low"] and not low_scale
    if (size < _FEWEST or is_year) and not _per_week(text, match.end()):
        return None  # `2026 server plans`
    if high is not None and not low < high:
        return None
    return _figure(text, match.start(), match.end(), size, noun, low=low if high is not None else None)


def _per_week(text: str, end: int) -> bool:
    return basis_after(text, end)[0] is not None


def _figure(text: str, start: int, end: int, size: float, noun: str, *, words: str = "", low: float | None = None) -> Figure:
    hedge, lead = hedge_before(text, start)
    basis, tail = basis_after(text, end)
    basis = basis or basis_before(text, lead)
    if basis in ("GW", "MW"):
        basis = None
    per = f"/{basis}" if basis else ""
    after, tail = hedge_after(text, tail) if not basis else (hedge, tail)
    hedge = after if hedge is Hedge.EXACT else hedge
    count = words or f"{plain(size)} {noun}"
    if low is not None:
        hedge, count = Hedge.RANGE, f"{plain(low)}-{count}"
    return Figure(start=start, end=end, lead=lead, tail=tail, value=f"{count}{per}", size=size, hedge=hedge, basis=basis, unit=noun)
