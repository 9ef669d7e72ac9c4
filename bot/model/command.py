"""Commands: declared once, used on every platform."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.card import Card


class Access(StrEnum):
    """Who may use a command."""

    EVERYONE = "everyone"
    ADMIN = "admin"


class OptionKind(StrEnum):
    """What an option holds, and what completes it."""

    TEXT = "text"
    NUMBER = "number"
    STORYLINE = "storyline"
    EVENT = "event"
    CHOICE = "choice"
    ZONE = "zone"
    """A time zone's IANA name."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One argument of a command."""

    name: str
    summary: str
    kind: OptionKind = OptionKind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    rest: bool = False
    """Takes all that is left of the line."""
    named: bool = False
    """On one line only as `name=value`: its choices would be taken for something else."""


@dataclass(frozen=True, kw_only=True)
class Command:
    """A command's declaration: all that help, README, manifest and platforms show of it."""

    name: str
    """`latest`; `feeds add` has a space."""
    summary: str
    """At most 100 characters, no full stop."""
    access: Access = Access.EVERYONE
    options: tuple[Option, ...] = ()
    examples: tuple[str, ...] = ()
    """Without the root: `latest openai-foxconn 5`."""
    aliases: tuple[str, ...] = ()
    own: bool = False
    """In a direct message with the bot anybody may use it: it changes what comes there, and nothing else."""
    weight: int = 1
    """For how many of a workspace's uses a minute one use counts: what fetches weighs more than what reads."""


@dataclass(frozen=True, kw_only=True)
class CommandCall:
    """One use of a command; ids come from the signed payload, never from arguments."""

    tenant: str
    platform: str
    workspace: str
    channel: str
    user: str
    user_name: str = ""
    channel_name: str = ""
    is_admin: bool = False
    is_own_place: bool = False
    """It came from the direct message between the caller and the bot."""
    text: str = ""
    """What was typed after the root, where the platform gives one line (Slack, console)."""
    name: str = ""
    """The command, where the platform has parsed it (Discord, buttons); else empty and `text` is parsed."""
    arguments: Mapping[str, str] = field(default_factory=dict)
    at: datetime
    locale: str = "en"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The neutral answer."""

    card: Card
    private: bool = True
    attachment: bytes = b""
    attachment_name: str = ""
    attachment_alt: str = ""
    shareable: bool = False
    """Whoever reads it privately may show it to the channel: platforms offer a button."""


@dataclass(frozen=True, kw_only=True)
class Completion:
    """One suggestion for an option."""

    label: str
    value: str
