"""How fast entries are read, in CPU seconds of one core: `python -m tests.bench.bench_reading [CORPUS]`.

CPU time, not wall time, so that neighbours on the machine count little; what they slow down (caches, shared cores) shows in the first
line, a fixed loop that takes about 0.2 s on an idle core of 2024. Each figure is the best of several passes after one to warm up.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.catalogue import load_catalogue
from bot.cli.items import entry_from_item
from bot.model.catalogue import Catalogue
from bot.model.entry import Entry
from bot.model.storyline import CATCH_ALL, Company, Party, Storyline
from bot.ops.garbage import settle
from bot.pipeline.read import NewsReader

ROOT = Path(__file__).parents[2]
PASSES = 5
SEEN = datetime(2026, 1, 15, tzinfo=UTC)
HOSTILE = {
    "letters": "a" * 100_000,
    "names": "OpenAI Nvidia " * 7_200,
    "figures": "$1 to $2 billion " * 6_000,
    "counts": "OpenAI 100,000 Nvidia chips 2026 " * 3_100,
    "commas": "1,000," * 16_600,
    "brackets": "((((" * 25_000,
    "line breaks": "OpenAI\n" * 14_000,
    "Chinese": "鴻海與OpenAI簽署數十億美元協議，" * 5_600,
    "semicolons": "OpenAI; AMD; Oracle; " * 4_800,
}


def cpu(work: Callable[[], object], passes: int = PASSES) -> float:
    """Return the least CPU seconds that the work took."""
    work()
    times = []
    for _ in range(passes):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def rate(reader: NewsReader, entries: Sequence[Entry]) -> float:
    """Return entries a CPU second."""
    return len(entries) / cpu(lambda: [reader.read(entry) for entry in entries])


def strangers(count: int = 2_000) -> list[Entry]:
    """Return entries that name no known party: council news in our own words."""
    text = (
        "The council of Lower Brackwater met on Thursday about the new bridge. {} people came, and the vote was put off until spring. " * 6
    )
    return [
        Entry(id=str(n), url="", title=f"Bridge vote number {n} is put off", text=text.format(*range(n, n + 6)), seen=SEEN)
        for n in range(count)
    ]


def wide(catalogue: Catalogue, count: int) -> Catalogue:
    """Return the catalogue with invented storylines up to `count`, each of two invented companies."""
    companies, storylines = list(catalogue.companies), list(catalogue.storylines)
    for number in range(count - len(storylines)):
        pair = [Company(id=f"{side}{number}", name=f"{side.title()}werk{number}") for side in ("nord", "sued")]
        companies += pair
        parties = tuple(Party(company=company.id, role="partner") for company in pair)
        storylines.append(Storyline(id=f"line-{number}", title=f"Line {number}", about="", mention="", parties=parties))
    assert any(storyline.id == CATCH_ALL for storyline in storylines)
    return replace(catalogue, companies=tuple(companies), storylines=tuple(storylines))


def items(path: Path, catalogue: Catalogue) -> list[Entry]:
    """Return the entries of a file of labelled news."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [entry_from_item({"seen": "2026-01-15T00:00:00Z"} | row, catalogue) for row in rows]


def main() -> None:
    """Print the figures."""
    print(f"{'a fixed loop':44}{cpu(lambda: sum(i * i for i in range(3_000_000)), 3):10.3f} s")
    catalogue = load_catalogue(ROOT / "config")
    reader = NewsReader(catalogue)
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/corpus/dev.jsonl"
    settle()  # as `run` and `worker` do once they have started
    news = items(corpus if corpus.is_file() else ROOT / "tests/data/news.jsonl", catalogue)
    print(f"{'news that names known parties':44}{rate(reader, news):10.0f} /s  ({len(news)} items)")
    print(f"{'the same, 500 storylines':44}{rate(NewsReader(wide(catalogue, 500)), news):10.0f} /s")
    print(f"{'items that name no known party':44}{rate(reader, strangers()):10.0f} /s")
    for name, text in HOSTILE.items():
        entry = Entry(id="h", url="", title=f"OpenAI and AMD: {text[:300]}", text=text, seen=SEEN)
        print(f"{f'100 KB of {name}':44}{1000 * cpu(lambda entry=entry: reader.read(entry), 3):10.1f} ms")  # type: ignore[misc]


if __name__ == "__main__":
    main()
