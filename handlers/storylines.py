"""`storylines`: what can be followed."""

from collections.abc import Mapping

from bot.model.card import Card, Section, code, line
from bot.model.command import Command, CommandCall, Reply
from bot.model.storyline import CATCH_ALL, Storyline
from bot.ports import Tables
from handlers.context import Context
from handlers.desk_words import place
from handlers.own_storylines import storylines_here

COMMAND = Command(name="storylines", summary="What can be followed", examples=("storylines",))


async def answer(call: CommandCall, _arguments: Mapping[str, str], context: Context) -> Reply:
    """List every storyline with its parties, and mark those this channel follows."""

    def work(tables: Tables) -> frozenset[str]:
        subscription = tables.places.subscription_of(place(call).id)
        return frozenset(subscription.storylines) if subscription else frozenset()

    followed, known = await context.store.read(work), await storylines_here(call, context)
    rows = tuple(
        line("● " if {"*", storyline.id} & followed else "○ ", code(storyline.id), f"  {_parties(storyline, context)}")
        for storyline in known
    )
    return Reply(
        card=Card(
            title="Storylines",
            sections=(Section(lines=rows),),
            footer=line("● followed here. An admin follows more with ", code("subscribe <storyline…>"), "."),
        )
    )


def _parties(storyline: Storyline, context: Context) -> str:
    if storyline.id == CATCH_ALL:
        return "any other AI-infrastructure deal"
    companies = [context.catalogue.company(party.company) for party in storyline.parties]
    return " × ".join(company.name for company in companies if company) or storyline.title
