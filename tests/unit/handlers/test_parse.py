"""What somebody typed is read forgivingly, and never ends in an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.parse import Parsed, Unknown, nearest_value, parse
from handlers.registry import COMMANDS


@pytest.mark.parametrize(
    ("text", "name", "arguments"),
    [
        ("", "help", {}),
        ("   ", "help", {}),
        ("LATEST", "latest", {}),
        ("latest openai-foxconn 5", "latest", {"storyline": "openai-foxconn", "count": "5"}),
        ("latest 5 openai-foxconn", "latest", {"storyline": "openai-foxconn", "count": "5"}),
        ("latest 7", "latest", {"count": "7"}),
        ("latest storyline=openai-amd", "latest", {"storyline": "openai-amd"}),
        ("why https://example.com/a b", "why", {"item": "https://example.com/a b"}),
        ("subscribe openai-amd openai-aws mode=daily", "subscribe", {"storylines": "openai-amd openai-aws", "mode": "daily"}),
        ("subscribe all announced daily", "subscribe", {"storylines": "all", "status": "announced", "mode": "daily"}),
    ],
)
def test_lines_are_read(text, name, arguments):
    """Order, case and `name=value` are all accepted."""
    parsed = parse(text, COMMANDS)

    assert isinstance(parsed, Parsed)
    assert (parsed.command.name, parsed.arguments) == (name, arguments)


@pytest.mark.parametrize(("typed", "nearest"), [("lastest", "latest"), ("wy", "why"), ("subscrib x", "subscribe"), ("fact", "facts")])
def test_unknown_words_get_the_nearest_command(typed, nearest):
    """A slip of the finger leads to the command that was meant."""
    parsed = parse(typed, COMMANDS)

    assert isinstance(parsed, Unknown)
    assert parsed.nearest is not None
    assert parsed.nearest.name == nearest


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    """Whatever is typed is a command or an unknown word."""
    assert isinstance(parse(text, COMMANDS), Parsed | Unknown)


def test_values_are_completed():
    """A beginning, a part and a slip name the same storyline; nothing near names none."""
    known = ["openai-foxconn", "openai-amd", "openai-aws"]

    assert [nearest_value(t, known) for t in ("openai-f", "foxconn", "openai foxconn", "opnai-foxcon", "zzz", "openai")] == [
        "openai-foxconn",
        "openai-foxconn",
        "openai-foxconn",
        "openai-foxconn",
        None,
        None,
    ]
