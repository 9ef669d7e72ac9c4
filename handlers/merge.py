"""`merge`: two events that are one."""

from collections.abc import Mapping

from bot.model.card import line
from bot.model.command import Access, Command, CommandCall, Option, OptionKind, Reply
from bot.model.ruling import RulingKind
from bot.ports import Tables
from handlers.context import Context
from handlers.correcting import audited, corrections, done, messages, named, open_event, reason_of, ruled, unchanged
from handlers.desk_words import no_such_event

COMMAND = Command(
    name="merge",
    summary="Tell one event as part of another, in this workspace",
    access=Access.ADMIN,
    options=(
        Option(name="event", summary="The event that goes", kind=OptionKind.EVENT, required=True),
        Option(name="into", summary="The event that stays", kind=OptionKind.EVENT, required=True),
        Option(name="reason", summary="Why", rest=True),
    ),
    examples=("merge s3k7qa2p s5mw2x4c",),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Strike the first event through here, naming the second, which takes in its reports and facts; others see no change."""
    reason = reason_of(arguments.get("reason", ""))

    def work(tables: Tables) -> Reply:
        gone, kept = (open_event(tables, arguments[name], call) for name in ("event", "into"))
        if gone is None or kept is None:
            return no_such_event(arguments["event" if gone is None else "into"])
        if gone.id == kept.id:
            return unchanged("Those are the same event; name two.")
        for story in (gone, kept):
            if tables.rulings.get(call.tenant, RulingKind.HIDDEN_EVENT, story.id):
                return unchanged(f"“{story.headline}” is struck through here already.", line(f"First: restore {named(story)}"))
        for ruling in tables.rulings.of(call.tenant, (RulingKind.HIDDEN_EVENT,)):
            if ruling.value == gone.id:
                return unchanged(f"“{gone.headline}” has taken in another event.", line("Merge the other way round."))
        count = corrections(context).decide(
            tables, ruled(call, context, RulingKind.HIDDEN_EVENT, gone.id, reason=reason or "told with another event", value=kept.id)
        )
        undo = f"restore {named(gone)}"
        audited(tables, call, context, f"merge {named(gone)} {named(kept)}{f': {reason}' if reason else ''}", undo)
        return done(f"Told as one: {kept.headline}", line(f"Struck through: {gone.headline}"), messages(count), undo=undo)

    reply = await context.store.write(work)
    context.wake_deliveries()
    return reply
