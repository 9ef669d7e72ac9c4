"""`retract`: an event that should not have been told is struck through in every channel of the workspace."""

from collections.abc import Mapping

from bot.model.card import line
from bot.model.command import Access, Command, CommandCall, Option, OptionKind, Reply
from bot.model.ruling import RulingKind
from bot.ports import Tables
from handlers.context import Context
from handlers.correcting import audited, corrections, done, messages, named, open_event, reason_of, ruled, unchanged
from handlers.desk_words import no_such_event

COMMAND = Command(
    name="retract",
    summary="Strike an event through in every channel of this workspace",
    access=Access.ADMIN,
    options=(
        Option(name="event", summary="An event's name, as `latest` lists it", kind=OptionKind.EVENT, required=True),
        Option(name="reason", summary="Why, as readers will see it", rest=True),
    ),
    examples=("retract s3k7qa2p the company denied it",),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Strike an event through here, with the reason; its claims leave the ledger here, its history stays, others see no change."""
    reason = reason_of(arguments.get("reason", "")) or "no reason given"

    def work(tables: Tables) -> Reply:
        story = open_event(tables, arguments["event"], call)
        if story is None:
            return no_such_event(arguments["event"])
        if before := tables.rulings.get(call.tenant, RulingKind.HIDDEN_EVENT, story.id):
            return unchanged(f"“{story.headline}” was retracted here already.", line(f"By {before.who}: {before.reason}"))
        count = corrections(context).decide(tables, ruled(call, context, RulingKind.HIDDEN_EVENT, story.id, reason=reason))
        undo = f"restore {named(story)}"
        audited(tables, call, context, f"retract {named(story)} “{story.headline[:80]}”: {reason}", undo)
        return done(f"Retracted: {story.headline}", line(f"Reason: {reason}"), messages(count), undo=undo)

    reply = await context.store.write(work)
    context.wake_deliveries()
    return reply
