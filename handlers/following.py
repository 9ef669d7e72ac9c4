"""What a channel follows, in words."""

from bot.model.alert import Destination, Subscription
from bot.model.card import Line, bold, line
from bot.model.reading import Status


def subscription_lines(subscription: Subscription, destination: Destination) -> tuple[Line, ...]:
    """Return the state of a subscription, whole: storylines, floor, mode, and by whom since when."""
    follows = "every storyline" if subscription.storylines == ("*",) else ", ".join(subscription.storylines)
    floor = "material news" if subscription.floor == "material" else "everything, also mentions"
    status = "" if subscription.min_status is Status.RUMOUR else f", {subscription.min_status.value} and above"
    since = f" since {subscription.created_at:%d %b %Y}" if subscription.created_at else ""
    by = f"By {subscription.created_by}{since}." if subscription.created_by else f"Set in the configuration{since}."
    return (
        line(bold(destination.name or destination.channel), f" follows {follows}: {floor}{status}, {subscription.mode.value}."),
        line(by),
    )
