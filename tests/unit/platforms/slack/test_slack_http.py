"""HTTP mode: only what Slack signed is read, once, and nothing forged raises."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.http import is_signed
from tests.emulators.slack_checks import shown

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
async def served(make, desk, slack):
    """An adapter in HTTP mode, mounted on a loopback port."""
    platform = make(app_token="", signing_secret=slack.space.signing_secret)
    await platform.start(desk)
    app = web.Application()
    app.router.add_post("/slack/events", platform.http.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession(base_url=f"http://127.0.0.1:{runner.addresses[0][1]}") as session:
        yield session
    await runner.cleanup()
    await platform.stop()


async def test_a_signed_command_is_answered(served, slack, desk) -> None:
    """A request that Slack signed is acknowledged and answered as over a socket."""
    body, headers, exchange = slack.signed_command("latest openai")
    async with served.post("/slack/events", data=body, headers=headers) as answer:
        assert answer.status == 200

    assert "Ask again" in shown((await exchange.answer()).arguments)
    assert desk.calls[0].text == "latest openai"


async def test_a_replay_is_acted_upon_once(served, slack, desk) -> None:
    """The same signed request within the window is accepted by its signature and does nothing more."""
    body, headers, exchange = slack.signed_command("latest")
    for _ in range(3):
        async with served.post("/slack/events", data=body, headers=headers) as answer:
            assert answer.status == 200

    await exchange.answer()
    assert len(desk.calls) == 1


async def test_slacks_address_check_is_answered(served, slack) -> None:
    """The first request to a new address is Slack's challenge."""
    body = b'{"type": "url_verification", "challenge": "abc", "token": "x"}'
    headers = slack.sign(body) | {"Content-Type": "application/json"}
    async with served.post("/slack/events", data=body, headers=headers) as answer:
        assert (answer.status, "abc" in await answer.text()) == (200, True)


@pytest.mark.parametrize(
    "spoil",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=\u00e9\u4e2d"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "abc"},
        {"X-Slack-Request-Timestamp": "9" * 5000},
        {"X-Slack-Request-Timestamp": "-1"},
        {"X-Slack-Request-Timestamp": "\u0661\u0662"},
    ],
    ids=lambda spoil: ascii(spoil)[:60],
)
async def test_a_forged_request_is_refused(served, slack, desk, spoil) -> None:
    """Bad, missing, non-numeric, huge or foreign: 401, never 500, and nothing happens."""
    body, headers, _ = slack.signed_command("latest")
    async with served.post("/slack/events", data=body, headers=headers | spoil) as answer:
        assert answer.status == 401
    assert desk.calls == []


@pytest.mark.parametrize("seconds", [-301, 301])
async def test_an_old_or_future_request_is_refused(served, slack, seconds) -> None:
    """A true signature holds for five minutes."""
    body = urlencode(slack.command_payload("latest")).encode()
    headers = slack.sign(body, at=slack.moment() + seconds)
    async with served.post("/slack/events", data=body, headers=headers) as answer:
        assert answer.status == 401


async def test_bytes_that_are_no_text_are_refused(served, slack) -> None:
    """Even signed, 0xFF is nothing that Slack sends."""
    async with served.post("/slack/events", data=b"\xff\xfe", headers=slack.sign(b"\xff\xfe")) as answer:
        assert answer.status == 401


@given(body=st.binary(max_size=200), timestamp=st.text(max_size=30), signature=st.text(max_size=100))
def test_checking_never_raises(body: bytes, timestamp: str, signature: str) -> None:
    """No request can make the check raise, and a guessed signature is never right."""
    assert is_signed(secret="s", body=body, timestamp=timestamp, signature=signature, now=NOW) is False


def test_without_a_secret_nothing_is_signed() -> None:
    """An empty secret is no secret that everybody knows."""
    assert is_signed(secret="", body=b"", timestamp=str(int(NOW.timestamp())), signature="v0=", now=NOW) is False
