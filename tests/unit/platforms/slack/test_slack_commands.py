"""What people do in Slack reaches the desk with ids from the signed payload, and is answered to them alone."""

import asyncio
import logging
from dataclasses import replace

import pytest

from bot.model.alert import Act
from bot.model.card import Button, Card, line
from bot.model.command import Reply
from tests.emulators.slack_checks import shown


async def test_a_line_is_handed_on_as_typed(platform, slack, desk) -> None:
    """The text after the root reaches the desk unchanged, whatever it holds."""
    typed = "  why   <https://a.example/?x=1|x> @everyone \u202e 🎉 " + "y" * 3900

    await (await slack.command(typed, user="U9", channel="C02")).answer()

    (call,) = desk.calls
    assert (call.text, call.name) == (typed, "")
    assert (call.tenant, call.workspace, call.channel, call.channel_name, call.user) == ("slack:T01", "T01", "C02", "news", "U9")


async def test_any_root_is_answered(platform, slack, desk) -> None:
    """A workspace that renamed the command is answered all the same."""
    exchange = await slack.command("latest", root="/wire")

    assert not exchange.timed_out
    assert (await exchange.answer()).private


async def test_the_ack_comes_before_the_work(platform, slack, desk) -> None:
    """A slow desk delays the answer, never the acknowledgement."""
    desk.gate = asyncio.Event()
    exchange = await slack.command("latest")

    assert exchange.acknowledged.is_set()
    assert exchange.answers.empty()
    desk.gate.set()
    assert (await exchange.answer()).private


async def test_a_slow_users_info_delays_no_ack(platform, slack) -> None:
    """Who somebody is, is asked after the acknowledgement."""
    slack.inject("users.info", "slow", value=1.8)

    exchange = await asyncio.wait_for(slack.command("latest"), 1.4)

    assert (await exchange.answer()).private


@pytest.mark.parametrize("kind", ["html", "plain", "reset_before"])
async def test_who_cannot_be_looked_up_is_answered(platform, slack, kind) -> None:
    """Whatever Slack says to users.info, its caller gets an answer, as somebody who is no admin."""
    slack.inject("users.info", kind, times=2)

    assert (await (await slack.command("latest")).answer()).private


async def test_a_failing_desk_is_apologised_for(platform, slack, desk) -> None:
    """A bug in a handler leaves nobody without an answer."""

    async def fail(call):
        raise RuntimeError("bug")

    desk.answer = fail
    answer = await (await slack.command("latest")).answer()

    assert "did not work" in shown(answer.arguments)


async def test_a_used_up_address_is_replaced_by_an_ephemeral(platform, slack) -> None:
    """When the response address is refused, the answer comes as an ephemeral message."""
    payload = slack.command_payload("latest")
    slack._responses[payload["response_url"].rsplit("/", 1)[1]].uses = 5

    exchange = await slack.send("slash_commands", payload, user="U7", channel="C01")

    assert (await exchange.answer()).via == "ephemeral"


async def test_a_button_names_command_and_first_option(platform, slack, desk, order) -> None:
    """A button's one argument is the value of its command's first option, required ones before others."""
    sent = await platform.send(order())

    await (await slack.press("C01", sent.ref.split(":")[1], "Why")).answer()

    (call,) = desk.calls
    assert (call.name, dict(call.arguments), call.text) == ("why", {"item": "s1"}, "")


async def test_a_button_of_another_version_is_read_as_a_line(platform, slack, desk, order) -> None:
    """A command that this version does not declare goes to the desk as typed words, which knows the nearest."""
    sent = await platform.send(order(card=Card(title="Old", buttons=(Button(label="Atlas", command="atlas", argument="openai"),))))

    await (await slack.press("C01", sent.ref.split(":")[1], "Atlas")).answer()

    assert (desk.calls[0].name, desk.calls[0].text) == ("", "atlas openai")


async def test_a_link_button_is_acknowledged_and_asks_nothing(platform, slack, desk, order) -> None:
    """Opening a link sends an event too: it wants an acknowledgement and no answer."""
    sent = await platform.send(order(card=Card(title="T", buttons=(Button(label="Open", url="https://a.example/"),))))

    exchange = await slack.press("C01", sent.ref.split(":")[1], "Open")

    assert not exchange.timed_out
    assert desk.calls == []


async def test_a_button_in_a_thread_is_answered_in_the_thread(platform, slack, order) -> None:
    """Commands do not run in threads; buttons do, and answer there, seen by the presser alone."""
    root = await platform.send(order())
    reply = await platform.send(order("x2", Act.REPLY, root_ref=root.ref))

    answer = await (await slack.press("C01", reply.ref.split(":")[1], "Why")).answer()

    assert answer.via == "ephemeral"
    assert answer.arguments["thread_ts"] == root.ref.split(":")[1]
    assert answer.arguments["user"] == "U7"


