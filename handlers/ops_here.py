"""`ops here`: trouble is told in this channel from now on."""

from collections.abc import Mapping
from dataclasses import replace

from bot.model.alert import Destination
from bot.model.audit import AuditLine
from bot.model.card import Card, Tone, bold, code, line
from bot.model.command import Access, Command, CommandCall, Reply
from bot.model.notice import OPS
from bot.ports import Tables
from handlers.context import Context
from handlers.desk_words import place

COMMAND = Command(
    name="ops here",
    summary="Tell trouble with feeds, channels and platforms in this channel",
    access=Access.ADMIN,
    examples=("ops here",),
)


async def answer(call: CommandCall, _arguments: Mapping[str, str], context: Context) -> Reply:
    """Make this channel the workspace's one place for trouble; a channel that follows news stays free of it."""
    here, now = place(call), context.clock.now()

    def work(tables: Tables) -> bool:
        if tables.places.subscription_of(here.id) is not None:
            return False
        for other in ops_places(tables, call.tenant):
            tables.places.put_destination(replace(other, kind="channel"))
        known = tables.places.destination(here.id)
        tables.places.put_destination(replace(here, kind=OPS, parked_reason=known.parked_reason if known else ""))
        who = call.user_name or call.user
        tables.audit.add(AuditLine(tenant=call.tenant, at=now, who=who, what="ops here", undo="ops off", destination_id=here.id))
        return True

    if not await context.store.write(work):
        return Reply(
            card=Card(
                tone=Tone.TROUBLE,
                title="This channel follows news, and trouble is never told among news. Nothing was changed.",
                body=(line("Use ", code("ops here"), " in another channel, or first ", code("unsubscribe"), " here."),),
            )
        )
    return Reply(
        card=Card(
            tone=Tone.FIRM,
            title="Done. Trouble is told here from now on.",
            body=(
                line(
                    bold("Told once, with what to do:"), " feeds that fail or are gone, channels I cannot post to, platforms that are away."
                ),
                line("When it is over I say so, too."),
            ),
            footer=line("To take it back: ", code("undo"), " or ", code("ops off")),
        )
    )


def ops_places(tables: Tables, tenant: str) -> list[Destination]:
    """Return where a workspace is told of trouble: one place at most, as far as commands set it."""
    return [found for found in tables.places.destinations(tenant) if found.kind == OPS]
