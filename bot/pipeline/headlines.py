"""Grouping bare headlines by event: they share few words, so that all are weighed against each other before any two are joined.

Average linkage over sparse vectors of rare words: two groups are joined while the mean likeness of their headlines, each with each, is
high enough, the likeliest two first. Unlike joining in order of arrival, an unlucky first headline spoils nothing.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from bot.text.similarity import STOP, cases, figures, length, words

JOIN = 0.14
"""The mean likeness at which two groups are one; higher splits rewordings, lower joins look-alikes of one field."""
NAMED, STEM, PAIR = 1.25, 0.7, 0.3
"""What names and figures, the first letters of long words (`acquires`, `acquisition`), and neighbouring words weigh beside a plain word."""
STEM_LETTERS = 5
ASSUMED = 30
"""As if so many other headlines had been read: in a handful, no word is rare."""
COMMONEST, LEAST = 250, 0.02
"""A word of more headlines than this finds none; two headlines less alike than this are not alike at all."""


def group_headlines(titles: Sequence[str]) -> list[int]:
    """Return for each headline the position of the first one of its group."""
    near = _likenesses(_vectors(titles))
    members = {i: [i] for i in range(len(titles))}
    heap = [(-score, i, j) for i, row in near.items() for j, score in row.items() if i < j and score >= JOIN]
    heapq.heapify(heap)
    following = len(titles)
    while heap:
        _, one, other = heapq.heappop(heap)
        if one not in members or other not in members:
            continue
        row = _joined(near, members, one, other)
        members[following] = members.pop(one) + members.pop(other)
        near[following] = row
        for neighbour, score in row.items():
            near[neighbour][following] = score
            if score >= JOIN:
                heapq.heappush(heap, (-score, neighbour, following))
        following += 1
    firsts = [0] * len(titles)
    for group in members.values():
        for i in group:
            firsts[i] = min(group)
    return firsts


def _joined(near: dict[int, dict[int, float]], members: dict[int, list[int]], one: int, other: int) -> dict[int, float]:
    """Return the mean likeness of two groups taken together with each neighbour of either, and forget both."""
    rows = (near.pop(one), near.pop(other))
    sizes = (len(members[one]), len(members[other]))
    found: defaultdict[int, float] = defaultdict(float)
    for row, size in zip(rows, sizes, strict=True):
        for neighbour, score in row.items():
            if neighbour not in (one, other):
                found[neighbour] += score * size / sum(sizes)
                near[neighbour].pop(one, None)
                near[neighbour].pop(other, None)
    return dict(found)


def _likenesses(vectors: Sequence[dict[str, float]]) -> dict[int, dict[int, float]]:
    """Return the cosine of each headline with each that shares a word that is not common."""
    near: dict[int, dict[int, float]] = {i: {} for i in range(len(vectors))}
    holders: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for i, vector in enumerate(vectors):
        scores: defaultdict[int, float] = defaultdict(float)
        for term, weight in vector.items():
            if len(holders[term]) <= COMMONEST:
                for j, other in holders[term]:
                    scores[j] += weight * other
            holders[term].append((i, weight))
        for j, score in scores.items():
            if score >= LEAST:
                near[i][j] = near[j][i] = score
    return near


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
