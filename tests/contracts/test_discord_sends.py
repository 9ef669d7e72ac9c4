"""Sending on Discord: nonces, permissions, threads, forums and every answer that Discord can give, through the real discord.py."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.clock import ManualClock
from bot.model.alert import Act, Destination
from bot.model.card import Button, Card, line
from bot.model.delivery import CannotCheck, NotFound, Order, Reach, Refusal, Rejected, RetryLater, Sent, Uncertain
from bot.platforms.discord.adapter import DiscordPlatform
from tests.contracts.platform_suite import CARD, RecordingDesk
from tests.emulators.discord import CHANNEL, FORUM_CHANNEL, GUILD, Discord
from tests.emulators.discord_world import FORUM

MESSAGES = r"/channels/\d+/messages"
PLACE = Destination(id="d1", tenant=f"discord:{GUILD}", platform="discord", workspace=GUILD, channel=CHANNEL)
BOARD = replace(PLACE, id="d3", channel=FORUM_CHANNEL)


class Stage:
    """A started adapter, its emulator and the clock of both."""

    def __init__(self, platform: DiscordPlatform, discord: Discord, clock: ManualClock) -> None:
        self.platform, self.discord, self.clock = platform, discord, clock

    def order(self, key: str = "x1", act: Act = Act.POST, **more: object) -> Order:
        return replace(Order(key=key, destination=PLACE, act=act, card=CARD, first_attempt_at=self.clock.now()), **more)

    async def post(self, **more: object) -> str:
        result = await self.platform.send(self.order(**more))
        assert isinstance(result, Sent), result
        return result.ref

    def messages(self, channel: str = CHANNEL) -> list[dict]:
        return list(self.discord.world.channels[channel].messages.values())


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    clock = ManualClock(datetime(2026, 8, 3, 14, 52, tzinfo=UTC))
    async with Discord(now=clock.now, bucket=(50, 1.0)) as discord:
        tags = [{"id": "51", "name": "Announced", "moderated": False}, {"id": "52", "name": "Denied", "moderated": False}]
        discord.world.add_channel(FORUM_CHANNEL, GUILD, kind=FORUM, name="deal-board", tags=tags)
        platform = DiscordPlatform(
            token=discord.token, commands=(), api_base=discord.api_base, gateway=discord.gateway_url, clock=clock, bound=3.0
        )
        await platform.start(RecordingDesk())
        try:
            yield Stage(platform, discord, clock)
        finally:
            await platform.stop()


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


async def test_two_replies_share_a_thread(stage):
    """The thread is made once, on the root; later replies find it, also after a restart that forgot it."""
    ref = await stage.post()
    root = ref.partition(":")[2]

    await stage.platform.send(stage.order("x2", Act.REPLY, card=Card(title="Value: $5B → not stated"), root_ref=ref))
    stage.platform._places.threads.discard(root)
    await stage.platform.send(stage.order("x3", Act.REPLY, card=Card(title="Site: Ohio"), root_ref=ref))

    assert [message["content"] for message in stage.messages(root)] == ["**Value: $5B → not stated**", "**Site: Ohio**"]
    assert len(stage.messages()) == 1


@pytest.mark.parametrize("obstacle", ["permission", "cap"])
async def test_reply_without_a_thread(stage, obstacle):
    """Where no thread can be made, the reply stands in the channel and refers to its root."""
    ref = await stage.post()
    if obstacle == "permission":
        stage.discord.world.channels[CHANNEL].denied = {"CREATE_PUBLIC_THREADS"}
    else:
        stage.discord.world.thread_cap = 0

    result = await stage.platform.send(stage.order("x2", Act.REPLY, card=Card(title="A detail"), root_ref=ref))

    assert isinstance(result, Sent), result
    reply = stage.messages()[1]
    assert reply["message_reference"]["message_id"] == ref.partition(":")[2]
    assert isinstance(await stage.platform.look_back(stage.order("x2", Act.REPLY, card=Card(title="A detail"), root_ref=ref)), Sent)


async def test_reply_to_a_deleted_root(stage):
    """A root that was deleted takes no reply, and the channel lives on."""
    ref = await stage.post()
    stage.discord.world.channels[CHANNEL].messages.clear()

    result = await stage.platform.send(stage.order("x2", Act.REPLY, root_ref=ref))

    assert isinstance(result, Rejected)
    assert result.refusal is Refusal.MESSAGE_GONE


async def test_a_failed_thread_is_no_doubt(stage):
    """When making the thread fails, nothing was posted: the reply is tried again without a look-back."""
    ref = await stage.post()
    stage.discord.inject("POST", r"/channels/\d+/messages/\d+/threads", "reset after")
    asked = stage.order("x2", Act.REPLY, card=Card(title="A detail"), root_ref=ref)

    first = await stage.platform.send(asked)
    second = await stage.platform.send(asked)

    assert isinstance(first, RetryLater)
    assert isinstance(second, Sent)


async def test_broadcast_reply(stage):
    """A reply that also goes to the channel is one message, there, referring to its root."""
    ref = await stage.post()

    await stage.platform.send(stage.order("x2", Act.REPLY, card=Card(title="A detail"), root_ref=ref, broadcast=True))

    assert len(stage.messages()) == 2


async def test_edit_too_old(stage):
    """An edit that Discord takes no more is told apart, so that it can become a reply."""
    ref = await stage.post()
    stage.discord.inject("PATCH", rf"{MESSAGES}/\d+", "error", status=429, code=30046)

    result = await stage.platform.send(stage.order("x2", Act.EDIT, root_ref=ref))

    assert isinstance(result, Rejected)
    assert result.refusal is Refusal.EDIT_CLOSED


async def test_edit_needs_no_look_back(stage):
    """Doing an edit twice changes nothing, so a doubtful one may always be repeated."""
    ref = await stage.post()

    assert await stage.platform.look_back(stage.order("x2", Act.EDIT, root_ref=ref)) == NotFound()


async def test_forum_gets_one_post_per_event(stage):
    """In a forum an event is a post of its own with the tag that fits, edited and replied to in place."""
    ref = await stage.post(destination=BOARD)
    thread, _, message = ref.partition(":")
    edited = await stage.platform.send(stage.order("x2", Act.EDIT, destination=BOARD, root_ref=ref, card=Card(title="Changed")))
    replied = await stage.platform.send(stage.order("x3", Act.REPLY, destination=BOARD, root_ref=ref, card=Card(title="A detail")))

    assert thread == message
    place = stage.discord.world.channels[thread]
    assert place.applied == ["51"]
    assert place.name == CARD.title
    assert isinstance(edited, Sent)
    assert isinstance(replied, Sent)
    assert [m["content"] for m in stage.messages(thread)] == ["**Changed**", "**A detail**"]


@pytest.mark.parametrize("fault", ["reset after", "500"])
async def test_forum_post_is_not_doubled(stage, fault):
    """A forum takes no nonce: a post that may have arrived is looked for before it is made again."""
    stage.discord.inject("POST", r"/channels/\d+/threads", fault)
    asked = stage.order(destination=BOARD)

    first = await stage.platform.send(asked)
    found = await stage.platform.look_back(asked)
    second = await stage.platform.send(asked)

    assert isinstance(first, Uncertain)
    assert isinstance(found, Sent if fault == "reset after" else NotFound)
    assert isinstance(second, Sent)
    assert sum(place.parent == FORUM_CHANNEL for place in stage.discord.world.channels.values()) == 1


async def test_forum_that_is_not_known_yet(stage):
    """A forum made after the connection is found by asking, and a required tag is given where none fits."""
    stage.discord.world.add_channel("77", GUILD, kind=FORUM, tags=[{"id": "9", "name": "Other", "moderated": False}], flags=1 << 4)

    ref = await stage.post(destination=replace(PLACE, channel="77"))

    assert stage.discord.world.channels[ref.partition(":")[0]].applied == ["9"]


async def test_archived_post_is_edited(stage):
    """A forum's post that went to sleep is woken for an edit."""
    ref = await stage.post(destination=BOARD)
    stage.discord.world.channels[ref.partition(":")[0]].archived = True

    result = await stage.platform.send(stage.order("x2", Act.EDIT, destination=BOARD, root_ref=ref, card=Card(title="Changed")))

    assert isinstance(result, Sent), result


