"""`feeds test`: what an address is, before anybody relies on it."""

from collections.abc import Mapping

from bot.model.card import Button, Card, Tone, code, line
from bot.model.command import Access, Command, CommandCall, Option, Reply
from bot.text.plain import legal_line
from handlers.context import Context
from handlers.feed_words import no_address, refused, sections, typed_address

COMMAND = Command(
    name="feeds test",
    summary="Try a feed's address: what it shows, and what would match",
    access=Access.ADMIN,
    weight=6,
    options=(Option(name="url", summary="The feed's address", required=True),),
    examples=("feeds test https://example.com/feed.xml",),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Fetch an address once and say what it holds; nothing is changed."""
    url = typed_address(arguments["url"])
    if not url or context.probe is None:
        return no_address(arguments["url"])
    verdict = await context.probe(url)
    if verdict.problem is not None or verdict.feed is None:
        return refused(verdict)
    feed = verdict.feed
    unread = f", {feed.skipped} of them unreadable" if feed.skipped else ""
    moved = () if verdict.address == url else (line("It has moved; its new address is the one that would be read."),)
    return Reply(
        card=Card(
            tone=Tone.FIRM,
            title=f"A feed: {legal_line(feed.title, 120) or 'without a title'}, {len(feed.items)} items{unread}",
            body=moved,
            sections=sections(verdict, call, context),
            buttons=(Button(label="Read it from now on", command="feeds add", argument=url),),
            footer=line("To read it from now on: ", code("feeds add <address>")),
        )
    )
