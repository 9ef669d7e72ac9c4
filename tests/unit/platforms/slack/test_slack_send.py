"""Sending and looking back: what stands in the request, and what the look-back believes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.alert import Act
from bot.model.card import Card
from bot.model.delivery import CannotCheck, NotFound, Refusal, Rejected, RetryLater, Sent, Uncertain
from tests.emulators.slack_state import Channel


async def test_a_post_carries_its_key_and_unfurls_nothing(platform, slack, order) -> None:
    """The key travels as metadata; links neither unfurl nor are names made into links."""
    await platform.send(order("x42"))

    (request,) = [r for r in slack.space.requests if r.method == "chat.postMessage"]
    assert request.arguments["metadata"] == {"event_type": "dealwire_delivery", "event_payload": {"key": "x42"}}
    assert request.arguments["unfurl_links"] is request.arguments["unfurl_media"] is request.arguments["link_names"] is False
    assert request.arguments["parse"] == "none"
    assert "thread_ts" not in request.arguments


@pytest.mark.parametrize("broadcast", [False, True])
async def test_a_reply_is_broadcast_only_when_told(platform, slack, order, broadcast) -> None:
    """Replies stay in their thread unless the subscription wants them in the channel too."""
    root = await platform.send(order())
    await platform.send(order("x2", Act.REPLY, root_ref=root.ref, broadcast=broadcast))

    assert slack.space.accepted[1].thread_ts == slack.space.accepted[0].ts
    assert slack.space.accepted[1].broadcast is broadcast


@pytest.mark.parametrize("fault", ["reset_before", "reset_after", "status"])
async def test_nothing_is_sent_twice_by_itself(make, desk, slack, order, fault) -> None:
    """One order is one request, whatever becomes of it: the SDK's own retries, a second later, are off."""
    platform = make(bound_seconds=4.0)
    await platform.start(desk)
    slack.inject("chat.postMessage", fault, value=500)

    assert isinstance(await platform.send(order()), Uncertain)
    await platform.stop()
    assert [r.method for r in slack.space.requests].count("chat.postMessage") == 1


async def test_an_acceptance_without_a_name_is_a_doubt(platform, slack, order) -> None:
    """`ok` without a ts names no message that could be edited: it is looked for."""
    slack.space.channels["C01"].messages.clear()
    slack.new_ts = lambda: ""

    assert isinstance(await platform.send(order()), Uncertain)


@pytest.mark.parametrize(("act", "code"), [(Act.EDIT, "edit"), (Act.RETRACT, "retract"), (Act.REPLY, "reply")])
async def test_an_act_without_a_root_is_refused(platform, order, act, code) -> None:
    """An edit, retraction or reply of a message that is not known sends nothing."""
    result = await platform.send(order("x2", act))

    assert isinstance(result, Rejected)
    assert (result.refusal, code in result.reason) == (Refusal.MESSAGE_GONE, True)


async def test_a_plain_edit_takes_the_old_blocks_off(platform, slack, order) -> None:
    """A plain edit must not leave the old blocks standing above the new words."""
    root = await platform.send(order())
    await platform.send(order("x2", Act.EDIT, root_ref=root.ref, plain=True, card=Card(title="Corrected")))

    assert slack.space.accepted[0].arguments["blocks"] == []
    assert slack.space.accepted[0].arguments["text"] == "Corrected."


@pytest.mark.parametrize("state", [{"archived": True}, {"member": False}, {"member": False, "private": True}])
async def test_a_closed_channel_is_refused_after_one_request(platform, slack, order, state) -> None:
    """Archived, not invited, or hidden: the destination is gone, and one request was enough to know."""
    slack.space.channels["C03"] = Channel("C03", "closed", **state)

    result = await platform.send(order(channel="C03"))

    assert isinstance(result, Rejected)
    assert result.refusal is Refusal.DESTINATION_GONE
    assert [r.method for r in slack.space.requests].count("chat.postMessage") == 1


