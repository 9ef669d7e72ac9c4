"""How a workspace sees an event: without what it muted, dismissed or struck through, with what it merged. Shared rows are never changed."""

from collections.abc import Collection
from dataclasses import replace

from bot.model.catalogue import Catalogue
from bot.model.codec import unpack
from bot.model.deal import Deal, Evidence
from bot.model.ids import SHARED
from bot.model.ruling import Ruling, RulingKind
from bot.model.story import Likeness, Story, StoryEntry
from bot.model.tracked import PREFIX, Tracked, TrackedMatch
from bot.model.view import Seen, View
from bot.pipeline.follow import tell
from bot.pipeline.reconcile import reconcile
from bot.pipeline.tracked_ledger import tracked_deal
from bot.ports import Tables

DECIDING = (RulingKind.MUTED_SOURCE, RulingKind.HIDDEN_EVENT, RulingKind.DISMISSED_CLAIM)


def view_of(tables: Tables, tenant: str) -> View:
    """Return what a workspace decided."""
    found = tables.rulings.of(tenant, DECIDING)
    return View(
        tenant=tenant,
        muted=_keys(found, RulingKind.MUTED_SOURCE),
        hidden={ruling.key: ruling for ruling in found if ruling.kind is RulingKind.HIDDEN_EVENT},
        dismissed=_keys(found, RulingKind.DISMISSED_CLAIM),
    )


def _keys(found: Collection[Ruling], kind: RulingKind) -> frozenset[str]:
    return frozenset(ruling.key for ruling in found if ruling.kind is kind)


def see(tables: Tables, story: Story, view: View, catalogue: Catalogue) -> Seen:
    """Return an event as a workspace sees it; one without members has no source that counts there."""
    members = tables.stories.members(story.id)
    deal = tables.deals.get(story.deal_id) if story.deal_id else None
    if view.tenant and not story.alertable:
        story = _tracked(tables, story, view.tenant)
    own = tracked_deal(tables, story, view, catalogue) if deal is None and story.alertable else None
    if view.is_plain:
        return Seen(story=story, members=members, deal=deal or own)
    kept = tuple(member for member in members if view.hears(member.entry.host))
    taken_in = _taken_in(tables, story, view)
    shown = kept + taken_in
    if shown and (taken_in or len(kept) < len(members)):
        readings = [reading for member in shown if (reading := tables.entries.get(member.entry.id)) is not None]
        told = tell(story, readings, catalogue)
        story = replace(told, storyline=story.storyline, storylines=story.storylines, alertable=story.alertable, tenant=story.tenant)
    return Seen(
        story=story, members=shown, deal=see_deal(tables, deal, view) if deal is not None else own, hidden=view.hidden.get(story.id)
    )


def _tracked(tables: Tables, story: Story, tenant: str) -> Story:
    """Return a quiet story as the workspace that tracks its storyline sees it: with what the report says of that."""
    matches = [
        unpack(TrackedMatch, ruling.value)
        for ruling in tables.rulings.beginning(RulingKind.TRACKED_MATCH, f"{story.id} ")
        if ruling.tenant == tenant
    ]
    match = next((match for match in matches if match.alert), None)
    if match is None:
        return story
    slugs = tuple(dict.fromkeys(match.storyline for match in matches if match.alert))
    return replace(
        story,
        storyline=match.storyline,
        storylines=slugs,
        alertable=True,
        status=match.status,
        parties=match.parties,
        summary=match.summary,
    )


def with_tracked(tables: Tables, catalogue: Catalogue, tenant: str, slug: str | None) -> Catalogue:
    """Return the catalogue, with the workspace's own storyline where that is the one."""
    if slug is None or not slug.startswith(PREFIX):
        return catalogue
    ruling = tables.rulings.get(tenant, RulingKind.TRACKED, slug)
    return unpack(Tracked, ruling.value).within(catalogue) if ruling else catalogue


def see_deal(tables: Tables, deal: Deal, view: View) -> Deal:
    """Return a deal with the ledger that the claims which count for a workspace come to."""
    if view.is_plain:
        return deal
    moved = _moved(tables, deal, view)
    stated = [item for item in (*tables.deals.evidence(deal.id), *moved.gained) if item.entry_id not in moved.lost and view.believes(item)]
    ledger = reconcile(stated, otherwise=deal.status)
    status = deal.status if deal.status.is_turn else ledger.status
    return replace(deal, status=status, fields=ledger.fields, company_facts=ledger.company_facts)


def evidence_of(tables: Tables, deal: Deal, view: View) -> tuple[Evidence, ...]:
    """Return the claims of a deal's ledger that count for a workspace, in the order in which they were seen."""
    moved = _moved(tables, deal, view)
    stated = (*tables.deals.evidence(deal.id), *moved.gained)
    return tuple(item for item in stated if item.entry_id not in moved.lost and view.believes(item))


class _Moved:
    """Claims that a workspace's corrections take out of a deal and put into it."""

    def __init__(self) -> None:
        self.lost: set[str] = set()
        self.gained: list[Evidence] = []


def _moved(tables: Tables, deal: Deal, view: View) -> _Moved:
    found = _Moved()
    tenants = (SHARED, view.tenant)
    for ruling in view.hidden.values():
        hidden = tables.stories.get(ruling.key, tenants)
        into = tables.stories.get(ruling.value, tenants) if ruling.value else None
        if hidden is None:
            continue
        here, there = hidden.deal_id == deal.id, into is not None and into.deal_id == deal.id
        if here == there:
            continue
        ids = {member.entry.id for member in tables.stories.members(hidden.id)}
        if here:
            found.lost |= ids
        elif hidden.deal_id:
            found.gained += [item for item in tables.deals.evidence(hidden.deal_id) if item.entry_id in ids]
    return found


def _taken_in(tables: Tables, story: Story, view: View) -> tuple[StoryEntry, ...]:
    """Return the members of the events that the workspace merged into this one."""
    return tuple(
        replace(member, story_id=story.id, likeness=Likeness.INDEPENDENT if member.likeness is Likeness.FIRST else member.likeness)
        for ruling in view.hidden.values()
        if ruling.value == story.id
        for member in tables.stories.members(ruling.key)
        if view.hears(member.entry.host)
    )


def struck_words(tables: Tables, seen: Seen, view: View) -> str:
    """Return why an event is struck through in a workspace, or nothing where it stands."""
    if seen.hidden is not None:
        into = tables.stories.get(seen.hidden.value, (SHARED, view.tenant)) if seen.hidden.value else None
        if into is not None:
            return f"told as “{into.headline}”"
        return seen.hidden.reason or "no reason given"
    return "" if seen.members else "every source of it is muted here"


def unheard(tables: Tables, story: Story, newcomer: str) -> frozenset[str]:
    """Return the workspaces for which this entry is the first report of the story that counts."""
    muting = {ruling.tenant for ruling in tables.rulings.everywhere(RulingKind.MUTED_SOURCE)}
    if muting:
        muting -= {alert.tenant for alert in tables.alerts.of_story(story.id)}
    if not muting:
        return frozenset()
    members = tables.stories.members(story.id)
    return frozenset(
        tenant
        for tenant in muting
        for view in [view_of(tables, tenant)]
        if [member.entry.id for member in members if view.hears(member.entry.host)] == [newcomer]
    )
