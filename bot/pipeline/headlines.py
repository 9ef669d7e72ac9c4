"""Grouping bare headlines by event: they share few words, so stems, names, figures and pairs of words speak too."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from bot.pipeline.linkage import Bar, likenesses, link
from bot.text.similarity import STOP, cases, figures, length, words

BAR = Bar(join=0.16, cohesion=0.5, copy=0.5)
"""A higher bar splits rewordings, a lower one joins look-alikes of one field."""
NAMED, STEM, PAIR = 1.25, 0.7, 0.3
"""What names and figures, the first letters of long words (`acquires`, `acquisition`), and neighbouring words weigh beside a plain word."""
STEM_LETTERS = 5
ASSUMED = 30
"""As if so many other headlines had been read: in a handful, no word is rare."""
COMMONEST, LEAST = 250, 0.02
"""A word of more headlines than this finds none; two headlines less alike than this are not alike at all."""


def group_headlines(titles: Sequence[str]) -> list[int]:
    """Return for each headline the position of the first one of its group."""
    return link(likenesses(_vectors(titles), commonest=COMMONEST, least=LEAST), BAR)


def _vectors(titles: Sequence[str]) -> list[dict[str, float]]:
    """Return each headline as a vector of length 1: its words, stems, pairs of words and figures, weighed by how rare they are."""
    found = [_terms(title) for title in titles]
    counts = Counter(term for terms in found for term in terms)
    inside, lower = Counter[str](), Counter[str]()
    for title in titles:
        capital, _, small = cases(title)
        inside.update(capital.keys())
        lower.update(small.keys())
    vectors = []
    for terms in found:
        weighed = {
            term: weight
            * math.log((len(titles) + ASSUMED) / counts[term])
            * (NAMED if term[0] == "#" or inside[term] > lower[term] else 1.0)
            for term, weight in terms.items()
        }
        size = length(weighed) or 1.0
        vectors.append({term: weight / size for term, weight in weighed.items()})
    return vectors


def _terms(title: str) -> dict[str, float]:
    kept = [word for word in words(title) if word not in STOP]
    terms = dict.fromkeys(kept, 1.0) | dict.fromkeys(figures(title), 1.0)
    terms |= {f"~{word[:STEM_LETTERS]}": STEM for word in kept if len(word) > STEM_LETTERS and word.isascii()}
    return terms | {f"{one} {other}": PAIR for one, other in pairwise(kept)}
