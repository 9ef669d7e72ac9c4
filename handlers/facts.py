"""`facts`: the ledger of a storyline's deals."""

from collections.abc import Mapping

from bot.model.card import Card, code, line
from bot.model.command import Command, CommandCall, Option, OptionKind, Reply
from handlers.context import Context
from handlers.desk_words import no_such_storyline
from handlers.ledger import deal_section
from handlers.own_storylines import storylines_here
from handlers.parse import nearest_value
from handlers.viewing import deals as deals_seen

MOST = 4

COMMAND = Command(
    name="facts",
    summary="A storyline's deals: each fact, who says so, and who says otherwise",
    options=(Option(name="storyline", summary="A storyline", kind=OptionKind.STORYLINE, required=True),),
    examples=("facts openai-foxconn",),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Show the newest deals of a storyline with their ledgers."""
    known = {storyline.id: storyline for storyline in await storylines_here(call, context)}
    storyline = known.get(nearest_value(arguments["storyline"], list(known)) or "")
    if storyline is None:
        return no_such_storyline(arguments["storyline"], context)
    deals = await context.store.read(lambda tables: deals_seen(tables, storyline.id, call, context))
    if not deals:
        return Reply(card=Card(title=f"No deal of {storyline.title} is in the ledger yet."))
    rest = f"The {MOST} newest of {len(deals)} deals. " if len(deals) > MOST else ""
    return Reply(
        card=Card(
            title=f"What is known of {storyline.title}",
            sections=tuple(deal_section(deal) for deal in deals[:MOST]),
            footer=line(
                f"{rest}Every figure is somebody's words; figures that disagree are shown with both sides. Events: ",
                code(f"latest {storyline.id}"),
            ),
        ),
        shareable=True,
    )
