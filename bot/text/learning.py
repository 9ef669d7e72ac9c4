"""Learning small weights from labelled examples: logistic regression with a ridge, in plain Python, the same every time.

The model is a sum of named terms, so that every decision can be told term by term.
"""

import math
from collections.abc import Callable, Hashable, Mapping, Sequence

Features = Mapping[str, float]


def sigmoid(total: float) -> float:
    """Return 1 / (1 + e^-total), safe for any size."""
    if total >= 0:
        return 1.0 / (1.0 + math.exp(-min(total, 60.0)))
    grown = math.exp(max(total, -60.0))
    return grown / (1.0 + grown)


def fit(
    rows: Sequence[tuple[Features, bool]],
    *,
    ridge: float = 0.5,
    rounds: int = 400,
    prior: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Return the weights (`bias` among them) that fit the rows best, by accelerated gradient descent.

    `ridge` pulls each weight, the bias too, towards `prior` (0 where it says nothing): what the examples do not show keeps its prior.
    """
    centre = dict(prior or {})
    names = sorted({name for features, _ in rows for name in features} | set(centre) - {"bias"})
    place = {name: i for i, name in enumerate(names)}
    sparse = [([(place[name], value) for name, value in features.items() if value], float(label)) for features, label in rows]
    middle = [centre.get(name, 0.0) for name in names]
    weights, ahead, bias, bias_ahead = list(middle), list(middle), centre.get("bias", 0.0), centre.get("bias", 0.0)
    largest = max((sum(value * value for _, value in cells) + 1.0 for cells, _ in sparse), default=1.0)
    step = 1.0 / (0.25 * largest * max(1, len(sparse)) ** 0.75 + ridge)
    for number in range(1, rounds + 1):
        slope = [ridge * (w - m) for w, m in zip(ahead, middle, strict=True)]
        bias_slope = ridge * (bias_ahead - centre.get("bias", 0.0))
        for cells, label in sparse:
            error = sigmoid(bias_ahead + sum(ahead[i] * value for i, value in cells)) - label
            bias_slope += error
            for i, value in cells:
                slope[i] += error * value
        momentum = (number - 1) / (number + 2)
        fresh = [a - step * s for a, s in zip(ahead, slope, strict=True)]
        fresh_bias = bias_ahead - step * bias_slope
        ahead = [f + momentum * (f - w) for f, w in zip(fresh, weights, strict=True)]
        bias_ahead = fresh_bias + momentum * (fresh_bias - bias)
        weights, bias = fresh, fresh_bias
    return {"bias": round(bias, 3)} | {name: round(weights[i], 3) for name, i in place.items()}


def folds(groups: Sequence[Hashable], count: int) -> list[list[int]]:
    """Return `count` lists of row numbers such that no group is split; larger groups are placed first, evenly."""
    members: dict[Hashable, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(group, []).append(index)
    result: list[list[int]] = [[] for _ in range(count)]
    for group in sorted(members, key=lambda g: (-len(members[g]), str(g))):
        min(result, key=len).extend(members[group])
    return result


def held_out(
    rows: Sequence[tuple[Features, bool]],
    groups: Sequence[Hashable],
    count: int,
    learn: Callable[[list[tuple[Features, bool]]], dict[str, float]],
) -> list[float]:
    """Return, for each row, the probability that weights learned without its group give it."""
    scores = [0.0] * len(rows)
    for fold in folds(groups, count):
        left_out = set(fold)
        weights = learn([row for index, row in enumerate(rows) if index not in left_out])
        for index in fold:
            features = rows[index][0]
            scores[index] = sigmoid(weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in features.items()))
    return scores
