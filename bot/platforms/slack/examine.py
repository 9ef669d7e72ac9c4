"""What is wrong with an installation, all at once: tokens, scopes, channels; each with what it costs and what to do. For `doctor`."""

from collections.abc import Iterable
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import ConfigurationError, Problem, UnavailableError
from bot.platforms.slack import sdk
from bot.platforms.slack.boot import APP_TOKEN, BOT_TOKEN, identify, refuse_swapped_tokens, socket_address
from bot.platforms.slack.errors import FAILURES, code_of
from bot.platforms.slack.manifest import SCOPES

_WHERE: Final = "Slack, “OAuth & Permissions”"
_REINSTALL: Final = "add it under “Bot Token Scopes” (or paste the manifest again), then “Reinstall to Workspace”"


async def examine(
    *,
    bot_token: str,
    app_token: str = "",
    http: bool = False,
    api_base: str = "https://slack.com/api/",
    channels: Iterable[str] = (),
    proxy: str | None = None,
) -> tuple[Problem, ...]:
    """Return every problem found; nothing is posted, and `http` says that no app token is needed."""
    try:
        refuse_swapped_tokens(bot_token, app_token, http=http)
    except ConfigurationError as error:
        return error.problems
    async with sdk.make_session() as session:
        client = sdk.make_client(token=bot_token, api_base=api_base, session=session, proxy=proxy)
        problems: list[Problem] = []
        try:
            identity = await identify(client)
        except (ConfigurationError, UnavailableError) as error:
            return _told(error, BOT_TOKEN)
        if identity.scopes:
            problems += [
                Problem(_WHERE, f"the scope {scope} is missing: {why}; {_REINSTALL}.") for scope, why in missing(identity.scopes).items()
            ]
        if app_token:
            try:
                await socket_address(client, app_token)
            except (ConfigurationError, UnavailableError) as error:
                problems += _told(error, APP_TOKEN)
        for channel in channels:
            problems += await _channel(client, channel)
    return tuple(problems)


def missing(granted: Iterable[str]) -> dict[str, str]:
    """Return the scopes that were not granted, and what each is for."""
    held = frozenset(granted)
    return {scope: why for scope, why in SCOPES.items() if scope not in held}


async def _channel(client: AsyncWebClient, channel: str) -> list[Problem]:
    where = f"Slack channel {channel}"
    try:
        found = (await client.conversations_info(channel=channel)).get("channel") or {}
    except FAILURES as error:
        code = code_of(error) or type(error).__name__
        if code == "missing_scope":
            return []  # said once already, with the scope
        if code == "channel_not_found":
            return [
                Problem(
                    where, "is not there, or is private and the app is not in it; check the id, or invite the app with /invite @dealwire."
                )
            ]
        return [Problem(where, f"cannot be looked up ({code}); try again.")]
    name = f"Slack channel #{found.get('name') or channel}"
    if found.get("is_archived"):
        return [Problem(name, "is archived, so nothing is posted there; unarchive it or unsubscribe it.")]
    if not found.get("is_member") and not found.get("is_im"):
        return [Problem(name, "does not have the app in it, so nothing can be posted there; type /invite @dealwire in the channel.")]
    return []


def _told(error: ConfigurationError | UnavailableError, variable: str) -> tuple[Problem, ...]:
    return error.problems if isinstance(error, ConfigurationError) else (Problem(variable, str(error)),)
