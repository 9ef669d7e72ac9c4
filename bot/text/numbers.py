"""Numbers as texts write them: grouped digits, scale words of seven languages, words, and East Asian counting by ten thousands.

Regular-expression pieces for the recognisers of amounts, power and units, and the functions that turn a match into a float. All
pieces are linear: no nested repetition can match one text in two ways.
"""

import re

DIGITS = r"(?:\d{1,3}(?:[,.’'\u00a0\u202f ]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d{1,15}(?:[.,]\d{1,6})?)"
"""Digits with any grouping; `number` decides what each mark means."""

FRESH = r"(?<![A-Za-z\d.,])"
"""A number starts here: `GB200` holds none."""

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_WORDS: dict[str, float] = {word: float(value) for value, word in enumerate(_SMALL)} | {
    "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0, "hundred": 100.0,
    "a hundred": 100.0, "one hundred": 100.0, "a": 1.0, "an": 1.0, "half a": 0.5, "a half": 0.5, "one and a half": 1.5, "a dozen": 12.0, "a couple of": 2.0,
    "ein": 1.0, "eine": 1.0, "einem": 1.0, "einen": 1.0, "einer": 1.0, "cien": 100.0, "cent": 100.0, "hundert": 100.0, "zwei": 2.0, "drei": 3.0, "vier": 4.0, "fünf": 5.0, "sechs": 6.0, "sieben": 7.0, "acht": 8.0,
    "zehn": 10.0, "un": 1.0, "una": 1.0, "dos": 2.0, "tres": 3.0, "cuatro": 4.0, "cinco": 5.0, "seis": 6.0, "siete": 7.0, "ocho": 8.0, "diez": 10.0,
    "une": 1.0, "deux": 2.0, "trois": 3.0, "quatre": 4.0, "cinq": 5.0, "sept": 7.0, "huit": 8.0, "dix": 10.0,
}  # fmt: skip
WORDS = r"(?:" + "|".join(sorted((w.replace(" ", r"\s") for w in _WORDS), key=len, reverse=True)) + r")"
"""Numbers in words, small ones only; `\\b` around it is the caller's."""

_SCALES: dict[str, float] = {
    "k": 1e3, "thousand": 1e3, "mil": 1e3, "tausend": 1e3, "mille": 1e3, "тыс.": 1e3, "тысяч": 1e3,
    "m": 1e6, "mn": 1e6, "mm": 1e6, "mln": 1e6, "mio": 1e6, "mio.": 1e6, "million": 1e6, "millions": 1e6, "millionen": 1e6, "millón": 1e6, "millon": 1e6,
    "millones": 1e6, "milhões": 1e6, "milhão": 1e6, "milioni": 1e6, "miljoen": 1e6, "млн": 1e6, "миллионов": 1e6, "миллиона": 1e6,
    "b": 1e9, "bn": 1e9, "bln": 1e9, "billion": 1e9, "billions": 1e9, "mil millones": 1e9, "millardo": 1e9, "millardos": 1e9, "milliarde": 1e9, "milliarden": 1e9,
    "mrd": 1e9, "mrd.": 1e9, "milliard": 1e9, "milliards": 1e9, "md": 1e9, "mds": 1e9, "mld": 1e9, "miliardi": 1e9, "miliardo": 1e9, "miljard": 1e9,
    "bilhões": 1e9, "bilhão": 1e9, "млрд": 1e9, "миллиардов": 1e9, "миллиарда": 1e9,
    "t": 1e12, "tn": 1e12, "trn": 1e12, "trillion": 1e12, "trillions": 1e12, "billionen": 1e12, "billón": 1e12, "billon": 1e12, "billones": 1e12,
    "mille milliards": 1e12, "trilhões": 1e12, "trilhão": 1e12, "трлн": 1e12, "триллионов": 1e12, "триллиона": 1e12,
    "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7, "cr": 1e7, "lakh crore": 1e12, "lakh crores": 1e12,
}  # fmt: skip
SCALE = r"(?:" + "|".join(sorted((re.escape(s).replace(r"\ ", r"\s") for s in _SCALES), key=len, reverse=True)) + r")(?![^\W\d_])"
"""A scale word or suffix, not followed by a letter."""

