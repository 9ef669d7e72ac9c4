"""Modals at work: opened within a trigger's three seconds, suggested to while somebody types, answered where they stand."""

import asyncio
from collections.abc import Awaitable
from typing import Any, Final

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.model.card import Card
from bot.model.command import Command
from bot.platforms.slack.calls import Asked, Caller, Where, remembered, where_of
from bot.platforms.slack.errors import FAILURES, code_of
from bot.platforms.slack.forms import filled_in, form, shown, suggestions, working
from bot.platforms.slack.patterns import ANYTHING
from bot.platforms.slack.work import Work

SUGGESTING: Final = 2.0
"""Seconds: suggestions are the acknowledgement, which must come within three."""
QUICK: Final = 1.0
"""Seconds for which a submission's acknowledgement waits for the answer, to carry it itself."""
SETTLING: Final = 0.3
"""Seconds before a modal is filled: an update that overtook the acknowledgement would be undone by it."""

log = structlog.get_logger("dealwire")


class Modals:
    """Opens forms and shows answers in modals."""

    def __init__(self, client: AsyncWebClient, *, caller: Caller, work: Work) -> None:
        self._client = client
        self._caller = caller
        self._work = work

    def listen(self, app: AsyncApp) -> None:
        """Take submissions, closings and what is typed into selects."""
        app.view(ANYTHING)(self._on_submit)
        app.options(ANYTHING)(self._on_typing)

    async def open_form(self, where: Where, command: Command) -> None:
        """Open a command's form for the channel of `where`."""
        call = await self._caller.call(where, Asked(name=command.name))
        await self._show(where, form(command, channel=where.channel, channel_name=call.channel_name))

    async def answer(self, where: Where, asked: Asked) -> None:
        """Answer what was pressed in a modal or in App Home: a modal at once, its content as soon as it is made."""
        title = asked.name or asked.text.split(" ")[0] or "deals"
        view_id = await self._show(where, working(title, channel=where.channel))
        if view_id:
            await self._fill(view_id, self._made(where, asked), where, title)

    async def _on_submit(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        where, view = where_of(body), body.get("view") or {}
        command = str(remembered(view).get("command") or "")
        if not command:
            await ack()
            return
        asked = Asked(name=command, arguments=filled_in(view))
        making = asyncio.ensure_future(self._made(where, asked))
        await asyncio.wait({making}, timeout=QUICK)
        if making.done():
            await ack(response_action="update", view=shown(command, making.result(), channel=where.channel))
            return
        await ack(response_action="update", view=working(command, channel=where.channel))
        self._work.begin(self._fill(str(view.get("id") or ""), making, where, command))

    async def _on_typing(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        option, typed = str(body.get("action_id") or ""), str(body.get("value") or "")
        command = str(remembered(body.get("view") or {}).get("command") or "")
        try:
            async with asyncio.timeout(SUGGESTING):
                call = await self._caller.call(where_of(body), Asked(name=command))
                found = await self._caller.desk.complete(call, option, typed)
        except Exception as error:  # noqa: BLE001  whatever fails, the list is empty but for what was typed
            log.warning("slack.suggestions_failed", option=option, error=type(error).__name__)
            found = ()
        await ack(options=suggestions(found, typed))

    async def _made(self, where: Where, asked: Asked) -> Card:
        return (await self._caller.answer(await self._caller.call(where, asked))).card

    async def _fill(self, view_id: str, making: Awaitable[Card], where: Where, title: str) -> None:
        card = await making
        await asyncio.sleep(SETTLING)
        try:
            await self._client.views_update(view_id=view_id, view=shown(title, card, channel=where.channel))
        except FAILURES as error:
            log.warning("slack.modal_refused", error=code_of(error) or type(error).__name__, user=where.user)

    async def _show(self, where: Where, view: dict[str, Any]) -> str:
        """Open a modal, or push it over the one that stands; return its id, or nothing where Slack refuses."""
        try:
            if where.surface == "modal":
                answer = await self._client.views_push(trigger_id=where.trigger, view=view)
            else:
                answer = await self._client.views_open(trigger_id=where.trigger, view=view)
        except FAILURES as error:
            log.warning("slack.modal_refused", error=code_of(error) or type(error).__name__, user=where.user)
            return ""
        return str((answer.get("view") or {}).get("id") or "")
