"""The first question of every entry."""

import pytest

from bot.model.storyline import Company
from bot.text.gate import Gate
from bot.text.gazetteer import fold
from bot.text.words import phrases

GATE = Gate([Company(id="meta", name="Meta", weak=("Llama",)), Company(id="foxconn", name="Foxconn", aliases=("鴻海",))], phrases("infra"))


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Meta buys", True),
        ("a meta study of metal", False),
        ("the llama farm, and Llama", False),
        ("昨天鴻海宣布", True),
        ("a new data center in town", True),
        ("the datacenterpiece", False),
        ("", False),
    ],
)
def test_gate(text, opens):
    """A strong name or a word of AI infrastructure opens it; parts of other words and weak names do not."""
    assert GATE.opens(text, fold(text)) is opens
