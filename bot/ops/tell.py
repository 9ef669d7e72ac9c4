"""Telling trouble: once, where the operator asked for it, in words that say what to do; never among news."""

from collections.abc import Callable, Mapping

import structlog

from bot.clock import Clock
from bot.errors import DealwireError
from bot.model.alert import Act, Destination
from bot.model.card import Card, Tone
from bot.model.delivery import Order
from bot.model.ids import SHARED, stable_id
from bot.model.notice import OPERATOR_PLACE, OPS, notice
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
        now = self._clock.now()
        name = stable_id("t", sentence, f"{now:%Y-%m-%dT%H}")

        def work(tables: Tables) -> int:
            made = [notice(place, name, card_of(sentence), now) for place in places_for(tables, tenant)]
            for alert, _ in made:
                tables.alerts.put(alert)
            return tables.deliveries.add([post for _, post in made])

        try:
            if await self._store.write(work):
                self._pending()
        except DealwireError:
            await self.tell_directly(sentence)

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


def places_for(tables: Tables, tenant: str) -> tuple[Destination, ...]:
    """Return where a workspace's trouble is told, or everybody's for `SHARED`."""
    places = [place for place in tables.places.of_kind(OPS) if _may_tell(tables, place)]
    own = [place for place in places if place.tenant == tenant]
    operator = [place for place in places if place.id == tables.meta.get(OPERATOR_PLACE)]
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
