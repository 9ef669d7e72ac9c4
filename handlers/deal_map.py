"""`map`: who deals with whom, as a picture and in words."""

import re
from collections.abc import Mapping
from datetime import datetime

from bot.model.card import Card
from bot.model.command import Command, CommandCall, Option, OptionKind, Reply
from bot.model.deal import Deal, LedgerField
from bot.model.drawing import DealMap, Tie
from bot.model.storyline import Storyline
from bot.ports import Tables
from bot.text.phrases import field_words
from handlers.context import Context
from handlers.drawn import OPTION, asked_for, picture_reply
from handlers.own_storylines import storylines_here
from handlers.timeline import mark_of
from handlers.viewing import deals

MOST = 14
_SIZE = re.compile(r"(\d+(?:\.\d+)?(?:e[+-]?\d+)?)")
_POWER = {"GW": 1.0, "MW": 1e-3, "kW": 1e-6}
_USD_A_GIGAWATT = 40e9
"""What makes power and money comparable for the width of a line alone: about what a gigawatt of AI data centre is said to cost."""

COMMAND = Command(
    name="map",
    summary="Who deals with whom: parties and the deals between them, as a picture and in words",
    options=(Option(name="picture", summary=OPTION.summary, kind=OptionKind.CHOICE, choices=OPTION.choices),),
    examples=("map",),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Draw the newest deal of every storyline, sized by its value or power."""
    _, where = asked_for(arguments, OPTION.name)
    known = await storylines_here(call, context)

    def work(tables: Tables) -> list[tuple[Storyline, Deal]]:
        found = [(one, deals(tables, one.id, call, context)) for one in known if len(one.parties) > 1]
        return [(one, held[0]) for one, held in found if held]

    held = await context.store.read(work)
    if not held:
        return Reply(card=Card(title="No deal between named parties is in the ledger yet, so there is nothing to draw."))
    drawing = map_of(held, context, context.clock.now())
    return await picture_reply(drawing, COMMAND.name, "", where, call, context)


def map_of(held: list[tuple[Storyline, Deal]], context: Context, now: datetime) -> DealMap:
    """Return the deals as ties, the largest first, their widths beside the largest one."""
    sized = []
    for storyline, deal in held:
        figure = next((f for kind in ("value", "power") for f in deal.fields if f.kind == kind and f.value and f.basis is None), None)
        sized.append((_size(figure), storyline, deal, field_words(figure) if figure else ""))
    sized.sort(key=lambda row: (-row[0], row[1].id))
    largest = max((size for size, *_ in sized), default=0.0) or 1.0
    ties = []
    for size, storyline, deal, label in sized[:MOST]:
        hub, *others = [_name(party.company, context) for party in storyline.parties][:4]
        ties += [
            Tie(
                one=hub, other=other, label=label if place == 0 else "", weight=round((size / largest) ** 0.5, 3), mark=mark_of(deal.status)
            )
            for place, other in enumerate(others)
            if other != hub
        ]
    return DealMap(title="Who deals with whom", ties=tuple(ties), footer=f"dealwire · the newest deal of each storyline · {now:%d %b %Y}")


def _name(company_id: str, context: Context) -> str:
    company = context.catalogue.company(company_id)
    return company.name if company else company_id.removeprefix("own-").replace("-", " ").title()


def _size(figure: LedgerField | None) -> float:
    if figure is None or not figure.value:
        return 0.0
    numbers = [float(found) for found in _SIZE.findall(figure.value)]
    if not numbers:
        return 0.0
    unit = figure.value.rsplit(" ", 1)[-1]
    return max(numbers) * _POWER[unit] * _USD_A_GIGAWATT if unit in _POWER else max(numbers)
