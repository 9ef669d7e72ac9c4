"""Grouping articles by event, on any news: words of title and lead, and apart from them the names and figures that tell look-alikes apart."""

import math
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.pipeline.linkage import Bar, Near, likenesses, link
from bot.text.similarity import TextPrint, dot, length, text_print

BAR = Bar(join=0.20, cohesion=0.65, copy=0.60)
NAMES_SHARE = 0.3
"""How much of a likeness is that of names and figures."""
ASSUMED = 30
"""As if so many other articles had been read: in a handful, no word is rare."""
COMMONEST, LEAST = 400, 0.07
DAY_COSTS, MOST_DAYS = 0.006, 25
"""What each day between two articles beyond the first takes from their likeness, and for how many days."""


def group_articles(articles: Sequence[tuple[str, str]], seen: Sequence[datetime | None]) -> list[int]:
    """Return for each article, title and text, the position of the first one of its group; `seen` where it is known."""
    prints = [text_print(title, text) for title, text in articles]
    near = likenesses(_vectors(prints), commonest=COMMONEST, least=LEAST)
    _weigh_names(near, _names(prints))
    _weigh_days(near, seen)
    return link(near, BAR)


def _vectors(prints: Sequence[TextPrint]) -> list[dict[str, float]]:
    """Return each article as a vector of length 1: its words and figures, weighed by how rare they are."""
    counts = Counter(term for text in prints for term in text.terms)
    vectors = []
    for text in prints:
        weighed = {term: weight * math.log((len(prints) + ASSUMED) / counts[term]) for term, weight in text.terms.items()}
        size = length(weighed) or 1.0
        vectors.append({term: weight / size for term, weight in weighed.items()})
    return vectors


def _names(prints: Sequence[TextPrint]) -> list[dict[str, float]]:
    """Return each article's names and figures by how rare they are; a name is written with a capital inside sentences more often than without."""
    inside, lower = Counter[str](), Counter[str]()
    for text in prints:
        inside.update(text.inside)
        lower.update(text.lower)
    kept = [{word for word in text.capital if inside[word] > lower[word]} | text.figures for text in prints]
    counts = Counter(name for names in kept for name in names)
    return [{name: math.log((len(prints) + ASSUMED) / counts[name]) for name in names} for names in kept]


def _weigh_names(near: Near, names: Sequence[dict[str, float]]) -> None:
    """Mix into each likeness that of the names: how alike both lists are, and how much of the shorter one stands in the longer."""
    sizes = [length(one) for one in names]
    for i, row in near.items():
        for j in row:
            if i < j and sizes[i] and sizes[j]:
                both = dot(names[i], names[j])
                agree = math.sqrt(both / (sizes[i] * sizes[j]) * min(1.0, both / min(sizes[i], sizes[j]) ** 2))
                row[j] = near[j][i] = (1.0 - NAMES_SHARE) * row[j] + NAMES_SHARE * agree


def _weigh_days(near: Near, seen: Sequence[datetime | None]) -> None:
    """Take from each likeness for the days between two articles."""
    for i, row in near.items():
        one = seen[i]
        for j in row:
            other = seen[j]
            if i < j and one is not None and other is not None:
                days = abs((one - other).total_seconds()) / 86_400 - 1.0
                row[j] = near[j][i] = row[j] - DAY_COSTS * min(max(days, 0.0), MOST_DAYS)