_LONG_SCALE = frozenset({"de", "es", "fr", "it", "nl", "pt", "ru", "pl"})
_COMMA_WORDS = frozenset(
    "mil tausend mille mio mio. millionen millón millones milhões milhão milioni mil_millones millardo milliarde milliarden mrd mrd. milliard "
    "milliards md mds mld miliardi billionen billón billones bilhões bilhão млн млрд трлн".replace("_", " ").split()
)
_EAST_UNITS = {"十": 10.0, "拾": 10.0, "百": 100.0, "백": 100.0, "千": 1e3, "천": 1e3}
_EAST_STEPS = {"萬": 1e4, "万": 1e4, "만": 1e4, "億": 1e8, "亿": 1e8, "억": 1e8, "兆": 1e12, "조": 1e12}
_EAST_DIGITS = {c: float(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0.0, "兩": 2.0, "两": 2.0}
_EAST_UNIT_CLASS = "".join(_EAST_UNITS) + "".join(_EAST_STEPS)
_EAST_DIGIT_CLASS = "".join(_EAST_DIGITS) + "十百千"

EAST = (
    rf"(?:(?:\d[\d,]{{0,15}}(?:\.\d{{1,6}})?|[{_EAST_DIGIT_CLASS}]{{1,8}})\s?[{_EAST_UNIT_CLASS}]{{0,4}}"
    rf"(?:\s?\d[\d,]{{0,9}}(?:\.\d{{1,4}})?[{_EAST_UNIT_CLASS}]{{1,3}}){{0,3}})"
)
"""A number of Chinese, Japanese or Korean text: `1兆5000億`, `三百億`, `5천억`, `2,000`."""

SOME = frozenset("數数几幾수")
"""`數十億` is “several billion”: no figure follows these."""

_EAST_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|\S")


def decimal_comma(lang: str, scale: str = "") -> bool:
    """Tell whether a comma is the decimal mark: by the scale word, which is surer than the language label, then by the language."""
    return scale.lower() in _COMMA_WORDS or (not scale and lang[:2] in _LONG_SCALE)


def number(text: str, *, comma: bool = False) -> float | None:
    """Return what digits or a number word say, or None; `comma` says that a comma is the decimal mark and a point groups."""
    word = _WORDS.get(" ".join(text.lower().split()))
    if word is not None:
        return word
    plain = re.sub(r"[’'\u00a0\u202f ]", "", text)
    group, point = (".", ",") if comma else (",", ".")
    head, mark, tail = plain.rpartition(group)
    if (
        mark
        and point not in plain
        and (len(tail) != 3 or "." not in group or head == "0")
        and (len(tail) != 3 or head == "0")
        and group not in head
    ):
        plain = f"{head}.{tail}"  # `1,5 billion` in English, `1.5 Milliarden` in German: no group of three, so a decimal mark
    else:
        plain = plain.replace(group, "").replace(point, ".")
    try:
        return float(plain)
    except ValueError:
        return None


def scale(word: str, lang: str = "en") -> float:
    """Return the factor of a scale word or suffix; `Billion` is 1e12 in German and `billion` in French."""
    key = " ".join(word.lower().split())
    if key in ("billion", "billions") and lang[:2] in ("de", "fr"):
        return 1e12
    return _SCALES.get(key, 1.0)


def east_number(text: str) -> float | None:
    """Return what an East Asian number says: `1兆5000億` is 1.5e12, `一万亿` 1e12, `5천억` 5e11; None where it says nothing."""
    total, section, figure, seen, stepped = 0.0, 0.0, None, False, False
    for token in _EAST_TOKEN.findall(text):
        if token[0].isascii() and token[0].isdigit():
            figure = float(token.replace(",", ""))
        elif token in _EAST_DIGITS:
            figure = (figure or 0.0) * 10 + _EAST_DIGITS[token]
        elif token in _EAST_UNITS:
            section += (1.0 if figure is None else figure) * _EAST_UNITS[token]
            figure = None
        elif token in _EAST_STEPS:
            section += figure or 0.0
            if stepped and not section:
                total *= _EAST_STEPS[token]  # 萬億: ten thousand times a hundred million
            else:
                total += (section or 1.0) * _EAST_STEPS[token]
            section, figure, seen, stepped = 0.0, None, True, True
            continue
        else:
            return None
        seen, stepped = True, False
    return total + section + (figure or 0.0) if seen else None


def short(value: float) -> str:
    """Return a figure in plain engineering form: `5e9`, `1.4e12`, `569e6`, `750`."""
    for power in (12, 9, 6, 3):
        if value >= 10**power:
            return f"{_trim(value / 10**power)}e{power}"
    return _trim(value)


def _trim(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
