"""What people do in Slack, taken to the desk: acknowledged at once, worked on afterwards, answered to them alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.clock import Clock
from bot.model.card import Card, Tone, line
from bot.model.command import Command, CommandCall, Reply
from bot.platforms.slack.answers import Answers, Where
from bot.platforms.slack.people import People
from bot.platforms.slack.render import VALUE_SEPARATOR
from bot.platforms.slack.work import Work
from bot.ports import Desk

ANYTHING: Final = re.compile(r"[\s\S]*")
WHY_SHORTCUT: Final = "why_this_alert"
_LINK: Final = re.compile(r"<(https?://[^|>\s]+)")
_SORRY: Final = Card(
    tone=Tone.TROUBLE,
    title="That did not work, and nothing was changed.",
    body=(line("The operator's log has the reason. Trying again in a minute may help."),),
)

log = structlog.get_logger("dealwire")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody asks: a line, or a command with its arguments."""

    text: str = ""
    name: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)


class Commands:
    """Registers Bolt's listeners; every listener acknowledges first and only then begins work."""

    def __init__(
        self,
        *,
        desk: Desk,
        work: Work,
        answers: Answers,
        people: People,
        team: str,
        commands: tuple[Command, ...],
        clock: Clock,
    ) -> None:
        self._desk = desk
        self._work = work
        self._answers = answers
        self._people = people
        self._team = team
        self._clock = clock
        self._options = {
            name: next((option.name for option in sorted(command.options, key=lambda o: not o.required)), "")
            for command in commands
            for name in (command.name, *command.aliases)
        }

    def listen(self, app: AsyncApp) -> None:
        """Take slash commands, buttons and shortcuts; whatever their name, so that nobody is left to Slack's timeout."""
        app.command(ANYTHING)(self._on_command)
        app.action(ANYTHING)(self._on_button)
        app.shortcut(ANYTHING)(self._on_shortcut)

    async def _on_command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        where = Where(
            channel=str(body.get("channel_id", "")),
            channel_name=str(body.get("channel_name", "")),
            user=str(body.get("user_id", "")),
            user_name=str(body.get("user_name", "")),
            response_url=str(body.get("response_url", "")),
            trigger=str(body.get("trigger_id", "")),
        )
        self._work.begin(self._answer(where, Asked(text=str(body.get("text") or ""))))

    async def _on_button(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        action: dict[str, Any] = next(iter(body.get("actions") or ()), {})
        value = str(action.get("value") or "")
        if VALUE_SEPARATOR not in value:  # a link, or a block that is not ours
            return
        command, argument = value.split(VALUE_SEPARATOR, 1)
        self._work.begin(self._answer(_where(body), self._asked(command, argument)))

    async def _on_shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        if "message" in body:
            self._work.begin(self._answer(_where(body), self._asked("why", _subject(body["message"]))))

    def _asked(self, command: str, argument: str) -> Asked:
        option = self._options.get(command, "")
        if argument and not option:  # a command that this version does not declare: the desk reads it as a line
            return Asked(text=f"{command} {argument}") if command not in self._options else Asked(name=command)
        return Asked(name=command, arguments={option: argument} if argument else {})

    async def _answer(self, where: Where, asked: Asked) -> None:
        person = await self._people.look_up(where.user)
        place = await self._people.channel_name(where.channel, where.channel_name)
        call = CommandCall(
            tenant=f"slack:{self._team}",
            platform="slack",
            workspace=self._team,
            channel=where.channel,
            channel_name=place,
            user=where.user,
            user_name=where.user_name,
            is_admin=person.is_admin,
            text=asked.text,
            name=asked.name,
            arguments=asked.arguments,
            at=self._clock.now(),
            locale=person.locale,
        )
        try:
            reply = await self._desk.answer(call)
        except Exception:
            log.exception("slack.answer_failed", command=asked.name or asked.text.split(" ")[0][:40])
            reply = Reply(card=_SORRY)
        await self._answers.give(where, reply)


def _where(body: Mapping[str, Any]) -> Where:
    """Read where a button or shortcut was used from its signed payload."""
    channel = body.get("channel") or {}
    container = body.get("container") or {}
    message = body.get("message") or {}
    user = body.get("user") or {}
    thread, ts = message.get("thread_ts") or container.get("thread_ts"), message.get("ts") or container.get("message_ts")
    return Where(
        channel=str(channel.get("id") or container.get("channel_id") or ""),
        channel_name=str(channel.get("name") or ""),
        user=str(user.get("id") or ""),
        user_name=str(user.get("username") or user.get("name") or ""),
        response_url=str(body.get("response_url") or ""),
        trigger=str(body.get("trigger_id") or ""),
        thread=str(thread) if thread and thread != ts else "",
    )


def _subject(message: Mapping[str, Any]) -> str:
    """Return what a message is about: the event of its own `Why` button, else the first address in it."""
    for block in message.get("blocks") or ():
        for element in block.get("elements") or ():
            value = element.get("value") if isinstance(element, dict) else None
            if isinstance(value, str) and value.startswith(f"why{VALUE_SEPARATOR}"):
                return value.split(VALUE_SEPARATOR, 1)[1]
    for text in (message.get("text"), *((block.get("text") or {}).get("text") for block in message.get("blocks") or ())):
        if isinstance(text, str) and (found := _LINK.search(text)):
            return found[1].replace("&amp;", "&")
    return ""
