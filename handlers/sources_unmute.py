"""`sources unmute`: a muted publisher counts again."""

from collections.abc import Mapping

from bot.model.card import code, line
from bot.model.command import Access, Command, CommandCall, Option, Reply
from bot.model.ruling import RulingKind
from bot.ports import Tables
from handlers.context import Context
from handlers.correcting import audited, corrections, done, unchanged
from handlers.source_words import host_named, no_host

COMMAND = Command(
    name="sources unmute",
    summary="Let a muted publisher count again",
    access=Access.ADMIN,
    options=(Option(name="host", summary="The publisher's host", required=True),),
    examples=("sources unmute example.com",),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Take the muting of a publisher back."""
    host = host_named(arguments["host"])
    if not host:
        return no_host(arguments["host"], COMMAND.name)

    def work(tables: Tables) -> Reply:
        ruling = corrections(context).take_back(tables, call.tenant, RulingKind.MUTED_SOURCE, host)
        if ruling is None:
            return unchanged(f"{host} is not muted here.", line("Those that are: ", code("sources list")))
        undo = f"sources mute {host} {ruling.reason}".strip()
        audited(tables, call, context, f"sources unmute {host}", undo)
        return done(f"{host} counts again in this workspace.", undo=undo)

    reply = await context.store.write(work)
    context.wake_deliveries()
    return reply
