"""`quiet`: hours in which alerts wait."""

from collections.abc import Mapping

from bot.model.alert import Subscription
from bot.model.card import Line, line
from bot.model.command import Access, Command, CommandCall, Option, OptionKind, Reply
from handlers.context import Context
from handlers.settings_change import change, with_fields, wrong
from handlers.times import hours_between, zone_named

COMMAND = Command(
    name="quiet",
    summary="Hours in which alerts wait for the morning",
    access=Access.ADMIN,
    own=True,
    options=(
        Option(name="hours", summary="From and to, or `off`", required=True),
        Option(name="zone", summary="The time zone", kind=OptionKind.ZONE),
    ),
    examples=("quiet 22:00-07:00 Europe/Berlin", "quiet off"),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Set this channel's quiet hours, or end them."""
    typed = arguments["hours"]
    if typed.lower() == "off":
        return await change(call, context, "quiet off", with_fields(quiet=""), _back, lambda _: line("No quiet hours."))
    hours = hours_between(typed)
    if hours is None:
        return wrong(f"“{typed[:40]}” is no pair of hours.", COMMAND.examples[0])
    zone = zone_named(arguments["zone"]) if "zone" in arguments else None
    if "zone" in arguments and zone is None:
        return wrong(f"“{arguments['zone'][:40]}” is no time zone that I know.", COMMAND.examples[0])
    fields = {"quiet": hours, **({"zone": zone.key} if zone else {})}

    def words(after: Subscription) -> Line:
        return line(f"Alerts wait from {after.quiet.replace('-', ' to ')}, {after.zone}.")

    return await change(call, context, f"quiet {hours}", with_fields(**fields), _back, words)


def _back(before: Subscription) -> str:
    return f"quiet {before.quiet} {before.zone}" if before.quiet else "quiet off"
