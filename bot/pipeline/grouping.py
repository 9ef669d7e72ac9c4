"""Grouping any news by event, without storylines: one pass through the index, then groups that turn out to be one are joined.

Bare headlines are compared all with all instead.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.pipeline.headlines import group_headlines
from bot.pipeline.likeness import NAME_WEIGHT, SHORT, Gathered, Member, heaviest
from bot.pipeline.similar import TextIndex
from bot.text.similarity import dot, length, text_print, words

JOIN = 0.40
"""The score at which an article joins a group."""
JOIN_SHORT = 0.45
"""The same for bare headlines, which share few words even where they tell of one event."""
BARE = 12
"""Words of text up to which an item is a headline: some feeds repeat the title, some give a line."""
UNITE = 0.6
"""The score at which two groups are one."""
ROUNDS = 3
_TERMS = 60


@dataclass(frozen=True, kw_only=True)
class Item:
    """One article to group; what is unknown is empty."""

    id: str
    title: str
    text: str = ""
    seen: datetime | None = None
    page: str = ""


def group(items: Sequence[Item]) -> dict[str, str]:
    """Return each item's group by its id, groups named after their first item; of articles, the order is the order of decisions."""
    if 2 * sum(len(words(item.text)) <= BARE for item in items) > len(items):
        lines = [f"{item.title}\n{item.text}" for item in items]
        return {item.id: items[first].id for item, first in zip(items, group_headlines(lines), strict=True)}
    index = TextIndex()
    for item in items:
        text = text_print(item.title, item.text)
        best = index.best(text, item.seen, at_least=JOIN if text.length > SHORT else JOIN_SHORT)
        index.add(best.story.id if best else item.id, Member(id=item.id, text=text, seen=item.seen, page=item.page))
    united = _unite(index)
    return {member.id: united[story.id] for story in index.stories() for member in story.members}


def _unite(index: TextIndex) -> dict[str, str]:
    """Return for each group the group it ends in, after joining those whose middles are alike."""
    groups = {story.id: story for story in index.stories()}
    ends = {story_id: story_id for story_id in groups}
    for _ in range(ROUNDS):
        joined = _one_round(index, groups)
        if not joined:
            break
        for story_id, end in ends.items():
            ends[story_id] = joined.get(end, end)
    return ends


def _one_round(index: TextIndex, groups: dict[str, Gathered]) -> dict[str, str]:
    """Join each group to the likest larger one; return who went where."""
    weighed = {story_id: _middle(index, story) for story_id, story in groups.items()}
    named = {story_id: _names(index, story) for story_id, story in groups.items()}
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for story_id, vector in weighed.items():
        for term in sorted(vector, key=lambda term: (-vector[term], term))[:20]:
            holders[term].append(story_id)
    joined: dict[str, str] = {}
    for story_id in sorted(groups, key=lambda i: (len(groups[i].members), -groups[i].order)):
        vector = weighed[story_id]
        near = {other for term in vector for other in (holders[term] if len(holders[term]) < 400 else ())} - {story_id}
        scored = [
            (_alike(vector, weighed[other]), _alike(named[story_id], named[other]), other)
            for other in near
            if other in groups and other not in joined and _larger(groups[other], groups[story_id])
        ]
        best = max(((0.5 * words + 0.5 * names, other) for words, names, other in scored), default=(0.0, ""))
        if best[0] >= UNITE:
            joined[story_id] = best[1]
    joined = {story_id: _last(joined, story_id) for story_id in joined}
    for story_id, end in joined.items():
        for member in groups[story_id].members:
            groups[end].take_in(member, index.rarity.names(member.text))
    for story_id in joined:
        del groups[story_id]
    return joined


def _last(joined: Mapping[str, str], story_id: str) -> str:
    while story_id in joined:
        story_id = joined[story_id]
    return story_id


def _larger(one: Gathered, other: Gathered) -> bool:
    return (len(one.members), -one.order) > (len(other.members), -other.order)


def _middle(index: TextIndex, story: Gathered) -> dict[str, float]:
    return {
        term: value * index.rarity.weight(term) * (NAME_WEIGHT if term in story.names or term[0] == "#" else 1.0)
        for term, value in heaviest(story.terms, _TERMS)
    }


def _names(index: TextIndex, story: Gathered) -> dict[str, float]:
    return {name: count * index.rarity.weight(name) for name, count in story.names.items() if index.rarity.is_name(name)}


def _alike(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return dot(one, other) / (length(one) * length(other) or 1.0)