@pytest.mark.parametrize("value", [None, "abc", "-1", "1e999"])
async def test_an_unreadable_wait_is_left_to_our_own_table(platform, slack, order, value) -> None:
    """A 429 without a usable Retry-After waits as long as our back-off says."""
    slack.inject("chat.postMessage", "ratelimited", value=value)

    assert await platform.send(order()) == RetryLater(reason="Slack asks to wait (ratelimited)", after=None)


async def test_the_look_back_pages_through_a_busy_channel(platform, slack, order, clock) -> None:
    """A message behind many others is found."""
    slack.page = 3
    asked = order("x1")
    sent = await platform.send(asked)
    for number in range(10):
        slack.store(slack.space.channels["C01"], {"text": f"chatter {number}"}, author="U8")

    assert await platform.look_back(asked) == sent


async def test_the_look_back_begins_before_the_first_attempt(platform, slack, order, clock) -> None:
    """Two clocks never agree: a message a minute older than the attempt is still ours."""
    sent = await platform.send(order("x1"))
    clock.advance(59)

    assert await platform.look_back(order("x1")) == sent


async def test_the_look_back_trusts_nobody_elses_metadata(platform, slack, order) -> None:
    """Any app may write any metadata: a stranger's message with our key hides no alert."""
    forged = {"text": "x", "metadata": {"event_type": "dealwire_delivery", "event_payload": {"key": "x1"}}}
    slack.store(slack.space.channels["C01"], forged, author="U8")

    assert await platform.look_back(order("x1")) == NotFound()


async def test_an_edit_is_looked_back_at_its_message(platform, slack, order, clock) -> None:
    """An edit whose answer was lost is found at its message, however old that is."""
    root = await platform.send(order())
    clock.advance(timedelta(days=3).total_seconds())
    edit = order("x2", Act.EDIT, root_ref=root.ref)
    before = await platform.look_back(edit)
    slack.inject("chat.update", "reset_after")

    assert isinstance(await platform.send(edit), Uncertain)
    assert before == NotFound()
    assert await platform.look_back(edit) == root


async def test_a_look_back_in_a_lost_thread_finds_nothing(platform, order) -> None:
    """A thread whose root was deleted holds no reply."""
    assert await platform.look_back(order("x2", Act.REPLY, root_ref="C01:1.000001")) == NotFound()


@pytest.mark.parametrize("code", ["missing_scope", "not_in_channel", "channel_not_found"])
async def test_a_look_that_is_not_allowed_says_so(platform, slack, order, code) -> None:
    """What may not be read cannot be checked."""
    slack.inject("conversations.history", "error", value=code)

    found = await platform.look_back(order())

    assert isinstance(found, CannotCheck)
    assert code in found.reason


@pytest.mark.parametrize(("fault", "value"), [("ratelimited", 9), ("status", 500), ("reset_before", None), ("html", None), ("slow", 3)])
async def test_a_look_that_fails_is_repeated(platform, slack, order, fault, value) -> None:
    """A failed look is neither a yes nor a no."""
    slack.inject("conversations.history", fault, times=2, value=value)  # aiohttp repeats a GET once by itself

    found = await platform.look_back(order())

    assert isinstance(found, RetryLater)
    assert found.after == (9 if fault == "ratelimited" else None)


async def test_a_channel_without_limits_of_pages_is_given_up(platform, slack, order, monkeypatch) -> None:
    """A channel too busy to read back is looked at again later instead of for ever."""
    slack.page = 1
    for number in range(30):
        slack.store(slack.space.channels["C01"], {"text": f"chatter {number}"}, author="U8")

    assert isinstance(await platform.look_back(order()), RetryLater)


async def test_direct_messages_are_destinations_too(platform, slack, order) -> None:
    """A digest for one person is posted and read back like any other."""
    slack.space.channels["D7"] = Channel("D7", "u7", im=True)
    asked = order("x9", channel="D7")

    sent = await platform.send(asked)

    assert isinstance(sent, Sent)
    assert await platform.look_back(replace(asked, first_attempt_at=None)) == sent
