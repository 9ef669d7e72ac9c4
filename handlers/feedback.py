"""`feedback`: *Not useful* asks why; a reader's answer is a vote, an admin's changes what this workspace sees."""

from collections.abc import Mapping

from bot.model.card import Button, Card, Line, line
from bot.model.command import Command, CommandCall, Option, OptionKind, Reply
from bot.model.reading import Status
from bot.model.ruling import RulingKind
from bot.model.story import Story
from bot.ports import Tables
from handlers import retract
from handlers.context import Context
from handlers.correcting import named, open_event, ruled
from handlers.desk_words import no_such_event, place
from handlers.following import subscription_typed
from handlers.settings_change import change, with_fields

WHY = {
    "not-a-deal": ("Not a deal", "not a deal"),
    "wrong-storyline": ("Wrong storyline", "wrong storyline"),
    "already-known": ("Already known", "already known"),
    "too-minor": ("Too minor", "too minor"),
}

COMMAND = Command(
    name="feedback",
    summary="Say that an alert was not useful, and why",
    options=(
        Option(name="event", summary="The event of the alert", kind=OptionKind.EVENT, required=True),
        Option(name="why", summary="What is wrong with it", kind=OptionKind.CHOICE, choices=tuple(WHY)),
    ),
    examples=("feedback s3k7qa2p", "feedback s3k7qa2p too-minor"),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Ask what is wrong, or take the answer: a vote of a reader, an act of an admin that `undo` takes back."""
    # A button's whole argument arrives in the first option.
    event, _, rest = arguments["event"].strip().partition(" ")
    why = (arguments.get("why") or rest).strip().lower().replace(" ", "-")
    story = await context.store.read(lambda tables: open_event(tables, event, call))
    if story is None:
        return no_such_event(event)
    if why not in WHY:
        return _asked(story, call)
    if not call.is_admin:
        return await _vote(call, story, why, context)
    if why == "too-minor" and not story.status.is_turn and (reply := await _raise(call, story, context)) is not None:
        return reply
    return await retract.answer(call, {"event": story.id, "reason": WHY[why][1]}, context)


def _asked(story: Story, call: CommandCall) -> Reply:
    if call.is_admin:
        what = line("As an admin you change this workspace: all but “too minor” strike it through in its channels; undo takes it back.")
        minor = line(f"“Too minor” lets this channel ask for more than {story.status.value} from now on.")
        body: tuple[Line, ...] = (what, minor)
    else:
        body = (line("Your answer is a vote that the admins here see; it changes nothing by itself."),)
    return Reply(
        card=Card(
            title=f"What is wrong with “{story.headline}”?",
            body=body,
            buttons=tuple(Button(label=label, command=COMMAND.name, argument=f"{named(story)} {why}") for why, (label, _) in WHY.items()),
        )
    )


async def _vote(call: CommandCall, story: Story, why: str, context: Context) -> Reply:
    """Count one vote for each reader and event; a second answer replaces the first."""

    def work(tables: Tables) -> int:
        tables.rulings.put(ruled(call, context, RulingKind.VOTE, f"{story.id} {call.user}", reason=why, value=story.id))
        return sum(vote.value == story.id for vote in tables.rulings.of(call.tenant, (RulingKind.VOTE,)))

    votes = await context.store.write(work)
    rest = "" if votes == 1 else f" {votes} readers here said that something is wrong with it."
    return Reply(card=Card(title=f"Noted: {WHY[why][1]}.", body=(line(f"The admins of this workspace see it.{rest}"),)))


async def _raise(call: CommandCall, story: Story, context: Context) -> Reply | None:
    """Let this channel ask for a higher status than the event's; None where there is none, or nothing is followed here."""
    higher = next((status for status in Status if status.rung == story.status.rung + 1 and not status.is_turn), None)
    if higher is None:
        return None
    before = await context.store.read(lambda tables: tables.places.subscription_of(place(call).id))
    if before is None or before.min_status.rung >= higher.rung:
        return None
    undo = f"subscribe {subscription_typed(before)}"
    return await change(
        call,
        context,
        f"feedback {named(story)} too-minor: {higher.value} and above",
        with_fields(min_status=higher),
        lambda _: undo,
        lambda _: line(f"From now on {story.status.value} is too little for this channel; denials and delays are still told."),
    )
