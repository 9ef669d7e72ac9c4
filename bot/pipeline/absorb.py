"""From readings to what is told, inside one transaction: entries, stories, deals with their ledgers, alerts, pending deliveries."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.model.catalogue import Catalogue
from bot.model.deal import Deal
from bot.model.ids import SHARED
from bot.model.reading import Reading
from bot.model.story import ChangeKind, FactChange, Likeness, Story, StoryChange, StoryEntry
from bot.model.storyline import CATCH_ALL
from bot.pipeline.card import COMMANDS
from bot.pipeline.changes import fact_changes
from bot.pipeline.cluster import Placement, StoryIndex
from bot.pipeline.follow import is_late, open_story, opened_deal, tell
from bot.pipeline.reconcile import reconcile
from bot.pipeline.sides import turn_of
from bot.pipeline.telling import Teller, tell_changed, tell_opened
from bot.pipeline.view import unheard
from bot.ports import Tables


def absorb(
    tables: Tables,
    readings: Sequence[Reading],
    *,
    now: datetime,
    catalogue: Catalogue,
    index: StoryIndex,
    learned: bool = False,
    commands: Sequence[tuple[str, str]] = COMMANDS,
    cap: int = 0,
) -> tuple[StoryChange, ...]:
    """Store new readings with all that follows from them, and return what happened to stories, in order.

    Call it inside one `store.write`, readings in order of `seen`. `learned` is a feed's first sight: everything is stored and clustered, so
    that later copies join silently, and nothing is told. Where the transaction fails after this has returned, call `index.clear()`; where
    this raises, it has done so itself.
    """
    try:
        tables.entries.add(readings, learned=learned)
        tables.stories.lock()
        index.refresh(tables.stories, now)
        changes: list[StoryChange] = []
        teller = Teller(catalogue=catalogue, now=now, commands=commands, cap=cap)
        for reading in readings:
            changes += _absorb_one(tables, reading, index, teller, learned=learned)
    except BaseException:
        index.clear()
        raise
    return tuple(changes)


def _absorb_one(tables: Tables, reading: Reading, index: StoryIndex, teller: Teller, *, learned: bool) -> list[StoryChange]:
    placement = index.place(reading)
    if not placement.opens and placement.story_id is None:
        return []
    if tables.stories.story_of(reading.entry.id) is not None:  # asked last: most of what a feed shows belongs nowhere
        return []
    before = None if placement.opens else tables.stories.get(placement.story_id or "", {SHARED, reading.entry.tenant})
    if before is None and not placement.opens:
        return []
    story = before or _opened(tables, reading, placement, teller.catalogue)
    if reading.alert and not story.deal_id:
        story = _with_deal(tables, story, teller.catalogue)
    if before is None:
        tables.stories.put(story)
    likeness = placement.likeness if before else Likeness.FIRST
    tables.stories.join(StoryEntry(story_id=story.id, entry=reading.entry, likeness=likeness))
    known = index.readings_of(story.id)
    told_before = story
    story, facts = retell(tables, story, [*known, reading], reading, teller)
    index.add(story, reading)
    changes = [_change(story, ChangeKind.GREW if before else ChangeKind.OPENED, reading, teller)]
    if facts:
        changes.append(_change(story, ChangeKind.FACT_CHANGED, reading, teller, facts=facts))
    if before is None and story.follows:
        changes.append(replace(_change(story, ChangeKind.FOLLOWED, reading, teller), story_id=story.follows, note=story.id))
    for change in changes:
        tables.stories.log(change)
    if not learned and not _was_learned(tables, story):
        news = before is None or (story.alertable, story.status) != (told_before.alertable, told_before.status)
        spoken = set(story.languages) - set(told_before.languages)
        _tell(tables, story, reading, teller, facts=facts, opened=before is None, news=news, spoken=spoken)
    return changes


def _opened(tables: Tables, reading: Reading, placement: Placement, catalogue: Catalogue) -> Story:
    """Return the story that a reading opens, under a free name, with the deal that it develops or opens."""
    if placement.follows is None and (older := _older(tables, reading)) is not None:
        placement = replace(placement, follows=older.id, same_deal=turn_of(reading) is not None)
    ordinal = 0
    story = open_story(reading, follows=placement.follows)
    while tables.stories.get(story.id, {SHARED, reading.entry.tenant}) is not None:
        ordinal += 1
        story = open_story(reading, ordinal=ordinal, follows=placement.follows)
    followed = tables.stories.get(placement.follows, {SHARED, reading.entry.tenant}) if placement.follows else None
    if followed is not None and placement.same_deal and followed.deal_id:
        return replace(story, deal_id=followed.deal_id)
    return _with_deal(tables, story, catalogue, ordinal=ordinal) if reading.alert else story


def _with_deal(tables: Tables, story: Story, catalogue: Catalogue, *, ordinal: int = 0) -> Story:
    """Return the story with a deal of its own; one that nobody has reported yet, only spoken of, has none."""
    deal_id, title = opened_deal(story, catalogue, ordinal=ordinal)
    deal = Deal(
        id=deal_id, storyline=story.storyline or "", title=title, opened_by=story.id, opened_at=story.opened_at, tenant=story.tenant
    )
    tables.deals.put(deal)
    return replace(story, deal_id=deal_id)


def _older(tables: Tables, reading: Reading) -> Story | None:
    """Return the latest story of the same storyline (of the catch-all: between the same two) that the index has forgotten."""
    pair = set(reading.parties[:2])
    for story in tables.stories.latest({SHARED, reading.entry.tenant}, storyline=reading.primary, limit=20) if reading.primary else ():
        if story.storyline == reading.primary and (reading.primary != CATCH_ALL or (len(pair) == 2 and pair <= set(story.parties))):
            return story
    return None


def retell(
    tables: Tables, story: Story, readings: Sequence[Reading], reading: Reading, teller: Teller
) -> tuple[Story, tuple[FactChange, ...]]:
    """Tell a story anew from all of its readings and reconcile its deal; return it with the facts that changed by the last `reading`."""
    story = tell(story, readings, teller.catalogue)
    tables.stories.put(story)
    before = tables.deals.get(story.deal_id) if story.deal_id else None
    if before is None:
        return story, ()
    after = settle_deal(tables, before, story)
    return story, fact_changes(before, after, reading.entry)


def settle_deal(tables: Tables, deal: Deal, story: Story) -> Deal:
    """Reconcile a deal from all the evidence that is stored, and store it; the newest story's turn of events is the deal's status."""
    ledger = reconcile(tables.deals.evidence(deal.id), otherwise=story.status)
    status = story.status if story.status.is_turn or not ledger.fields else ledger.status
    after = replace(deal, status=status, fields=ledger.fields, company_facts=ledger.company_facts)
    if after != deal:
        tables.deals.put(after)
    return after


def _was_learned(tables: Tables, story: Story) -> bool:
    """Tell whether a story was opened by a silent first sight: what joins it later rings nobody."""
    members = tables.stories.members(story.id)
    return bool(members) and tables.entries.is_learned(members[0].entry.id)


def _tell(
    tables: Tables,
    story: Story,
    reading: Reading,
    teller: Teller,
    *,
    facts: Sequence[FactChange],
    opened: bool,
    news: bool,
    spoken: Collection[str],
) -> None:
    """Tell whoever is to be told; `spoken` are the languages in which this is the first report."""
    if news:
        tell_opened(tables, story, teller, late=is_late(reading, teller.now))
    elif first_heard := unheard(tables, story, reading.entry.id):
        tell_opened(tables, story, teller, late=is_late(reading, teller.now), only=first_heard)
    elif spoken:
        tell_opened(tables, story, teller, late=is_late(reading, teller.now), spoken=spoken)
    if not opened:
        tell_changed(tables, story, teller, facts=facts)
    if opened and story.follows:
        earlier = tables.stories.get(story.follows, {SHARED, story.tenant})
        if earlier is not None:
            tell_changed(tables, earlier, teller, must=True)


def _change(story: Story, kind: ChangeKind, reading: Reading, teller: Teller, *, facts: Sequence[FactChange] = ()) -> StoryChange:
    return StoryChange(story_id=story.id, kind=kind, at=teller.now, entry_id=reading.entry.id, facts=tuple(facts))
