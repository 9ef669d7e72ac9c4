"""`feeds list`: what is read, for everybody and for this workspace."""

from collections.abc import Mapping

from bot.model.card import Card, Line, Section, Span, code, line
from bot.model.command import Access, Command, CommandCall, Reply
from bot.model.feed import FeedHealth
from bot.model.ids import SHARED
from handlers.context import Context
from handlers.desk_words import tenants
from handlers.feed_words import feed_host

MOST = 30

COMMAND = Command(
    name="feeds list",
    summary="The feeds that are read, those of this workspace first",
    access=Access.ADMIN,
    examples=("feeds list",),
    aliases=("feeds",),
)


async def answer(call: CommandCall, _arguments: Mapping[str, str], context: Context) -> Reply:
    """List the workspace's own feeds with their names for `feeds remove`, then the shipped ones."""
    now = context.clock.now()
    rows = await context.store.read(lambda tables: tables.feeds.health(tenants(call), now))
    mine = [row for row in rows if row.feed.tenant != SHARED]
    shared = [row for row in rows if row.feed.tenant == SHARED]
    sections = [Section(title=f"Of this workspace: {len(mine)} of {context.quotas.feeds}", lines=_rows(mine, named=True))]
    sections.append(Section(title=f"For everybody: {len(shared)}", lines=_rows(shared, named=False)))
    return Reply(
        card=Card(
            title=f"{len(rows)} feeds are read",
            sections=tuple(sections),
            footer=line(code("feeds add <address>"), " reads one more; ", code("feeds remove <feed>"), " stops one of yours."),
        )
    )


def _rows(feeds: list[FeedHealth], *, named: bool) -> tuple[Line, ...]:
    shown = sorted(feeds, key=lambda row: row.feed.title.casefold())[:MOST]
    rows = tuple(
        line(
            "🔴 " if row.state.problem or row.state.parked else "🟢 ", row.feed.title, f" · {feed_host(row.feed)}", *_name(row, named=named)
        )
        for row in shown
    )
    if len(feeds) > MOST:
        return (*rows, line(f"and {len(feeds) - MOST} more"))
    return rows or (line("none"),)


def _name(row: FeedHealth, *, named: bool) -> tuple[str | Span, ...]:
    return (" · ", code(row.feed.id)) if named else ()
