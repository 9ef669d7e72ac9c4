"""Invented news for tests of events: companies, a storyline, readings made by hand, a store in memory with one channel."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.clock import ManualClock
from bot.model.alert import Destination, Subscription
from bot.model.catalogue import Catalogue
from bot.model.deal import Evidence
from bot.model.entry import Entry
from bot.model.feed import Grade
from bot.model.ids import stable_id
from bot.model.reading import Claim, ClaimKind, Genre, Match, Reading, Role, Scope, Status
from bot.model.storyline import CATCH_ALL, Company, Party, Storyline
from bot.ports import Store, Tables
from bot.store.open import open_store

NOON = datetime(2031, 3, 4, 12, 0, tzinfo=UTC)
TENANT = "console:test"
CATALOGUE = Catalogue(
    companies=(
        Company(id="quill", name="Quill AI", domains=("quill.example",)),
        Company(id="harrow", name="Harrow Works"),
        Company(id="osprey", name="Osprey"),
        Company(id="tern", name="Tern Chips"),
    ),
    storylines=(
        Storyline(
            id="quill-harrow",
            title="Quill AI × Harrow Works",
            parties=(Party(company="quill", role="buyer"), Party(company="harrow", role="supplier")),
        ),
        Storyline(id=CATCH_ALL, title="Other deals", parties=()),
    ),
)
ANNOUNCED = "Quill AI and Harrow Works to build server racks together"
ANNOUNCED_TEXT = (
    "Quill AI and Harrow Works said on Tuesday that they would design and build racks for data centers together. Harrow makes the racks at "
    "its plants; Quill gets early access. Both called the agreement a step towards machines made at home."
)


def claim(kind: ClaimKind, value: str, *, scope: Scope = Scope.DEAL, storyline: str | None = "quill-harrow", **more: object) -> Claim:
    """Return a claim of the storyline's deal."""
    return Claim(kind=kind, value=value, quote=str(more.pop("quote", value)), scope=scope, storyline=storyline, **more)  # type: ignore[arg-type]


def reading(
    name: str,
    *,
    title: str = ANNOUNCED,
    text: str = ANNOUNCED_TEXT,
    minutes: float = 0,
    host: str = "",
    grade: Grade = Grade.PRESS,
    storyline: str | None = "quill-harrow",
    parties: Sequence[str] = ("quill", "harrow"),
    alert: bool = True,
    genre: Genre = Genre.DEAL,
    status: Status = Status.ANNOUNCED,
    claims: Sequence[Claim] = (),
    **entry: object,
) -> Reading:
    """Return a reading as the reader would give it, found so many minutes after noon."""
    host = host or f"{name}.example"
    found = Entry(
        id=name, url=f"https://{host}/{name}", page=f"https://{host}/{name}", title=title, text=text, seen=NOON + timedelta(minutes=minutes),
        host=host, publisher=host, grade=grade,
    )  # fmt: skip
    return Reading(
        entry=replace(found, **entry),  # type: ignore[arg-type]
        matches=(Match(storyline=storyline, role=Role.ABOUT, score=0.9),) if storyline else (),
        primary=storyline,
        genre=genre,
        alert=alert,
        status=status,
        parties=tuple(parties),
        claims=tuple(claims),
        summary=(text.split(". ", maxsplit=1)[0] + ".",),
    )


def evidence(name: str, told: Claim, *, grade: Grade = Grade.PRESS, minutes: float = 0) -> Evidence:
    """Return a claim with where it stands."""
    host = f"{name}.example"
    return Evidence(
        claim=told, entry_id=name, publisher=host, host=host, url=f"https://{host}/", grade=grade, seen=NOON + timedelta(minutes=minutes)
    )


CHANNEL = Destination(id=stable_id("d", "console", "test", "deals"), tenant=TENANT, platform="console", workspace="test", channel="deals")
FOLLOWS = Subscription(id="f1", tenant=TENANT, destination_id=CHANNEL.id, storylines=("*",))


async def store_with(subscription: Subscription = FOLLOWS) -> Store:
    """Return a fresh store in memory with one channel."""
    store = open_store("sqlite:///:memory:", clock=ManualClock(NOON))

    def set_up(tables: Tables) -> None:
        tables.places.put_destination(CHANNEL)
        tables.places.put_subscription(subscription)

    await store.write(set_up)
    return store
