"""`audit`: who changed what, when."""

from collections.abc import Mapping

from bot.model.audit import AuditLine
from bot.model.card import Card, Section, bold, line
from bot.model.command import Access, Command, CommandCall, Reply
from bot.ports import Tables
from bot.text.phrases import moment_words
from handlers.context import Context
from handlers.desk_words import place

MOST = 20

COMMAND = Command(name="audit", summary="Who changed what in this workspace, newest first", access=Access.ADMIN, examples=("audit",))


async def answer(call: CommandCall, _arguments: Mapping[str, str], context: Context) -> Reply:
    """List the newest changes of this workspace."""
    lines = await context.store.read(
        lambda tables: [entry for entry in tables.audit.latest(call.tenant, MOST) if _is_for(call, entry, tables)]
    )
    if not lines:
        return Reply(card=Card(title="Nothing was changed in this workspace yet."))
    now = context.clock.now()
    rows = tuple(line(bold(moment_words(entry.at, now)), f" · {entry.who} · {entry.what}") for entry in lines)
    return Reply(card=Card(title="The newest changes", sections=(Section(lines=rows),)))


def _is_for(call: CommandCall, entry: AuditLine, tables: Tables) -> bool:
    """What somebody set in a direct message is theirs alone."""
    if not entry.destination_id or entry.destination_id == place(call).id:
        return True
    there = tables.places.destination(entry.destination_id)
    return there is None or there.kind != "dm"
