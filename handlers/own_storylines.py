"""Storylines as one workspace knows them: the shipped ones and those that it tracks itself."""

from bot.model.codec import unpack
from bot.model.command import CommandCall
from bot.model.ruling import RulingKind
from bot.model.storyline import Storyline
from bot.model.tracked import Tracked
from bot.ports import Tables
from handlers.context import Context


def tracked_here(tables: Tables, tenant: str) -> tuple[Tracked, ...]:
    """Return what a workspace tracks, oldest first."""
    return tuple(unpack(Tracked, ruling.value) for ruling in tables.rulings.of(tenant, (RulingKind.TRACKED,)))


async def storylines_here(call: CommandCall, context: Context) -> tuple[Storyline, ...]:
    """Return every storyline that the caller's workspace can follow."""
    own = await context.store.read(lambda tables: tracked_here(tables, call.tenant))
    return (*context.catalogue.storylines, *(one.storyline for one in own))
