"""What somebody asks, as the desk takes it: ids from the signed payload, rights as Slack tells now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.clock import Clock
from bot.model.card import Card, Tone, line
from bot.model.command import Command, CommandCall, Reply
from bot.platforms.pressed import button_arguments
from bot.platforms.slack.people import People
from bot.ports import Desk

log = structlog.get_logger("dealwire")


@dataclass(frozen=True, kw_only=True)
class Where:
    """Where an act happened, and how to answer it."""

    channel: str
    user: str
    channel_name: str = ""
    user_name: str = ""
    response_url: str = ""
    trigger: str = ""
    thread: str = ""
    """The thread that a pressed message stands in; a thread's first message stands in the channel."""
    surface: str = "message"
    """`message`, or `modal` and `home`, where answers are shown in a modal."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody asks: a line, or a command with its arguments."""

    text: str = ""
    name: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)

    def as_line(self) -> str:
        """Return it as somebody would type it."""
        return self.text.strip() if not self.name else " ".join((self.name, *self.arguments.values()))


class Caller:
    """Asks the desk on behalf of people in Slack."""

    def __init__(self, desk: Desk, *, people: People, team: str, commands: tuple[Command, ...], clock: Clock) -> None:
        self.desk = desk
        self.commands = commands
        self._people = people
        self._team = team
        self._clock = clock
        self._named = {name: command for command in commands for name in (command.name, *command.aliases)}

    def declared(self, name: str) -> Command | None:
        """Return a command by its name or an alias."""
        return self._named.get(name.strip().lower())

    def pressed(self, command: str, argument: str) -> Asked:
        """Return what a button asks; a command that this version does not declare is read as a line: the desk knows the nearest one."""
        declared = self.declared(command)
        if declared is None:
            return Asked(text=f"{command} {argument}".strip())
        return Asked(name=declared.name, arguments=button_arguments(declared, argument) if declared.options else {})

    async def call(self, where: Where, asked: Asked) -> CommandCall:
        """Return the call with the caller's rights and the channel's name."""
        person = await self._people.look_up(where.user)
        return CommandCall(
            tenant=f"slack:{self._team}",
            platform="slack",
            workspace=self._team,
            channel=where.channel,
            channel_name=await self._people.channel_name(where.channel, where.channel_name),
            user=where.user,
            user_name=where.user_name,
            is_admin=person.is_admin,
            is_own_place=await self._people.is_own_place(where.user, where.channel),
            text=asked.text,
            name=asked.name,
            arguments=asked.arguments,
            at=self._clock.now(),
            locale=person.locale,
        )

    async def answer(self, call: CommandCall) -> Reply:
        """Return the desk's answer; a bug in a handler leaves nobody without one."""
        try:
            return await self.desk.answer(call)
        except Exception:
            log.exception("slack.answer_failed", command=call.name or call.text.split(" ")[0][:40])
            return Reply(
                card=Card(
                    tone=Tone.TROUBLE,
                    title="That did not work, and nothing was changed.",
                    body=(line("The operator's log has the reason. Trying again in a minute may help."),),
                ),
            )


def where_of(body: Mapping[str, Any]) -> Where:
    """Read where a button, shortcut or modal was used from its signed payload; a modal remembers the channel it was opened for."""
    channel, container = body.get("channel") or {}, body.get("container") or {}
    message, user, view = body.get("message") or {}, body.get("user") or {}, body.get("view") or {}
    thread, ts = message.get("thread_ts") or container.get("thread_ts"), message.get("ts") or container.get("message_ts")
    kept = remembered(view)
    return Where(
        channel=str(channel.get("id") or container.get("channel_id") or kept.get("channel") or ""),
        channel_name=str(channel.get("name") or ""),
        user=str(user.get("id") or ""),
        user_name=str(user.get("username") or user.get("name") or ""),
        response_url=str(body.get("response_url") or ""),
        trigger=str(body.get("trigger_id") or ""),
        thread=str(thread) if thread and thread != ts else "",
        surface=str(view.get("type") or "message"),
    )


def remembered(view: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a modal carries in `private_metadata`: `channel` and `command`."""
    try:
        kept = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}
