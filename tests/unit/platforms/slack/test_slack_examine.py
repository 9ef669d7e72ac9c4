"""What `doctor` is told of a Slack installation: everything wrong at once, with its cost and its remedy."""

import pytest

from bot.platforms.slack.examine import examine
from bot.platforms.slack.manifest import SCOPES
from tests.emulators.slack_state import Channel


@pytest.fixture
def given(slack):
    return {"bot_token": slack.space.bot_token, "app_token": slack.space.app_token, "api_base": slack.api_base}


async def test_a_whole_installation_has_no_problem(given, slack) -> None:
    """Everything granted and invited: nothing to say, and nothing posted."""
    assert await examine(**given, channels=["C01", "C02"]) == ()
    assert slack.space.accepted == []


async def test_every_missing_scope_is_named_with_its_cost(given, slack) -> None:
    """Each scope is named, with what is lost without it and where to click."""
    slack.space.scopes -= {"channels:history", "users:read"}

    found = await examine(**given)

    assert len(found) == 2
    assert all("Reinstall" in problem.what for problem in found)
    assert SCOPES["users:read"] in " ".join(problem.what for problem in found)


async def test_channels_that_cannot_be_posted_to_are_named(given, slack) -> None:
    """Missing, archived, not invited: each by its name, with its own remedy; live ones are not mentioned."""
    slack.space.channels["C03"] = Channel("C03", "old", archived=True)
    slack.space.channels["C04"] = Channel("C04", "uninvited", member=False)

    found = await examine(**given, channels=["C01", "C03", "C04", "C99"])

    assert [problem.where for problem in found] == ["Slack channel #old", "Slack channel #uninvited", "Slack channel C99"]
    assert "/invite" in found[1].what


@pytest.mark.parametrize(
    ("spoil", "variable"),
    [
        ({"bot_token": "xoxb-wrong"}, "DEALWIRE_SLACK_BOT_TOKEN"),
        ({"app_token": "xapp-wrong"}, "DEALWIRE_SLACK_APP_TOKEN"),
        ({"app_token": ""}, "DEALWIRE_SLACK_APP_TOKEN"),
    ],
)
async def test_a_wrong_token_is_a_problem(given, spoil, variable) -> None:
    """Wrong tokens are told like everything else, without an exception."""
    assert [problem.where for problem in await examine(**(given | spoil))] == [variable]


async def test_over_http_no_app_token_is_needed(given) -> None:
    """An installation with a request address has no sockets to open."""
    assert await examine(**(given | {"app_token": "", "http": True})) == ()


async def test_an_unreachable_slack_is_one_problem(given) -> None:
    """Nobody listening is told once."""
    (problem,) = await examine(**(given | {"api_base": "http://127.0.0.1:9/api/"}))

    assert "cannot be reached" in problem.what
