"""Starting: a wrong token is named in one sentence, and nothing in the environment changes what the SDK does."""

import logging
import re

import pytest

from bot.errors import ConfigurationError, UnavailableError
from bot.model.delivery import Sent


@pytest.mark.parametrize(
    ("given", "variable"),
    [
        ({"bot_token": "xoxb-wrong"}, "DEALWIRE_SLACK_BOT_TOKEN"),
        ({"bot_token": ""}, "DEALWIRE_SLACK_BOT_TOKEN"),
        ({"bot_token": "xapp-swapped"}, "DEALWIRE_SLACK_BOT_TOKEN"),
        ({"app_token": "xapp-wrong"}, "DEALWIRE_SLACK_APP_TOKEN"),
        ({"app_token": ""}, "DEALWIRE_SLACK_APP_TOKEN"),
        ({"app_token": "xoxb-swapped"}, "DEALWIRE_SLACK_APP_TOKEN"),
    ],
)
async def test_a_wrong_token_is_named(make, desk, given, variable) -> None:
    """The one sentence says which token it is and where the right one is found, and shows no token."""
    with pytest.raises(ConfigurationError) as caught:
        await make(**given).start(desk)

    (problem,) = caught.value.problems
    assert problem.where == variable
    assert "page" in problem.what
    assert not any(token and token in str(problem) for token in given.values())


async def test_both_swapped_tokens_are_named_at_once(make, desk, slack) -> None:
    """Tokens in each other's place are two problems in one go."""
    with pytest.raises(ConfigurationError) as caught:
        await make(bot_token=slack.space.app_token, app_token=slack.space.bot_token).start(desk)

    assert [problem.where for problem in caught.value.problems] == ["DEALWIRE_SLACK_BOT_TOKEN", "DEALWIRE_SLACK_APP_TOKEN"]


async def test_an_app_token_without_its_scope_is_named(make, desk, slack) -> None:
    """An app token that may not open connections is told apart from a wrong one."""
    slack.space.scopes.discard("connections:write")

    with pytest.raises(ConfigurationError, match="connections:write"):
        await make().start(desk)


async def test_nobody_at_the_address_is_unavailable(make, desk) -> None:
    """Slack that cannot be reached is no wrong setting: a supervisor tries again."""
    with pytest.raises(UnavailableError, match="cannot be reached"):
        await make(api_base="http://127.0.0.1:9/api/").start(desk)


async def test_a_failing_slack_is_unavailable(make, desk, slack) -> None:
    """An error that blames no token is a matter of time."""
    slack.inject("auth.test", "status", value=503)

    with pytest.raises(UnavailableError, match="503"):
        await make().start(desk)


@pytest.mark.parametrize("kind", ["html", "plain"])
async def test_something_else_at_the_address_is_unavailable(make, desk, slack, kind) -> None:
    """A page that is not Slack's, whatever its type, is one sentence and no traceback."""
    slack.inject("auth.test", kind)

    with pytest.raises(UnavailableError):
        await make().start(desk)


async def test_sockets_that_never_stand_are_unavailable(make, desk, slack) -> None:
    """When every handshake fails, start says so instead of waiting for ever."""
    slack.inject("", "dead_ticket", times=1000)

    with pytest.raises(UnavailableError, match="no connection"):
        await make().start(desk)


async def test_the_environment_changes_nothing(make, desk, slack, order, monkeypatch) -> None:
    """SLACK_* and proxy variables neither replace a token, nor turn the app into an OAuth app, nor divert a call."""
    foreign = {
        "SLACK_BOT_TOKEN": "xoxb-foreign",
        "SLACK_APP_TOKEN": "xapp-foreign",
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "secret",
        "SLACK_SIGNING_SECRET": "secret",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "HTTP_PROXY": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    for name, value in foreign.items():
        monkeypatch.setenv(name, value)
    platform = make()

    await platform.start(desk)
    sent = await platform.send(order())
    heard = await (await slack.command("latest")).answer()
    await platform.stop()

    assert isinstance(sent, Sent)
    assert heard.via == "response_url"
    assert {request.token for request in slack.space.requests} == {slack.space.bot_token, slack.space.app_token}


async def test_the_granted_scopes_are_known(platform, slack) -> None:
    """What Slack granted is read from its first answer, for whoever checks the installation."""
    assert platform.identity.team == "T01"
    assert platform.identity.scopes == slack.space.scopes


async def test_it_stops_twice_and_starts_again(make, desk, slack) -> None:
    """Stopping twice is harmless, and a stopped adapter can be started again."""
    platform = make()
    await platform.start(desk)
    await platform.stop()
    await platform.stop()
    await platform.start(desk)

    assert platform.health().connected
    await platform.stop()
    assert slack.sockets == []


async def test_before_the_start_nothing_is_sent(make, order) -> None:
    """An order to an adapter that is not started waits."""
    assert "not started" in (await make().send(order())).reason
    assert not make().health().connected


async def test_no_secret_is_logged(make, desk, slack, order, caplog) -> None:
    """At DEBUG, through a start, failures and a reconnect, neither a token nor a socket's ticket is written down."""
    caplog.set_level(logging.DEBUG)
    slack.inject("", "dead_ticket", times=2)
    platform = make(bound_seconds=4.0)
    await platform.start(desk)
    slack.inject("chat.postMessage", "html")
    await platform.send(order())
    await (await slack.command("latest")).answer()
    await platform.stop()

    assert "Failed to connect" in caplog.text, "the SDK's own words are among what is searched"
    assert not re.search(r"ticket=\w|xox[a-z]-|xapp-", caplog.text)
