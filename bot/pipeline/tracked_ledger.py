"""The ledger of an event of a tracked storyline: worked out from its reports whenever a workspace looks, for the shared rows hold no word of it."""

from functools import lru_cache

from bot.model.catalogue import Catalogue
from bot.model.codec import unpack
from bot.model.deal import Deal, Evidence
from bot.model.entry import Entry
from bot.model.ids import stable_id
from bot.model.reading import Claim
from bot.model.ruling import RulingKind
from bot.model.story import Story
from bot.model.tracked import Tracked
from bot.model.view import View
from bot.pipeline.read import NewsReader
from bot.pipeline.reconcile import reconcile
from bot.ports import Tables

MOST = 30
"""Reports of an event that are read for it, the first ones."""


def tracked_deal(tables: Tables, story: Story, view: View, catalogue: Catalogue) -> Deal | None:
    """Return what an event's reports claim of the workspace's own storyline that it belongs to; None where that is tracked no more."""
    slug = story.storyline or ""
    ruling = tables.rulings.get(view.tenant, RulingKind.TRACKED, slug)
    if ruling is None:
        return None
    reader = _reader(ruling.value, _Same(catalogue))
    stated: list[Evidence] = []
    for member in tables.stories.members(story.id)[:MOST]:
        found = tables.entries.get(member.entry.id)
        if found is not None and view.hears(found.entry.host):
            stated += [_evidence(found.entry, claim) for claim in reader.read(found.entry).claims if claim.storyline == slug]
    ledger = reconcile([item for item in stated if view.believes(item)], otherwise=story.status)
    return Deal(
        id=stable_id("g", view.tenant, slug, story.id),
        storyline=slug,
        title=unpack(Tracked, ruling.value).storyline.title,
        opened_by=story.id,
        opened_at=story.opened_at,
        tenant=view.tenant,
        status=story.status if story.status.is_turn else ledger.status,
        fields=ledger.fields,
        company_facts=ledger.company_facts,
    )


class _Same:
    """A catalogue that is equal to itself alone, so that readers can be kept by it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.catalogue is self.catalogue

    def __hash__(self) -> int:
        return id(self.catalogue)


@lru_cache(maxsize=8)
def _reader(tracked: str, base: _Same) -> NewsReader:
    return NewsReader(unpack(Tracked, tracked).within(base.catalogue))


def _evidence(entry: Entry, claim: Claim) -> Evidence:
    return Evidence(
        claim=claim, entry_id=entry.id, publisher=entry.publisher, host=entry.host, url=entry.url, grade=entry.grade, seen=entry.seen
    )