async def test_a_button_of_an_ephemeral_answer_works(platform, slack, desk) -> None:
    """An answer's own buttons are pressed without a message behind them."""
    desk.reply = Reply(card=Card(title="No such command", buttons=(Button(label="help", command="help"),)))
    first = await (await slack.command("hlep")).answer()

    await (await slack.press("C01", "1.2", "help", blocks=first.arguments["blocks"])).answer()

    assert (desk.calls[1].name, dict(desk.calls[1].arguments)) == ("help", {})


async def test_the_shortcut_asks_why_of_an_alert(platform, slack, desk, order) -> None:
    """On one of our alerts the shortcut asks about that alert's event."""
    sent = await platform.send(order())

    await (await slack.shortcut("why_this_alert", "C01", sent.ref.split(":")[1])).answer()

    assert (desk.calls[0].name, dict(desk.calls[0].arguments)) == ("why", {"item": "s1"})


async def test_the_shortcut_asks_why_of_an_address(platform, slack, desk) -> None:
    """On anybody's message with a link the shortcut asks about that address."""
    posted = slack.store(slack.space.channels["C01"], {"text": "look: <https://a.example/?x=1&amp;y=2|this>"}, author="U8")

    await (await slack.shortcut("why_this_alert", "C01", posted.ts)).answer()

    assert dict(desk.calls[0].arguments) == {"item": "https://a.example/?x=1&y=2"}


@pytest.mark.parametrize(
    ("known", "admin"),
    [
        ({}, False),
        ({"is_admin": True}, True),
        ({"is_owner": True}, True),
        ({"is_admin": True, "deleted": True}, False),
        ({"is_admin": True, "team_id": "T99"}, False),
    ],
)
async def test_admins_are_slacks_admins(platform, slack, desk, known, admin) -> None:
    """Admins and owners of this workspace, not of another one that shares the channel."""
    slack.space.users["U7"] = known

    await (await slack.command("latest")).answer()

    assert desk.calls[0].is_admin is admin


async def test_configured_admins_need_no_scope(make, slack, desk) -> None:
    """Without users:read the admins of the settings are the only ones."""
    slack.space.scopes.discard("users:read")
    slack.space.users["U7"] = {"is_admin": True}
    platform = make(admins=("U1",))
    await platform.start(desk)

    for user in ("U1", "U7"):
        await (await slack.command("latest", user=user)).answer()
    await platform.stop()

    assert [call.is_admin for call in desk.calls] == [True, False]


async def test_a_right_taken_away_ends_within_a_minute(platform, slack, desk, clock) -> None:
    """Who somebody is, is remembered for a minute and then asked again."""
    slack.space.users["U7"] = {"is_admin": True}
    await (await slack.command("latest")).answer()
    slack.space.users["U7"] = {}
    await (await slack.command("latest")).answer()
    clock.advance(61)
    await (await slack.command("latest")).answer()

    assert [call.is_admin for call in desk.calls] == [True, True, False]


async def test_a_private_channels_name_is_looked_up(platform, slack, desk) -> None:
    """Payloads call every private channel `privategroup`; readers see its own name."""
    slack.space.channels["C02"].private = True
    payload = slack.command_payload("latest", channel="C02") | {"channel_name": "privategroup"}

    await (await slack.send("slash_commands", payload, user="U7", channel="C02")).answer()

    assert desk.calls[0].channel_name == "news"


async def test_a_private_file_goes_by_direct_message(platform, slack, desk) -> None:
    """A file of a private answer is uploaded where only its reader sees it."""
    desk.reply = Reply(card=Card(title="Export", body=(line("Sent to you."),)), attachment=b"a,b\n1,2\n", attachment_name="deals.csv")
    await (await slack.command("export openai", user="U5")).answer()
    await platform.stop()

    (file,) = slack.space.files
    assert (file["channel"], file["content"], file["filename"]) == ("DU5", b"a,b\n1,2\n", "deals.csv")


async def test_a_file_without_permission_is_explained(platform, slack, desk) -> None:
    """Without the scopes the reader is told which, and the words came anyway."""
    slack.space.scopes.discard("im:write")
    desk.reply = replace(desk.reply, attachment=b"x", attachment_name="x.csv")
    exchange = await slack.command("export openai")

    assert (await exchange.answer()).via == "response_url"
    assert "im:write" in shown((await exchange.answer()).arguments)


async def test_an_answer_that_hangs_is_cut_off_at_the_deadline(make, slack, desk) -> None:
    """Stopping waits for owed answers, and not for ever."""
    platform = make(drain_seconds=0.2)
    await platform.start(desk)
    desk.gate = asyncio.Event()
    await slack.command("latest")

    await asyncio.wait_for(platform.stop(), 3)


async def test_the_sdk_leaves_our_own_log_alone(platform) -> None:
    """What Bolt does to loggers stays beneath `dealwire.slack`: our own lines keep their fields."""
    assert logging.getLogger("dealwire").filters == []
    assert logging.getLogger("dealwire").level == logging.NOTSET
