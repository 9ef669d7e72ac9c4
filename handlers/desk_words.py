"""Sentences and look-ups that several answers share."""

from bot.model.alert import Destination
from bot.model.card import Card, code, line
from bot.model.command import CommandCall, Reply
from bot.model.ids import SHARED, stable_id
from handlers.context import Context


def tenants(call: CommandCall) -> tuple[str, str]:
    """Return whose rows the caller may see: everybody's and the workspace's own."""
    return (SHARED, call.tenant)


def place(call: CommandCall) -> Destination:
    """Return the channel that a call came from, as a destination."""
    return Destination(
        id=stable_id("d", call.platform, call.workspace, call.channel),
        tenant=call.tenant,
        platform=call.platform,
        workspace=call.workspace,
        channel=call.channel,
        name=call.channel_name or ("this direct message" if call.is_own_place else ""),
        kind="dm" if call.is_own_place else "channel",
    )


def no_such_storyline(typed: str, context: Context) -> Reply:
    """Say that a storyline is unknown, and which there are."""
    known = ", ".join(storyline.id for storyline in context.catalogue.storylines)
    return Reply(
        card=Card(
            title=f"I follow no storyline called “{typed[:60]}”.",
            body=(line(f"These I follow: {known}."), line("Each with its parties: ", code("storylines"))),
        )
    )


def no_such_event(typed: str) -> Reply:
    """Say that an event is unknown; an id of another workspace gets the same words."""
    return Reply(
        card=Card(
            title=f"I know no event “{typed[:80]}”.",
            body=(line("Events and their names are listed by ", code("latest"), "; the beginning of a name is enough."),),
        )
    )
