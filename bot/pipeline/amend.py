"""Amends what was decided wrongly: two stories merged, one split, one retracted; every channel's message follows."""

from collections.abc import Collection
from dataclasses import replace

from bot.errors import DealwireError
from bot.model.deal import Deal
from bot.model.ids import SHARED, stable_id
from bot.model.story import ChangeKind, Likeness, Story, StoryChange, StoryEntry, StoryState
from bot.pipeline.absorb import settle_deal
from bot.pipeline.follow import tell
from bot.pipeline.telling import Teller, tell_changed, tell_opened
from bot.ports import Tables


def merge(tables: Tables, gone: str, kept: str, teller: Teller, *, tenant: str, reason: str = "") -> tuple[StoryChange, ...]:
    """Put every entry of the story `gone` into `kept`; the alerts of `gone` are struck through and name the one that stands.

    Raises DealwireError where either is unknown to the tenant, or both are one. Call `index.clear()` afterwards.
    """
    old, new = _story(tables, gone, tenant), _story(tables, kept, tenant)
    if old.id == new.id:
        raise DealwireError(f"{gone} and {kept} are the same event; name two different ones.")
    for member in tables.stories.members(old.id):
        tables.stories.join(replace(member, story_id=new.id, likeness=_below_first(member.likeness)))
    merged = replace(old, state=StoryState.MERGED, merged_into=new.id)
    tables.stories.put(merged)
    new = _retell(tables, new, teller)
    _resettle(tables, old)
    changes = (
        StoryChange(story_id=new.id, kind=ChangeKind.MERGED, at=teller.now, note=f"took in {old.id}{_because(reason)}"),
        StoryChange(story_id=old.id, kind=ChangeKind.MERGED, at=teller.now, note=f"merged into {new.id}{_because(reason)}"),
    )
    for change in changes:
        tables.stories.log(change)
    tell_opened(tables, new, teller, late=False)
    tell_changed(tables, new, teller, must=True)
    tell_changed(tables, merged, teller, must=True, struck=f"told as “{new.headline}”")
    return changes


def split(
    tables: Tables, story_id: str, entry_ids: Collection[str], teller: Teller, *, tenant: str, reason: str = ""
) -> tuple[StoryChange, ...]:
    """Move some entries of a story into a story of their own, which is told as any new one.

    Raises DealwireError where the story is unknown, or where nothing would be left in it or moved. Call `index.clear()` afterwards.
    """
    story = _story(tables, story_id, tenant)
    members = tables.stories.members(story.id)
    moving = [member for member in members if member.entry.id in entry_ids]
    if not moving or len(moving) == len(members):
        raise DealwireError(
            f"Name some, not all, of the {len(members)} reports of {story.id}; then I move them into an event of their own."
        )
    deal_id = stable_id("g", story.id, "split", moving[0].entry.id)
    fresh = replace(
        story,
        id=stable_id("s", story.id, "split", moving[0].entry.id),
        opened_at=moving[0].entry.seen,
        follows=None,
        deal_id=deal_id,
        summary=(),
        lead_entry="",
    )
    parent = tables.deals.get(story.deal_id) if story.deal_id else None
    tables.stories.put(fresh)
    tables.deals.put(
        Deal(
            id=deal_id,
            storyline=fresh.storyline or "",
            title=parent.title if parent else fresh.storyline or "",
            opened_by=fresh.id,
            opened_at=fresh.opened_at,
            tenant=fresh.tenant,
        )
    )
    for place, member in enumerate(moving):
        likeness = Likeness.FIRST if place == 0 else _below_first(member.likeness)
        tables.stories.join(StoryEntry(story_id=fresh.id, entry=member.entry, likeness=likeness))
    fresh, story = _retell(tables, fresh, teller), _retell(tables, story, teller)
    changes = (
        StoryChange(story_id=story.id, kind=ChangeKind.SPLIT, at=teller.now, note=f"gave up {fresh.id}{_because(reason)}"),
        StoryChange(story_id=fresh.id, kind=ChangeKind.OPENED, at=teller.now, entry_id=moving[0].entry.id, note=f"split from {story.id}"),
    )
    for change in changes:
        tables.stories.log(change)
    tell_changed(tables, story, teller, must=True)
    tell_opened(tables, fresh, teller, late=False)
    return changes


def retract(tables: Tables, story_id: str, teller: Teller, *, tenant: str, reason: str) -> tuple[StoryChange, ...]:
    """Strike a story through in every channel, with the reason; its claims count no longer, and its history stays.

    Raises DealwireError where the story is unknown. Call `index.clear()` afterwards.
    """
    story = _story(tables, story_id, tenant)
    gone = replace(story, state=StoryState.RETRACTED)
    tables.stories.put(gone)
    _resettle(tables, gone)
    change = StoryChange(story_id=story.id, kind=ChangeKind.RETRACTED, at=teller.now, note=reason)
    tables.stories.log(change)
    tell_changed(tables, gone, teller, must=True, struck=reason or "no reason given")
    return (change,)


def _story(tables: Tables, story_id: str, tenant: str) -> Story:
    story = tables.stories.get(story_id, {SHARED, tenant})
    if story is None or story.state is not StoryState.OPEN:
        raise DealwireError(f"There is no open event {story_id!r}; `latest` lists the newest with their names.")
    return story


def _retell(tables: Tables, story: Story, teller: Teller) -> Story:
    readings = [found for member in tables.stories.members(story.id) if (found := tables.entries.get(member.entry.id)) is not None]
    story = tell(story, readings, teller.catalogue)
    tables.stories.put(story)
    _resettle(tables, story)
    return story


def _resettle(tables: Tables, story: Story) -> None:
    deal = tables.deals.get(story.deal_id) if story.deal_id else None
    if deal is not None:
        settle_deal(tables, deal, story)


def _below_first(likeness: Likeness) -> Likeness:
    return Likeness.INDEPENDENT if likeness is Likeness.FIRST else likeness


def _because(reason: str) -> str:
    return f": {reason}" if reason else ""
