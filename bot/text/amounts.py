"""Amounts of money: `$1 billion to $5 billion`, `US$30bn a year`, `500億ドル`, `100조 원`, `mil millones de dólares`, `₹5 lakh crore`."""

import re
from itertools import islice

from bot.model.reading import Hedge
from bot.text.cues import Cues
from bot.text.currencies import EAST as EAST_WORDS
from bot.text.currencies import SIGNS, WORDS, own_yuan
from bot.text.figures import MOST, Figure, no_overlap
from bot.text.hedges import basis_after, basis_before, hedge_after, hedge_before, is_range
from bot.text.numbers import DIGITS, EAST, FRESH, SCALE, SOME, decimal_comma, east_number, number, scale, short
from bot.text.numbers import WORDS as NUMBER_WORDS


def _any(words: dict[str, str]) -> str:
    return "|".join(sorted((re.escape(w).replace(r"\ ", r"\s") for w in words), key=len, reverse=True))


_SIGN = rf"(?:{_any(SIGNS)})"
_WORD = rf"(?:{_any(WORDS)})(?![^\W\d_])"
_TO = r"(?:\s?(?:-|–|—|~|〜|～|to|and|or|bis|und|a|y|à|et|e|do)\s?)"
_SCALED = rf"(?i:[-\s\u00a0]?(?P<{{0}}>{SCALE}))?"

# Case matters up to the scale word: a pattern that begins with a plain choice of characters is found many times faster.
_SIGNED = re.compile(
    rf"(?P<sign>{_any(SIGNS)})\s?(?P<low>{DIGITS}){_SCALED.format('low_scale')}(?:{_TO}(?:(?P<high_sign>{_SIGN})\s?)?(?P<high>{DIGITS}){_SCALED.format('high_scale')}(?![\d]))?"
)
_WORDED = re.compile(
    rf"(?:{FRESH}(?P<low>{DIGITS})|(?<![^\W_])(?P<low_word>{NUMBER_WORDS})(?=[\s-])){_SCALED.format('low_scale')}"
    rf"(?:{_TO}(?P<high>{DIGITS}){_SCALED.format('high_scale')})?[-\s\u00a0]?(?:of\s|de\s|d['’]|di\s)?(?P<word>{_WORD})",
    re.IGNORECASE,
)
_EAST = re.compile(
    rf"(?P<sign>{_SIGN}|新台幣|新臺幣|台幣|人民幣|人民币)?\s?(?<![A-Za-z\d.,])(?P<low>{EAST})\s?(?:(?P<first>{_any(EAST_WORDS)})?\s?(?:至|到|から|에서|-|–|~|〜|～|∼|或)\s?(?P<high>{EAST})\s?)?[多餘余]?(?P<word>{_any(EAST_WORDS)})?",
)
_EAST_SCALE = re.compile(r"[万萬만億亿억兆조千천百]")
_MIXED = re.compile(rf"(?P<low>{DIGITS})\s?(?P<scale>billion|trillion|million|bn|B|T|M)\s?(?P<word>{_any(EAST_WORDS)})")
_VAGUE = re.compile(
    r"\bmulti-?\s?(?P<scale>b|m|tr)illion(?:-?\s?(?:dollars?|euros?|pounds?))?\b|\b(?P<many>tens|dozens|hundreds|several|many)?(?:\sof)?\s?(?P<word>b|m|tr)illions\s(?:of\s)?(?:dollars|euros)\b|"
    r"數十億美元|数十亿美元|数十億ドル|数百億ドル|數百億美元|数百亿美元|수십억\s?달러|수백억\s?달러|Milliardenschwer\w*|Milliardenauftrag|milliardenvertrag|miles\sde\smillones\sde\sdólares|plusieurs\smilliards",
    re.IGNORECASE,
)
CUES = Cues(
    {
        "sign": "$ € £ ¥ ￥ ₹ ₩ usd eur gbp jpy krw twd ntd nt_ cny rmb inr chf rs_ rs. cad aud hkd sgd sek nok aed sar",
        "word": "dollar dólar dolares dollari euro pound yuan renminbi rmb yen won rupee rupi roupi libras livres pfund franc franken dirham riyal usd eur gbp jpy krw twd cny inr chf "
        "доллар евро руб",
        "east": "元 金 幣 币 円 圓 圜 鎊 镑 比 ドル ユーロ ポンド ウォン ルピー 달러 원 엔 유로 위안 파운드 루피 美 弗 불 usd us$ nt$",
    }
)


_SIGN_BIT, _WORD_BIT, _EAST_BIT = CUES.bit("sign"), CUES.bit("word"), CUES.bit("east")


