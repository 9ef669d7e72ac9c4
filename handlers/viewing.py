"""Events and ledgers as the caller's workspace sees them: without what it muted, dismissed or struck through."""

from bot.model.command import CommandCall
from bot.model.deal import Deal
from bot.model.ruling import RulingKind
from bot.model.story import Story
from bot.model.tracked import PREFIX
from bot.model.view import Seen
from bot.ports import Tables
from handlers.context import Context
from handlers.desk_words import tenants

TRACKED_LOOKED_AT, TRACKED_DEALS = 100, 12
"""Matches of the workspace's own storylines that are looked at, and events of one whose ledgers are worked out."""


def seen(tables: Tables, story: Story, call: CommandCall, context: Context) -> Seen:
    """Return an event as the caller's workspace sees it."""
    if context.corrections is not None:
        return context.corrections.see(tables, story, call.tenant)
    deal = tables.deals.get(story.deal_id) if story.deal_id else None
    return Seen(story=story, members=tuple(m for m in tables.stories.members(story.id) if m.entry.tenant in tenants(call)), deal=deal)


def newest(tables: Tables, storyline: str | None, limit: int, call: CommandCall, context: Context) -> list[Seen]:
    """Return the newest events that stand for the caller's workspace, those of its own storylines among them."""
    hidden = {ruling.key for ruling in tables.rulings.of(call.tenant, (RulingKind.HIDDEN_EVENT,))}
    stories = {story.id: story for story in tables.stories.latest(tenants(call), storyline=storyline, limit=limit + len(hidden))}
    for ruling in tables.rulings.of(call.tenant, (RulingKind.TRACKED_MATCH,))[-TRACKED_LOOKED_AT:]:
        story_id, _, slug = ruling.key.partition(" ")
        if storyline in (None, slug) and (story := tables.stories.get(story_id, tenants(call))) is not None:
            stories[story.id] = story
    found = [seen(tables, story, call, context) for story in stories.values() if story.id not in hidden]
    standing = [one for one in found if one.members and one.story.alertable]
    return sorted(standing, key=lambda one: (one.story.opened_at, one.story.id), reverse=True)[:limit]


def deals(tables: Tables, storyline: str, call: CommandCall, context: Context) -> tuple[Deal, ...]:
    """Return a storyline's deals as the caller's workspace sees them, newest first."""
    if storyline.startswith(PREFIX):
        own = [one.deal for one in newest(tables, storyline, TRACKED_DEALS, call, context) if one.deal is not None]
        return tuple(own)
    found = tables.deals.of_storyline(storyline, tenants(call))
    if context.corrections is None:
        return found
    return tuple(context.corrections.see_deal(tables, deal, call.tenant) for deal in found)
