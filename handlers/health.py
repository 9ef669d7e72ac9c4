"""`health`: what is wrong first."""

from collections.abc import Mapping
from datetime import datetime

from bot.model.card import Card, Line, Section, Tone, code, line
from bot.model.command import Command, CommandCall, Reply
from bot.model.feed import FeedHealth
from bot.model.notice import OPERATOR_PLACE
from bot.ports import Tables
from bot.text.phrases import moment_words
from handlers.context import Context
from handlers.desk_words import tenants
from handlers.ops_here import ops_places
from handlers.usage import used_up

MOST_FEEDS = 20

COMMAND = Command(name="health", summary="How feeds, platforms and deliveries are, what is wrong first", examples=("health",))


async def answer(call: CommandCall, _arguments: Mapping[str, str], context: Context) -> Reply:
    """Show platforms, this workspace's deliveries, and feeds with failing ones first."""
    now = context.clock.now()

    def work(tables: Tables) -> tuple[tuple[FeedHealth, ...], dict[tuple[str, str], int], tuple[str, ...], Line]:
        counts = tables.deliveries.counts([call.tenant])
        return tables.feeds.health(tenants(call), now), counts, used_up(tables, call.tenant, context), _told_where(tables, call)

    feeds, counts, full, told_where = await context.store.read(work)
    platforms = context.platforms()
    failing = [row for row in feeds if row.state.problem is not None or row.state.parked]
    wrong = len(failing) + len(full) + sum(not platform.connected for platform in platforms)
    sections = [
        Section(
            title="Platforms",
            lines=tuple(line("🟢 " if p.connected else "🔴 ", p.name, f" {p.detail}" if p.detail else "") for p in platforms),
        ),
        Section(title="Deliveries here", lines=(line(_delivered(counts)), *map(line, full))),
        Section(
            title=f"Feeds: {len(feeds) - len(failing)} of {len(feeds)} well",
            lines=tuple(line(_feed(row, now)) for row in _first_failing(feeds, failing)),
        ),
    ]
    title = "All is well" if not wrong else f"{wrong} thing{'s' * (wrong != 1)} to look at"
    tone = Tone.TROUBLE if wrong else Tone.FIRM
    return Reply(card=Card(tone=tone, title=title, sections=tuple(s for s in sections if s.lines), footer=told_where))


def _told_where(tables: Tables, call: CommandCall) -> Line:
    """Say where trouble is told; of another workspace's place no more than that there is one."""
    own = next(iter(ops_places(tables, call.tenant)), None)
    if own is not None and tables.places.subscription_of(own.id) is not None:
        return line("Trouble is only logged: the channel for it follows news now. Choose another: ", code("ops here"))
    if own is not None:
        return line(f"Trouble is told in {own.name or own.channel}")
    if tables.meta.get(OPERATOR_PLACE):
        return line("Trouble is told to the operator")
    return line("Trouble is only logged: an admin can choose a channel for it by ", code("ops here"), " there")


def _first_failing(feeds: tuple[FeedHealth, ...], failing: list[FeedHealth]) -> list[FeedHealth]:
    return (failing + [row for row in feeds if row not in failing])[:MOST_FEEDS]


def _delivered(counts: dict[tuple[str, str], int]) -> str:
    by_state: dict[str, int] = {}
    for (_, state), count in counts.items():
        by_state[state] = by_state.get(state, 0) + count
    waiting = by_state.get("pending", 0) + by_state.get("sending", 0)
    doubtful, lost = by_state.get("uncertain", 0), by_state.get("dead", 0) + by_state.get("parked", 0)
    return f"{by_state.get('sent', 0)} sent, {waiting} waiting, {doubtful} uncertain, {lost} undeliverable"


def _feed(row: FeedHealth, now: datetime) -> str:
    state = row.state
    if state.parked:
        return f"🔴 {row.feed.title}: gone (410); not polled any more"
    last = f"last read {moment_words(state.last_ok_at, now)}" if state.last_ok_at else "never read yet"
    if state.problem is not None:
        return f"🔴 {row.feed.title}: {state.problem.value}, {state.failures} times in a row; {last}, next try {moment_words(state.next_poll_at, now)}"
    lag = max(0, int((now - state.next_poll_at).total_seconds() // 60))
    late = f", {lag} min late" if lag > 5 else ""
    return f"🟢 {row.feed.title}: {last}{late}, {row.items_a_day:.1f} items a day"
