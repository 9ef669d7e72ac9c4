"""`sources list`: which publishers speak, and which count for nothing here."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from bot.model.card import Card, Section, code, line
from bot.model.command import Access, Command, CommandCall, Reply
from bot.model.entry import Entry
from bot.model.ruling import Ruling, RulingKind
from bot.ports import Tables
from handlers.context import Context
from handlers.desk_words import tenants

LOOKED_AT, MOST = 200, 15

COMMAND = Command(
    name="sources list",
    summary="The publishers that speak, and those that are muted here",
    access=Access.ADMIN,
    examples=("sources list",),
    aliases=("sources",),
)


async def answer(call: CommandCall, _arguments: Mapping[str, str], context: Context) -> Reply:
    """List muted publishers with who muted them and why, then those of the newest items with their grades."""
    since = context.clock.now() - timedelta(days=30)

    def work(tables: Tables) -> tuple[tuple[Ruling, ...], list[Entry]]:
        muted = tables.rulings.of(call.tenant, (RulingKind.MUTED_SOURCE,))
        return muted, [reading.entry for reading in tables.entries.latest(tenants(call), since=since, limit=LOOKED_AT)]

    muted, entries = await context.store.read(work)
    silent = tuple(line(ruling.key, f" · {ruling.who}", f": {ruling.reason}" if ruling.reason else "") for ruling in muted)
    hosts = Counter(entry.host for entry in entries if entry.host)
    grades = {entry.host: entry.grade.value for entry in entries}
    speaking = tuple(line(f"{host} · {grades[host]} · {count} items") for host, count in hosts.most_common(MOST))
    return Reply(
        card=Card(
            title=f"{len(muted)} publisher{'s' if len(muted) != 1 else ''} muted in this workspace",
            sections=(
                Section(title="Muted here", lines=silent or (line("none"),)),
                Section(title="In the newest items", lines=speaking or (line("none yet"),)),
            ),
            footer=line(code("sources mute <host>"), " and ", code("sources unmute <host>"), " change it."),
        )
    )