async def test_deleted_post_leaves_the_forum_alive(stage):
    """A deleted post refuses its edit alone, not the forum."""
    ref = await stage.post(destination=BOARD)
    del stage.discord.world.channels[ref.partition(":")[0]]

    result = await stage.platform.send(stage.order("x2", Act.EDIT, destination=BOARD, root_ref=ref))

    assert isinstance(result, Rejected)
    assert result.refusal is Refusal.MESSAGE_GONE


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


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_bad_day(stage, seed):
    """With a third of all requests failing, each in its way, posts, replies and forum posts are neither lost nor doubled."""
    print("seed", seed)
    world = stage.discord.world
    stage.discord.dice.seed(seed)
    stage.discord.chance = {"500": 0.08, "reset after": 0.1, "reset before": 0.05, "html": 0.04, "429": 0.06}

    async def until_sent(order: Order) -> str:
        """Do what the outbox does: look after a doubt, send after a no."""
        for _ in range(60):
            result = await stage.platform.send(order)
            while isinstance(result, Uncertain):
                stage.clock.advance(200)  # longer than the nonce is remembered: the look-back alone must do
                result = await stage.platform.look_back(order)
                if isinstance(result, RetryLater):
                    result = Uncertain(reason="again")
            if isinstance(result, Sent):
                return result.ref
            assert isinstance(result, RetryLater | NotFound), result
        raise AssertionError(order.key)

    for number in range(12):
        ref = await until_sent(stage.order(f"post{number}", card=replace(CARD, title=f"Event {number}")))
        await until_sent(stage.order(f"reply{number}", Act.REPLY, card=Card(title=f"Change {number}"), root_ref=ref))
        await until_sent(stage.order(f"board{number}", destination=BOARD, card=replace(CARD, title=f"Event {number}")))

    assert sum(bool(record.fault) for record in stage.discord.requests) > 10
    roots = [message["content"].rpartition("Event ")[2] for message in stage.messages()]
    replies = [m["content"] for place in world.channels.values() if place.parent == CHANNEL for m in place.messages.values()]
    posts = [place.name for place in world.channels.values() if place.parent == FORUM_CHANNEL]
    assert roots == [f"{number}**" for number in range(12)]
    assert replies == [f"**Change {number}**" for number in range(12)]
    assert posts == [f"Event {number}" for number in range(12)]


@pytest.mark.parametrize("ref", ["", "nonsense", "1:2:3", "x:y"])
async def test_reference_that_is_none(stage, ref):
    """An edit or reply without a proper reference is refused without a request."""
    before = len(stage.discord.requests)

    for act in (Act.EDIT, Act.REPLY, Act.RETRACT):
        result = await stage.platform.send(stage.order("x2", act, root_ref=ref))
        assert isinstance(result, Rejected)

    assert len(stage.discord.requests) == before


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
