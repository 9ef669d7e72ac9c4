"""Settings: environment over `dealwire.toml`, frozen, with every problem listed at once."""

import ipaddress
import os
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from bot.errors import ConfigurationError, Problem
from bot.model.shards import Shards
from bot.toml_file import TomlFile, read_toml

PREFIX = "DEALWIRE_"
TABLES = ("channels", "ops", "quotas")
"""Settings that only `dealwire.toml` has, as tables of their own."""
_SLIP = 0.8
"""How alike a variable's name must be to a setting's to be taken for it, of 1."""
PACKAGED = Path(__file__).parent / "_config"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OpsSetting(_Frozen):
    """Where the operator is told of trouble; never a news channel."""

    platform: str = Field(pattern="^(console|slack|discord)$")
    workspace: str
    channel: str


class ChannelSetting(_Frozen):
    """A channel that is subscribed from the start, without a command."""

    platform: str = Field(pattern="^(console|slack|discord)$")
    workspace: str = Field(default="local", min_length=1)
    channel: str = Field(default="terminal", min_length=1)
    kind: str = Field(default="channel", pattern="^(channel|forum)$")
    storylines: tuple[str, ...] = ("*",)

    def is_at(self, ops: OpsSetting) -> bool:
        """Tell whether this is the place for trouble, too."""
        return (self.platform, self.workspace, self.channel) == (ops.platform, ops.workspace, ops.channel)


class QuotaSetting(_Frozen):
    """What one workspace may use of the bot; 0 for any number, but of feeds and storylines none."""

    feeds: int = Field(default=25, ge=0)
    storylines: int = Field(default=10, ge=0)
    polls_an_hour: int = Field(default=1_000, ge=0)
    megabytes_a_day: int = Field(default=1_000, ge=0)
    messages_an_hour: int = Field(default=10_000, ge=0)


