"""Sending on Discord: nonces, look-backs, permissions and every answer that Discord can give, through the real discord.py."""
# ruff: noqa: F811  a test names the fixtures that are imported above it

import asyncio
from dataclasses import replace

import pytest

from bot.model.alert import Act
from bot.model.card import Button, Card, line
from bot.model.delivery import CannotCheck, NotFound, Order, Reach, Refusal, Rejected, RetryLater, Sent, Uncertain
from bot.platforms.discord.adapter import DiscordPlatform
from tests.contracts.discord_stage import BOARD, MESSAGES, PLACE, stage  # noqa: F401  the fixture
from tests.contracts.platform_suite import CARD
from tests.emulators.discord import CHANNEL


async def test_same_key_posts_once(stage):
    """The same order sent twice within the nonce's window is one message, and both times its name comes back."""
    first = await stage.platform.send(stage.order())

    assert await stage.platform.send(stage.order()) == first
    assert len(stage.messages()) == 1


async def test_look_back_after_the_nonce_window(stage):
    """Once the nonce is forgotten, only the look-back keeps a message from coming twice; it finds it by the key in the buttons."""
    stage.discord.inject("POST", MESSAGES, "reset after")
    asked = stage.order()
    await stage.platform.send(asked)
    stage.clock.advance(600)

    found = await stage.platform.look_back(asked)

    assert found == Sent(ref=f"{CHANNEL}:{stage.messages()[0]['id']}")


async def test_look_back_reads_more_than_one_page(stage):
    """A busy channel hides nothing: pages are read on from the first attempt."""
    channel = stage.discord.world.channels[CHANNEL]
    asked = stage.order()
    for number in range(130):
        stage.discord.world.post(channel, {"content": f"chatter {number}"}, author="7")
    stage.discord.inject("POST", MESSAGES, "reset after")
    await stage.platform.send(asked)

    assert isinstance(await stage.platform.look_back(asked), Sent)


async def test_look_back_gives_up_on_a_flood(stage):
    """Where more was written than is read, the look-back admits it instead of saying that nothing is there."""
    channel = stage.discord.world.channels[CHANNEL]
    asked = stage.order()
    for number in range(600):
        stage.discord.world.post(channel, {"content": f"chatter {number}"}, author="7")

    assert isinstance(await stage.platform.look_back(asked), CannotCheck)


async def test_somebody_elses_copy_is_not_ours(stage):
    """A person who pastes an alert's words does not make it sent."""
    asked = stage.order(card=Card(title="Same words"))
    stage.discord.world.post(stage.discord.world.channels[CHANNEL], {"content": "**Same words**"}, author="7")

    assert await stage.platform.look_back(asked) == NotFound()


@pytest.mark.parametrize(
    ("options", "reach", "least"),
    [
        ({"retry_after": 7.5}, Reach.DESTINATION, 7.5),
        ({"retry_after": 30, "everywhere": True}, Reach.PLATFORM, 30),
        ({"retry_after": 2.0, "shared": True}, Reach.DESTINATION, 2.0),
        ({"retry_after": 90, "html": True}, Reach.PLATFORM, 90),
        ({"retry_after": 3, "via": False}, Reach.DESTINATION, 3),
        ({"retry_after": "abc"}, Reach.DESTINATION, 1),
        ({"retry_after": -5}, Reach.DESTINATION, 1),
        ({"retry_after": 1e9}, Reach.DESTINATION, 600),
        ({"retry_after": None}, Reach.DESTINATION, 1),
    ],
)
async def test_rate_limits(stage, options, reach, least):
    """Every kind of 429 is one request, a bounded wait and the right reach; nothing sleeps inside the call."""
    stage.discord.inject("POST", MESSAGES, "429", **options)

    result = await stage.platform.send(stage.order())

    assert isinstance(result, RetryLater), result
    assert result.reach is reach
    assert result.after is not None
    assert least <= result.after <= 3600
    assert stage.discord.count("POST", "/messages") == 1


@pytest.mark.parametrize("status", ["500", "502", "503", "504", "520", "524"])
async def test_server_errors_are_one_request(stage, status):
    """A 5xx may have posted: it is doubtful, and discord.py's own repeats do not happen."""
    stage.discord.inject("POST", MESSAGES, status, 5)

    assert isinstance(await stage.platform.send(stage.order()), Uncertain)
    assert stage.discord.count("POST", "/messages") == 1


