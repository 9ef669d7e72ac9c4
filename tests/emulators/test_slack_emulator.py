"""The emulated Slack fails as Slack fails, and remembers what was accepted when its client dies."""

import asyncio
import contextlib
import json
import signal
import sys
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.emulators.slack import SlackEmulator
from tests.emulators.slack_checks import LIMITS, check_blocks, check_message
from tests.emulators.slack_state import Workspace

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def client():
    async with SlackEmulator() as slack:
        yield slack, AsyncWebClient(token=slack.space.bot_token, base_url=slack.api_base, retry_handlers=[])


async def test_an_unknown_route_fails_the_test() -> None:
    """A call that Slack does not have is a mistake of the client, not a 404 to live with."""
    with pytest.raises(AssertionError, match="unknown method"):
        async with SlackEmulator() as slack:
            web = AsyncWebClient(token=slack.space.bot_token, base_url=slack.api_base, retry_handlers=[])
            with contextlib.suppress(SlackApiError):
                await web.api_call("chat.scheduleNothing")


async def test_a_missed_acknowledgement_fails_the_test() -> None:
    """Somebody who sees Slack's timeout was let down."""
    with pytest.raises(AssertionError, match="no acknowledgement"):
        async with SlackEmulator(acknowledge_seconds=0.05) as slack, aiohttp.ClientSession() as session:
            opened = slack._open_connection(slack.space.app_token)
            async with session.ws_connect(opened["url"]):
                assert (await slack.command("latest")).timed_out


async def test_a_ticket_opens_one_socket(client) -> None:
    """An address for a socket is used up by its first handshake."""
    slack, _ = client
    opened = slack._open_connection(slack.space.app_token)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(opened["url"]) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(opened["url"])


async def test_a_response_address_is_used_up(client) -> None:
    """The sixth answer at a response address is refused."""
    slack, _ = client
    url = slack.command_payload("x")["response_url"]
    async with aiohttp.ClientSession() as session:
        statuses = [(await session.post(url, json={"text": "x"})).status for _ in range(6)]

    assert statuses == [200] * 5 + [404]


async def test_scopes_are_asked_for(client) -> None:
    """A method without its scope is refused, and says which."""
    slack, web = client
    slack.space.scopes.discard("chat:write")

    with pytest.raises(SlackApiError) as caught:
        await web.chat_postMessage(channel="C01", text="x")
    assert (caught.value.response["error"], caught.value.response["needed"]) == ("missing_scope", "chat:write")


async def test_metadata_is_read_back_only_when_asked(client) -> None:
    """History holds metadata for whoever asks for it."""
    _, web = client
    await web.chat_postMessage(channel="C01", text="x", metadata={"event_type": "e", "event_payload": {"key": "k"}})

    without = await web.conversations_history(channel="C01")
    with_it = await web.conversations_history(channel="C01", include_all_metadata=True)
    assert "metadata" not in without["messages"][0]
    assert with_it["messages"][0]["metadata"]["event_payload"] == {"key": "k"}


def section(text: str) -> dict[str, object]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        ([section("x")] * 51, "invalid_blocks"),
        ([section("x" * 3001)], "invalid_blocks"),
        ([section("")], "invalid_blocks"),
        ([section("x" * 2900)] * 5, "msg_blocks_too_long"),
        ([{"type": "alert", "text": {"type": "mrkdwn", "text": "modals only"}}], "invalid_blocks"),
        ([{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11}], "invalid_blocks"),
        (
            [{"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x" * 76}}]}],
            "invalid_blocks",
        ),
        (
            [{"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x"}}] * 2}],
            "invalid_blocks",
        ),
        ([section("\ud800")], "invalid_blocks"),
        ([section("x")], None),
    ],
)
def test_blocks_are_judged(blocks: list[dict[str, object]], code: str | None) -> None:
    """Each limit of the data file refuses what is beyond it."""
    assert check_message({"text": "x", "blocks": blocks}) == code


def test_every_limit_has_a_source() -> None:
    """A figure without a source is a guess."""
    text = (Path(__file__).parent / "limits_slack.toml").read_text()

    assert text.count("source = ") == len(LIMITS)
    assert check_blocks([], set(), 0) is None


async def test_the_process_outlives_its_client(tmp_path: Path) -> None:
    """As a process of its own it journals what it accepted, line by line, and can be asked for it."""
    journal = tmp_path / "accepted.jsonl"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.emulators.slack",
        "--journal",
        str(journal),
        "--channel",
        "C77",
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        told = json.loads(await process.stdout.readline())
        web = AsyncWebClient(token=told["bot_token"], base_url=told["api_base"], retry_handlers=[])
        metadata = {"event_type": "dealwire_delivery", "event_payload": {"key": "x1"}}
        await web.chat_postMessage(channel="C77", text="one", metadata=metadata)
        async with aiohttp.ClientSession() as session:
            await session.post(f"{told['url']}/control", json={"do": "inject", "method": "chat.postMessage", "kind": "reset_after"})
            with pytest.raises(aiohttp.ClientError):
                await web.chat_postMessage(channel="C77", text="two", metadata=metadata)
            async with session.post(f"{told['url']}/control", json={"do": "messages", "channel": "C77"}) as answer:
                kept = await answer.json()
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()

    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    assert [(line["text"], line["key"], line["channel"]) for line in lines] == [("one", "x1", "C77"), ("two", "x1", "C77")]
    assert [message["text"] for message in kept] == ["one", "two"]
    assert process.returncode == 0


def test_its_space_is_its_own() -> None:
    """Two emulators share no channel."""
    assert Workspace().channels is not Workspace().channels
