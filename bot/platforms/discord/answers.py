"""Interactions answered: acknowledged at once and privately, then asked of the desk, then filled in.

Discord gives 3 s to acknowledge and 15 minutes to fill in. Follow-up messages have no nonce, so an answer edits the acknowledged
message, which can be repeated; only what is shared with the channel is a message of its own, sent once.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Final

import discord
import structlog

from bot.clock import Clock
from bot.model.card import Card, Tone, line
from bot.model.command import Command, CommandCall, Reply
from bot.platforms.discord import limits
from bot.platforms.discord.calls import alert_argument, call_of
from bot.platforms.discord.commands import ADMIN_ROOT, Asked, asked, menu_command
from bot.platforms.discord.components import pressed
from bot.platforms.discord.escape import clean
from bot.platforms.discord.grants import Grants
from bot.platforms.discord.measure import cut
from bot.platforms.discord.places import Few
from bot.platforms.discord.render import Message, render
from bot.platforms.discord.sharing import SHARE, copied, with_share
from bot.platforms.discord.wire import Exchange, Speaker, Wire
from bot.platforms.pressed import button_arguments
from bot.ports import Desk

log = structlog.get_logger("dealwire")

_CALLBACK: Final = "/interactions/{webhook_id}/{webhook_token}/callback"
_ORIGINAL: Final = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
_FOLLOW_UP: Final = "/webhooks/{webhook_id}/{webhook_token}"
_DEFER: Final = 5
_DEFER_UPDATE: Final = 6
_CHOICES: Final = 8
_EPHEMERAL: Final = 1 << 6
_ACKNOWLEDGED: Final = 40060
COMPLETE_SECONDS: Final = 2.0
"""For suggestions, which are due within 3 s and worth nothing later."""
ANSWER_SECONDS: Final = 10 * 60.0


class Answers:
    """Answers interactions, each in a task of its own."""

    def __init__(self, desk: Desk, speaker: Speaker, commands: tuple[Command, ...], clock: Clock) -> None:
        self._desk = desk
        self._speaker = speaker
        self._commands = commands
        self._clock = clock
        self._grants = Grants()
        self._shared = Few()
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, interaction: discord.Interaction) -> None:
        """Begin to answer; never waits."""
        task = asyncio.create_task(self._guarded(interaction), name=f"discord-interaction-{interaction.id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float) -> None:
        """Wait for what is being answered, at most so long; then give it up."""
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _guarded(self, interaction: discord.Interaction) -> None:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._answer(interaction)
        except Exception:
            log.exception("discord.interaction_failed", interaction=interaction.id)

    async def _answer(self, interaction: discord.Interaction) -> None:
        data: Mapping[str, Any] = interaction.data or {}
        if interaction.type is discord.InteractionType.autocomplete:
            await self._complete(interaction, asked(data))
        elif interaction.type is discord.InteractionType.component:
            await self._press(interaction, str(data.get("custom_id", "")))
        elif interaction.type is discord.InteractionType.application_command:
            await (self._menu(interaction, data) if data.get("type", 1) != 1 else self._command(interaction, asked(data)))
        else:
            await self._acknowledge(interaction, _DEFER)
            await self._fill(interaction, _sorry("I do not know this kind of form", "Use /deals help instead."))

    async def _command(self, interaction: discord.Interaction, said: Asked) -> None:
        if not await self._acknowledge(interaction, _DEFER):
            return
        call = call_of(interaction, name=said.name, arguments=said.arguments, at=self._clock.now())
        if said.root == ADMIN_ROOT and not call.is_admin:
            call = await self._grants.applied(call, interaction, Wire(self._speaker))
        await self._ask(interaction, call)

    async def _menu(self, interaction: discord.Interaction, data: Mapping[str, Any]) -> None:
        if not await self._acknowledge(interaction, _DEFER):
            return
        entry = menu_command(str(data.get("name", "")), self._commands)
        argument = alert_argument(data)
        if entry is None or not argument:
            await self._fill(
                interaction, _sorry("That message is none of my alerts", "Right-click one of mine, or use /deals why with an address.")
            )
            return
        command, said = entry
        await self._ask(interaction, self._call(interaction, command.name, f"{argument} {said}".rstrip()))

    async def _press(self, interaction: discord.Interaction, name: str) -> None:
        private = interaction.message is not None and interaction.message.flags.ephemeral
        if not await self._acknowledge(interaction, _DEFER_UPDATE if private else _DEFER):
            return
        if name == SHARE and interaction.message is not None:
            await self._share(interaction, interaction.message)
            return
        button = pressed(name)
        if button is None:
            await self._fill(interaction, _sorry("This button is from another time", "Use /deals help to find what it did."))
            return
        await self._ask(interaction, self._call(interaction, button.command, button.argument))

    async def _share(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Show a private answer to the channel, exactly as its reader sees it; a second click at the same moment shows it once."""
        if str(message.id) in self._shared:
            return
        self._shared.add(str(message.id))
        whole = copied(message)
        ids: dict[str, Any] = {"webhook_id": interaction.application_id, "webhook_token": interaction.token}
        done = await Wire(self._speaker).call("POST", _FOLLOW_UP, json=whole, **ids)
        note = "Shared with the channel." if done.ok else "Discord did not let me show it here: give the bot Send Messages."
        await Wire(self._speaker).call("PATCH", _ORIGINAL, json={**whole, "content": f"{whole['content']}\n-# {note}"}, **ids)

    def _call(self, interaction: discord.Interaction, name: str, argument: str) -> CommandCall:
        declared = next((c for c in self._commands if name in (c.name, *c.aliases)), None)
        return call_of(interaction, name=name, arguments=button_arguments(declared, argument), at=self._clock.now())

    async def _ask(self, interaction: discord.Interaction, call: CommandCall) -> None:
        try:
            reply = await self._desk.answer(call)
        except Exception:
            log.exception("discord.desk_failed", command=call.name)
            reply = _sorry("That did not work, and nothing was changed", "The operator's log has the reason; try again in a minute.")
        await self._fill(interaction, reply)

    async def _complete(self, interaction: discord.Interaction, said: Asked) -> None:
        call = call_of(interaction, name=said.name, arguments=said.arguments, at=self._clock.now())
        try:
            async with asyncio.timeout(COMPLETE_SECONDS):
                found = await self._desk.complete(call, said.focused, said.typed)
        except Exception:
            log.exception("discord.completion_failed", command=call.name, option=said.focused)
            found = ()
        choices = [
            {"name": cut(clean(one.label) or clean(one.value), limits.CHOICE_NAME), "value": one.value}
            for one in found
            if 0 < len(one.value.encode("utf-16-le", "replace")) // 2 <= limits.CHOICE_NAME
        ]
        body = {"type": _CHOICES, "data": {"choices": choices[: limits.COMMAND_CHOICES]}}
        await self._callback(interaction, body)

    async def _acknowledge(self, interaction: discord.Interaction, kind: int) -> bool:
        """Say that an answer is being made; a lost connection is tried once more, and `already acknowledged` then means it had worked."""
        body = {"type": kind, "data": {"flags": _EPHEMERAL}} if kind == _DEFER else {"type": kind}
        first = await self._callback(interaction, body)
        if first.status == 0 or first.status >= 500:
            second = await self._callback(interaction, body)
            return 200 <= second.status < 300 or second.code == _ACKNOWLEDGED
        if not 200 <= first.status < 300:
            log.warning("discord.acknowledge_refused", status=first.status, code=first.code)
        return 200 <= first.status < 300

    async def _callback(self, interaction: discord.Interaction, body: dict[str, Any]) -> Exchange:
        return await Wire(self._speaker).call("POST", _CALLBACK, json=body, webhook_id=interaction.id, webhook_token=interaction.token)

    async def _fill(self, interaction: discord.Interaction, reply: Reply) -> None:
        """Write the answer where `thinking…` stands; what is for the channel becomes a message of its own."""
        message = with_share(render(reply.card)) if reply.private and reply.shareable and interaction.guild_id else render(reply.card)
        if reply.private:
            await self._write(interaction, _ORIGINAL, "PATCH", message, reply)
            return
        note = Message(content="Shared with the channel.")
        await self._write(interaction, _ORIGINAL, "PATCH", note, None)
        await self._write(interaction, _FOLLOW_UP, "POST", message, reply)

    async def _write(self, interaction: discord.Interaction, path: str, method: str, message: Message, reply: Reply | None) -> None:
        exchange = await self._send(interaction, path, method, message.payload(), reply)
        if method == "PATCH" and (exchange.status == 0 or exchange.status >= 500 or exchange.status == 429):
            await asyncio.sleep(1.0)
            exchange = await self._send(interaction, path, method, message.payload(), reply)
        if not exchange.ok:
            log.warning("discord.answer_lost", status=exchange.status, code=exchange.code, failure=exchange.failure)

    async def _send(self, interaction: discord.Interaction, path: str, method: str, body: dict[str, Any], reply: Reply | None) -> Exchange:
        wire = Wire(self._speaker)
        ids: dict[str, Any] = {"webhook_id": interaction.application_id, "webhook_token": interaction.token}
        if reply is None or not reply.attachment:
            return await wire.call(method, path, json=body, **ids)
        name = reply.attachment_name or "picture.png"
        described = {**body, "attachments": [{"id": 0, "filename": name, "description": cut(clean(reply.attachment_alt), 1000)}]}
        form: list[dict[str, Any]] = [
            {"name": "payload_json", "value": json.dumps(described), "content_type": "application/json"},
            {"name": "files[0]", "value": reply.attachment, "filename": name, "content_type": "application/octet-stream"},
        ]
        return await wire.call(method, path, form=form, **ids)


def _sorry(title: str, advice: str) -> Reply:
    return Reply(card=Card(tone=Tone.NEUTRAL, title=f"{title}.", body=(line(advice),)))
