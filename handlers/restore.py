"""`restore`: takes a retraction or a merge back."""

from collections.abc import Mapping

from bot.model.card import line
from bot.model.command import Access, Command, CommandCall, Option, OptionKind, Reply
from bot.model.ruling import RulingKind
from bot.ports import Tables
from handlers.complete import short_id
from handlers.context import Context
from handlers.correcting import audited, corrections, done, named, open_event, unchanged
from handlers.desk_words import no_such_event

COMMAND = Command(
    name="restore",
    summary="Take a retraction or a merge of this workspace back",
    access=Access.ADMIN,
    options=(Option(name="event", summary="The event that was struck through", kind=OptionKind.EVENT, required=True),),
    examples=("restore s3k7qa2p",),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Let an event stand again; its messages are brought to what is known now."""

    def work(tables: Tables) -> Reply:
        story = open_event(tables, arguments["event"], call)
        if story is None:
            return no_such_event(arguments["event"])
        ruling = corrections(context).take_back(tables, call.tenant, RulingKind.HIDDEN_EVENT, story.id)
        if ruling is None:
            return unchanged(f"“{story.headline}” stands here.")
        undo = f"merge {named(story)} {short_id(ruling.value)}" if ruling.value else f"retract {named(story)} {ruling.reason}"
        audited(tables, call, context, f"restore {named(story)} “{story.headline[:80]}”", undo)
        return done(f"It stands again: {story.headline}", line("Its messages are brought to what is known now."), undo=undo)

    reply = await context.store.write(work)
    context.wake_deliveries()
    return reply
