"""Which events a digest tells: those that wait for it, and those that say something else than the last digest told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.model.alert import Subscription
from bot.model.card import Line
from bot.model.catalogue import Catalogue
from bot.model.delivery import Delivery
from bot.model.ids import SHARED
from bot.model.story import ChangeKind, Outcome, Story, StoryState, coverage_of
from bot.model.view import Seen
from bot.pipeline.alert import silence
from bot.pipeline.card import kicker_of, lead_entry
from bot.pipeline.card_facts import fact_lines
from bot.pipeline.digest_card import DigestItem
from bot.pipeline.view import see, struck_words, view_of
from bot.ports import Tables

HORIZON = timedelta(days=14)
"""What waited longer than this is told no more, and what was told longer ago is not told again when it changes."""
_TOLD_AGAIN = (ChangeKind.FACT_CHANGED, ChangeKind.CORRECTED)


def mark_of(tables: Tables, seen: Seen, struck: str) -> str:
    """Return what a story says, apart from how many say it: a digest tells it again when this changes, not when coverage grows."""
    if struck:
        return "struck through"
    changes = sum(change.kind in _TOLD_AGAIN for change in tables.stories.changes(seen.story.id))
    return f"{seen.story.status.value}, {changes} facts changed"


@dataclass(frozen=True, kw_only=True)
class Marked:
    """An event for a digest, with what it says now."""

    item: DigestItem
    mark: str


class Eyes:
    """Looks at stories as the channel's workspace sees them."""

    def __init__(self, tables: Tables, tenant: str, catalogue: Catalogue, now: datetime) -> None:
        self._tables = tables
        self._tenants = {SHARED, tenant}
        self._view = view_of(tables, tenant)
        self._catalogue = catalogue
        self.now = now

    def look(self, story_id: str) -> Marked | None:
        """Return an event; None for one that is unknown here, or that was merged into another, which is told instead."""
        story = self._tables.stories.get(story_id, self._tenants)
        if story is None or story.state is StoryState.MERGED:
            return None
        seen = see(self._tables, story, self._view, self._catalogue)
        struck = self._retracted(story) or struck_words(self._tables, seen, self._view)
        lead = lead_entry(seen.story, seen.members)
        item = DigestItem(
            story=seen.story,
            kicker=kicker_of(seen.story, self._catalogue),
            coverage=coverage_of(seen.members),
            url=lead.url if lead else "",
            ledger=self._ledger(seen),
            struck=struck,
        )
        return Marked(item=item, mark=mark_of(self._tables, seen, struck))

    def _ledger(self, seen: Seen) -> tuple[Line, ...]:
        told_by = {member.entry.id for member in seen.members} if seen.story.follows else set()
        return tuple(fact_lines(seen.deal, self._catalogue, told_by=told_by))

    def _retracted(self, story: Story) -> str:
        if story.state is not StoryState.RETRACTED:
            return ""
        notes = [change.note for change in self._tables.stories.changes(story.id) if change.kind is ChangeKind.RETRACTED]
        return (notes[-1] if notes else "") or "no reason given"


def new_events(subscription: Subscription, waiting: Sequence[tuple[str, Delivery]], eyes: Eyes) -> tuple[list[Marked], list[str]]:
    """Return what waits and is still to be told, and the stories that are not."""
    items, left_out = [], []
    for story_id in dict.fromkeys(story_id for story_id, _ in waiting):
        found = eyes.look(story_id)
        if found is not None and not found.item.struck and _is_wanted(subscription, found.item.story, eyes.now):
            items.append(found)
        else:
            left_out.append(story_id)
    return items, left_out


def changed_events(tables: Tables, subscription: Subscription, new: set[str], eyes: Eyes) -> list[Marked]:
    """Return the stories that earlier digests told and that say something else now, retracted ones too."""
    items = []
    for told in tables.digests.told(subscription.destination_id, since=eyes.now - HORIZON):
        found = eyes.look(told.story_id) if told.alert_id and told.story_id not in new else None
        if found is None or found.mark == told.mark or not _follows(subscription, found.item.story):
            continue
        changes = [change for change in tables.stories.changes(told.story_id) if change.at > told.at and change.kind in _TOLD_AGAIN]
        facts = tuple(fact for change in changes for fact in change.facts)
        items.append(replace(found, item=replace(found.item, again=True, facts=facts)))
    return items


def _is_wanted(subscription: Subscription, story: Story, now: datetime) -> bool:
    """Whether the channel, as it is set now, wants a story."""
    unwanted = {Outcome.NOT_A_DEAL, Outcome.BELOW_FLOOR, Outcome.OTHER_LANGUAGE, Outcome.RETRACTED}
    return _follows(subscription, story) and silence(subscription, story, now) not in unwanted


def _follows(subscription: Subscription, story: Story) -> bool:
    return bool({"*", *story.storylines, story.storyline or ""} & set(subscription.storylines))
