"""Learning small weights."""

from bot.text.learning import fit, folds, held_out, sigmoid


def test_learns_signs():
    """A feature of the yes examples gets a positive weight, one of the no examples a negative one."""
    weights = fit([({"yes": 1.0}, True), ({"no": 1.0}, False), ({"yes": 1.0, "both": 1.0}, True), ({"no": 1.0, "both": 1.0}, False)] * 5)

    assert weights["yes"] > 0.5 > -0.5 > weights["no"]
    assert abs(weights["both"]) < 0.2


def test_keeps_the_prior_of_what_is_not_shown():
    """A feature that no example has keeps the weight that was held before."""
    assert fit([({"a": 1.0}, True)], prior={"unseen": -2.0})["unseen"] == -2.0


def test_no_group_is_split():
    """Rows of one event are learned from or judged together."""
    groups = ["a", "b", "a", "c", "b", "d"]
    parts = folds(groups, 3)

    assert sorted(index for part in parts for index in part) == list(range(6))
    assert all(len({number for number, part in enumerate(parts) if any(groups[i] == group for i in part)}) == 1 for group in groups)


def test_held_out_scores_use_no_row_of_their_own_group():
    """A row whose feature occurs in its own group alone is judged without it."""
    rows = [({"only": 1.0}, True), ({"only": 1.0}, True), ({"x": 1.0}, False), ({"x": 1.0}, False)]
    scores = held_out(rows, ["g", "g", "h", "i"], 3, fit)

    assert scores[0] == scores[1] < 0.5


def test_sigmoid_is_safe():
    """Sums of any size give a probability."""
    assert sigmoid(-1e9) < 1e-20
    assert sigmoid(0) == 0.5
    assert sigmoid(1e9) > 1 - 1e-9
