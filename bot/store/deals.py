"""Deals, and the claims that their ledgers are reconciled from."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from bot.model.deal import Deal, Evidence
from bot.model.story import StoryState
from bot.store.entries import claims_of
from bot.store.records import Record
from bot.store.schema import deals, entries, stories, story_entries
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
        deal = self.get(deal_id)
        if deal is None:
            return ()
        # Claims are asked for by entry: left to itself, SQLite would start from every claim of the storyline.
        statement = (
            select(entries.c.id, *EVIDENCE.columns)
            .select_from(
                stories.join(story_entries, story_entries.c.story_id == stories.c.id).join(
                    entries, entries.c.id == story_entries.c.entry_id
                )
            )
            .where(stories.c.deal_id == deal_id, stories.c.state == StoryState.OPEN, entries.c.claim_count > 0)
            .order_by(entries.c.seen, entries.c.id)
        )
        rows = self._connection.execute(statement).all()
        stated = claims_of(self._connection, [row[0] for row in rows])
        return tuple(
            EVIDENCE.fact(row, 1, entry_id=row[0], claim=claim)
            for row in rows
            for claim in stated.get(row[0], ())
            if claim.storyline == deal.storyline
        )
