"""Commands, invitation and limits: what is registered, what is asked for, and that two independent lists of limits agree."""

import json
from urllib.parse import parse_qs, urlsplit

import discord
import pytest
from jsonschema import Draft202012Validator

from bot.errors import ConfigurationError
from bot.model.command import Access, Command, Option, OptionKind
from bot.platforms.discord import limits
from bot.platforms.discord.commands import asked, command_payload
from bot.platforms.discord.components import custom_id, pressed
from bot.platforms.discord.invite import PERMISSIONS, invite_url
from bot.platforms.discord.measure import cut, length
from bot.platforms.discord.sync import fingerprint
from bot.platforms.pressed import button_arguments
from handlers.registry import COMMANDS
from tests.emulators.discord import TOKEN
from tests.emulators.discord_checks import LIMITS, command_errors, units
from tests.emulators.discord_world import APP

FEED = Option(name="url", summary="Its address", required=True)
SAMPLE = (
    Command(
        name="latest",
        summary="Newest",
        options=(
            Option(name="count", summary="How many", kind=OptionKind.NUMBER),
            Option(name="event", summary="Which", kind=OptionKind.EVENT, required=True),
        ),
    ),
    Command(
        name="mute",
        summary="Quiet",
        access=Access.ADMIN,
        options=(Option(name="for", summary="How long", kind=OptionKind.CHOICE, choices=("1h", "1d")),),
    ),
    Command(name="feeds add", summary="Add a feed", access=Access.ADMIN, options=(FEED,)),
    Command(name="feeds remove", summary="Remove a feed", access=Access.ADMIN, options=(FEED,)),
)


def test_two_roots():
    """Everyone's commands hang under /deals, admins' under /deals-admin with Manage Server; required options come first."""
    everyone, admin = command_payload(SAMPLE)

    assert (everyone["name"], everyone["default_member_permissions"]) == ("deals", None)
    assert (admin["name"], admin["default_member_permissions"], admin["contexts"]) == (
        "deals-admin",
        discord.Permissions(manage_guild=True).value,
        [0, 1],  # servers, and the direct message, where everybody sets what comes to them
    )
    assert [option["name"] for option in everyone["options"][0]["options"]] == ["event", "count"]
    assert [(part["type"], part["name"]) for part in admin["options"]] == [(1, "mute"), (2, "feeds")]
    assert [part["name"] for part in admin["options"][1]["options"]] == ["add", "remove"]
    assert admin["options"][0]["options"][0]["choices"][0] == {"name": "1h", "value": "1h"}


def test_real_commands_are_legal(shared):
    """What dealwire registers keeps every limit, is what Discord's OpenAPI document describes, and offers `Why this alert?`."""
    payload = command_payload(COMMANDS)
    document = json.loads((shared / "specs" / "discord_openapi.json").read_text())
    schema = {
        "type": "array",
        "items": {"$ref": "#/components/schemas/ApplicationCommandUpdateRequest"},
        "components": document["components"],
    }

    assert [problem for command in payload for problem in command_errors(command)] == []
    Draft202012Validator(schema).validate(payload)
    assert "Why this alert?" in [command["name"] for command in payload]


def test_fingerprint_follows_the_declarations():
    """The fingerprint changes with any declaration and with nothing else."""
    assert fingerprint(SAMPLE) == fingerprint(SAMPLE)
    assert fingerprint(SAMPLE) != fingerprint(SAMPLE[:3])


@pytest.mark.parametrize(
    ("commands", "word"),
    [
        (tuple(Command(name=f"c{number}", summary="x") for number in range(26)), "26 parts"),
        ((Command(name="Übung", summary="x"),), "no name"),
        ((Command(name="a", summary=" "),), "no summary"),
        (
            tuple(
                Command(name=f"c{n}", summary="x" * 100, options=tuple(Option(name=f"o{m}", summary="y" * 100) for m in range(25)))
                for n in range(4)
            ),
            "8000",
        ),
        ((Command(name="a", summary="x", options=(FEED, FEED)),), "twice"),
    ],
)
def test_broken_declarations_are_told(commands, word):
    """A declaration that Discord would refuse is refused here, in words."""
    with pytest.raises(ConfigurationError, match=word):
        command_payload(commands)


def test_long_summaries_are_cut():
    """A summary over 100 characters is cut, not refused."""
    (root,) = command_payload((Command(name="a", summary="word " * 40),))

    assert units(root["options"][0]["description"]) <= 100


def test_reads_an_interaction_back():
    """Root, group, command, arguments and the focused option come out of Discord's nesting as text."""
    data = {
        "name": "deals-admin",
        "options": [
            {
                "type": 2,
                "name": "feeds",
                "options": [
                    {
                        "type": 1,
                        "name": "add",
                        "options": [{"type": 4, "name": "n", "value": 3}, {"type": 3, "name": "url", "value": "x", "focused": True}],
                    }
                ],
            }
        ],
    }

    said = asked(data)

    assert (said.root, said.name, said.arguments, said.focused, said.typed) == (
        "deals-admin",
        "feeds add",
        {"n": "3", "url": "x"},
        "url",
        "x",
    )


