"""Deals, and the claims that their ledgers are reconciled from."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from bot.model.deal import Deal, Evidence
from bot.model.story import StoryState
from bot.store.entries import CLAIM
from bot.store.records import Record
from bot.store.schema import claims, deals, entries, stories, story_entries
from bot.store.statements import put

DEAL = Record(Deal, deals)
EVIDENCE = Record(Evidence, entries, apart=["claim", "entry_id"])


class Deals:
    """Implements `bot.ports.DealTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, deal: Deal) -> None:
        """Insert or replace."""
        put(self._connection, deals, DEAL.row(deal))

    def get(self, deal_id: str) -> Deal | None:
        """Return a deal."""
        row = self._connection.execute(select(*DEAL.columns).where(deals.c.id == deal_id)).first()
        return None if row is None else DEAL.fact(row)

    def of_storyline(self, storyline: str, tenants: Collection[str]) -> tuple[Deal, ...]:
        """Return a storyline's deals, newest first."""
        statement = (
            select(*DEAL.columns)
            .where(deals.c.storyline == storyline, deals.c.tenant.in_(list(tenants)))
            .order_by(deals.c.opened_at.desc(), deals.c.id.desc())
        )
        return tuple(DEAL.fact(row) for row in self._connection.execute(statement))

    def evidence(self, deal_id: str) -> tuple[Evidence, ...]:
        """Return the claims of every entry of every open story of the deal, in order of `seen`, each with its place."""
        statement = (
            select(entries.c.id, *EVIDENCE.columns, *CLAIM.columns)
            .select_from(
                deals.join(stories, stories.c.deal_id == deals.c.id)
                .join(story_entries, story_entries.c.story_id == stories.c.id)
                .join(entries, entries.c.id == story_entries.c.entry_id)
                .join(claims, claims.c.entry_id == entries.c.id)
            )
            .where(deals.c.id == deal_id, stories.c.state == StoryState.OPEN, claims.c.storyline == deals.c.storyline)
            .order_by(entries.c.seen, entries.c.id, claims.c.ordinal)
        )
        rows = self._connection.execute(statement)
        return tuple(EVIDENCE.fact(row, 1, entry_id=row[0], claim=CLAIM.fact(row, 1 + EVIDENCE.width)) for row in rows)
