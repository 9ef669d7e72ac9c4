"""The SDK's objects made so that nothing in the environment changes what they do, and its retries are off.

slack_sdk and Bolt read `SLACK_*` and the proxy variables when an object is made (and ignore NO_PROXY); with SLACK_CLIENT_ID and
SLACK_CLIENT_SECRET set, Bolt drops the token. So every object is made here, while those variables are out of sight.
"""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

_FOREIGN: Final = ("SLACK_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
_LOGGER: Final = "dealwire.slack"
_TICKET: Final = re.compile(r"((?:ticket|token|app_id)=)[^\s&'\")]+")


class _WithoutTickets(logging.Filter):
    """Takes the one-shot tickets of socket addresses out of what the SDK logs, tracebacks included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, without its tickets."""
        record.msg, record.args = _TICKET.sub(r"\1…", record.getMessage()), None
        record.exc_info = None  # the message names the error; its traceback would show the address
        return True


def quiet_logger(part: str) -> logging.Logger:
    """Return a logger for a part of the SDK that says nothing below a warning, whatever the root's level is.

    At DEBUG the SDK logs whole responses, tokens and addresses among them; and it works for DEBUG whenever the level is not set.
    """
    logger = logging.getLogger(f"{_LOGGER}.{part}")
    logger.setLevel(logging.WARNING)
    if not logger.filters:
        logger.addFilter(_WithoutTickets())
    return logger


@contextmanager
def own_environment() -> Iterator[None]:
    """Hide the variables that the SDK would read; they are back when the block ends. No await may stand inside."""
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(_FOREIGN)}
    try:
        yield
    finally:
        os.environ.update(hidden)


def make_session() -> aiohttp.ClientSession:
    """Return the one session of all calls: no cookies, no environment, connecting bounded so that a refusal is told from a doubt."""
    timeout = aiohttp.ClientTimeout(total=30, sock_connect=5)
    return aiohttp.ClientSession(timeout=timeout, trust_env=False, cookie_jar=aiohttp.DummyCookieJar())


def make_client(*, token: str | None, api_base: str, session: aiohttp.ClientSession, proxy: str | None) -> AsyncWebClient:
    """Return a Web API client that never sends anything twice by itself.

    Its default handler repeats `chat.postMessage` after a dropped connection, which posts twice.
    """
    with own_environment():
        return AsyncWebClient(token=token, base_url=api_base, session=session, proxy=proxy, retry_handlers=[], logger=quiet_logger("web"))


def make_webhook(*, url: str, session: aiohttp.ClientSession, proxy: str | None) -> AsyncWebhookClient:
    """Return a client for one response address."""
    with own_environment():
        return AsyncWebhookClient(url=url, session=session, proxy=proxy, retry_handlers=[], logger=quiet_logger("web"))


def make_app(
    *, api_base: str, session: aiohttp.ClientSession, proxy: str | None, token: str, team: str, bot_id: str, bot_user: str
) -> AsyncApp:
    """Return a Bolt app for one workspace that asks nobody before it acknowledges: who it is was learned at start."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=team, bot_id=bot_id, bot_user_id=bot_user, bot_token=token)

    client = make_client(token=None, api_base=api_base, session=session, proxy=proxy)
    with own_environment():
        return AsyncApp(
            name=f"{_LOGGER}.app",  # Bolt gives the logger of this name its level and filters: ours must not be it
            client=client,  # without a token, or Bolt warns that `authorize` takes its place
            authorize=authorize,
            signing_secret="",
            request_verification_enabled=False,  # over sockets there is nothing to verify; over HTTP `http.py` has done it
            logger=quiet_logger("bolt"),
        )


def make_handler(*, app: AsyncApp, app_token: str, client: AsyncWebClient, proxy: str | None, ping: float) -> AsyncSocketModeHandler:
    """Return one Socket Mode connection, not yet connected."""
    with own_environment():
        return AsyncSocketModeHandler(app, app_token, web_client=client, proxy=proxy, ping_interval=ping, logger=quiet_logger("socket"))
