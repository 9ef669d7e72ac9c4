"""What a channel follows, in words."""

from bot.model.alert import Destination, Mode, Subscription
from bot.model.card import Line, bold, line
from bot.model.reading import Status
from bot.text.language import LANGUAGE_NAMES


def subscription_lines(subscription: Subscription, destination: Destination) -> tuple[Line, ...]:
    """Return the state of a subscription, whole: storylines, floor, mode, and by whom since when."""
    follows = "every storyline" if subscription.storylines == ("*",) else ", ".join(subscription.storylines)
    floor = "material news" if subscription.floor == "material" else "everything, also mentions"
    status = "" if subscription.min_status is Status.RUMOUR else f", {subscription.min_status.value} and above"
    since = f" since {subscription.created_at:%d %b %Y}" if subscription.created_at else ""
    by = f"By {subscription.created_by}{since}." if subscription.created_by else f"Set in the configuration{since}."
    timing = [f"quiet {subscription.quiet} {subscription.zone}"] if subscription.quiet else []
    if subscription.mode is not Mode.LIVE:
        timing.append(f"digest at {subscription.digest_at} {subscription.zone}, {subscription.digest_days}")
    if subscription.language:
        timing.append(f"events with a report in {LANGUAGE_NAMES.get(subscription.language, subscription.language)}")
    if not subscription.threads:
        timing.append("no replies in threads")
    if subscription.broadcast:
        timing.append("changed facts also outside their threads")
    if subscription.muted_until:
        timing.append(f"muted until {subscription.muted_until:%d %b %Y %H:%M} UTC")
    return (
        line(bold(destination.name or destination.channel), f" follows {follows}: {floor}{status}, {subscription.mode.value}."),
        *((line(f"{'; '.join(timing)}."),) if timing else ()),
        line(by),
    )


THEN = "; "
"""Between the lines that together take a change back."""


def subscribed_again(subscription: Subscription) -> str:
    """Return the lines that make a subscription that was removed hold again, whole."""
    lines = [f"subscribe {subscription_typed(subscription)}"]
    if subscription.quiet:
        lines.append(f"quiet {subscription.quiet} {subscription.zone}")
    if subscription.mode is not Mode.LIVE:
        lines.append(f"digest {subscription.digest_at} {subscription.digest_days} {subscription.zone}")
    if subscription.muted_until:
        lines.append(f"mute {subscription.muted_until.isoformat()}")
    return THEN.join(lines)


def subscription_typed(subscription: Subscription) -> str:
    """Return what `subscribe` takes to set exactly this again: storylines, floor, status, mode, language, threads and broadcast."""
    follows = "all" if subscription.storylines == ("*",) else " ".join(subscription.storylines)
    status = subscription.min_status.value.replace(" ", "-")
    language = f" language={subscription.language}" if subscription.language else ""
    threads = "" if subscription.threads else " threads=off"
    broadcast = " broadcast=on" if subscription.broadcast else ""
    return f"{follows} floor={subscription.floor} status={status} mode={subscription.mode.value}{language}{threads}{broadcast}"
