"""Average linkage: who belongs together, given how like each two are.

Two groups are joined while the mean likeness of their members, each with each, is high enough, the likeliest two first; unlike joining in
order of arrival, an unlucky first article spoils nothing. Look-alikes are kept apart by cohesion: two events of one kind (two earthquakes
on one island) are less like each other than each event's own reports are, so a join must not fall too far below what it joins.
"""

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Near = dict[int, dict[int, float]]
"""For each position those it is like at all, and how like, 0 to 1; both ways."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """How like two groups must be to be one."""

    join: float
    """At least so much."""
    cohesion: float
    """And so much of the mean likeness inside both."""
    copy: float
    """From here on two are copies of one text, which are joined whatever their groups, and tell nothing of how like reports are."""


@dataclass(slots=True)
class _Group:
    members: list[int]
    inside: float = 0.0
    pairs: int = 0
    """Sum and number of the likenesses inside that are no copies'."""


@dataclass(slots=True)
class _Groups:
    """The groups so far, and what each is like."""

    near: Near
    bar: Bar
    held: dict[int, _Group] = field(default_factory=dict)
    heap: list[tuple[float, int, int]] = field(default_factory=list)

    def offer(self, one: int, other: int, likeness: float) -> None:
        if likeness >= self.bar.join:
            heapq.heappush(self.heap, (-likeness, one, other))

    def coheres(self, one: int, other: int, likeness: float) -> bool:
        """Whether a join falls not too far below what it joins."""
        left, right = self.held[one], self.held[other]
        pairs = left.pairs + right.pairs
        return likeness >= self.bar.copy or not pairs or likeness >= self.bar.cohesion * (left.inside + right.inside) / pairs

    def join(self, one: int, other: int, likeness: float, name: int) -> None:
        """Make two groups one, under a name of its own."""
        row = self._row(one, other)
        left, right = self.held.pop(one), self.held.pop(other)
        pairs = len(left.members) * len(right.members) if likeness < self.bar.copy else 0
        self.held[name] = _Group(
            members=left.members + right.members,
            inside=left.inside + right.inside + likeness * pairs,
            pairs=left.pairs + right.pairs + pairs,
        )
        self.near[name] = row
        for neighbour, score in row.items():
            self.near[neighbour][name] = score
            self.offer(neighbour, name, score)

    def _row(self, one: int, other: int) -> dict[int, float]:
        """Return the mean likeness of two groups taken together with each neighbour of either, and forget both."""
        rows = (self.near.pop(one), self.near.pop(other))
        sizes = (len(self.held[one].members), len(self.held[other].members))
        found: defaultdict[int, float] = defaultdict(float)
        for row, size in zip(rows, sizes, strict=True):
            for neighbour, score in row.items():
                if neighbour not in (one, other):
                    found[neighbour] += score * size / sum(sizes)
                    self.near[neighbour].pop(one, None)
                    self.near[neighbour].pop(other, None)
        return dict(found)


def link(near: Near, bar: Bar) -> list[int]:
    """Return for each position the first one of its group; `near` is used up."""
    count = len(near)
    groups = _Groups(near=near, bar=bar, held={i: _Group(members=[i]) for i in range(count)})
    for i, row in near.items():
        for j, score in row.items():
            if i < j:
                groups.offer(i, j, score)
    following = count
    while groups.heap:
        score, one, other = heapq.heappop(groups.heap)
        if one in groups.held and other in groups.held and groups.coheres(one, other, -score):
            groups.join(one, other, -score, following)
            following += 1
    firsts = [0] * count
    for group in groups.held.values():
        for i in group.members:
            firsts[i] = min(group.members)
    return firsts


def likenesses(vectors: Sequence[Mapping[str, float]], *, commonest: int, least: float) -> Near:
    """Return the cosine of each vector (of length 1) with each that shares a term which at most `commonest` have, where it is at least `least`."""
    near: Near = {i: {} for i in range(len(vectors))}
    holders: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for i, vector in enumerate(vectors):
        scores: defaultdict[int, float] = defaultdict(float)
        for term, weight in vector.items():
            held = holders[term]
            if len(held) <= commonest:
                for j, other in held:
                    scores[j] += weight * other
            held.append((i, weight))
        for j, score in scores.items():
            if score >= least:
                near[i][j] = near[j][i] = score
    return near
