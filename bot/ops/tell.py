"""Telling trouble: once, where the operator asked for it, in words that say what to do; never among news."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

import structlog

from bot.clock import Clock
from bot.errors import DealwireError
from bot.model.alert import Act, Destination
from bot.model.card import Card, Tone
from bot.model.delivery import Order
from bot.model.ids import SHARED, stable_id
from bot.model.notice import OPERATOR_PLACE, OPS, notice
from bot.model.quota import UsedUp
from bot.ports import Platform, Store, Tables

log = structlog.get_logger("dealwire")

RECOVERED = "again."
"""A sentence that ends so tells that trouble is over."""


def nothing() -> None:
    """Wake nobody."""


class Herald:
    """Tells trouble of a workspace in its own place for it, else in the operator's; everybody's trouble in the operator's, else in all.

    A place that follows storylines tells none: it is a news channel. Where there is no place, trouble is in the log alone.
    """

    def __init__(self, store: Store, platforms: Mapping[str, Platform], *, clock: Clock, pending: Callable[[], None] = nothing) -> None:
        self._store = store
        self._platforms = platforms
        self._clock = clock
        self._pending = pending
        self._last_places: tuple[Destination, ...] = ()
        """Where everybody's trouble was to be told when the database last answered."""

    async def tell(self, tenant: str, sentence: str) -> None:
        """Tell a sentence, once an hour however often it is said; never raises: whoever has trouble must not get more of it."""
        over = sentence.endswith(RECOVERED)
        log.warning("recovered" if over else "trouble", tenant=tenant, told=sentence)
        try:
            await self._post(sentence, f"{self._clock.now():%Y-%m-%dT%H}", lambda tables: places_for(tables, tenant))
        except DealwireError:
            await self.tell_directly(sentence)

    async def tell_used_up(self, used_up: UsedUp) -> None:
        """Tell that a quota is used up, once in its window: the workspace, and the operator, who alone can raise it; never raises."""
        sentence = str(used_up)
        log.warning("trouble", tenant=used_up.tenant, told=sentence)
        with suppress(DealwireError):  # said again when the next poll or message is put off
            await self._post(sentence, used_up.window.slot, lambda tables: places_for(tables, used_up.tenant, operator_too=True))

    async def _post(self, sentence: str, slot: str, places: Callable[[Tables], Iterable[Destination]]) -> None:
        """Put a sentence into the outbox, unless it was in this slot of time."""
        now, name = self._clock.now(), stable_id("t", sentence, slot)

        def work(tables: Tables) -> int:
            made = [notice(place, name, card_of(sentence), now) for place in places(tables)]
            for alert, _ in made:
                tables.alerts.put(alert)
            return tables.deliveries.add([post for _, post in made])

        if await self._store.write(work):
            self._pending()

    async def refresh(self) -> None:
        """Look up where everybody's trouble is told, for when the database cannot be asked."""
        self._last_places = await self._store.read(lambda tables: places_for(tables, SHARED))

    async def tell_directly(self, sentence: str) -> None:
        """Send a sentence past the outbox, where the database takes no rows; tried once."""
        for place in self._last_places:
            platform = self._platforms.get(place.platform)
            if platform is None:
                continue
            key = stable_id("x", place.id, sentence, self._clock.now().isoformat())
            result = await platform.send(Order(key=key, destination=place, act=Act.POST, card=card_of(sentence)))
            log.info("trouble.direct", destination=place.id, result=type(result).__name__)


def places_for(tables: Tables, tenant: str, *, operator_too: bool = False) -> tuple[Destination, ...]:
    """Return where a workspace's trouble is told (and what the operator has to decide), or everybody's for `SHARED`."""
    places = [place for place in tables.places.of_kind(OPS) if _may_tell(tables, place)]
    own = [place for place in places if place.tenant == tenant]
    operator = [place for place in places if place.id == tables.meta.get(OPERATOR_PLACE)]
    if operator_too:
        return (*own, *(place for place in operator if place not in own))
    return tuple(own or operator or (places if tenant == SHARED else ()))


def card_of(sentence: str) -> Card:
    """Return a sentence of trouble, or of its end, as a card."""
    over = sentence.endswith(RECOVERED)
    return Card(
        tone=Tone.FIRM if over else Tone.TROUBLE,
        chip="SOLVED" if over else "TROUBLE",
        kicker="dealwire",
        title=sentence,
        fallback=f"{'Solved' if over else 'Trouble'}: {sentence}",
    )


def _may_tell(tables: Tables, place: Destination) -> bool:
    return not place.parked_reason and tables.places.subscription_of(place.id) is None
