"""Fault 91: whatever the bot and its libraries log at DEBUG over a whole pass, no secret is in it."""

import io
import logging
import re

import pytest
import structlog

from bot.cli.run import secrets_of
from bot.ops.log import configure_logging
from tests.acceptance.newsroom_maker import make
from tests.acceptance.stage import staged
from tests.faults.guards import is_off

CANARY = "canary-3f9c1e7a55d2"
SHAPES = (
    re.compile(r"\bxox[a-z]-[\w-]{6,}"),
    re.compile(r"\bxapp-[\w-]{6,}"),
    re.compile(r"\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"),
    re.compile(r"hooks\.slack\.com/services/\w"),
    re.compile(r"\b(?:Bearer|Bot) (?!\[hidden\])[\w.-]{20,}"),
    re.compile(r"://[^/\s@\"'<>\[]+:[^/\s@\"'<>\[]+@"),
)


@pytest.fixture
def lines():
    """Everything that is logged, at DEBUG, by us and by every library."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    written = io.StringIO()
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


async def test_f91_no_secret_in_any_line(lines, tmp_path):
    """Feeds, posts, commands, failures and refusals are played with canaries in them: no line has a secret. Guard: the log's filter."""
    newsroom, _ = make(5)

    async with staged(newsroom, tmp_path) as stage:
        configure_logging("json", "debug", secrets=secrets_of(stage.application.settings), stream=lines)
        if is_off("91"):
            (handler,) = logging.getLogger().handlers
            handler.setFormatter(handler.formatter._inner)
        stage.slack.inject("chat.postMessage", "status", value=500)
        stage.discord.inject("POST", r"/channels/\d+/messages", "reset after")
        await stage.play(settle=2)
        for text in (
            "latest",
            "subscribe",
            f"feeds add https://reader:{CANARY}@127.0.0.1:1/feed?token={CANARY}",
            "why xoxb-12345678-abcdefgh",
        ):
            await stage.ask_slack(text)
        await stage.ask_discord("latest")
        log = logging.getLogger("aiohttp.client")
        try:
            int(f"https://me:{CANARY}@news.example/?api_key={CANARY}")
        except ValueError:
            log.exception("tried %s", {"Authorization": f"Bot {stage.discord.token}", "body": f"token={stage.slack.space.bot_token}"})
        secrets = [*secrets_of(stage.application.settings), CANARY]

    written = lines.getvalue()
    assert written.count("\n") > 20
    assert [secret[:6] for secret in secrets if secret in written] == []
    assert [shape.pattern for shape in SHAPES if shape.search(written)] == []
