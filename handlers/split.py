"""`split`: a report that tells of another event than the one it was counted to."""

from collections.abc import Mapping

from bot.errors import DealwireError
from bot.model.card import line
from bot.model.command import Access, Command, CommandCall, Option, OptionKind, Reply
from bot.model.story import StoryEntry
from bot.ports import Tables
from bot.text.addresses import canonical_address
from handlers.context import Context
from handlers.correcting import audited, corrections, done, named, open_event, reason_of, unchanged
from handlers.desk_words import no_such_event
from handlers.viewing import seen

COMMAND = Command(
    name="split",
    summary="Move a report out of an event into one of its own",
    access=Access.ADMIN,
    options=(
        Option(name="event", summary="The event", kind=OptionKind.EVENT, required=True),
        Option(name="report", summary="The report's number in `show`, or its address", required=True),
        Option(name="reason", summary="Why", rest=True),
    ),
    examples=("split s3k7qa2p 2", "split s3k7qa2p https://example.com/article"),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Split an event, where no other workspace sees it too; else say what can be done instead."""
    typed, reason = arguments["report"], reason_of(arguments.get("reason", ""))

    def work(tables: Tables) -> Reply:
        story = open_event(tables, arguments["event"], call)
        if story is None:
            return no_such_event(arguments["event"])
        members = seen(tables, story, call, context).members
        member = _meant(typed, members)
        if member is None:
            return unchanged(f"“{named(story)}” has no report “{typed[:60]}”.", line(f"Its {len(members)} reports: show {named(story)}"))
        try:
            corrections(context).split(tables, story, [member.entry.id], call.tenant, reason)
        except DealwireError as error:
            return unchanged(str(error), line("A report that misleads can be left out here: sources mute, or claim dismiss."))
        fresh = tables.stories.story_of(member.entry.id)
        if fresh is None:
            return unchanged("The report belongs to no event now.")
        undo = f"merge {named(fresh)} {named(story)}"
        audited(tables, call, context, f"split {named(story)}: “{member.entry.title[:80]}”{f', {reason}' if reason else ''}", undo)
        return done(f"Told apart: {member.entry.title}", line(f"It is now {named(fresh)}; {named(story)} has one report less."), undo=undo)

    reply = await context.store.write(work)
    context.wake_deliveries()
    return reply


def _meant(typed: str, members: tuple[StoryEntry, ...]) -> StoryEntry | None:
    number = typed.strip().lstrip("#")
    if number.isascii() and number.isdigit() and len(number) < 6:
        return members[int(number) - 1] if 0 < int(number) <= len(members) else None
    page = canonical_address(typed.strip().strip("<>").split("|")[0])
    return next((member for member in members if page and member.entry.page == page), None)
