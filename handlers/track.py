"""`track`: a storyline of the workspace's own, previewed before it is saved."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.model.card import Button, Card, Tone, code, line
from bot.model.codec import pack, unpack
from bot.model.command import Access, Command, CommandCall, Option, Reply
from bot.model.ids import stable_id
from bot.model.ruling import RulingKind
from bot.model.tracked import Tracked
from bot.ports import Tables
from handlers.context import Context
from handlers.correcting import audited, ruled, unchanged
from handlers.own_storylines import tracked_here
from handlers.track_words import preview, preview_sections, tracked_of

SAVE = "save"
DRAFTS_KEPT = timedelta(days=7)

COMMAND = Command(
    name="track",
    summary="Follow a storyline of your own: who takes part, with a preview before it is saved",
    access=Access.ADMIN,
    options=(
        Option(name="terms", summary="Words that stand for it beside a party, parted by commas", named=True),
        Option(name="parties", summary="The companies, parted by commas", required=True, rest=True),
    ),
    examples=("track CoreWeave, Nebius", "track Oracle, Crusoe terms=Abilene"),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Show what a storyline would have matched, with *Save it*; or save what was shown."""
    typed = arguments["parties"].strip()
    first, _, draft = typed.partition(" ")
    if first.lower() == SAVE and draft.strip():
        return await _save(call, draft.strip(), context)
    made = tracked_of(typed, arguments.get("terms", ""), call.tenant, context.catalogue)
    if isinstance(made, str):
        return unchanged(made, line("For example: ", code(COMMAND.examples[0])))
    if context.track_reader is None:
        return unchanged("Storylines cannot be tried here.")
    mine = await context.store.read(lambda tables: tracked_here(tables, call.tenant))
    there = next((one for one in mine if one.storyline.id == made.storyline.id), None)
    if there is None and len(mine) >= context.quotas.storylines:
        return _full(len(mine))
    found = await preview(made, context.track_reader(made), call, context)
    value = pack(made)
    name = stable_id("t", call.tenant, value)

    def work(tables: Tables) -> None:
        for old in tables.rulings.of(call.tenant, (RulingKind.DRAFT,)):
            if old.at < context.clock.now() - DRAFTS_KEPT:
                tables.rulings.remove(call.tenant, RulingKind.DRAFT, old.key)
        tables.rulings.put(ruled(call, context, RulingKind.DRAFT, name, value=value))

    await context.store.write(work)
    replaces = (line(f"It would replace {made.storyline.id} as it is now."),) if there else ()
    return Reply(
        card=Card(
            title=f"{made.storyline.title}: a preview; nothing is saved yet",
            body=(line(f"It would match {made.storyline.about}."), *replaces),
            sections=preview_sections(found),
            buttons=(Button(label="Save it", command=COMMAND.name, argument=f"{SAVE} {name}"),),
            footer=line("To save it: ", code(f"track save {name}")),
        )
    )


def _full(count: int) -> Reply:
    return unchanged(f"This workspace tracks {count} storylines, which is all that it may.", line("To remove one: ", code("tracked")))


async def _save(call: CommandCall, draft: str, context: Context) -> Reply:
    """Save what a preview showed; pressed twice, it is saved once."""

    def work(tables: Tables) -> Reply:
        ruling = tables.rulings.get(call.tenant, RulingKind.DRAFT, draft)
        if ruling is None:
            return unchanged("That preview is gone.", line("Make it again: ", code("track <parties>")))
        made = unpack(Tracked, ruling.value)
        slug = made.storyline.id
        before = tables.rulings.get(call.tenant, RulingKind.TRACKED, slug)
        if before is not None and before.value == ruling.value:
            return unchanged(f"{made.storyline.title} is tracked already.")
        count = len(tables.rulings.of(call.tenant, (RulingKind.TRACKED,)))
        if before is None and count >= context.quotas.storylines:
            return _full(count)
        undo = f"untrack {slug}"
        if before is not None:
            old = stable_id("t", call.tenant, before.value)
            tables.rulings.put(replace(before, kind=RulingKind.DRAFT, key=old, at=context.clock.now()))
            undo = f"track save {old}"
        tables.rulings.put(ruled(call, context, RulingKind.TRACKED, slug, value=ruling.value))
        audited(tables, call, context, f"track {slug}: {made.storyline.about}", undo)
        return Reply(
            card=Card(
                tone=Tone.FIRM,
                title=f"Tracked: {made.storyline.title}",
                body=(
                    line(f"It matches {made.storyline.about}, in this workspace alone, from now on."),
                    line("Channels that follow everything are told; another one follows it with ", code(f"subscribe {slug}"), "."),
                ),
                buttons=(Button(label="What this channel follows", command="list"),),
                footer=line("To take it back: ", code("undo"), " or ", code(undo)),
            )
        )

    return await context.store.write(work)
