"""`feeds remove`: stop reading one of the workspace's own feeds."""

from collections.abc import Mapping

from bot.model.audit import AuditLine
from bot.model.card import Card, Tone, code, line
from bot.model.command import Access, Command, CommandCall, Option, Reply
from bot.model.feed import Feed
from bot.model.ids import SHARED
from bot.ports import Tables
from bot.text.addresses import canonical_address
from handlers.context import Context
from handlers.desk_words import place
from handlers.feed_words import feed_host, typed_address

COMMAND = Command(
    name="feeds remove",
    summary="Stop reading one of this workspace's own feeds",
    access=Access.ADMIN,
    options=(Option(name="feed", summary="Its name in `feeds list`, its title or its address", required=True, rest=True),),
    examples=("feeds remove https://example.com/feed.xml",),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Disable a feed of the caller's workspace; what it has shown stays known, so that adding it again floods nobody."""
    typed, now = arguments["feed"].strip(), context.clock.now()

    def work(tables: Tables) -> Feed | str:
        visible = tables.feeds.all((SHARED, call.tenant))
        feed = _named(typed, [feed for feed in visible if feed.tenant == call.tenant])
        if feed is None:
            return "shared" if _named(typed, list(visible)) else "unknown"
        tables.feeds.remove(feed.id)
        tables.audit.add(
            AuditLine(
                tenant=call.tenant,
                at=now,
                who=call.user_name or call.user,
                what=f"feeds remove {feed_host(feed)} “{feed.title}”",
                undo=f"feeds add {feed.id}",
                destination_id=place(call).id,
            )
        )
        return feed

    found = await context.store.write(work)
    if isinstance(found, Feed):
        return Reply(
            card=Card(
                tone=Tone.FIRM,
                title=f"“{found.title}” is read no more.",
                footer=line("To take it back: ", code("undo"), " or ", code(f"feeds add {found.id}")),
            )
        )
    if found == "shared":
        return Reply(
            card=Card(
                title="That feed is read for everybody; nothing was changed.",
                body=(line("To have a publisher count for nothing here: ", code("sources mute <host>")),),
            )
        )
    return Reply(
        card=Card(
            title=f"This workspace has no feed “{typed[:60]}”; nothing was changed.",
            body=(line("Its feeds: ", code("feeds list")),),
        )
    )


def _named(typed: str, feeds: list[Feed]) -> Feed | None:
    """Return the one feed that is meant by an id, an address or a title."""
    address = canonical_address(typed_address(typed)) if "." in typed else ""
    for same in (
        lambda feed: feed.id == typed,
        lambda feed: bool(address) and canonical_address(feed.url) == address,
        lambda feed: feed.title.casefold() == typed.casefold(),
    ):
        if found := [feed for feed in feeds if same(feed)]:
            return found[0]
    return None
