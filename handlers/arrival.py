"""Arriving and leaving: the greeting, and what becomes of a workspace's channels."""

from datetime import datetime, timedelta

from bot.model.alert import Destination
from bot.model.card import Button, Card, Tone, code, line
from bot.model.ids import stable_id
from bot.model.notice import GONE, REFUSED, notice
from bot.ports import Notice, NoticeKind, Tables

MOST_LATE = 3
"""Alerts that a channel which is back gets one by one; more of them come as one digest."""
_FRESH = timedelta(minutes=15)


def take_note(tables: Tables, told: Notice, now: datetime) -> tuple[Destination, ...]:
    """Park what was left, revive what came back, greet where the bot is new; return the places that came back to life."""
    tenant = f"{told.platform}:{told.workspace}"
    places = tables.places.destinations(tenant)
    here = [place for place in places if told.channel in ("", place.channel)]
    if told.kind in (NoticeKind.REMOVED, NoticeKind.UNINSTALLED):
        for place in here:
            tables.places.park(place.id, told.kind.value)
        if told.kind is NoticeKind.UNINSTALLED:
            tables.meta.put(f"{GONE}{tenant}", now.isoformat())
        return ()
    if tables.meta.get(f"{GONE}{tenant}"):  # the workspace is back, and its other channels with it
        tables.meta.put(f"{GONE}{tenant}", "")
        here = [place for place in places if place in here or place.parked_reason == NoticeKind.UNINSTALLED.value]
    revived = tuple(place for place in here if _revive(tables, place, now))
    if told.kind is NoticeKind.INVITED and told.channel:
        _greet(tables, told, now)
    return revived


def greeting(platform: str) -> Card:
    """Return the first message: what the bot is, and the three commands to begin with."""
    admin = "/deals-admin" if platform == "discord" else "/deals"
    return Card(
        tone=Tone.NEUTRAL,
        chip="HELLO",
        kicker="dealwire",
        title="I tell this channel of AI-infrastructure deals: one message per event, with who says so.",
        body=(
            line("Until somebody asks me to, I say nothing. To begin with:"),
            line(code(f"{admin} subscribe openai-foxconn"), " (an admin) follows a storyline here; ", code("all"), " follows every one"),
            line(code("/deals latest"), " shows the newest events, to you alone"),
            line(code("/deals help"), " has everything else, with examples"),
        ),
        buttons=(Button(label="Storylines", command="storylines"), Button(label="Help", command="help")),
        fallback=(
            "Hello. I tell this channel of AI-infrastructure deals, one message per event. "
            f"To begin with: {admin} subscribe openai-foxconn, /deals latest, /deals help."
        ),
    )


def _revive(tables: Tables, place: Destination, now: datetime) -> bool:
    """Bring a place back to life; of what waited, a few come one by one, many as one digest."""
    tables.meta.put(f"{REFUSED}{place.id}", "")
    if not tables.places.park(place.id, ""):
        return False
    tables.deliveries.fold(now, older_than=now - _FRESH, most=MOST_LATE, place=place.id)
    return True


def _greet(tables: Tables, told: Notice, now: datetime) -> None:
    """Queue the greeting, once for each channel, however often the event comes."""
    place_id = stable_id("d", told.platform, told.workspace, told.channel)
    place = tables.places.destination(place_id)
    if place is None:
        place = Destination(
            id=place_id,
            tenant=f"{told.platform}:{told.workspace}",
            platform=told.platform,
            workspace=told.workspace,
            channel=told.channel,
        )
        tables.places.put_destination(place)
    alert, post = notice(place, "greeting", greeting(told.platform), now)
    if tables.alerts.get(alert.id) is None:
        tables.alerts.put(alert)
        tables.deliveries.add([post])
