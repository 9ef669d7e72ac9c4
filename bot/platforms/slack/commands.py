"""What people do in Slack, taken to the desk: acknowledged at once, worked on afterwards, answered to them alone."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.model.card import Button
from bot.model.command import Access, CommandCall, Reply
from bot.platforms.slack.answers import Answers
from bot.platforms.slack.calls import Asked, Caller, Where, where_of
from bot.platforms.slack.modals import Modals
from bot.platforms.slack.patterns import ANYTHING
from bot.platforms.slack.render import VALUE_SEPARATOR
from bot.platforms.slack.work import Work

WHY_SHORTCUT: Final = "why_this_alert"
FORM: Final = "form"
"""A button of ours, not a command: opens the form of the command it names, for the channel that follows it if any."""
SHARE: Final = "share"
"""Likewise: gives an answer again, to the whole channel."""
_LINK: Final = re.compile(r"<(https?://[^|>\s]+)")


class Commands:
    """Registers Bolt's listeners; every listener acknowledges first and only then begins work."""

    def __init__(self, *, caller: Caller, answers: Answers, modals: Modals, work: Work) -> None:
        self._caller = caller
        self._answers = answers
        self._modals = modals
        self._work = work

    def listen(self, app: AsyncApp) -> None:
        """Take slash commands, buttons and shortcuts, whatever their name."""
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
        self._work.begin(self._pressed(where_of(body), command, argument))

    async def _on_shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        if "message" in body:
            self._work.begin(self._answer(where_of(body), self._caller.pressed("why", _subject(body["message"]))))

    async def _pressed(self, where: Where, command: str, argument: str) -> None:
        if command == FORM:
            name, _, channel = argument.partition(" ")
            declared = self._caller.declared(name)
            if declared is not None:
                await self._modals.open_form(replace(where, channel=channel or where.channel), declared)
        elif command == SHARE:
            await self._answer(where, Asked(text=argument), shared=True)
        elif where.surface != "message":
            await self._modals.answer(where, self._caller.pressed(command, argument))
        else:
            await self._answer(where, self._caller.pressed(command, argument))

    async def _answer(self, where: Where, asked: Asked, *, shared: bool = False) -> None:
        call = await self._caller.call(where, asked)
        reply = await self._caller.answer(call)
        public = shared and reply.shareable
        await self._answers.give(where, replace(reply, private=False) if public else self._with_ways_on(reply, call, asked))

    def _with_ways_on(self, reply: Reply, call: CommandCall, asked: Asked) -> Reply:
        """Add what only Slack offers: a form where options are missing, and the answer for everybody."""
        more: list[Button] = []
        declared = self._caller.declared(asked.as_line())
        lacking = declared is not None and any(option.required for option in declared.options)
        if declared is not None and lacking and (call.is_admin or declared.access is Access.EVERYONE):
            more.append(Button(label="Fill in a form", command=FORM, argument=declared.name))
        if reply.shareable and reply.private and len(asked.as_line()) < 1_500:
            more.append(Button(label="Share to channel", command=SHARE, argument=asked.as_line()))
        return replace(reply, card=replace(reply.card, buttons=(*reply.card.buttons, *more))) if more else reply


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
