"""How long it takes to place a report among many: `python -m tests.bench.bench_join [COUNT]`, in CPU time; standard news of the tests, words exchanged."""

import json
import random
import statistics
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.catalogue import load_catalogue
from bot.cli.items import entry_from_item
from bot.model.reading import Reading
from bot.model.story import Story
from bot.pipeline.cluster import StoryIndex
from bot.pipeline.follow import open_story, tell
from bot.pipeline.read import NewsReader

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 1, tzinfo=UTC)
KEPT, A_STORY = 0.6, 3
"""The share of words that stay as they are, and how many reports a story has."""


def readings() -> list[Reading]:
    """Return the test news that rings."""
    catalogue = load_catalogue(ROOT / "config")
    reader = NewsReader(catalogue)
    rows = [json.loads(line) for line in (ROOT / "tests/data/news.jsonl").read_text(encoding="utf-8").splitlines()]
    made = [reader.read(entry_from_item(row | {"seen": NOW.isoformat()}, catalogue)) for row in rows]
    return [reading for reading in made if reading.alert]


def filled(news: list[Reading], count: int) -> StoryIndex:
    """Return an index of so many invented reports, three to a story, over forty days."""
    catalogue, chance, index = load_catalogue(ROOT / "config"), random.Random(1), StoryIndex()
    words = sorted({word for reading in news for word in reading.entry.text.split() if word.isalpha() and len(word) > 4})

    def exchanged(text: str) -> str:
        return " ".join(word if chance.random() < KEPT else chance.choice(words) for word in text.split())

    story: Story | None = None
    for number in range(count):
        base = chance.choice(news)
        seen = NOW - timedelta(hours=chance.random() * 24 * 40)
        entry = replace(
            base.entry, id=f"x{number}", page=f"p{number}", title=exchanged(base.entry.title), text=exchanged(base.entry.text), seen=seen
        )
        reading = replace(base, entry=entry)
        if story is None or number % A_STORY == 0:
            story = tell(open_story(reading, ordinal=number), [reading], catalogue)
        index.add(replace(story, updated_at=seen), reading)
    return index


def main() -> None:
    """Print the median and the ninth tenth."""
    count, news = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000, readings()
    index = filled(news, count)
    times = []
    for number, reading in enumerate(news[:200]):
        asked = replace(reading, entry=replace(reading.entry, id=f"q{number}", page="", seen=NOW))
        start = time.process_time()
        index.place(asked)
        times.append(1000 * (time.process_time() - start))
    print(
        f"placing a report among {count:,} in {len(index.texts):,} stories: median {statistics.median(times):.1f} ms, 90% {statistics.quantiles(times, n=10)[-1]:.1f} ms of CPU"
    )


if __name__ == "__main__":
    main()
