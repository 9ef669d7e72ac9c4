"""`ping`: a role that is named when a deal becomes definitive; nobody by default."""

import re
from collections.abc import Mapping

from bot.model.card import Card, Tone, code, line
from bot.model.command import Access, Command, CommandCall, Option, Reply
from bot.model.ruling import RulingKind
from bot.ports import Tables
from handlers.context import Context
from handlers.correcting import audited, done, ruled, unchanged
from handlers.desk_words import place

_ROLES = {
    "discord": (re.compile(r"<@&(\d{2,20})>|(\d{15,20})"), "<@&{}>", "a role, as `@role` in the option"),
    "slack": (re.compile(r"<!subteam\^(S[A-Z0-9]{2,20})(?:\|[^>]*)?>|(S[A-Z0-9]{8,20})"), "<!subteam^{}>", "a user group, as @group"),
}
"""For each platform: how its roles are written, and what one is called. `@everyone` and `@here` are none."""
_TAIL = re.compile(r"\s+for\s+definitive(?:\s+agreements?)?$", re.IGNORECASE)

COMMAND = Command(
    name="ping",
    summary="Name a role when a deal is definitive or filed; off by default",
    access=Access.ADMIN,
    options=(Option(name="role", summary="A role or user group, or `off`", required=True, rest=True),),
    examples=("ping <@&123456789012345678> for definitive", "ping off"),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Set, or end, whom this channel's alerts of definitive agreements and filings notify; nothing else ever notifies anybody."""
    typed, here = _TAIL.sub("", arguments["role"].strip()), place(call)
    role = "" if typed.lower() == "off" else _role(typed, call.platform)
    if role is None:
        what = _ROLES[call.platform][2] if call.platform in _ROLES else "a role, which only Slack and Discord have"
        return Reply(
            card=Card(
                tone=Tone.TROUBLE,
                title="That is no role that I could name. Nothing was changed.",
                body=(line(f"It takes {what}; everybody at once cannot be pinged."), line("For example: ", code(_example(call.platform)))),
            )
        )

    def work(tables: Tables) -> Reply:
        before = tables.rulings.get(call.tenant, RulingKind.PING, here.id)
        undo = f"ping {_written(before.value, call.platform)}" if before else "ping off"
        if (before.value if before else "") == role:
            return unchanged("That is so already.")
        if not role:
            tables.rulings.remove(call.tenant, RulingKind.PING, here.id)
            audited(tables, call, context, "ping off", undo)
            return done("Nobody is pinged in this channel any more.", undo=undo)
        if tables.places.destination(here.id) is None:
            tables.places.put_destination(here)
        tables.rulings.put(ruled(call, context, RulingKind.PING, here.id, value=role))
        audited(tables, call, context, f"ping {role} for definitive", undo)
        return done(
            "That role is pinged in this channel when a deal is definitive or filed.",
            line("By the first message of such an event alone: edits, replies, late alerts and digests ping nobody."),
            undo=undo,
        )

    return await context.store.write(work)


def _role(typed: str, platform: str) -> str | None:
    """Return the id of the role that is meant; None where it is none of this platform's."""
    if platform not in _ROLES:
        return None
    found = _ROLES[platform][0].fullmatch(typed)
    return (found[1] or found[2]) if found else None


def _written(role: str, platform: str) -> str:
    return _ROLES[platform][1].format(role) if platform in _ROLES else role


def _example(platform: str) -> str:
    return f"ping {_written('S0123456789', platform)} for definitive" if platform == "slack" else COMMAND.examples[0]
