"""`list`: what this channel follows, by whom and since when."""

from collections.abc import Mapping

from bot.model.card import Card, code, line
from bot.model.command import Command, CommandCall, Reply
from handlers.context import Context
from handlers.desk_words import place
from handlers.following import subscription_lines

COMMAND = Command(name="list", summary="What this channel follows, by whom and since when", examples=("list",))


async def answer(call: CommandCall, _arguments: Mapping[str, str], context: Context) -> Reply:
    """Show this channel's subscription."""
    here = place(call)
    subscription = await context.store.read(lambda tables: tables.places.subscription_of(here.id))
    if subscription is None:
        return Reply(
            card=Card(
                title="This channel follows nothing yet.", body=(line("An admin can change that: ", code("subscribe openai-foxconn")),)
            )
        )
    return Reply(
        card=Card(
            title="What this channel follows",
            body=subscription_lines(subscription, here),
            footer=line("All there is: ", code("storylines")),
        )
    )
