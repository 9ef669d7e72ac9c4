"""`sources mute`: a publisher that lies or spams counts for nothing here."""

from collections.abc import Mapping

from bot.model.card import line
from bot.model.command import Access, Command, CommandCall, Option, Reply
from bot.model.ruling import RulingKind
from bot.ports import Tables
from handlers.context import Context
from handlers.correcting import audited, corrections, done, reason_of, ruled, unchanged
from handlers.source_words import host_named, no_host

COMMAND = Command(
    name="sources mute",
    summary="Let a publisher count for nothing in this workspace",
    access=Access.ADMIN,
    options=(
        Option(name="host", summary="The publisher's host", required=True),
        Option(name="reason", summary="Why", rest=True),
    ),
    examples=("sources mute example.com invents figures",),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Mute a publisher: its items open no event here, count for no coverage and state no fact; `why` explains them."""
    host, reason = host_named(arguments["host"]), reason_of(arguments.get("reason", ""))
    if not host:
        return no_host(arguments["host"], COMMAND.name)

    def work(tables: Tables) -> Reply:
        if before := tables.rulings.get(call.tenant, RulingKind.MUTED_SOURCE, host):
            return unchanged(f"{host} is muted here already.", line(f"By {before.who}{f': {before.reason}' if before.reason else ''}"))
        corrections(context).decide(tables, ruled(call, context, RulingKind.MUTED_SOURCE, host, reason=reason))
        undo = f"sources unmute {host}"
        audited(tables, call, context, f"sources mute {host}{f': {reason}' if reason else ''}", undo)
        return done(
            f"{host} counts for nothing in this workspace now.",
            line("Its items open no event, raise no count and state no fact here; alerts that only it carries are struck through."),
            line("They stay explainable by why; other workspaces see no change."),
            undo=undo,
        )

    reply = await context.store.write(work)
    context.wake_deliveries()
    return reply
