"""Telling whether two texts report the same thing: weighted words, names, figures and dates, and copies by their word runs."""

import math
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:[.'’&][^\W_]+)*")
_CJK = re.compile(r"[぀-ヿ㐀-鿿가-힯]")
_FIGURE = re.compile(
    r"(?<![\w.])(?P<number>\d[\d,]*(?:\.\d+)?)[\s-]?"
    r"(?P<unit>trillion|billion|million|thousand|tn|bn|mn|gigawatts?|megawatts?|gw|mw|percent|per cent|[%kmbt])?(?![\w])",
    re.IGNORECASE,
)
_SCALES = {"trillion": 1e12, "tn": 1e12, "t": 1e12, "billion": 1e9, "bn": 1e9, "b": 1e9, "million": 1e6, "mn": 1e6, "m": 1e6}
_SCALES |= {"thousand": 1e3, "k": 1e3, "gigawatt": 1e9, "gw": 1e9, "megawatt": 1e6, "mw": 1e6}
_POWER = ("gigawatt", "gw", "megawatt", "mw")
_PERCENT = ("percent", "per cent", "%")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAY = re.compile(
    r"\b(?:(?P<m1>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.? (?P<d1>\d{1,2})(?:st|nd|rd|th)?"
    r"|(?P<d2>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<m2>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*)\b",
    re.IGNORECASE,
)
STOP = frozenset(
    """a about above after again against all also am an and any are as at be because been before being below between both but by can could
    did do does doing down during each few for from further had has have having he her here hers him his how i if in into is it its itself
    just me more most my new no nor not now of off on once only or other our out over own per said same say says she should so some such
    than that the their them then there these they this those through to too under until up upon us very was we were what when where which
    while who whom why will with would you your amid via vs may might must via still yet one two first last year years week day today
    according report reports reported news""".split()  # noqa: SIM905  a list of two hundred words reads better as prose
)
LEAD_WORDS = 160
"""How many words of the text count beside the title: the event stands at the top, background further down."""
RUN = 4
"""Words in a run: two texts that share many runs of four are one text."""
SKETCH = 64


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Return a word without case, possessive and the commonest English endings: `announces`, `announced` → `announc`."""
    word = word.lower().replace("’", "'").removesuffix("'s").replace(".", "").replace("'", "")
    if len(word) <= 4 or not word.isascii():
        return word
    for ending, instead in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")):
        if word.endswith(ending) and not word.endswith(("ss", "us", "is")) and len(word) - len(ending) + len(instead) >= 3:
            return word[: len(word) - len(ending)] + instead
    return word


def words(text: str) -> list[str]:
    """Return the folded words of a text in order; scripts without spaces give pairs of characters."""
    found: list[str] = []
    for raw in _WORD.findall(text):
        if _CJK.search(raw):
            found += [raw[i : i + 2] for i in range(max(1, len(raw) - 1))]
        else:
            found.append(fold(raw))
    return found


def figures(text: str) -> frozenset[str]:
    """Return the text's amounts in one form: `$5 billion` and `5bn` are `#5e+09`, `10 GW` is `#1e+10w`, `12%` is `#12%`; plain years are left out."""
    found = set()
    for match in _FIGURE.finditer(text):
        unit = (match["unit"] or "").lower().removesuffix("s")
        number = float(match["number"].replace(",", ""))
        if not unit and (number < 13 or 1900 <= number <= 2100):
            continue
        mark = "w" if unit in _POWER else "%" if unit in _PERCENT else ""
        found.add(f"#{number * _SCALES.get(unit, 1.0):.4g}{mark}")
    return frozenset(found)


def days(text: str) -> frozenset[str]:
    """Return the days that the text names by month and number, as `11-20`."""
    found = set()
    for match in _DAY.finditer(text):
        month = (match["m1"] or match["m2"])[:3].lower()
        found.add(f"{_MONTHS.index(month) + 1:02d}-{int(match['d1'] or match['d2']):02d}")
    return frozenset(found)


def years(text: str) -> frozenset[str]:
    """Return the years that the text names."""
    return frozenset(re.findall(r"(?<![\w.,$€£])(?:19[5-9]\d|20[0-4]\d)(?![\w,]|\.\d)", text))


def cases(text: str) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Return a text's words by how they are written: with a capital inside a sentence, with one at its beginning, and in lower case."""
    inside, first, lower = Counter[str](), Counter[str](), Counter[str]()
    for match in _WORD.finditer(text):
        raw = match[0]
        word = fold(raw)
        if word in STOP or len(word) < 2 or not raw[0].isalpha():
            continue
        if not raw[0].isupper():
            lower[word] += 1
            continue
        before = text[max(0, match.start() - 2) : match.start()]
        begins = match.start() == 0 or "\n" in before or before[:1] in ".!?:" or before[-1:] in "“\"‘'"
        (first if begins and (raw[1:].islower() or len(raw) == 1) else inside)[word] += 1
    return inside, first, lower


@dataclass(frozen=True, kw_only=True, slots=True)
class TextPrint:
    """What is remembered of a title and a text in order to compare them with others."""

    title: frozenset[str]
    """Folded words of the title that are no stop words, figures included."""
    terms: Mapping[str, float]
    """Weights of the words of title and lead, before rarity counts."""
    capital: frozenset[str]
    """Words written with a capital in title or lead; which of them are names, the whole corpus tells."""
    inside: frozenset[str]
    """Those that have it inside a sentence, so that it means something; none from a title that has capitals throughout."""
    lower: frozenset[str]
    """Words that also, or only, stand in lower case."""
    figures: frozenset[str]
    days: frozenset[str]
    years: frozenset[str]
    lead_runs: frozenset[int]
    sketch: frozenset[int]
    """The smallest hashes of all word runs: their overlap estimates the share of text in common."""
    length: int


def _runs(tokens: list[str]) -> set[int]:
    return {zlib.crc32(" ".join(tokens[i : i + RUN]).encode("utf-8", "surrogatepass")) for i in range(len(tokens) - RUN + 1)}


def text_print(title: str, text: str, *, title_weight: float = 2.0) -> TextPrint:
    """Take the print of one article: pure, linear in its length."""
    text = text[:40_000]
    body = words(text)
    lead_end = _end_of_words(text, LEAD_WORDS)
    lead = text[:lead_end]
    title_words = [word for word in words(title) if word not in STOP]
    weights: defaultdict[str, float] = defaultdict(float)
    for position, word in enumerate(body[:LEAD_WORDS]):
        if word not in STOP and len(word) > 1:
            weights[word] += 1.0 if position < LEAD_WORDS / 2 else 0.6
    terms = {word: 1.0 + math.log(count) if count > 1 else count for word, count in weights.items()}
    figured = figures(f"{title}\n{lead}")
    for figure in figured:
        terms[figure] = terms.get(figure, 0.0) + 1.0
    for word in title_words:
        terms[word] = terms.get(word, 0.0) + title_weight
    inside, first, lower = cases(lead)
    title_inside, title_first, title_lower = cases(title)
    shouted = _is_title_case(title)
    runs = _runs(body)
    return TextPrint(
        title=frozenset(title_words) | figures(title),
        terms=terms,
        capital=frozenset(inside) | frozenset(first) | frozenset(title_inside) | frozenset(title_first),
        inside=frozenset(inside) | (frozenset() if shouted else frozenset(title_inside)),
        lower=frozenset(lower) | (frozenset() if shouted else frozenset(title_lower)),
        figures=figured,
        days=days(f"{title}\n{lead}"),
        years=years(f"{title}\n{lead}"),
        lead_runs=frozenset(_runs(body[:LEAD_WORDS])),
        sketch=frozenset(sorted(runs)[:SKETCH]),
        length=len(body),
    )


def _end_of_words(text: str, count: int) -> int:
    for number, match in enumerate(_WORD.finditer(text), start=1):
        if number >= count:
            return match.end()
    return len(text)


def _is_title_case(title: str) -> bool:
    """Tell whether a title writes nearly every word with a capital, so that capitals say nothing."""
    long_words = [word for word in _WORD.findall(title) if len(word) > 3 and word[0].isalpha()]
    capital = sum(word[0].isupper() for word in long_words)
    return len(long_words) >= 3 and capital >= 0.8 * len(long_words)


def is_copy(one: TextPrint, other: TextPrint) -> bool:
    """Tell whether two prints are of one text: a wire copy, an excerpt or a light rewrite; of bare titles, nearly the same words."""
    shorter = min(len(one.lead_runs), len(other.lead_runs))
    if shorter >= 8:
        if len(one.lead_runs & other.lead_runs) >= 0.45 * shorter:
            return True
        joint = sorted(one.sketch | other.sketch)[:SKETCH]
        return sum(run in one.sketch and run in other.sketch for run in joint) >= 0.35 * len(joint)
    union = one.title | other.title
    return len(union) >= 3 and len(one.title & other.title) >= 0.8 * len(union)


class Rarity:
    """How rare each word is in what has been read so far; before much has been read, every word counts about alike."""

    def __init__(self, *, assumed: int = 200) -> None:
        self._assumed = assumed
        self._seen: Counter[str] = Counter()
        self._inside: Counter[str] = Counter()
        self._lower: Counter[str] = Counter()
        self._texts = 0
        self._weights: dict[str, float] = {}
        self._weighed_at = 0
        self.version = 0
        """Grows when weights are worked out anew: after every twentieth of all texts more."""

    def add(self, text: TextPrint) -> None:
        """Count one text's words, and how they are written."""
        self._seen.update(text.terms)
        self._inside.update(text.inside)
        self._lower.update(text.lower)
        self._texts += 1
        if self._texts > 1.05 * self._weighed_at:
            self._weighed_at = self._texts
            self._weights.clear()
            self.version += 1

    def names(self, text: TextPrint) -> set[str]:
        """Return the words of a text that are names: written with a capital here, and not oftener without one elsewhere."""
        inside, lower = self._inside, self._lower
        own = text.inside - text.lower
        return {
            word
            for word in text.capital
            if (inside[word] or word in own or not lower[word]) and inside[word] + (word in own) >= lower[word]
        }

    def weight(self, term: str) -> float:
        """Return the inverse document frequency of a word, smoothed; at least 0.2."""
        weight = self._weights.get(term)
        if weight is None:
            weight = self._weights[term] = max(0.2, math.log((self._assumed + self._weighed_at) / (1.5 + self._seen[term])))
        return weight


def dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the inner product of two sparse vectors."""
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other[term] for term, value in one.items() if term in other)


def length(vector: Mapping[str, float]) -> float:
    """Return the Euclidean length of a sparse vector."""
    return math.sqrt(sum(value * value for value in vector.values()))
