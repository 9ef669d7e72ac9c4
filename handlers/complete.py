"""Suggestions while somebody types: storylines, events and choices, the likeliest first."""

from zoneinfo import available_timezones

from bot.model.command import CommandCall, Completion, Option, OptionKind
from bot.model.ids import SHARED
from handlers.context import Context
from handlers.own_storylines import storylines_here

MOST = 25
"""What Discord shows at most."""


async def complete(option: Option, typed: str, call: CommandCall, context: Context) -> tuple[Completion, ...]:
    """Return at most 25 suggestions; beginnings before middles."""
    offered = await _offered(option, call, context)
    wanted = typed.strip().lower()
    fitting = [c for c in offered if wanted in c.value.lower() or wanted in c.label.lower()]
    fitting.sort(key=lambda c: not (c.value.lower().startswith(wanted) or c.label.lower().startswith(wanted)))
    return tuple(fitting[:MOST])


async def _offered(option: Option, call: CommandCall, context: Context) -> list[Completion]:
    if option.kind is OptionKind.CHOICE:
        return [Completion(label=choice, value=choice) for choice in option.choices]
    if option.kind is OptionKind.STORYLINE:
        return [Completion(label=s.title, value=s.id) for s in await storylines_here(call, context)]
    if option.kind is OptionKind.ZONE:
        return [Completion(label=zone, value=zone) for zone in sorted(available_timezones())]
    if option.kind is OptionKind.EVENT:
        stories = await context.store.read(lambda t: t.stories.latest((SHARED, call.tenant), storyline=None, limit=100))
        return [Completion(label=story.headline, value=short_id(story.id)) for story in stories]
    return []


def short_id(story_id: str) -> str:
    """Return the beginning of a story's id that people are shown; 8 characters tell a million stories apart."""
    return story_id[:8]
