"""`mute`: no alerts in this channel for a while."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.model.alert import Subscription
from bot.model.card import line
from bot.model.command import Access, Command, CommandCall, Option, Reply
from handlers.context import Context
from handlers.desk_words import place
from handlers.settings_change import change, with_fields, wrong
from handlers.times import end_of, moment_in

COMMAND = Command(
    name="mute",
    summary="No alerts in this channel for a while, or until a time",
    access=Access.ADMIN,
    own=True,
    options=(Option(name="time", summary="How long or until when; `off` ends it", required=True, rest=True),),
    examples=("mute 2h", "mute until 18:00", "mute off"),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Mute this channel, or end a mute; what comes meanwhile stays explainable by `why`."""
    typed = arguments["time"].strip().lower()
    now = context.clock.now()
    subscription = await context.store.read(lambda tables: tables.places.subscription_of(place(call).id))
    zone = subscription.zone if subscription else "UTC"
    end = None if typed == "off" else end_of(typed, now, ZoneInfo(zone))
    if typed != "off" and end is None:
        return wrong(f"“{typed[:40]}” is no time that I understand, at most a year ahead.", "mute 2h")
    words = f"Muted until {moment_in(end, zone)}; nothing is told, and it is not caught up." if end else "No longer muted."
    return await change(call, context, f"mute {typed}"[:80], with_fields(muted_until=end), _back, lambda _: line(words))


def _back(before: Subscription) -> str:
    return f"mute {before.muted_until.isoformat()}" if before.muted_until else "mute off"
