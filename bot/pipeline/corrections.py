"""Corrections by a workspace: stored as its rulings, and every message of its channels brought to what it sees now."""

from collections.abc import Collection
from datetime import timedelta

from bot.clock import Clock
from bot.errors import DealwireError
from bot.model.card import Card
from bot.model.catalogue import Catalogue
from bot.model.deal import Deal, Evidence
from bot.model.ids import SHARED
from bot.model.ruling import Ruling, RulingKind
from bot.model.story import Story
from bot.model.view import Seen
from bot.pipeline.amend import split
from bot.pipeline.cluster import StoryIndex
from bot.pipeline.telling import Teller, card_of, tell_changed
from bot.pipeline.view import evidence_of, see, see_deal, view_of
from bot.ports import Tables

REACH = timedelta(days=60)
"""Messages older than this stay as they are."""
MOST_ALERTS = 300


class Corrections:
    """Implements `handlers.context.Corrections`; each method runs inside the caller's transaction."""

    def __init__(self, catalogue: Catalogue, clock: Clock, index: StoryIndex) -> None:
        self._catalogue = catalogue
        self._clock = clock
        self._index = index

    def see(self, tables: Tables, story: Story, tenant: str) -> Seen:
        """Return an event as a workspace sees it."""
        return see(tables, story, view_of(tables, tenant), self._catalogue)

    def see_deal(self, tables: Tables, deal: Deal, tenant: str) -> Deal:
        """Return a deal's ledger as a workspace sees it."""
        return see_deal(tables, deal, view_of(tables, tenant))

    def evidence(self, tables: Tables, deal: Deal, tenant: str) -> tuple[Evidence, ...]:
        """Return the claims of a deal that count for a workspace."""
        return evidence_of(tables, deal, view_of(tables, tenant))

    def card(self, tables: Tables, story: Story, tenant: str) -> Card:
        """Return an event's message as a workspace would be told it now."""
        return card_of(tables, story, self._teller(), view=view_of(tables, tenant))

    def decide(self, tables: Tables, ruling: Ruling) -> int:
        """Store a decision and bring the workspace's messages up to date; return how many alerts may have changed."""
        tables.rulings.put(ruling)
        return self._refresh(tables, ruling.tenant, ruling)

    def take_back(self, tables: Tables, tenant: str, kind: RulingKind, key: str) -> Ruling | None:
        """Take a decision back and bring the workspace's messages up to date; None where there was none."""
        ruling = tables.rulings.get(tenant, kind, key)
        if ruling is not None:
            tables.rulings.remove(tenant, kind, key)
            self._refresh(tables, tenant, ruling)
        return ruling

    def split(self, tables: Tables, story: Story, entry_ids: Collection[str], tenant: str, reason: str) -> None:
        """Move entries into an event of their own, where the event is the workspace's alone; DealwireError says why not."""
        if story.tenant == SHARED and set(tables.places.tenants()) - {tenant}:
            raise DealwireError("Other workspaces see this event too, and how its reports are grouped is the same for everybody.")
        split(tables, story.id, entry_ids, self._teller(), tenant=tenant, reason=reason)
        self._index.clear()

    def _teller(self) -> Teller:
        return Teller(catalogue=self._catalogue, now=self._clock.now())

    def _refresh(self, tables: Tables, tenant: str, ruling: Ruling) -> int:
        teller, touched = self._teller(), 0
        if ruling.kind is RulingKind.HIDDEN_EVENT:
            names = {ruling.key, ruling.value} - {""}
            deals = {story.deal_id for name in names if (story := tables.stories.get(name, (SHARED, tenant))) is not None}
        else:
            names, deals = set(), set()
        for alert in tables.alerts.latest(tenant, since=teller.now - REACH, limit=MOST_ALERTS):
            story = tables.stories.get(alert.story_id, (SHARED, tenant)) if alert.story_id else None
            if story is None:
                continue
            if ruling.kind is RulingKind.HIDDEN_EVENT and story.id not in names and story.deal_id not in deals:
                continue
            tell_changed(tables, story, teller, must=True, only=tenant)
            touched += 1
        return touched
