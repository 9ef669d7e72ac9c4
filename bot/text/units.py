"""Hardware counted in pieces: `1,000 racks a week`, `hundreds of thousands of Nvidia GPUs`, `900,000 wafers a month`."""

import re

from bot.model.reading import Hedge
from bot.text.cues import Cues
from bot.text.figures import Figure, no_overlap
from bot.text.hedges import basis_after, basis_before, hedge_after, hedge_before
from bot.text.numbers import DIGITS, EAST, FRESH, SCALE, decimal_comma, east_number, number, scale
from bot.text.power import plain

_NOUNS: dict[str, str] = {
    "racks": "racks", "rack": "racks", "server racks": "racks", "cabinets": "racks", "gpus": "GPUs", "gpu": "GPUs", "graphics processors": "GPUs", "graphics processing units": "GPUs",
    "tpus": "TPUs", "cpus": "CPUs", "chips": "chips", "chip": "chips", "processors": "processors", "accelerators": "accelerators", "servers": "servers", "server": "servers", "superchips": "chips",
    "wafers": "wafers", "wafer": "wafers", "xpus": "XPUs", "modules": "modules", "trays": "trays", "nodes": "nodes", "turbines": "turbines", "reactors": "reactors",
    "baies": "racks", "serveurs": "servers", "puces": "chips", "puces gpu": "GPUs", "chips de ia": "chips", "servidores": "servers", "bastidores": "racks", "aceleradores": "accelerators", "procesadores": "processors",
    "chips gpu": "GPUs", "server-racks": "racks", "serverracks": "racks", "serverschränke": "racks", "beschleuniger": "accelerators", "prozessoren": "processors", "wafern": "wafers", "processeurs": "processors", "stoek": "racks",
}  # fmt: skip
_NOUN = "|".join(sorted((re.escape(n).replace(r"\ ", r"\s") for n in _NOUNS), key=len, reverse=True))
_QUALIFIER = r"(?:[-\s](?:(?!(?:and|or|to|of|in|on|for|with|by|at|from|the|a|an|is|are|was|per|as|than|jobs|homes|people|workers|employees|und|y|et|por|par|pro)\b)[\w.'’/-]{1,18})){0,4}?"
_UNITS = re.compile(
    rf"(?:{FRESH}(?<![$€£¥₹])(?P<low>{DIGITS})(?:\s?(?P<scale>{SCALE}))?|(?P<many>(?:tens|hundreds|dozens)\sof\s(?:thousands|millions)|hundreds|thousands|millions|billions))"
    rf"\+?(?:\s(?:of|de|di|von))?(?P<qualifier>{_QUALIFIER})[-\s](?P<noun>{_NOUN})(?![^\W\d_])",
    re.IGNORECASE,
)
_EAST_NOUNS: dict[str, str] = {
    "機櫃": "racks", "机柜": "racks", "機架": "racks", "机架": "racks", "ラック": "racks", "랙": "racks", "gpu": "GPUs", "顆gpu": "GPUs", "晶片": "chips", "芯片": "chips", "顆晶片": "chips", "チップ": "chips", "칩": "chips",
    "伺服器": "servers", "服务器": "servers", "サーバー": "servers", "서버": "servers", "晶圓": "wafers", "晶圆": "wafers", "ウエハー": "wafers", "웨이퍼": "wafers", "加速器": "accelerators", "가속기": "accelerators",
}  # fmt: skip
_EAST_NOUN = "|".join(sorted(map(re.escape, _EAST_NOUNS), key=len, reverse=True))
_EAST_UNITS = re.compile(
    rf"(?<![A-Za-z\d.,$])(?P<low>{EAST})\s?(?:個|个|座|台|臺|櫃|柜|枚|基|대|개|장|顆|颗|片|枚の|台の|基の|個の|장의|개의|대의)?(?:の|的|의)?\s?(?P<qualifier>(?:[A-Za-z0-9]+|AI|輝達|英偉達|英伟达|エヌビディア|엔비디아)?\s?(?:AI|製)?)\s?(?P<noun>{_EAST_NOUN})(?![A-Za-z])",
    re.IGNORECASE,
)
_CUES = Cues(
    {
        "units": "rack cabinet gpu graphics tpu cpu xpu chip process accelerat acelerad beschleun prozessor proces server servid serveur wafer module tray "
        "node turbine reactor baies puces bastidor 櫃 柜 架 片 圓 圆 ラック 랙 チップ 칩 サーバー 서버 ウエハー 웨이퍼 伺服器 服务器 加速器 가속기"
    }
)
_COUNT = re.compile(r"\d|thousands|millions|hundreds|billions|[一二三四五六七八九十百千萬万만]", re.IGNORECASE)


def find_units(text: str, lang: str = "en") -> tuple[Figure, ...]:
    """Return counted hardware, in order: `1000 racks/week`; a number in words alone stays words: `hundreds of thousands of Nvidia GPUs`."""
    if not _CUES.of(text.lower()) or _COUNT.search(text) is None:
        return ()
    found: list[Figure] = []
    for match in _UNITS.finditer(text):
        figure = _western(text, lang, match)
        if figure is not None:
            found.append(figure)
    if not text.isascii():
        for match in _EAST_UNITS.finditer(text):
            value = east_number(match["low"])
            if value is not None and value >= 10:
                found.append(_figure(text, match.start(), match.end(), value, _EAST_NOUNS[match["noun"].lower()]))
    return no_overlap(found)


def _western(text: str, lang: str, match: re.Match[str]) -> Figure | None:
    noun = _NOUNS[" ".join(match["noun"].lower().split())]
    if match["many"]:
        phrase = " ".join(match[0].split())
        return _figure(text, match.start(), match.end(), 0.0, noun, words=phrase[0].lower() + phrase[1:])
    value = number(match["low"], comma=decimal_comma(lang, match["scale"] or ""))
    if value is None:
        return None
    value *= scale(match["scale"] or "", lang)
    if value < 100 or (1990 <= value <= 2100 and "," not in match["low"] and not match["scale"] and not _per_week(text, match.end())):
        return None  # `2026 server plans`; a handful of racks is no term of a deal
    return _figure(text, match.start(), match.end(), value, noun)


def _per_week(text: str, end: int) -> bool:
    return basis_after(text, end)[0] is not None


def _figure(text: str, start: int, end: int, size: float, noun: str, *, words: str = "") -> Figure:
    hedge, lead = hedge_before(text, start)
    basis, tail = basis_after(text, end)
    basis = basis or basis_before(text, lead)
    if basis in ("GW", "MW"):
        basis = None
    per = f"/{basis}" if basis else ""
    after, tail = hedge_after(text, tail) if not basis else (hedge, tail)
    return Figure(
        start=start,
        end=end,
        lead=lead,
        tail=tail,
        value=f"{words or f'{plain(size)} {noun}'}{per}",
        size=size,
        hedge=after if hedge is Hedge.EXACT else hedge,
        basis=basis,
        unit=noun,
    )
