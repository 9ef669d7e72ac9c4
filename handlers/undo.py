"""`undo`: takes back the last change in this channel."""

from collections.abc import Mapping
from dataclasses import replace

from bot.model.card import Card, code, line
from bot.model.command import Access, Command, CommandCall, Reply
from handlers.context import Context
from handlers.desk_words import place
from handlers.following import THEN
from handlers.parse import Parsed, parse

LOOKED_AT = 200

COMMAND = Command(name="undo", summary="Take back the last change in this channel", access=Access.ADMIN, own=True, examples=("undo",))


async def answer(call: CommandCall, _arguments: Mapping[str, str], context: Context) -> Reply:
    """Run what takes the newest change back; done twice it brings a change of one line again."""
    here = place(call)
    lines = await context.store.read(lambda tables: tables.audit.latest(call.tenant, LOOKED_AT))
    last = next((entry for entry in lines if entry.destination_id == here.id and entry.undo), None)
    if last is None:
        return Reply(card=Card(title="There is no change in this channel to take back."))
    steps = [parse(step, context.commands) for step in last.undo.split(THEN)]
    known = [step for step in steps if isinstance(step, Parsed)]
    if len(known) < len(steps):
        return Reply(
            card=Card(title=f"“{last.what}” cannot be taken back by a command.", body=(line("To see what holds: ", code("list")),))
        )
    for step in known:
        reply = await context.handlers[step.command.name](call, step.arguments, context)
    return replace(reply, card=replace(reply.card, title=f"Taken back: {last.what} (by {last.who}). {reply.card.title}"))
