"""The desk: takes every command of every platform to its handler, and always has an answer."""

import math

import structlog

from bot.errors import DealwireError
from bot.model.audit import AuditLine
from bot.model.card import Button, Card, Tone, code, line
from bot.model.command import Access, Command, CommandCall, Completion, Option, Reply
from bot.ports import Notice
from handlers.allowance import Allowance
from handlers.arrival import take_note
from handlers.complete import complete
from handlers.context import Context
from handlers.parse import Parsed, Unknown, check, parse

log = structlog.get_logger("dealwire")


class CommandDesk:
    """Implements `bot.ports.Desk` over the declared commands."""

    def __init__(self, context: Context) -> None:
        self._handlers = context.handlers
        self._context = context
        self._allowance = Allowance(context.commands_a_minute, context.clock.now)

    def use(self, context: Context) -> None:
        """Answer with other ports from now on: the catalogue was read anew."""
        self._context = context

    async def answer(self, call: CommandCall) -> Reply:
        """Answer a call; unknown input gets the nearest command, a failure gets a sentence, and neither changes anything."""
        parsed = self._parse(call)
        if wait := self._allowance.take(call.tenant, 1 if isinstance(parsed, Unknown) else parsed.command.weight):
            log.info("command.too_many", tenant=call.tenant, user=call.user)
            return _too_many(wait)
        if isinstance(parsed, Unknown):
            return _unknown(parsed)
        if parsed.command.access is Access.ADMIN and not (call.is_admin or (parsed.command.own and call.is_own_place)):
            await self._note_refusal(parsed.command, call)
            return _refused(parsed.command)
        if parsed.missing:
            return _missing(parsed)
        try:
            return await self._handlers[parsed.command.name](call, parsed.arguments, self._context)
        except Exception:
            log.exception("command.failed", command=parsed.command.name, tenant=call.tenant)
            return Reply(
                card=Card(
                    tone=Tone.TROUBLE,
                    title="That did not work, and nothing was changed.",
                    body=(line("The operator's log has the reason. Trying again in a minute may help."),),
                )
            )

    async def complete(self, call: CommandCall, option: str, typed: str) -> tuple[Completion, ...]:
        """Suggest values for an option."""
        command = next((c for c in self._context.commands if c.name == call.name), None)
        declared = next((o for o in command.options if o.name == option), None) if command else None
        return await complete(declared, typed, call, self._context) if declared else ()

    async def notice(self, notice: Notice) -> None:
        """Park what was left, revive what came back, greet where the bot is new."""
        tenant, now = f"{notice.platform}:{notice.workspace}", self._context.clock.now()
        log.info("platform.notice", kind=notice.kind.value, tenant=tenant, channel=notice.channel)
        revived = await self._context.store.write(lambda tables: take_note(tables, notice, now))
        self._context.wake_deliveries()
        for place in revived:
            await self._context.tell(tenant, f"{place.name or place.channel} can be posted to again.")

    async def _note_refusal(self, command: Command, call: CommandCall) -> None:
        """Write into the workspace's own audit who asked for what they may not do; without a database the log alone has it."""
        log.info("command.refused", command=command.name, tenant=call.tenant, user=call.user)
        now = self._context.clock.now()
        refused = AuditLine(tenant=call.tenant, at=now, who=call.user_name or call.user, what=f"refused: {command.name}")
        try:
            await self._context.store.write(lambda tables: tables.audit.add(refused))
        except DealwireError:
            log.warning("command.refusal_unkept", tenant=call.tenant)

    def _parse(self, call: CommandCall) -> Parsed | Unknown:
        commands = self._context.commands
        if not call.name:
            return parse(call.text, commands)
        command = next((c for c in commands if call.name in (c.name, *c.aliases)), None)
        return check(command, dict(call.arguments)) if command else parse(call.name, commands)


def _unknown(parsed: Unknown) -> Reply:
    suggestion = parsed.nearest.name if parsed.nearest else "help"
    return Reply(
        card=Card(
            title=f"There is no command “{parsed.word[:40]}”.",
            body=(
                line("Did you mean ", code(suggestion), "? ", parsed.nearest.summary if parsed.nearest else "It lists what I can do", "."),
            ),
            buttons=(Button(label=suggestion, command=suggestion),),
        )
    )


def _too_many(seconds: float) -> Reply:
    return Reply(
        card=Card(
            tone=Tone.TROUBLE,
            title="This workspace has used all the commands that it may for now; nothing was changed.",
            body=(line(f"Try again in {math.ceil(seconds)} s."),),
        )
    )


def _refused(command: Command) -> Reply:
    return Reply(
        card=Card(
            tone=Tone.TROUBLE,
            title=f"Only admins can use “{command.name}”.",
            body=(
                line(
                    "Ask somebody who manages this workspace, or on Discord somebody with Manage Server. Reading commands work for everybody: ",
                    code("help"),
                    ".",
                ),
                *((line("In a direct message with me you may use it for yourself."),) if command.own else ()),
            ),
        )
    )


def _missing(parsed: Parsed) -> Reply:
    option: Option = parsed.missing[0]
    example = parsed.command.examples[0] if parsed.command.examples else parsed.command.name
    return Reply(
        card=Card(
            title=f"“{parsed.command.name}” needs {option.summary[0].lower()}{option.summary[1:]}.",
            body=(line("For example: ", code(example)),),
        )
    )
