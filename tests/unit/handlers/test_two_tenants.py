"""Two workspaces at one desk: whatever both say, nothing of one is shown to the other."""

import random

import pytest

from bot.model.audit import AuditLine
from bot.model.entry import Entry
from bot.model.feed import Feed
from bot.model.reading import Reading
from bot.model.story import Likeness, Story, StoryEntry
from handlers.registry import COMMANDS
from tests.unit.handlers.conftest import NOW
from tests.unit.handlers.test_desk import words

WHOSE = {"slack:T1": "aardvark", "slack:T2": "bumblebee"}


def furnish(tables, tenant, canary):
    """Give a workspace a feed, an item, an event and a line of its audit, with its canary in all of them."""
    host = f"{canary}.example"
    entry = Entry(
        id=f"e{canary}",
        url=f"https://{host}/1",
        page=f"{host}/1",
        title=f"{canary} racks",
        text=f"The {canary} builds racks.",
        seen=NOW,
        host=host,
        publisher=host,
        tenant=tenant,
    )
    story = Story(
        id=f"s{canary}",
        storyline="openai-foxconn",
        storylines=("openai-foxconn",),
        headline=entry.title,
        opened_at=NOW,
        updated_at=NOW,
        tenant=tenant,
        lead_entry=entry.id,
        alertable=True,
    )
    tables.feeds.add(Feed(id=f"f{canary}", url=f"https://{host}/feed", title=f"The {canary}", tenant=tenant), NOW)
    tables.entries.add([Reading(entry=entry)])
    tables.stories.put(story)
    tables.stories.join(StoryEntry(story_id=story.id, entry=entry, likeness=Likeness.FIRST))
    tables.audit.add(AuditLine(tenant=tenant, at=NOW, who=canary, what=f"feeds add {host}"))


@pytest.mark.parametrize("seed", range(4))
async def test_nothing_of_one_shows_in_the_other(make_desk, store, seed):
    """After and among random commands of both, with the other's ids as arguments too, no answer holds a word of the other's own."""
    chance, say = random.Random(seed), make_desk(commands_a_minute=1_000_000)
    for tenant, canary in WHOSE.items():
        await store.write(lambda tables, t=tenant, c=canary: furnish(tables, t, c))
    shown = 0

    for _ in range(120):
        tenant = chance.choice(tuple(WHOSE))
        own = WHOSE[tenant]
        foreign = next(canary for canary in WHOSE.values() if canary != own)
        named = chance.choice((own, own, "openai-foxconn", "", "f*", "s*", "e*", "host", "all"))
        argument = {"f*": f"f{own}", "s*": f"s{own}", "e*": f"e{own}", "host": f"https://{own}.example/1", "all": "*"}.get(named, named)
        guessed = chance.random() < 0.3  # the other's ids, typed by a stranger: what is echoed of them is not held against the answer
        typed = f"{chance.choice(COMMANDS).name} {argument.replace(own, foreign) if guessed else argument}"
        told = words(await say(typed, tenant=tenant, admin=True)).replace(typed.partition(" ")[2], "")

        assert f"{foreign} racks" not in told, typed
        assert f"The {foreign}" not in told, typed
        assert guessed or foreign not in told, typed
        shown += own in told

    assert shown > 0