class Settings(_Frozen):
    """All that can be set; `docs/operations.md` has the table."""

    config: Path = PACKAGED
    """Folder of `dealwire.toml`, `feeds.toml`, `companies.toml`, `sources.toml` and `storylines/`."""
    database_url: SecretStr = SecretStr("sqlite:///data/dealwire.db")
    """`sqlite:///path` or `postgresql://user:password@host/database`."""
    discord_token: SecretStr | None = None
    """Bot token; Discord is on where it is set."""
    discord_api_base: str = "https://discord.com/api/v10"
    """For tests and proxies."""
    discord_gateway: str = "wss://gateway.discord.gg/"
    """For tests and proxies."""
    discord_shards: str = "1"
    """`1` for one connection, up to 2,500 servers; `auto` for as many shards as Discord recommends, all in this process; `4` for four; `0-3/8` where other processes hold the rest."""
    slack_bot_token: SecretStr | None = None
    """`xoxb-…`; Slack is on where it is set."""
    slack_app_token: SecretStr | None = None
    """`xapp-…` with `connections:write`, for Socket Mode."""
    slack_signing_secret: SecretStr | None = None
    """For HTTP mode instead of Socket Mode."""
    slack_api_base: str = "https://slack.com/api/"
    """For tests and proxies."""
    slack_admins: tuple[str, ...] = ()
    """User ids that may change channels, beside workspace admins and owners."""
    fetch_allow: tuple[str, ...] = ()
    """`CIDR:port` pairs that the address guard lets through, as `127.0.0.0/8:*`."""
    http_bind: str = ""
    """`host:port` of `/healthz`, `/readyz` and `/metrics`; off where it is empty."""
    heartbeat: SecretStr | None = None
    """Address that is asked for once a minute while all is well; whoever watches it tells of the silence."""
    rewrite_endpoint: str = ""
    """Address before `/chat/completions` of an OpenAI-compatible endpoint that shortens summaries, as `http://127.0.0.1:8000/v1`; off where it is empty."""
    rewrite_model: str = ""
    """The model that the endpoint is asked for."""
    rewrite_key: SecretStr | None = None
    """The endpoint's API key, where it wants one."""
    contact: str = ""
    """Address that publishers can write to, told in the User-Agent; some refuse without one."""
    console: bool = False
    """Whether alerts also go to the terminal of `run`."""
    articles: bool = True
    """Whether the page of an entry is read where the feed gives only an excerpt."""
    poll_seconds: float = Field(default=5.0, gt=0)
    """How often due feeds are looked for."""
    alert_cap: int = Field(default=12, ge=0)
    """Alerts that one channel gets in ten minutes; the rest comes as one digest. 0 for any number."""
    on_uncertain: str = Field(default="resend", pattern="^(resend|hold)$")
    """What becomes of a send that can be neither confirmed nor looked up: `resend` may double, `hold` may lose."""
    log_format: str = Field(default="console", pattern="^(console|json)$")
    """`console` or `json`, one object a line."""
    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$")
    """`debug`, `info`, `warning` or `error`."""
    channels: tuple[ChannelSetting, ...] = ()
    """`[[channels]]` with platform, workspace, channel and storylines: subscribed from the start, without a command."""
    quotas: QuotaSetting = QuotaSetting()
    """`[quotas]` with feeds, storylines, polls_an_hour, megabytes_a_day and messages_an_hour: what one workspace may use; shared feeds count for nobody."""
    ops: OpsSetting | None = None
    """`[ops]` with platform, workspace and channel: where the operator is told of trouble."""

    @field_validator("fetch_allow", "slack_admins", mode="before")
    @classmethod
    def _words(cls, value: object) -> object:
        """Read `a, b` from the environment as two words."""
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("fetch_allow")
    @classmethod
    def _networks(cls, rules: tuple[str, ...]) -> tuple[str, ...]:
        for rule in rules:
            network, _, port = rule.rpartition(":")
            try:
                ipaddress.ip_network(network.strip("[]"))
            except ValueError as error:
                raise ValueError(f"{rule!r} is not CIDR:port, as in 127.0.0.0/8:* or 10.0.0.0/8:8080") from error
            if port != "*" and not port.isdigit():
                raise ValueError(f"{rule!r} has no port: end it with :* or a number")
        return rules

    @field_validator("discord_api_base", "discord_gateway", "slack_api_base")
    @classmethod
    def _address(cls, value: str) -> str:
        if urlsplit(value).scheme not in {"http", "https", "ws", "wss"} or not urlsplit(value).netloc:
            raise ValueError(f"{value!r} is not an address such as https://host/path")
        return value

    @field_validator("discord_shards", mode="before")
    @classmethod
    def _split(cls, value: object) -> str:
        text = str(value)
        Shards.parse(text)
        return text

    @field_validator("rewrite_endpoint")
    @classmethod
    def _endpoint(cls, value: str) -> str:
        if value and not re.match(r"https?://[^/\s]+", value):
            raise ValueError(f"{value!r} is not an address such as http://127.0.0.1:8000/v1")
        return value

    @field_validator("heartbeat")
    @classmethod
    def _beat(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.match(r"https?://[^/\s]+", value.get_secret_value()):
            raise ValueError("it is not an address such as https://watch.example/name")
        return value

    @field_validator("http_bind")
    @classmethod
    def _bind(cls, value: str) -> str:
        if value and not value.rpartition(":")[2].isdigit():
            raise ValueError(f"{value!r} is not host:port, as in 127.0.0.1:8080")
        return value

    @property
    def slack(self) -> bool:
        """Whether Slack is configured."""
        return self.slack_bot_token is not None

    @property
    def discord(self) -> bool:
        """Whether Discord is configured."""
        return self.discord_token is not None


_SINGLE = tuple(name for name in Settings.model_fields if name not in {"config", *TABLES})


def load_settings(config: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Read settings; raise ConfigurationError with every problem at once.

    The folder is `config`, else DEALWIRE_CONFIG, else `./config`, else the packaged copy; `dealwire.toml` in it is optional.
    """
    environment = os.environ if environment is None else environment
    problems: list[Problem] = []
    folder = _folder(config, environment, problems)
    file = read_toml(folder / "dealwire.toml") if (folder / "dealwire.toml").is_file() else TomlFile(folder / "dealwire.toml", {})
    values: dict[str, Any] = {**file.data, **_from_environment(environment, problems), "config": folder}
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        problems += [_problem(dict(detail), file, environment) for detail in error.errors(include_input=False, include_url=False)]
    else:
        if settings.ops is not None and any(channel.is_at(settings.ops) for channel in settings.channels):
            problems.append(file.problem("ops names one of [[channels]]; trouble is never told among news: name another channel.", "ops"))
        if settings.rewrite_endpoint and not settings.rewrite_model:
            problems.append(Problem(PREFIX + "REWRITE_MODEL", "is missing: name the model that rewrite_endpoint is to be asked for."))
        if settings.slack and settings.slack_app_token is None and settings.slack_signing_secret is None:
            problems.append(
                Problem(PREFIX + "SLACK_APP_TOKEN", "is missing: Socket Mode needs the app-level token (xapp-…) beside the bot token.")
            )
        if settings.slack and settings.slack_app_token is None and settings.slack_signing_secret is not None and not settings.http_bind:
            problems.append(Problem(PREFIX + "HTTP_BIND", "is missing: Slack's HTTP mode needs a host:port to listen on."))
    if problems:
        raise ConfigurationError(tuple(problems))
    return settings


def _folder(config: Path | None, environment: Mapping[str, str], problems: list[Problem]) -> Path:
    named = config or (Path(environment[PREFIX + "CONFIG"]) if environment.get(PREFIX + "CONFIG") else None)
    if named is not None:
        if not named.is_dir():
            where = "--config" if config else PREFIX + "CONFIG"
            problems.append(Problem(where, f"{named} is not a folder; name the one that holds feeds.toml and storylines/."))
        return named
    local = Path("config")
    return local if (local / "storylines").is_dir() else PACKAGED


def _from_environment(environment: Mapping[str, str], problems: list[Problem]) -> dict[str, str]:
    """Return the settings that variables give; `…_FILE` names a file that holds the value (Docker and systemd secrets).

    A name that is nearly one is a slip and a problem. Others are let be: Kubernetes sets `DEALWIRE_PORT` for a service of that name.
    """
    given = {
        variable.removeprefix(PREFIX).lower(): value for variable, value in environment.items() if variable.startswith(PREFIX) and value
    }
    values: dict[str, str] = {}
    for name in sorted(given.keys() - {"config"}):
        variable, setting = PREFIX + name.upper(), name.removesuffix("_file")
        if name in _SINGLE:
            values[name] = given[name]
        elif setting in _SINGLE and setting not in given:
            values[setting] = _secret(variable, given[name], problems)
        elif name in TABLES:
            problems.append(Problem(variable, f"is a table of dealwire.toml, `{name}`; variables hold single values only."))
        elif setting not in _SINGLE:
            problems += _slip(variable, setting)
    return {name: value for name, value in values.items() if value}  # an empty file is a platform that is not used


def _slip(variable: str, setting: str) -> Iterator[Problem]:
    for near in get_close_matches(setting, _SINGLE, n=1, cutoff=_SLIP):
        meant = PREFIX + near.upper() + variable.removeprefix(PREFIX + setting.upper())
        yield Problem(variable, f"is no setting; did you mean {meant}?")


def _secret(variable: str, file: str, problems: list[Problem]) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        problems.append(Problem(variable, f"{file} cannot be read: {error.strerror}."))
        return ""


def _problem(detail: dict[str, Any], file: TomlFile, environment: Mapping[str, str]) -> Problem:
    location: tuple[str | int, ...] = detail["loc"]
    variable = PREFIX + str(location[0]).upper()
    what = str(detail["msg"]).removeprefix("Value error, ")
    if detail["type"] == "extra_forbidden":
        what = f"{'.'.join(map(str, location))} is not a setting; docs/operations.md lists them"
    else:
        what = f"{'.'.join(map(str, location))}: {what[0].lower()}{what[1:]}"
    if variable in environment or variable + "_FILE" in environment:
        return Problem(variable, what + ".")
    return file.problem(what + ".", *location)
