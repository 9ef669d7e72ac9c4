"""`claim restore`: a dismissed claim counts again."""

from collections.abc import Mapping

from bot.model.card import line
from bot.model.command import Access, Command, CommandCall, Option, OptionKind, Reply
from bot.model.ruling import RulingKind
from bot.model.view import claim_name
from bot.ports import Tables
from handlers.claim_list import claim_words, claims_of, listed_claims
from handlers.context import Context
from handlers.correcting import audited, corrections, done, named, unchanged
from handlers.desk_words import no_such_event

COMMAND = Command(
    name="claim restore",
    summary="Let a dismissed claim count again",
    access=Access.ADMIN,
    options=(
        Option(name="event", summary="An event of the deal", kind=OptionKind.EVENT, required=True),
        Option(name="claim", summary="Its number in `claim dismiss`", required=True),
    ),
    examples=("claim restore s3k7qa2p 2",),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Take the dismissal of a claim back."""

    def work(tables: Tables) -> Reply:
        claims = claims_of(tables, arguments["event"], call)
        if claims is None:
            return no_such_event(arguments["event"])
        item = claims.chosen(arguments["claim"])
        if item is None:
            return listed_claims(claims, COMMAND.name, f"There is no claim {arguments['claim'][:20]}; nothing was changed.")
        ruling = corrections(context).take_back(tables, call.tenant, RulingKind.DISMISSED_CLAIM, claim_name(item))
        if ruling is None:
            return unchanged(f"“{claim_words(item)}” counts here.")
        undo = f"claim dismiss {named(claims.story)} {claim_name(item)} {ruling.reason}".strip()
        audited(tables, call, context, f"claim restore {named(claims.story)} {claim_words(item)}", undo)
        return done(f"It counts again: {claim_words(item)}", line("The ledger and the messages of this workspace follow."), undo=undo)

    reply = await context.store.write(work)
    context.wake_deliveries()
    return reply
