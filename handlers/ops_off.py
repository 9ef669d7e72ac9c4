"""`ops off`: trouble is told nowhere in this workspace any more."""

from collections.abc import Mapping
from dataclasses import replace

from bot.model.audit import AuditLine
from bot.model.card import Card, Tone, code, line
from bot.model.command import Access, Command, CommandCall, Reply
from bot.ports import Tables
from handlers.context import Context
from handlers.desk_words import place
from handlers.ops_here import ops_places

COMMAND = Command(
    name="ops off", summary="Stop telling trouble in this workspace; it stays in the log", access=Access.ADMIN, examples=("ops off",)
)


async def answer(call: CommandCall, _arguments: Mapping[str, str], context: Context) -> Reply:
    """Unset the workspace's place for trouble."""
    here, now = place(call), context.clock.now()

    def work(tables: Tables) -> bool:
        places = ops_places(tables, call.tenant)
        for found in places:
            tables.places.put_destination(replace(found, kind="channel"))
            tables.deliveries.cancel(found.id, now, reason="trouble is not told here any more")
        undo = "ops here" if any(found.id == here.id for found in places) else ""
        if places:
            who = call.user_name or call.user
            tables.audit.add(AuditLine(tenant=call.tenant, at=now, who=who, what="ops off", undo=undo, destination_id=here.id))
        return bool(places)

    done = await context.store.write(work)
    title = (
        "Done. Trouble is only in the log and in `health` now." if done else "No channel was set for trouble, so there is nothing to end."
    )
    return Reply(card=Card(tone=Tone.FIRM, title=title, footer=line("To choose a channel for it: ", code("ops here"), " there.")))
