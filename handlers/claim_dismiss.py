"""`claim dismiss`: a fact that is wrong counts for nothing in this workspace."""

from collections.abc import Mapping

from bot.model.card import line
from bot.model.command import Access, Command, CommandCall, Option, OptionKind, Reply
from bot.model.ruling import RulingKind
from bot.model.view import claim_name
from bot.ports import Tables
from handlers.claim_list import claim_words, claims_of, listed_claims
from handlers.context import Context
from handlers.correcting import audited, corrections, done, named, reason_of, ruled, unchanged
from handlers.desk_words import no_such_event

COMMAND = Command(
    name="claim dismiss",
    summary="Let a claim count for nothing in this workspace",
    access=Access.ADMIN,
    options=(
        Option(name="event", summary="An event of the deal", kind=OptionKind.EVENT, required=True),
        Option(name="claim", summary="Its number; left out, the claims are listed"),
        Option(name="reason", summary="Why", rest=True),
    ),
    examples=("claim dismiss s3k7qa2p", "claim dismiss s3k7qa2p 2 another deal's figure"),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """List the claims of an event's deal, or dismiss one: the ledger and the messages of this workspace follow, others see no change."""
    reason = reason_of(arguments.get("reason", ""))

    def work(tables: Tables) -> Reply:
        claims = claims_of(tables, arguments["event"], call)
        if claims is None:
            return no_such_event(arguments["event"])
        if "claim" not in arguments:
            return listed_claims(claims, COMMAND.name)
        item = claims.chosen(arguments["claim"])
        if item is None:
            return listed_claims(claims, COMMAND.name, f"There is no claim {arguments['claim'][:20]}; nothing was changed.")
        name = claim_name(item)
        if name in claims.dismissed:
            return unchanged(f"“{claim_words(item)}” is dismissed here already.")
        source = item.host or item.publisher
        corrections(context).decide(
            tables, ruled(call, context, RulingKind.DISMISSED_CLAIM, name, reason=reason, value=f"{claim_words(item)} ({source})")
        )
        undo = f"claim restore {named(claims.story)} {name}"
        audited(
            tables,
            call,
            context,
            f"claim dismiss {named(claims.story)} {claim_words(item)} of {source}{f': {reason}' if reason else ''}",
            undo,
        )
        return done(
            f"Dismissed: {claim_words(item)}",
            line(f"{source} said: “{item.claim.quote}”"),
            line("It counts for nothing in this workspace's ledger and messages; the history keeps it, and others see no change."),
            undo=undo,
        )

    reply = await context.store.write(work)
    context.wake_deliveries()
    return reply
