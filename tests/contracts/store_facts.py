"""Facts for the store's contract, in as few words as a test needs."""

from datetime import UTC, datetime, timedelta

from bot.model.alert import Act, Alert, Destination, Subscription
from bot.model.card import Card, bold, line
from bot.model.delivery import Delivery, DeliveryState
from bot.model.entry import Entry
from bot.model.feed import Feed
from bot.model.ids import SHARED, stable_id
from bot.model.reading import Claim, ClaimKind, Genre, Match, Reading, Role, Status
from bot.model.story import Likeness, Story, StoryEntry

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TENANT = "slack:T1"


def at(seconds: float) -> datetime:
    """Return the moment so many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def feed(name: str = "alpha", tenant: str = SHARED, **more) -> Feed:
    return Feed(
        **{"id": stable_id("f", tenant, name), "url": f"https://{name}.example/feed", "title": name.title(), "tenant": tenant} | more
    )


def entry(name: str = "one", seconds: float = 0, **more) -> Entry:
    page = f"news.example/{name}"
    facts = {
        "id": stable_id("e", name),
        "url": f"https://www.{page}",
        "page": page,
        "title": f"Title {name}",
        "text": f"Text of {name}.",
        "seen": at(seconds),
        "feed_id": feed().id,
        "identity": page,
        "publisher": "News",
        "host": "news.example",
    }
    return Entry(**facts | more)


def claim(value: str = "USD 5e9", storyline: str | None = "openai-foxconn", **more) -> Claim:
    return Claim(**{"kind": ClaimKind.VALUE, "value": value, "quote": f"said {value}", "storyline": storyline} | more)


def reading(name: str = "one", seconds: float = 0, *, claims=(), **more) -> Reading:
    told = {key: more.pop(key) for key in list(more) if key in Entry.__dataclass_fields__ and key != "status"}
    return Reading(
        entry=entry(name, seconds, **told),
        claims=tuple(claims),
        matches=(Match(storyline="openai-foxconn", role=Role.ABOUT, score=0.75, reasons=("title names both",)),),
        primary="openai-foxconn",
        genre=Genre.DEAL,
        alert=True,
        parties=("openai", "foxconn"),
        **more,
    )


def story(name: str = "s", seconds: float = 0, **more) -> Story:
    facts = {
        "id": stable_id("s", name),
        "storyline": "openai-foxconn",
        "storylines": ("openai-foxconn",),
        "headline": f"Headline {name}",
        "opened_at": at(seconds),
        "updated_at": at(seconds),
        "alertable": True,
    }
    return Story(**facts | more)


def member(of: Story, one: Reading, likeness: Likeness = Likeness.INDEPENDENT) -> StoryEntry:
    return StoryEntry(story_id=of.id, entry=one.entry, likeness=likeness)


def destination(channel: str = "C1", tenant: str = TENANT, **more) -> Destination:
    platform, workspace = tenant.split(":")
    facts = {"id": stable_id("d", platform, workspace, channel), "platform": platform, "workspace": workspace, "channel": channel}
    return Destination(**facts | {"tenant": tenant, "name": channel.lower()} | more)


def subscription(of: Destination, *storylines: str, **more) -> Subscription:
    facts = {"id": stable_id("u", of.id), "tenant": of.tenant, "destination_id": of.id, "storylines": storylines or ("openai-foxconn",)}
    return Subscription(**facts | more)


def alert(name: str = "s", tenant: str = TENANT, **more) -> Alert:
    story_id = stable_id("s", name)
    facts = {
        "id": stable_id("a", tenant, story_id),
        "tenant": tenant,
        "story_id": story_id,
        "storyline": "openai-foxconn",
        "status": Status.ANNOUNCED,
        "created_at": NOON,
        "card": Card(title=f"Headline {name}", body=(line("plain ", bold("bold")),)),
    }
    return Alert(**facts | more)


def delivery(of: Alert, where: Destination, act: Act = Act.POST, revision: int = 0, seconds: float = 0, **more) -> Delivery:
    facts = {
        "id": stable_id("x", of.id, where.id, act, str(revision)),
        "tenant": of.tenant,
        "alert_id": of.id,
        "destination_id": where.id,
        "act": act,
        "revision": revision,
        "state": DeliveryState.PENDING,
        "created_at": at(seconds),
        "next_at": at(seconds),
        "card": of.card,
    }
    return Delivery(**facts | more)
