"""Digests that were made, and what they told of which stories."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, select, update

from bot.model.alert import Act
from bot.model.delivery import Delivery, DeliveryState
from bot.model.digest import Digest, DigestedStory
from bot.store.claiming import DELIVERY, ROOT_REF
from bot.store.records import Record
from bot.store.schema import alerts, deliveries, digested, digests
from bot.store.statements import insert_new, put

DIGEST = Record(Digest, digests)
STORY = Record(DigestedStory, digested)


class Digests:
    """Implements `bot.ports.DigestTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open(self, digest: Digest) -> bool:
        """Keep a digest; False where the channel had one for that slot (one without anything to tell gives way to another time of day)."""
        row = DIGEST.row(digest)
        if insert_new(self._connection, digests, [row]):
            return True
        silent = update(digests).where(
            digests.c.destination_id == digest.destination_id,
            digests.c.slot == digest.slot,
            digests.c.alert_id == "",
            digests.c.digest_at != digest.digest_at,
        )
        return self._connection.execute(silent.values(row)).rowcount > 0

    def of(self, destination_id: str, slot: str) -> Digest | None:
        """Return the digest of a slot."""
        statement = select(*DIGEST.columns).where(digests.c.destination_id == destination_id, digests.c.slot == slot)
        row = self._connection.execute(statement).first()
        return None if row is None else DIGEST.fact(row)

    def tell(self, stories: Sequence[DigestedStory]) -> None:
        """Keep what was told; a story told before is replaced."""
        for story in stories:
            put(self._connection, digested, STORY.row(story))

    def told(self, destination_id: str, *, since: datetime) -> tuple[DigestedStory, ...]:
        """Return what digests told a channel since then, oldest first."""
        return self._told(digested.c.destination_id == destination_id, digested.c.at >= since)

    def told_of(self, destination_id: str, story_id: str) -> DigestedStory | None:
        """Return what a digest told a channel of a story."""
        return next(iter(self._told(digested.c.destination_id == destination_id, digested.c.story_id == story_id)), None)

    def waiting(self, destination_id: str, *, since: datetime) -> tuple[tuple[str, Delivery], ...]:
        """Return (story id, post) of each post made since then that was folded into a digest and that no digest has told, oldest first."""
        statement = (
            select(*DELIVERY.columns, ROOT_REF, alerts.c.story_id)
            .join_from(deliveries, alerts, alerts.c.id == deliveries.c.alert_id)
            .where(deliveries.c.destination_id == destination_id, *_waits(since))
            .order_by(deliveries.c.created_at, deliveries.c.sequence)
        )
        return tuple((row[-1], DELIVERY.fact(row, root_ref="")) for row in self._connection.execute(statement))

    def places_waiting(self, *, since: datetime) -> tuple[str, ...]:
        """Return the ids of destinations for which such posts wait."""
        statement = (
            select(deliveries.c.destination_id).join_from(deliveries, alerts, alerts.c.id == deliveries.c.alert_id).where(*_waits(since))
        )
        return tuple(self._connection.execute(statement.distinct().order_by(deliveries.c.destination_id)).scalars())

    def _told(self, *conditions: Any) -> tuple[DigestedStory, ...]:
        statement = select(*STORY.columns).where(*conditions).order_by(digested.c.at, digested.c.story_id)
        return tuple(STORY.fact(row) for row in self._connection.execute(statement))


def _waits(since: datetime) -> list[ColumnElement[bool]]:
    """Return what makes a post of a story wait for a digest; the names of digests and notices hold a colon, those of stories none."""
    lost = deliveries.alias("lost")
    was_lost = exists().where(
        lost.c.alert_id == digested.c.alert_id,
        lost.c.destination_id == digested.c.destination_id,
        lost.c.act == Act.POST,
        lost.c.state == DeliveryState.DIGESTED,
    )
    was_told = exists().where(digested.c.destination_id == deliveries.c.destination_id, digested.c.story_id == alerts.c.story_id, ~was_lost)
    return [
        deliveries.c.act == Act.POST,
        deliveries.c.state == DeliveryState.DIGESTED,
        deliveries.c.created_at >= since,
        alerts.c.story_id.not_like("%:%"),
        ~was_told,
    ]
