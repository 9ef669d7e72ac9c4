"""The first two calls: who the bot token belongs to, and whether the app token opens sockets. A wrong one is named in one sentence."""

from dataclasses import dataclass
from typing import Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import ConfigurationError, Problem, UnavailableError
from bot.platforms.slack.errors import FAILURES, code_of, status_of

BOT_TOKEN: Final = "DEALWIRE_SLACK_BOT_TOKEN"  # noqa: S105  a variable's name
APP_TOKEN: Final = "DEALWIRE_SLACK_APP_TOKEN"  # noqa: S105  likewise
_BOT_PAGE: Final = "copy the “Bot User OAuth Token” (xoxb-…) from the app's page “OAuth & Permissions”"
_APP_PAGE: Final = "make an “App-Level Token” (xapp-…) with the scope connections:write on the app's page “Basic Information”"
_WRONG: Final = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"})


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who the bot token says the app is."""

    team: str
    team_name: str
    bot_user: str
    bot_id: str
    scopes: frozenset[str]
    """As Slack granted them; empty where Slack does not say."""


def refuse_swapped_tokens(bot_token: str, app_token: str, *, http: bool) -> None:
    """Raise ConfigurationError for tokens that are missing or stand in each other's place; over HTTP no app token is needed."""
    problems = []
    if not bot_token or bot_token.startswith("xapp-"):
        problems.append(Problem(BOT_TOKEN, f"is {'an app-level token' if bot_token else 'empty'}; {_BOT_PAGE}."))
    if not (app_token or http) or app_token.startswith("xoxb-"):
        problems.append(Problem(APP_TOKEN, f"is {'a bot token' if app_token else 'empty'}; {_APP_PAGE}."))
    if problems:
        raise ConfigurationError(tuple(problems))


async def identify(client: AsyncWebClient) -> Identity:
    """Call `auth.test`; raise ConfigurationError for a wrong bot token, UnavailableError where Slack cannot answer."""
    try:
        answer = await client.auth_test()
    except FAILURES as error:
        raise _failure(error, BOT_TOKEN, _BOT_PAGE, client) from error
    scopes = next((value for name, value in answer.headers.items() if str(name).lower() == "x-oauth-scopes"), "")
    return Identity(
        team=str(answer.get("team_id") or ""),
        team_name=str(answer.get("team") or ""),
        bot_user=str(answer.get("user_id") or ""),
        bot_id=str(answer.get("bot_id") or ""),
        scopes=frozenset(filter(None, (scope.strip() for scope in str(scopes).split(",")))),
    )


async def socket_address(client: AsyncWebClient, app_token: str) -> str:
    """Call `apps.connections.open` and return the one-shot address; raise as `identify` does, for the app token."""
    try:
        answer = await client.apps_connections_open(app_token=app_token)
    except FAILURES as error:
        if code_of(error) == "missing_scope":
            raise ConfigurationError((Problem(APP_TOKEN, f"lacks the scope connections:write; {_APP_PAGE}."),)) from error
        raise _failure(error, APP_TOKEN, _APP_PAGE, client) from error
    return str(answer["url"])


def _failure(error: Exception, variable: str, page: str, client: AsyncWebClient) -> ConfigurationError | UnavailableError:
    code = code_of(error)
    if code in _WRONG:
        return ConfigurationError((Problem(variable, f"was refused by Slack ({code}); {page}."),))
    if isinstance(error, SlackApiError):
        return UnavailableError(
            f"Slack at {client.base_url} answered {code or status_of(error)} to the first call with {variable}; it is tried again."
        )
    return UnavailableError(f"Slack at {client.base_url} cannot be reached ({type(error).__name__}); is the network up, is a proxy needed?")
