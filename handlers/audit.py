"""`audit`: who changed what, when."""

from collections.abc import Mapping

from bot.model.card import Card, Section, bold, line
from bot.model.command import Access, Command, CommandCall, Reply
from bot.text.phrases import moment_words
from handlers.context import Context

MOST = 20

COMMAND = Command(name="audit", summary="Who changed what in this workspace, newest first", access=Access.ADMIN, examples=("audit",))


async def answer(call: CommandCall, _arguments: Mapping[str, str], context: Context) -> Reply:
    """List the newest changes of this workspace."""
    lines = await context.store.read(lambda tables: tables.audit.latest(call.tenant, MOST))
    if not lines:
        return Reply(card=Card(title="Nothing was changed in this workspace yet."))
    now = context.clock.now()
    rows = tuple(line(bold(moment_words(entry.at, now)), f" · {entry.who} · {entry.what}") for entry in lines)
    return Reply(card=Card(title="The newest changes", sections=(Section(lines=rows),)))
