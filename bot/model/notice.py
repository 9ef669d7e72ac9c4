"""Notices: what the bot itself has to say, a greeting or trouble; delivered as any alert, without a subscription."""

from datetime import datetime

from bot.model.alert import Act, Alert, AlertKind, Destination
from bot.model.card import Card
from bot.model.delivery import Delivery, DeliveryState
from bot.model.ids import stable_id
from bot.model.reading import Status

OPS = "ops"
"""The kind of a destination where trouble is told."""
GONE = "gone:"
"""The beginning of the keys under which it is kept since when a workspace is gone; an empty value says that it is back, or forgotten."""
REFUSED = "refused:"
"""The beginning of the keys under which it is kept since when a place refuses posts, and when it was tried last; empty where it does no more."""
OPERATOR_PLACE = "ops:operator"
"""The key of what is kept about the installation: the id of the operator's own place for trouble, from the settings; empty for none."""


def notice(place: Destination, name: str, card: Card, now: datetime) -> tuple[Alert, Delivery]:
    """Return a notice and its post; the same name is told at one place once, however often it is made."""
    named = f"notice:{place.id}:{name}"
    alert = Alert(
        id=stable_id("a", place.tenant, named),
        tenant=place.tenant,
        story_id=named,
        storyline="",
        status=Status.REPORTED,
        created_at=now,
        card=card,
        kind=AlertKind.NOTICE,
    )
    post = Delivery(
        id=stable_id("x", alert.id, place.id, Act.POST.value, "0"),
        tenant=place.tenant,
        alert_id=alert.id,
        destination_id=place.id,
        act=Act.POST,
        revision=0,
        state=DeliveryState.PENDING,
        created_at=now,
        next_at=now,
        card=card,
    )
    return alert, post
