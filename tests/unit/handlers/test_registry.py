"""Declarations hold what platforms can show."""

import importlib
import pkgutil

import handlers
from handlers.parse import Parsed, parse
from handlers.registry import COMMANDS, HANDLERS


def test_every_command_file_is_registered():
    """A file of handlers/ that declares a command stands in the registry: discovery by folder would hide a typo."""
    modules = [importlib.import_module(f"handlers.{m.name}") for m in pkgutil.iter_modules(handlers.__path__)]
    declared = {m.COMMAND.name for m in modules if hasattr(m, "COMMAND")}

    assert declared == {c.name for c in COMMANDS} == set(HANDLERS)


def test_declarations_fit_every_platform():
    """Names, summaries, options and choices keep the limits of Discord, the narrowest; examples parse to their command."""
    for command in COMMANDS:
        assert len(command.name) <= 32
        assert 1 <= len(command.summary) <= 100
        assert not command.summary.endswith(".")
        assert len(command.options) <= 25
        assert command.examples
        for option in command.options:
            assert option.name.isascii()
            assert option.name.islower()
            assert 1 <= len(option.summary) <= 100
            assert len(option.choices) <= 25


def test_examples_parse_to_their_command():
    """What help shows as an example is understood as shown."""
    for command in COMMANDS:
        for example in command.examples:
            parsed = parse(example, COMMANDS)
            assert isinstance(parsed, Parsed)
            assert (parsed.command, parsed.missing) == (command, ())
