"""`feeds add`: a feed of this workspace's own, fetched at once."""

from collections.abc import Mapping
from dataclasses import replace

from bot.model.audit import AuditLine
from bot.model.card import Card, Tone, code, line
from bot.model.command import Access, Command, CommandCall, Option, Reply
from bot.model.feed import Feed
from bot.model.ids import SHARED, stable_id
from bot.ports import Tables
from bot.text.addresses import canonical_address, host_of
from bot.text.plain import legal_line
from handlers.context import Context
from handlers.desk_words import place
from handlers.feed_words import feed_host, no_address, refused, sections, typed_address

COMMAND = Command(
    name="feeds add",
    summary="Read a feed of your own: it is fetched at once and learned silently",
    access=Access.ADMIN,
    weight=6,
    options=(Option(name="url", summary="The feed's address", required=True),),
    examples=("feeds add https://example.com/feed.xml",),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Fetch an address, show what it holds and would match, and read it from now on; only this workspace sees what comes of it."""
    if kept := await _kept(call, arguments["url"].strip(), context):
        return await _added(call, kept, context)
    url = typed_address(arguments["url"])
    if not url:
        return no_address(arguments["url"])
    there = await context.store.read(lambda tables: tables.feeds.all((SHARED, call.tenant)))
    if refusal := _already(url, there, call, context):
        return refusal
    if context.probe is None:
        return Reply(card=Card(tone=Tone.TROUBLE, title="Feeds cannot be tried here; nothing was changed."))
    verdict = await context.probe(url)
    if verdict.problem is not None or verdict.feed is None:
        return refused(verdict)
    if refusal := _already(verdict.address, there, call, context):
        return refusal
    feed = Feed(
        id=_id(call.tenant, verdict.address),
        url=verdict.address,
        title=legal_line(verdict.feed.title, 120) or host_of(verdict.address),
        tenant=call.tenant,
    )
    reply = await _added(call, feed, context)
    if reply.card.tone is Tone.TROUBLE:
        return reply
    return replace(reply, card=replace(reply.card, sections=sections(verdict, call, context)))


async def _kept(call: CommandCall, typed: str, context: Context) -> Feed | None:
    """Return a feed of the workspace's that was removed, when it is named by its id."""
    feed = await context.store.read(lambda tables: tables.feeds.get(typed)) if typed.isalnum() else None
    return feed if feed is not None and feed.tenant == call.tenant else None


def _already(url: str, there: tuple[Feed, ...], call: CommandCall, context: Context) -> Reply | None:
    same = next((feed for feed in there if canonical_address(feed.url) == canonical_address(url)), None)
    if same is not None:
        whose = "for everybody" if same.tenant == SHARED else "for this workspace"
        return Reply(card=Card(title=f"“{same.title}” is read {whose} already; nothing was changed."))
    mine = sum(feed.tenant == call.tenant for feed in there)
    return _full(mine) if mine >= context.quotas.feeds else None


def _full(mine: int) -> Reply:
    return Reply(
        card=Card(
            tone=Tone.TROUBLE,
            title=f"This workspace has {mine} feeds of its own, which is all that it may; nothing was changed.",
            body=(line("Remove one first: ", code("feeds list"), ", then ", code("feeds remove <feed>")),),
        )
    )


def _id(tenant: str, url: str) -> str:
    return stable_id("f", tenant, canonical_address(url) or url)


async def _added(call: CommandCall, feed: Feed, context: Context) -> Reply:
    now = context.clock.now()

    def work(tables: Tables) -> int:
        mine = [one for one in tables.feeds.all((call.tenant,)) if one.id != feed.id]
        if len(mine) >= context.quotas.feeds:
            return len(mine)
        tables.feeds.add(feed, now)
        tables.audit.add(
            AuditLine(
                tenant=call.tenant,
                at=now,
                who=call.user_name or call.user,
                what=f"feeds add {feed_host(feed)} “{feed.title}”",
                undo=f"feeds remove {feed.id}",
                destination_id=place(call).id,
            )
        )
        return 0

    if over := await context.store.write(work):
        return _full(over)
    context.wake_polls()
    return Reply(
        card=Card(
            tone=Tone.FIRM,
            title=f"“{feed.title}” is read from now on, for this workspace alone.",
            body=(line("What it shows now is learned silently; what comes after is told where it matches."),),
            footer=line("To take it back: ", code("undo"), " or ", code(f"feeds remove {feed.id}")),
        )
    )
