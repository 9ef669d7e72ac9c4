"""`settings`: everything that is set for this channel and workspace, each with the command that changes it."""

from collections.abc import Mapping

from bot.model.alert import Mode, Subscription
from bot.model.card import Button, Card, Line, Section, code, line
from bot.model.command import Access, Command, CommandCall, Reply
from bot.model.reading import Status
from bot.model.ruling import Ruling, RulingKind
from bot.ports import Tables
from bot.text.language import LANGUAGE_NAMES
from handlers.context import Context
from handlers.desk_words import place
from handlers.times import moment_in
from handlers.usage import used

_FORMS = (("What is followed", "subscribe"), ("Quiet hours", "quiet"), ("Digest", "digest"), ("Mute", "mute"))
FORM = "form"
"""Slack's own button: opens a command's form."""

COMMAND = Command(
    name="settings",
    summary="Everything that is set for this channel and workspace, and how to change it",
    access=Access.ADMIN,
    examples=("settings",),
)


async def answer(call: CommandCall, _arguments: Mapping[str, str], context: Context) -> Reply:
    """List the settings of the channel and of the workspace."""
    here = place(call)

    def work(tables: Tables) -> tuple[Subscription | None, tuple[Ruling, ...], int, tuple[str, ...]]:
        mine = tables.feeds.all((call.tenant,))
        rulings = tables.rulings.of(call.tenant, tuple(RulingKind))
        return tables.places.subscription_of(here.id), rulings, len(mine), used(tables, call.tenant, context)

    subscription, rulings, feeds, usage = await context.store.read(work)
    by = {kind: [ruling for ruling in rulings if ruling.kind is kind] for kind in RulingKind}
    ping = next((ruling for ruling in by[RulingKind.PING] if ruling.key == here.id), None)
    channel = _channel(subscription, ping) if subscription else (line("It follows nothing yet: ", code("subscribe openai-foxconn")),)
    workspace = (
        _row("Feeds of its own", f"{feeds} of {context.quotas.feeds}", "feeds list"),
        _row("Storylines of its own", f"{len(by[RulingKind.TRACKED])} of {context.quotas.storylines}", "tracked"),
        *(line(words) for words in usage),
        _row("Muted publishers", ", ".join(r.key for r in by[RulingKind.MUTED_SOURCE][:5]) or "none", "sources list"),
        _row("Retracted or merged events", str(len(by[RulingKind.HIDDEN_EVENT])), "restore <event>"),
        _row("Dismissed claims", str(len(by[RulingKind.DISMISSED_CLAIM])), "claim restore <event> <claim>"),
        _row("Votes of readers", str(len(by[RulingKind.VOTE])), "votes"),
    )
    buttons = tuple(Button(label=label, command=FORM, argument=name) for label, name in _FORMS) if call.platform == "slack" else ()
    return Reply(
        card=Card(
            title=f"Settings of {here.name or 'this channel'} and its workspace",
            sections=(Section(title="This channel", lines=channel), Section(title="This workspace", lines=workspace)),
            buttons=buttons,
            footer=line("Every change is in ", code("audit"), "; the last one is taken back by ", code("undo"), "."),
        )
    )


def _channel(subscription: Subscription, ping: Ruling | None) -> tuple[Line, ...]:
    follows = "everything" if subscription.storylines == ("*",) else ", ".join(subscription.storylines)
    lowest = "any status" if subscription.min_status is Status.RUMOUR else f"{subscription.min_status.value} and above"
    muted = f"until {moment_in(subscription.muted_until, subscription.zone)}" if subscription.muted_until else "no"
    digest = "off" if subscription.mode is Mode.LIVE else f"{subscription.digest_at}, {subscription.digest_days}"
    return (
        _row("Follows", follows, "subscribe <storyline…>"),
        _row("Told", f"{'material news' if subscription.floor == 'material' else 'everything'}, {lowest}", "subscribe … floor= status="),
        _row("When", f"{subscription.mode.value}; digest {digest}", "digest 08:00 weekdays"),
        _row("Language", LANGUAGE_NAMES.get(subscription.language, "any"), "subscribe … language=en"),
        _row("Changed facts", _changed_facts(subscription), "subscribe … threads= broadcast="),
        _row("Quiet hours", f"{subscription.quiet} {subscription.zone}" if subscription.quiet else "none", "quiet 22-7 Europe/Berlin"),
        _row("Muted", muted, "mute 2h"),
        _row("Pings", f"{ping.value} for definitive agreements" if ping else "nobody", "ping <role>"),
    )


def _changed_facts(subscription: Subscription) -> str:
    if not subscription.threads:
        return "in the message alone"
    return "also outside their threads" if subscription.broadcast else "in their threads"


def _row(name: str, value: str, command: str) -> Line:
    return line(f"{name}: {value} · ", code(command))
