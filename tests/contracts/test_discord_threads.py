"""Edits, replies in threads and forum posts on Discord, and a day on which everything fails, through the real discord.py."""
# ruff: noqa: F811  a test names the fixtures that are imported above it

from dataclasses import replace

import pytest

from bot.model.alert import Act
from bot.model.card import Card
from bot.model.delivery import NotFound, Order, Refusal, Rejected, RetryLater, Sent, Uncertain
from tests.contracts.discord_stage import BOARD, MESSAGES, PLACE, stage  # noqa: F401  the fixture
from tests.contracts.platform_suite import CARD
from tests.emulators.discord import CHANNEL, FORUM_CHANNEL, GUILD
from tests.emulators.discord_world import FORUM


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
