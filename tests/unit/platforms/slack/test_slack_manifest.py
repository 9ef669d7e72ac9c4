"""The generated manifest: Slack's own shape, and exactly what the adapter uses."""

import ast
import json
import re
from pathlib import Path

import jsonschema
from slack_sdk.web.async_client import AsyncWebClient

from bot.model.command import Access, Command, Option
from bot.platforms.slack import manifest as module
from bot.platforms.slack.home import EVENT as HOME_EVENT
from bot.platforms.slack.manifest import EVENT_SCOPES, METHODS, SCOPES, manifest, usage_hint
from bot.platforms.slack.notices import EVENTS
from handlers.registry import COMMANDS

SOURCES = sorted(Path(module.__file__).parent.glob("*.py"))
SCHEMA = json.loads((Path(__file__).parents[3] / "data" / "slack_manifest.schema.json").read_text(encoding="utf-8"))


def called() -> set[str]:
    """Return the names of the Web API's methods that the adapter's code calls on anything."""
    found = set()
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and "_" in node.func.attr
                and not node.func.attr.startswith("_")
            ):
                name = node.func.attr
                if hasattr(AsyncWebClient, name) and name != "api_call":
                    found.add(name)
    return found


def test_the_manifest_has_slacks_shape() -> None:
    """It validates against the published type: known fields only, lengths kept."""
    jsonschema.validate(manifest(COMMANDS), SCHEMA)


def test_the_schema_refuses_what_slack_would() -> None:
    """The schema is no rubber stamp: an unknown field and an overlong name fail."""
    for spoil in ({"features": {"bots": {}}}, {"display_information": {"name": "x" * 36}}):
        try:
            jsonschema.validate(manifest(COMMANDS) | spoil, SCHEMA)
        except jsonschema.ValidationError:
            continue
        raise AssertionError(f"{spoil} passed")


def test_every_method_that_is_called_is_declared_and_the_reverse() -> None:
    """The table of methods is what the code calls: no more, no less."""
    assert called() == set(METHODS)


def test_every_scope_is_used_and_every_need_is_asked_for() -> None:
    """A scope stands in the manifest when, and only when, a method, an event or the command needs it."""
    needed = {scope for scopes in (*METHODS.values(), *EVENT_SCOPES.values()) for scope in scopes} | {"commands"}

    assert needed == set(SCOPES)
    assert manifest(COMMANDS)["oauth_config"]["scopes"]["bot"] == sorted(SCOPES)


def test_every_event_is_heard_and_the_reverse() -> None:
    """The manifest subscribes to the events that the adapter listens to."""
    assert set(EVENTS) | {HOME_EVENT} == set(EVENT_SCOPES) == set(manifest(COMMANDS)["settings"]["event_subscriptions"]["bot_events"])


def test_the_hint_shows_reading_commands_first() -> None:
    """Everybody's commands stand before the admins', options marked as required or not."""
    commands = (
        Command(
            name="subscribe", summary="Follow", access=Access.ADMIN, options=(Option(name="storyline", summary="Which", required=True),)
        ),
        Command(name="latest", summary="Newest", options=(Option(name="n", summary="How many"),)),
    )

    assert usage_hint(commands) == "latest [n] | subscribe <storyline>"


def test_the_hint_stays_within_slacks_length() -> None:
    """However many commands there are, the hint holds whole ones only, up to 1,000 characters."""
    many = tuple(Command(name=f"command{number}", summary="x") for number in range(200))

    assert len(usage_hint(many)) <= 1000
    assert re.search(r"command\d+$", usage_hint(many))
