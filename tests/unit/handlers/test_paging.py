"""Turning the pages of `latest` and `search`."""

from datetime import timedelta

from bot.model.entry import Entry
from bot.model.reading import Match, Reading, Role
from bot.model.story import Likeness, Story, StoryEntry
from tests.unit.handlers.conftest import NOW
from tests.unit.handlers.test_desk import words


def stored(tables, count):
    """Store so many events, the last one the newest."""
    for number in range(count):
        seen = NOW - timedelta(hours=count - number)
        entry = Entry(
            id=f"e{number}", url=f"https://a.example/{number}", title=f"Rack deal number {number}", text="Racks in Ohio.", seen=seen
        )
        tables.entries.add(
            [Reading(entry=entry, matches=(Match(storyline="openai-amd", role=Role.ABOUT, score=0.9),), primary="openai-amd")]
        )
        story = Story(
            id=f"s{number:03}", storyline="openai-amd", storylines=("openai-amd",), headline=entry.title, opened_at=seen, updated_at=seen,
            lead_entry=entry.id, alertable=True,
        )  # fmt: skip
        tables.stories.put(story)
        tables.stories.join(StoryEntry(story_id=story.id, entry=entry, likeness=Likeness.FIRST))


async def turn(say, card, label):
    """Press a button of an answer, as a platform hands it on."""
    button = next(button for button in card.buttons if button.label == label)
    return await say(f"{button.command} {button.argument}")


async def test_latest_turns_back_and_forth(say, store):
    """Five events a page; the first page has no way to newer ones, the last none to older ones."""
    await store.write(lambda tables: stored(tables, 12))
    first = await say("latest openai-amd")
    second = await turn(say, first, "Older")
    third = await turn(say, second, "Older")

    assert [button.label for button in first.buttons] == ["Older"]
    assert "number 11" in words(first)
    assert "page 2" in words(second)
    assert "number 6" in words(second)
    assert "number 7" not in words(second)
    assert [button.label for button in third.buttons] == ["Newer"]
    assert "number 0" in words(third)
    assert words(await turn(say, third, "Newer")) == words(second)
    assert "no events that far back" in words(await say("latest page=9"))


async def test_search_goes_on_with_the_same_words(say, store):
    """The next page is of the same words, storyline and time."""
    await store.write(lambda tables: stored(tables, 23))
    first = await say("search rack deal storyline=openai-amd since=30d")
    second = await turn(say, first, "More")
    third = await turn(say, second, "More")

    assert "The 10 best" in words(first)
    assert "11 to 20 for “rack deal” in openai-amd" in words(second)
    assert "21 to 23" in words(third)
    assert [button.label for button in third.buttons] == ["Back"]
    assert "nothing more" in words(await say("search rack page=9"))


async def test_a_page_that_is_none_is_the_first(say, store):
    """Whatever stands for a page, an answer comes."""
    await store.write(lambda tables: stored(tables, 6))

    for page in ("0", "-1", "zwei", "99999999", "²"):
        assert "Rack deal" in words(await say(f"latest page={page}")) or "that far back" in words(await say(f"latest page={page}"))
