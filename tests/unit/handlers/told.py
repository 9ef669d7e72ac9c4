"""Two workspaces that were told of news: what corrections are tried on."""

from datetime import timedelta

from bot.model.alert import Act, Destination, Subscription
from bot.model.delivery import DeliveryState
from bot.model.entry import Entry
from bot.model.feed import Grade
from bot.model.ids import stable_id
from bot.model.reading import Claim, ClaimKind, Genre, Match, Reading, Role, Status
from bot.pipeline.absorb import absorb
from tests.unit.handlers.conftest import NOW

RACKS = ("OpenAI and Foxconn to build server racks together", "Both companies said on Monday that they will design racks for data centers.")
DENIAL = (
    "Foxconn denies talks about a chip plant with OpenAI",
    "A spokesman called the report of a semiconductor factory in Arizona wrong.",
)


def report(
    name,
    words=RACKS,
    *,
    minutes=0,
    host="",
    value="",
    grade=Grade.PRESS,
    status=Status.ANNOUNCED,
    storyline="openai-foxconn",
    parties=("openai", "foxconn"),
):
    """Return a reading as the reader would give it."""
    host = host or f"{name}.example"
    claims = (Claim(kind=ClaimKind.VALUE, value=value, quote=f"worth {value}", storyline=storyline),) if value else ()
    return Reading(
        entry=Entry(
            id=name,
            url=f"https://{host}/{name}",
            page=f"{host}/{name}",
            title=words[0],
            text=words[1],
            seen=NOW + timedelta(minutes=minutes),
            host=host,
            publisher=host,
            grade=grade,
        ),
        matches=(Match(storyline=storyline, role=Role.ABOUT, score=0.9),),
        primary=storyline,
        genre=Genre.DEAL,
        alert=True,
        status=status,
        parties=parties,
        claims=claims,
        summary=(words[1],),
    )


async def follow(store, *places):
    """Let channels follow everything: `slack:T1/C1`."""
    for place in places:
        tenant, channel = place.split("/")
        platform, workspace = tenant.split(":")
        where = Destination(
            id=stable_id("d", platform, workspace, channel),
            tenant=tenant,
            platform=platform,
            workspace=workspace,
            channel=channel,
            name=f"#{channel.lower()}",
        )
        subscription = Subscription(
            id=stable_id("u", where.id), tenant=tenant, destination_id=where.id, storylines=("*",), created_by="Ann"
        )
        await store.write(lambda t, w=where, s=subscription: (t.places.put_destination(w), t.places.put_subscription(s)))


async def tell(store, catalogue, index, *readings):
    """Absorb readings, and let every post that waits arrive."""
    for one in readings:
        await store.write(lambda t, r=one: absorb(t, [r], now=r.entry.seen, catalogue=catalogue, index=index))
    await arrive(store)


async def arrive(store):
    """Send what waits, as a platform would."""
    late = NOW + timedelta(days=30)

    def work(tables):
        sent = []
        while rows := tables.deliveries.claim("slack", late, owner="w", lease_seconds=60, limit=50):
            for row, _ in rows:
                tables.deliveries.settle(row, DeliveryState.SENT, now=row.next_at, message_ref=f"m-{row.id}")
                sent.append(row)
        return sent

    return await store.write(work)


async def messages(store, tenant="slack:T1", channel="C1"):
    """Return what a channel shows now: each root's last card."""
    destination = stable_id("d", *tenant.split(":"), channel)
    roots = {}
    for row in await store.read(lambda t: t.deliveries.of_destination(destination, since=NOW - timedelta(days=9), limit=5_000)):
        if row.act is not Act.REPLY and row.state is DeliveryState.SENT:
            roots[row.alert_id] = row.card
    return list(roots.values())


async def events(store, tenant="slack:T1"):
    """Return the names of the events, oldest first."""
    stories = await store.read(lambda t: t.stories.latest(("shared", tenant), storyline=None, limit=20))
    return [story.id[:8] for story in reversed(stories)]


__all__ = ["DENIAL", "RACKS", "arrive", "events", "follow", "messages", "report", "tell"]
