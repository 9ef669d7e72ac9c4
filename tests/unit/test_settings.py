"""Settings: environment over TOML, every problem at once, with its place."""

import re

import pytest

from bot.errors import ConfigurationError
from bot.model.shards import Shards
from bot.settings import Settings, load_settings


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


@pytest.mark.parametrize(
    ("variable", "told"),
    [
        ("DEALWIRE_SLACK_TOKEN", "did you mean DEALWIRE_SLACK_BOT_TOKEN?"),
        ("DEALWIRE_DISCORD_BOT_TOKEN", "did you mean DEALWIRE_DISCORD_TOKEN?"),
        ("DEALWIRE_DATABASE_FILE", "did you mean DEALWIRE_DATABASE_URL_FILE?"),
        ("DEALWIRE_CHANNELS", "is a table of dealwire.toml, `channels`"),
    ],
)
def test_a_variable_that_would_do_nothing_is_told(folder, variable, told):
    """A slip in a name, or a table, is no silence: the platform would just not start."""
    with pytest.raises(ConfigurationError, match=f"{variable}: .*{re.escape(told)}"):
        load_settings(folder, {variable: "x"})


def test_what_kubernetes_sets_for_a_service_is_let_be(folder):
    """A service called dealwire puts its own addresses into every container's environment."""
    services = {"DEALWIRE_PORT": "tcp://10.0.0.1:80", "DEALWIRE_SERVICE_HOST": "10.0.0.1", "DEALWIRE_PORT_8080_TCP_ADDR": "10.0.0.1"}

    assert load_settings(folder, services) == load_settings(folder, {})


def test_a_variable_is_taken_before_its_file(folder):
    """The file of a setting that is given is not even read."""
    given = {"DEALWIRE_CONTACT": "desk@example.org", "DEALWIRE_CONTACT_FILE": str(folder / "none")}

    assert load_settings(folder, given).contact == "desk@example.org"


def test_a_bot_token_without_its_app_token_is_refused(folder):
    """Slack by Socket Mode needs both tokens; the sentence names the missing one."""
    with pytest.raises(ConfigurationError, match="DEALWIRE_SLACK_APP_TOKEN: is missing"):
        load_settings(folder, {"DEALWIRE_SLACK_BOT_TOKEN": "xoxb-1"})


def test_a_config_folder_that_is_not_there_is_told(tmp_path):
    """A wrong --config is a sentence, not a traceback."""
    with pytest.raises(ConfigurationError, match="is not a folder"):
        load_settings(tmp_path / "none", {})


@pytest.mark.parametrize(
    ("said", "count", "ids"),
    [
        ("1", 1, ()),
        ("4", 4, ()),
        ("auto", None, ()),
        ("0-3/8", 8, (0, 1, 2, 3)),
        ("7/8", 8, (7,)),
        ("6, 0-1 / 8", 8, (0, 1, 6)),
    ],
)
def test_shards_are_read(folder, said, count, ids):
    """All of a number of shards, some of them, or as many as Discord recommends."""
    settings = load_settings(folder, {"DEALWIRE_DISCORD_SHARDS": said})

    assert Shards.parse(settings.discord_shards) == Shards(count=count, ids=ids)


def test_a_number_of_shards_may_stand_bare_in_the_file(folder):
    """TOML's own number is one, too; the default is one connection."""
    (folder / "dealwire.toml").write_text("discord_shards = 4\n")

    assert load_settings(folder, {}).discord_shards == "4"
    assert Shards.parse(Settings().discord_shards) == Shards()


@pytest.mark.parametrize("said", ["0", "four", "-1", "4/4", "0-4/4", "3-1/4", "/4", "0-1", "auto/2", "99999", "1.5", "²", "true"])
def test_shards_that_are_none_are_told(folder, said):
    """What names no shards is a sentence at the variable."""
    with pytest.raises(ConfigurationError, match=r"DEALWIRE_DISCORD_SHARDS: discord_shards: .*shards"):
        load_settings(folder, {"DEALWIRE_DISCORD_SHARDS": said})
