"""`test`: a past alert as it would be posted, before a channel relies on it."""

from collections.abc import Mapping
from dataclasses import replace

from bot.model.card import Button, Card, code, line
from bot.model.command import Access, Command, CommandCall, Option, OptionKind, Reply
from bot.ports import Tables
from handlers.complete import short_id
from handlers.context import Context
from handlers.correcting import corrections, open_event
from handlers.desk_words import no_such_event, no_such_storyline
from handlers.own_storylines import storylines_here
from handlers.parse import nearest_value
from handlers.viewing import newest

POST = "post"

COMMAND = Command(
    name="test",
    summary="Preview a past alert; nothing is posted unless you say so",
    access=Access.ADMIN,
    options=(Option(name="storyline", summary="A storyline; left out, the newest alert of all", kind=OptionKind.STORYLINE, rest=True),),
    examples=("test", "test openai-foxconn"),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Show the newest alert privately with *Post it here*; pressed, the channel sees it, marked as a test."""
    typed = arguments.get("storyline", "").strip()
    first, _, event = typed.partition(" ")
    if first.lower() == POST and event:
        return await _posted(call, event, context)
    slug = None
    if typed:
        slug = nearest_value(typed, [one.id for one in await storylines_here(call, context)])
        if slug is None:
            return no_such_storyline(typed, context)

    def work(tables: Tables) -> tuple[str, Card] | None:
        found = newest(tables, slug, 1, call, context)
        return (found[0].story.id, corrections(context).card(tables, found[0].story, call.tenant)) if found else None

    made = await context.store.read(work)
    if made is None:
        return Reply(card=Card(title="There is no alert to show yet.", body=(line("When there is news, ", code("latest"), " lists it."),)))
    story_id, card = made
    button = Button(label="Post it here", command=COMMAND.name, argument=f"{POST} {short_id(story_id)}")
    note = line("A preview for you alone: nothing was posted.")
    return Reply(card=replace(card, notes=(note, *card.notes), buttons=(button, *card.buttons)))


async def _posted(call: CommandCall, event: str, context: Context) -> Reply:
    def work(tables: Tables) -> Card | None:
        story = open_event(tables, event, call)
        return corrections(context).card(tables, story, call.tenant) if story else None

    card = await context.store.read(work)
    if card is None:
        return no_such_event(event)
    return Reply(card=replace(card, notes=(line("A test: this is what an alert looks like."), *card.notes)), private=False)