@pytest.mark.parametrize("data", [{}, {"name": None, "options": None}, {"options": [None, 3]}, {"options": [{}]}, {"options": "x"}])
def test_odd_interactions_are_read(data):
    """A payload of another shape is read as nothing rather than failing."""
    assert asked(data).name == ""


def test_button_memory():
    """A button's memory comes back whole; what would not is no button; arguments find their options."""
    assert pressed(custom_id("feeds add", "a|b=c", "x1")) == pressed("feeds add|x1|a|b=c")
    assert pressed("nonsense") is None
    assert custom_id("why", "x" * 100) == ""
    assert custom_id("why", "a\u202eb") == ""
    assert button_arguments(SAMPLE[0], "s1") == {"event": "s1"}
    assert button_arguments(SAMPLE[0], "event=s1 count=3") == {"event": "s1", "count": "3"}
    assert button_arguments(None, "s1") == {"argument": "s1"}
    assert button_arguments(SAMPLE[0], "") == {}


def test_invitation_asks_for_the_least():
    """The invitation names the application of the token, two scopes, and exactly the permissions of the table; never Administrator."""
    query = parse_qs(urlsplit(invite_url(TOKEN)).query)
    asked_for = discord.Permissions(int(query["permissions"][0]))

    assert query["client_id"] == [APP]
    assert query["scope"] == ["bot applications.commands"]
    assert asked_for == discord.Permissions(**dict.fromkeys(PERMISSIONS, True))
    assert not asked_for.administrator
    assert all(PERMISSIONS.values())


@pytest.mark.parametrize("token", ["", "xoxb-1", "not.a.token", "!!!.x.y"])
def test_no_invitation_for_a_wrong_token(token):
    """A token that is none is told by its variable's name, and is not repeated."""
    with pytest.raises(ConfigurationError, match="DEALWIRE_DISCORD_TOKEN") as caught:
        invite_url(token)

    assert not token or token not in str(caught.value)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (limits.CONTENT, LIMITS["message"]["content"]),
        (limits.NONCE, LIMITS["message"]["nonce"]),
        (limits.ROWS, LIMITS["message"]["components"]),
        (limits.EMBED_TITLE, LIMITS["embed"]["title"]),
        (limits.EMBED_DESCRIPTION, LIMITS["embed"]["description"]),
        (limits.EMBED_FOOTER, LIMITS["embed"]["footer"]),
        (limits.EMBED_FIELDS, LIMITS["embed"]["fields"]),
        (limits.EMBED_FIELD_NAME, LIMITS["embed"]["field_name"]),
        (limits.EMBED_FIELD_VALUE, LIMITS["embed"]["field_value"]),
        (limits.EMBED_AUTHOR, LIMITS["embed"]["author"]),
        (limits.EMBED_SUM, LIMITS["embed"]["sum"]),
        (limits.ROW_BUTTONS, LIMITS["component"]["row"]),
        (limits.BUTTON_LABEL, LIMITS["component"]["label"]),
        (limits.BUTTON_URL, LIMITS["component"]["url"]),
        (limits.CUSTOM_ID, LIMITS["component"]["custom_id"]),
        (limits.THREAD_NAME, LIMITS["thread"]["name"]),
        (limits.THREAD_TAGS, LIMITS["thread"]["tags"]),
        (limits.COMMAND_NAME, LIMITS["command"]["name"]),
        (limits.COMMAND_DESCRIPTION, LIMITS["command"]["description"]),
        (limits.COMMAND_OPTIONS, LIMITS["command"]["options"]),
        (limits.COMMAND_CHOICES, LIMITS["command"]["choices"]),
        (limits.CHOICE_NAME, LIMITS["command"]["choice_name"]),
        (limits.COMMAND_CHARACTERS, LIMITS["command"]["characters"]),
        (limits.COMMANDS, LIMITS["command"]["chat"]),
        (limits.CONTEXT_MENUS, LIMITS["command"]["context"]),
        (limits.ANSWER_SECONDS, LIMITS["interaction"]["acknowledge_seconds"]),
        (limits.TOKEN_SECONDS, LIMITS["interaction"]["token_seconds"]),
        (limits.GLOBAL_PER_SECOND, LIMITS["rate"]["global_per_second"]),
        (limits.CHANNEL_BURST, LIMITS["rate"]["channel_messages"]),
        (limits.HEARTBEAT_SECONDS * 1000, LIMITS["gateway"]["heartbeat_ms"]),
        (limits.IDENTIFY_PER_DAY, LIMITS["gateway"]["identifies_per_day"]),
    ],
)
def test_limits_agree(ours, theirs):
    """The renderer's figures and the emulator's, written down apart, are the same."""
    assert ours == theirs


@pytest.mark.parametrize(
    ("text", "budget", "kept"),
    [
        ("Short.", 10, "Short."),
        ("One sentence. And another one", 20, "One sentence. …"),
        ("no sentence ends in here", 15, "no sentence…"),
        ("🙂" * 10, 7, "🙂🙂🙂…"),
        ("e\u0301" * 5, 4, "e\u0301…"),
        ("x", 0, ""),
        ("abc", 1, "…"),
    ],
)
def test_cut(text, budget, kept):
    """Cuts keep a sentence, else a word, else a grapheme, and never go over the budget in UTF-16 units."""
    assert cut(text, budget) == kept
    assert length(cut(text, budget)) <= budget
