"""`untrack`: remove a storyline of the workspace's own."""

from collections.abc import Mapping
from dataclasses import replace

from bot.model.card import code, line
from bot.model.command import Access, Command, CommandCall, Option, OptionKind, Reply
from bot.model.ids import stable_id
from bot.model.ruling import RulingKind
from bot.ports import Tables
from handlers.context import Context
from handlers.correcting import audited, done, unchanged
from handlers.own_storylines import tracked_here
from handlers.parse import nearest_value

COMMAND = Command(
    name="untrack",
    summary="Remove a storyline that this workspace tracks",
    access=Access.ADMIN,
    options=(Option(name="storyline", summary="Its name in `tracked`", kind=OptionKind.STORYLINE, required=True),),
    examples=("untrack my-coreweave-nebius",),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Stop tracking a storyline; what was told stays, and `undo` brings it back as it was."""
    typed = arguments["storyline"]

    def work(tables: Tables) -> Reply:
        slug = nearest_value(typed, [one.storyline.id for one in tracked_here(tables, call.tenant)])
        ruling = tables.rulings.get(call.tenant, RulingKind.TRACKED, slug) if slug else None
        if ruling is None or slug is None:
            return unchanged(f"This workspace tracks no “{typed[:60]}”.", line("What it tracks: ", code("tracked")))
        draft = stable_id("t", call.tenant, ruling.value)
        tables.rulings.put(replace(ruling, kind=RulingKind.DRAFT, key=draft, at=context.clock.now()))
        tables.rulings.remove(call.tenant, RulingKind.TRACKED, slug)
        undo = f"track save {draft}"
        audited(tables, call, context, f"untrack {slug}", undo)
        return done(f"{slug} is tracked no more.", line("What was told of it stays."), undo=undo)

    return await context.store.write(work)
