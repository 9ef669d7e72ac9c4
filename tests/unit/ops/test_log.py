"""Logs: every line without secrets, in the form that was asked for."""

import io
import json
import logging

import pytest
import structlog

from bot.ops.log import configure_logging
from bot.ops.redact import HIDDEN, redact

# Put together here, so that no scanner takes them for real ones.
DASH, DOT = "-", "."
SLACK = DASH.join(["xoxb", "1234567890", "abcdefABCDEF"])
APP = DASH.join(["xapp", "1", "A0123", "999", "deadbeef"])
DISCORD = DOT.join(["MTIzNDU2Nzg5MDEyMzQ1Njc4", "GabcdE", "abcdefghijklmnopqrstuvwxyz0123456789AB"])


@pytest.fixture(autouse=True)
def _restored():
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"token {SLACK} used", SLACK),
        (f'{{"refresh_token":"{"xoxe" + "-1-My0x"}"}}', "My0x"),
        (f"xoxe.{SLACK}", "abcdefABCDEF"),
        (f"Bearer {APP}", "deadbeef"),
        (f"login with {DISCORD}", DISCORD),
        (f"Authorization: Bot {DISCORD}", DISCORD),
        ("POST https://discord.com/api/v10/webhooks/123/abc-DEF_1", "abc-DEF_1"),
        ("https://hooks.slack.com/services/T0/B0/XyZ", "XyZ"),
        ("GET /oauth?code=abc123&state=s3cr3t", "abc123"),
        ("GET /oauth?code=abc123&state=s3cr3t", "s3cr3t"),
        ("https://me:hunter2@feeds.example/rss", "hunter2"),
        ("https://feeds.example/rss?api_key=k1k2k3&page=2", "k1k2k3"),
        ("https://feeds.example/rss?a=1&amp;access_token=zzz", "zzz"),
        ("wss://wss.slack.example/link/?ticket=f00&app_id=1", "f00"),
        ("{'client_secret': 'c0ffee'}", "c0ffee"),
        ("AUTHORIZAT\u0130ON=c0ffee", "c0ffee"),
        ("{'ap\u0131_\u212aey': 'c0ffee'}", "c0ffee"),
        ("{'pa\u017f\u017fword': 'c0ffee'}", "c0ffee"),
    ],
)
def test_secrets_are_hidden(text, secret):
    """A token, a webhook's address, an OAuth code, a password in an address: none is readable."""
    hidden = redact(text)

    assert secret not in hidden
    assert HIDDEN in hidden


@pytest.mark.parametrize(
    "text",
    ["OpenAI and Foxconn sign at 14:52", "https://example.org/a?page=2&id=7", "delivery xabc state=sent", "encode=utf-8 monkey=1"],
)
def test_the_rest_stays_readable(text):
    """Words, plain addresses and our own fields are not touched."""
    assert redact(text).replace(HIDDEN, "") in {text, text.replace("sent", "")}


def test_a_known_secret_is_hidden_whatever_its_shape():
    """What the settings say is secret is hidden word for word."""
    assert redact("signed with plainwords", ["plainwords"]) == f"signed with {HIDDEN}"


def test_json_lines_hold_events_with_their_fields():
    """In JSON each line is one object with its event, level, time and fields."""
    out = io.StringIO()
    configure_logging("json", "info", stream=out)

    structlog.get_logger("dealwire").info("delivery", delivery="x1", state="sent", tenant="slack:T1")

    line = json.loads(out.getvalue())
    assert (line["event"], line["delivery"], line["state"], line["level"]) == ("delivery", "x1", "sent", "info")
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("form", ["json", "console"])
def test_foreign_lines_and_tracebacks_are_hidden_as_well(form):
    """What an SDK logs, and what an exception carries, goes through the same filter."""
    out = io.StringIO()
    configure_logging(form, "debug", stream=out)

    logging.getLogger("slack_sdk").debug("body: {'token': '%s'}", SLACK)
    try:
        int(f"cannot use {DISCORD}")
    except ValueError:
        structlog.get_logger("dealwire").exception("failed")

    assert "failed" in out.getvalue()
    assert "cannot use" in out.getvalue()
    assert SLACK not in out.getvalue()
    assert DISCORD not in out.getvalue()


def test_the_sdks_say_little_at_info():
    """Schedulers and SDKs keep their warnings to themselves no more than their chatter."""
    out = io.StringIO()
    configure_logging("console", "info", stream=out)

    logging.getLogger("apscheduler.executors.default").info("Running job")
    logging.getLogger("discord.gateway").warning("Shard went away")

    assert "Running job" not in out.getvalue()
    assert "Shard went away" in out.getvalue()
