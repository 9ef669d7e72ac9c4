"""Settings: environment over TOML, every problem at once, with its place."""

import pytest

from bot.errors import ConfigurationError
from bot.settings import load_settings


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "storylines").mkdir()
    return tmp_path


def test_environment_wins_over_the_file(folder):
    """A variable replaces what the file says."""
    (folder / "dealwire.toml").write_text('http_bind = "127.0.0.1:1"\ncontact = "ops@example.org"\n')

    settings = load_settings(folder, {"DEALWIRE_HTTP_BIND": "127.0.0.1:2"})

    assert (settings.http_bind, settings.contact) == ("127.0.0.1:2", "ops@example.org")


def test_every_problem_is_told_with_its_place(folder):
    """Wrong values, unknown keys and missing partners are all listed, each where it stands."""
    (folder / "dealwire.toml").write_text('poll_seconds = -1\nhttp_bnd = "x"\n\n[[channels]]\nplatform = "irc"\n')

    with pytest.raises(ConfigurationError) as error:
        load_settings(folder, {"DEALWIRE_FETCH_ALLOW": "localhost"})

    told = {str(problem).removeprefix(str(folder) + "/") for problem in error.value.problems}
    assert {line.split(": ")[0] for line in told} == {"dealwire.toml:1", "dealwire.toml:2", "dealwire.toml:5", "DEALWIRE_FETCH_ALLOW"}


def test_secrets_come_from_files_and_are_not_printed(folder):
    """A `…_FILE` variable names the file of a secret, and the secret shows in no representation."""
    (folder / "token").write_text("xoxb-canary\n")

    settings = load_settings(folder, {"DEALWIRE_SLACK_BOT_TOKEN_FILE": str(folder / "token"), "DEALWIRE_SLACK_APP_TOKEN": "xapp-canary"})

    assert settings.slack_bot_token.get_secret_value() == "xoxb-canary"
    assert "canary" not in repr(settings)


def test_a_bot_token_without_its_app_token_is_refused(folder):
    """Slack by Socket Mode needs both tokens; the sentence names the missing one."""
    with pytest.raises(ConfigurationError, match="DEALWIRE_SLACK_APP_TOKEN: is missing"):
        load_settings(folder, {"DEALWIRE_SLACK_BOT_TOKEN": "xoxb-1"})


def test_a_config_folder_that_is_not_there_is_told(tmp_path):
    """A wrong --config is a sentence, not a traceback."""
    with pytest.raises(ConfigurationError, match="is not a folder"):
        load_settings(tmp_path / "none", {})