@pytest.mark.parametrize(
    ("status", "code", "refusal"),
    [
        (404, 10003, Refusal.DESTINATION_GONE),
        (404, 10004, Refusal.DESTINATION_GONE),
        (403, 50001, Refusal.DESTINATION_GONE),
        (403, 50007, Refusal.DESTINATION_GONE),
        (401, 0, Refusal.TENANT_GONE),
        (400, 50035, Refusal.BAD_PAYLOAD),
        (400, 50006, Refusal.BAD_PAYLOAD),
        (413, 40005, Refusal.BAD_PAYLOAD),
        (404, 10008, Refusal.MESSAGE_GONE),
        (429, 30046, Refusal.EDIT_CLOSED),
    ],
)
async def test_refusals(stage, status, code, refusal):
    """Each error code means what RELIABILITY's table says, and costs one request."""
    stage.discord.inject("POST", MESSAGES, "error", status=status, code=code)

    result = await stage.platform.send(stage.order())

    assert isinstance(result, Rejected), result
    assert result.refusal is refusal
    assert stage.discord.count("POST", "/messages") == 1


async def test_without_embed_links(stage):
    """Where only Embed Links is missing, the alert arrives as text that still says everything, links named by their hosts."""
    stage.discord.world.channels[CHANNEL].denied = {"EMBED_LINKS"}

    await stage.post()

    (message,) = stage.messages()
    assert message["embeds"] == []
    assert "early access" in message["content"]
    assert "northwind.example" in message["content"]
    assert [part["label"] for part in message["components"][0]["components"]] == ["Why", "Facts"]


async def test_without_send_messages(stage):
    """A channel in which the bot may not write is refused with words that say which permission to give."""
    stage.discord.world.channels[CHANNEL].denied = {"SEND_MESSAGES"}

    result = await stage.platform.send(stage.order())

    assert isinstance(result, Rejected)
    assert result.refusal is Refusal.DESTINATION_GONE
    assert "Send Messages" in result.reason


async def test_twelve_messages_through_a_narrow_bucket(stage):
    """discord.py's own bucket waits before a 429 comes; every message of a burst arrives once."""
    stage.discord.bucket = (5, 0.4)

    results = [await stage.platform.send(stage.order(f"x{number}")) for number in range(12)]

    assert all(isinstance(result, Sent) for result in results), results
    assert len(stage.messages()) == 12
    assert not [record for record in stage.discord.requests if record.status == 429]


async def test_last_message_of_a_bucket_is_told_at_once(stage):
    """discord.py sits out a used-up bucket before it hands out the answer; ours is told when it arrives, and the next send waits instead."""
    stage.discord.bucket = (5, 2.0)
    loop = asyncio.get_running_loop()
    began = loop.time()

    results = [await stage.platform.send(stage.order(f"x{number}")) for number in range(5)]
    took = loop.time() - began
    sixth = await stage.platform.send(stage.order("x6"))

    assert all(isinstance(result, Sent) for result in [*results, sixth])
    assert took < 1.5
    assert loop.time() - began > 1.9


async def test_slow_answer_is_adopted(stage):
    """A message that was stored but answered too late is doubtful, and the second send returns it."""
    stage.discord.inject("POST", MESSAGES, "slow after", seconds=30)
    asked = stage.order()

    assert isinstance(await stage.platform.send(asked), Uncertain)
    assert isinstance(await stage.platform.send(asked), Sent)
    assert len(stage.messages()) == 1


async def test_a_button_for_each_command_is_kept(stage):
    """Every button's memory comes back from history unchanged, whatever its argument holds."""
    card = replace(CARD, buttons=(Button(label="Odd", command="why", argument="https://news.example/a?b=1|2&c=%20"),))
    await stage.post(card=card)

    (message,) = stage.messages()
    assert message["components"][0]["components"][0]["custom_id"] == "why|x1|https://news.example/a?b=1|2&c=%20"


async def test_nothing_is_sent_before_the_start():
    """An adapter that is not connected sends nothing and says so."""
    platform = DiscordPlatform(token="x", commands=())

    result = await platform.send(Order(key="x1", destination=PLACE, act=Act.POST, card=Card(title="t", body=(line("b"),))))

    assert isinstance(result, RetryLater)
    assert not platform.health().connected
