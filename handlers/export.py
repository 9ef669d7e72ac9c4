"""`export`: a storyline's ledger as a file."""

import csv
import io
import json
from collections.abc import Mapping

from bot.model.card import Card, code, line
from bot.model.command import Command, CommandCall, Option, OptionKind, Reply
from bot.text.ledger_csv import COLUMNS, ledger_rows
from handlers.context import Context
from handlers.desk_words import no_such_storyline
from handlers.own_storylines import storylines_here
from handlers.parse import nearest_value
from handlers.viewing import deals as deals_seen

COMMAND = Command(
    name="export",
    summary="A storyline's ledger as a file",
    options=(
        Option(name="storyline", summary="A storyline", kind=OptionKind.STORYLINE, required=True),
        Option(name="format", summary="The file's form", kind=OptionKind.CHOICE, choices=("csv", "json")),
    ),
    examples=("export openai-foxconn", "export openai-foxconn json"),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Attach every claim of a storyline's deals, one row each, with its quote and link."""
    known = {storyline.id: storyline for storyline in await storylines_here(call, context)}
    storyline = known.get(nearest_value(arguments["storyline"], list(known)) or "")
    if storyline is None:
        return no_such_storyline(arguments["storyline"], context)
    deals = await context.store.read(lambda tables: deals_seen(tables, storyline.id, call, context))
    rows = list(ledger_rows(deals))
    if not rows:
        return Reply(card=Card(title=f"No deal of {storyline.title} is in the ledger yet, so there is nothing to export."))
    form = "json" if arguments.get("format") == "json" else "csv"
    return Reply(
        card=Card(
            title=f"The ledger of {storyline.title}: {len(rows)} claims in {len(deals)} deal{'s' if len(deals) != 1 else ''}",
            body=(line(f"dealwire-{storyline.id}.{form} is attached. To read it here: ", code(f"facts {storyline.id}")),),
        ),
        attachment=_json(rows) if form == "json" else _csv(rows),
        attachment_name=f"dealwire-{storyline.id}.{form}",
        attachment_alt=f"The ledger of {storyline.title}, one claim a row",
    )


def _csv(rows: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return text.getvalue().encode()


def _json(rows: list[tuple[str, ...]]) -> bytes:
    return json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows], ensure_ascii=False, indent=1).encode()
