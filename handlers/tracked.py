"""`tracked`: the storylines of the workspace's own."""

from collections.abc import Mapping

from bot.model.card import Card, Section, code, line
from bot.model.command import Command, CommandCall, Reply
from bot.model.ruling import RulingKind
from bot.model.tracked import Tracked
from bot.ports import Tables
from handlers.context import Context
from handlers.own_storylines import tracked_here

COMMAND = Command(name="tracked", summary="The storylines that this workspace tracks itself", examples=("tracked",))


async def answer(call: CommandCall, _arguments: Mapping[str, str], context: Context) -> Reply:
    """List what the workspace tracks, with how often each matched and how to edit or remove it."""

    def work(tables: Tables) -> list[tuple[Tracked, str, int]]:
        matches = tables.rulings.of(call.tenant, (RulingKind.TRACKED_MATCH,))
        by = {ruling.key: ruling.who for ruling in tables.rulings.of(call.tenant, (RulingKind.TRACKED,))}
        return [
            (one, by.get(one.storyline.id, ""), sum(ruling.key.endswith(f" {one.storyline.id}") for ruling in matches))
            for one in tracked_here(tables, call.tenant)
        ]

    found = await context.store.read(work)
    if not found:
        return Reply(
            card=Card(
                title="This workspace tracks no storyline of its own.", body=(line("An admin can: ", code("track CoreWeave, Nebius")),)
            )
        )
    rows = tuple(
        line(code(one.storyline.id), f"  {one.storyline.about} · {count} event{'s' if count != 1 else ''} · by {who}")
        for one, who, count in found
    )
    return Reply(
        card=Card(
            title=f"{len(found)} of {context.quotas.storylines} storylines of this workspace's own",
            sections=(Section(lines=rows),),
            footer=line("To edit one, ", code("track"), " its parties again; to remove it: ", code("untrack <storyline>")),
        )
    )
