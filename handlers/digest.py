"""`digest`: one summary a day or a week instead of alerts."""

from collections.abc import Mapping

from bot.model.alert import Mode, Subscription
from bot.model.card import Line, line
from bot.model.command import Access, Command, CommandCall, Option, OptionKind, Reply
from bot.text.digest_days import next_slot
from handlers.context import Context
from handlers.settings_change import change, with_fields, wrong
from handlers.times import clock_time, days_named, moment_in, zone_named

COMMAND = Command(
    name="digest",
    summary="One digest at a time of day instead of alerts",
    access=Access.ADMIN,
    own=True,
    options=(
        Option(name="time", summary="The time of day, or `off` for alerts as they come", required=True),
        Option(name="days", summary="`daily`, `weekdays`, or days such as mon,thu"),
        Option(name="zone", summary="The time zone", kind=OptionKind.ZONE),
    ),
    examples=("digest 08:00 weekdays Europe/Berlin", "digest 08:00 mon", "digest off"),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Set when this channel's digest comes, or go back to alerts as they come."""
    typed = arguments["time"]
    if typed.lower() == "off":
        return await change(call, context, "digest off", with_fields(mode=Mode.LIVE), _back, lambda _: line("Alerts come as they happen."))
    clock = clock_time(typed)
    if clock is None:
        return wrong(f"“{typed[:40]}” is no time of day.", COMMAND.examples[0])
    days = days_named(arguments.get("days", "daily"))
    if days is None:
        return wrong(f"“{arguments['days'][:40]}” are no days that I know.", COMMAND.examples[0])
    zone = zone_named(arguments["zone"]) if "zone" in arguments else None
    if "zone" in arguments and zone is None:
        return wrong(f"“{arguments['zone'][:40]}” is no time zone that I know.", COMMAND.examples[0])
    mode = Mode.WEEKLY if days not in {"daily", "weekdays"} and "," not in days else Mode.DAILY
    fields = {"mode": mode, "digest_at": f"{clock:%H:%M}", "digest_days": days, **({"zone": zone.key} if zone else {})}

    def words(after: Subscription) -> Line:
        slot = next_slot(after, context.clock.now())
        following = f" The next one: {moment_in(slot.at, after.zone)}." if slot else ""
        return line(
            f"The digest comes at {after.digest_at} {after.zone}, {after.digest_days}; when nothing changed it stays away.{following}"
        )

    return await change(call, context, f"digest {clock:%H:%M} {days}", with_fields(**fields), _back, words)


def _back(before: Subscription) -> str:
    return "digest off" if before.mode is Mode.LIVE else f"digest {before.digest_at} {before.digest_days} {before.zone}"