def find_amounts(text: str, lang: str = "en", *, woken: int | None = None) -> tuple[Figure, ...]:
    """Return the amounts of money in a text, in order; ranges, hedges and bases are read, conversions come as figures of their own.

    Cost grows linearly with the text. An amount without a currency is none.
    """
    woken = CUES.of(text.lower()) if woken is None else woken
    if not woken:
        return ()
    found: list[Figure] = []
    if woken & _SIGN_BIT:
        for match in islice(_SIGNED.finditer(text), MOST):
            if text[max(0, match.start() - 1) : match.start()].isalpha() and match["sign"][0].isalpha():
                continue  # `chipmakeRs 5`
            found.extend(_western(text, lang, match, _code(match["sign"], lang)))
    if woken & _WORD_BIT or (woken & _SIGN_BIT and lang[:2] != "en"):
        for match in islice(_WORDED.finditer(text), MOST):
            found.extend(_western(text, lang, match, WORDS[" ".join(match["word"].lower().split())]))
    if woken & _EAST_BIT and not text.isascii():
        found.extend(_eastern(text, lang))
    return no_overlap(found)


def find_vague(text: str) -> tuple[tuple[int, int], ...]:
    """Return where a text speaks of billions without a figure: `a multi-billion-dollar deal`, `數十億美元`."""
    if text.isascii() and "illions" not in text and "ulti" not in text:
        return ()
    return tuple(match.span() for match in _VAGUE.finditer(text))


def _code(sign: str, lang: str) -> str:
    for form in (sign, sign.upper(), sign.capitalize()):
        if form in SIGNS:
            return "CNY" if form in "¥￥" and lang.startswith("zh") else SIGNS[form]
    return "USD"


def _western(text: str, lang: str, match: re.Match[str], code: str) -> list[Figure]:
    groups = match.groupdict()
    low_scale, high_scale = groups["low_scale"] or "", groups["high_scale"] or ""
    comma = decimal_comma(lang, low_scale or high_scale)
    low = number(groups["low"] or groups.get("low_word") or "", comma=comma)
    high = number(groups["high"], comma=comma) if groups["high"] else None
    if low is None or (groups.get("low_word") and not low_scale):
        return []
    if high is None:
        return [_figure(text, match.start(), match.end(), code, low * scale(low_scale, lang), None)]
    if low_scale and not high_scale:  # `$38 billion to 4 customers`: what follows is another number
        return [] if "word" in groups else [_figure(text, match.start(), match.end("low_scale"), code, low * scale(low_scale, lang), None)]
    low, high = low * scale(low_scale or high_scale, lang), high * scale(high_scale, lang)
    if (
        is_range(text, match.start(), text[match.end("low_scale" if low_scale else "low") : match.start("high")])
        and low < high
        and groups.get("high_sign") in (None, groups.get("sign"))
    ):
        return [_figure(text, match.start(), match.end(), code, low, high)]
    sign = groups.get("high_sign")
    other = _code(sign, lang) if sign else code
    first = match.end("low_scale") if low_scale else match.end("low")
    return [
        _figure(text, match.start(), first, code, low, None),
        _figure(text, match.start("high_sign" if sign else "high"), match.end(), other, high, None),
    ]


def _eastern(text: str, lang: str) -> list[Figure]:
    found = []
    for match in islice(_EAST.finditer(text), MOST):
        sign, word = match["sign"], match["word"]
        if (not sign and not word) or text[max(0, match.start("low") - 1) : match.start("low")] in SOME:
            continue
        if sign and not word and not _EAST_SCALE.search(match["low"]):
            continue  # plain digits behind a sign: read above
        code = EAST_WORDS.get(word or "", "") or (own_yuan(lang) if word == "元" else "")
        if sign:
            code = EAST_WORDS.get(sign) or _code(sign, lang)
        low = east_number(match["low"])
        high = east_number(match["high"]) if match["high"] else None
        if low is None or not code:
            continue
        if high is not None and low < 1e4 <= high and not _EAST_SCALE.search(match["low"]):
            unit = _EAST_SCALE.search(match["high"])
            factor = east_number("1" + match["high"][unit.start() :]) if unit else None
            low *= factor or 1.0
        found.append(_figure(text, match.start(), match.end(), code, low, high))
    for match in islice(_MIXED.finditer(text), MOST):
        value = number(match["low"])
        code = EAST_WORDS.get(match["word"], "")
        if value is not None and code:
            found.append(_figure(text, match.start(), match.end(), code, value * scale(match["scale"]), None))
    return found


def _figure(text: str, start: int, end: int, code: str, low: float, high: float | None) -> Figure:
    hedge, lead = hedge_before(text, start)
    after, tail = hedge_after(text, end)
    hedge = hedge if hedge is not Hedge.EXACT else after
    basis, tail = basis_after(text, tail)
    basis = basis or basis_before(text, lead)
    value = short(low)
    if high is not None and high > low:
        hedge, value = Hedge.RANGE, f"{value}-{short(high)}"
    per = f"/{basis}" if basis else ""
    return Figure(
        start=start,
        end=end,
        lead=lead,
        tail=tail,
        value=f"{code} {value}{per}",
        size=max(low, high or 0.0),
        hedge=hedge,
        basis=basis,
        unit=code,
    )
