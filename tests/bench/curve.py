"""How cost grows with the number of feeds: `python -m tests.bench.curve [SIZES …]`; a part of `make bench`.

dealwire over ever more feeds, and what lemon24/reader holds over the smaller ones, each on a farm and a database of its own.
"""

import itertools
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.ops.log import configure_logging
from tests.bench.contenders import STEPS, Run, install, measure

SIZES = (100, 1_000, 5_000, 20_000)
READER = 1_000
"""Feeds up to which reader is asked, too: it takes three minutes for so many."""
TURNS = 1


def growth(runs: Sequence[Run]) -> float:
    """Return MiB a thousand feeds between the smallest and the largest farm."""
    first, last = runs[0], runs[-1]
    return 1000 * (last.idle - first.idle) / (last.feeds - first.feeds)


def curve(sizes: Sequence[int], python: Path, measured: Sequence[Run] = ()) -> Iterator[str]:
    """Return the tables; what was `measured` before is not measured again."""
    there = {(run.name, run.feeds): run for run in measured}

    def of(name: str, size: int) -> Run:
        run = there.get((name, size)) or measure([name], size, TURNS, python)[0]
        print(f"{name} over {size:,}: held {run.idle:.0f} MiB", file=sys.stderr, flush=True)
        return run

    ours = [of("ours-uvloop", size) for size in sizes]
    theirs = [of("reader", size) for size in sizes if size <= READER or ("reader", size) in there]
    yield "## Cost over the number of feeds\n"
    yield "| dealwire, feeds | cold feeds/s | CPU ms a feed | warm (304) feeds/s | CPU ms | 5 % changed feeds/s | CPU ms | held MiB | peak MiB |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for run in ours:
        cells = [cell for step in STEPS for cell in (f"{run.rate(step):,.0f}", f"{run.cpu(step):,.2f}")]
        yield f"| {run.feeds:,} | {' | '.join(cells)} | {run.idle:,.0f} | {run.peak:,.0f} |"
    yield ""
    yield "| figure | measured | target |"
    yield "|---|---|---|"
    for one, other in itertools.pairwise(ours):
        yield f"| memory a thousand feeds, {one.feeds:,} to {other.feeds:,} | {growth([one, other]):.1f} MiB | linear |"
    if len(theirs) > 1:
        yield f"| memory a thousand feeds, reader, {theirs[0].feeds:,} to {theirs[-1].feeds:,} | {growth(theirs):.1f} MiB | dealwire at most as much |"
    yield ""


def main() -> None:
    """Print the tables."""
    configure_logging("json", "error")
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    for line in curve(sizes, install()):
        print(line)


if __name__ == "__main__":
    main()
