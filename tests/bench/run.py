"""The benchmark: `python -m tests.bench.run [--quick]`. Everything in one run, side by side; writes docs/benchmarks.md, or prints with --quick."""

import argparse
import platform
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.ops.log import configure_logging
from tests.bench import quick_looks
from tests.bench.measured import Cost, held_mib, peak_mib, running

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PEERS = HERE / ".peers"
PINS = ("reader==3.26", "sgmllib3k==1.0.0", "feedparser==6.0.14", "aiohttp==3.14.5", "uvloop==0.23.0")
NAMES = {
    "reader": "lemon24/reader, 20 workers, SQLite",
    "threads": "feedparser.parse(url), 20 threads, nothing stored",
    "aiohttp": "aiohttp on uvloop + feedparser, nothing stored",
    "fetch": "aiohttp on uvloop, fetch only",
    "bare": "sockets on uvloop: the limit",
    "ours": "**dealwire**, the whole pipeline, asyncio",
    "ours-uvloop": "**dealwire**, the whole pipeline, uvloop",
}
STEPS = ("cold", "warm", "changed")


@dataclass
class Run:
    """One contender on one farm."""

    name: str
    feeds: int
    costs: dict[str, list[Cost]] = field(default_factory=dict)
    idle: float = 0.0
    peak: float = 0.0

    def rate(self, step: str) -> float:
        """Return feeds a second, the best of its rounds."""
        return self.feeds / min(cost.seconds for cost in self.costs[step])

    def cpu(self, step: str) -> float:
        """Return CPU milliseconds a feed, the least of its rounds."""
        return 1000 * min(cost.cpu for cost in self.costs[step]) / self.feeds


def install() -> Path:
    """Make the peers' environment once; return its Python."""
    python = PEERS / "bin" / "python"
    if not (PEERS / ".done").exists():
        venv.create(PEERS, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PINS], check=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", HERE / ".uvloop", "--upgrade", PINS[-1]],
            check=True,
        )
        (PEERS / ".done").touch()
    return python


def measure(name: str, feeds: int, rounds: int, python: Path) -> Run:
    """Let one contender poll a farm: cold once, then all unchanged and 5 % changed by turns."""
    run = Run(name, feeds)
    with running([str(python), "tests/bench/farm.py", str(feeds)]) as farm, tempfile.TemporaryDirectory() as folder:
        environment = {"PYTHONPATH": str(HERE / ".uvloop")} if name == "ours-uvloop" else {}
        if name.startswith("ours"):
            command = [sys.executable, "-m", "tests.bench.ours", str(feeds), farm.greeting, f"sqlite:///{folder}/bench.db"]
        else:
            command = [str(python), "tests/bench/peers.py", name, str(feeds), farm.greeting, folder]
        with running(command, **environment) as contender:
            run.idle = held_mib(contender.pid)
            run.costs["cold"] = [contender.poll()]
            for _ in range(rounds):
                run.costs.setdefault("warm", []).append(contender.poll())
                farm.ask("change 0.05")
                run.costs.setdefault("changed", []).append(contender.poll())
            run.peak = peak_mib(contender.pid)
            run.idle = held_mib(contender.pid)
    return run


def polling(runs: list[Run]) -> Iterator[str]:
    """Return the table of one farm."""
    yield f"### {runs[0].feeds:,} feeds\n"
    yield "| contender | cold feeds/s | CPU ms a feed | warm (304) feeds/s | CPU ms | 5 % changed feeds/s | CPU ms | held MiB | peak MiB |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for run in runs:
        cells = [cell for step in STEPS for cell in (f"{run.rate(step):,.0f}", f"{run.cpu(step):,.2f}")]
        yield f"| {NAMES[run.name]} | {' | '.join(cells)} | {run.idle:,.0f} | {run.peak:,.0f} |"
    yield ""


def ratios(runs: list[Run]) -> Iterator[str]:
    """Return what the targets speak of."""
    by_name = {run.name: run for run in runs}
    best = max((by_name[name] for name in ("ours", "ours-uvloop")), key=lambda run: run.rate("changed"))
    reader, fetch = by_name["reader"], by_name["fetch"]
    yield f"Ratios at {best.feeds:,} feeds:\n"
    yield "| figure | measured | target |"
    yield "|---|---|---|"
    yield f"| cold poll, rate against reader | {best.rate('cold') / reader.rate('cold'):.1f} × | ≥ 4 × |"
    yield f"| warm poll, rate against reader | {best.rate('warm') / reader.rate('warm'):.1f} × | ≥ 10 × |"
    yield f"| 5 % changed, rate against reader | {best.rate('changed') / reader.rate('changed'):.1f} × | ≥ 8 × |"
    yield f"| 5 % changed, CPU against reader | 1/{reader.cpu('changed') / best.cpu('changed'):.1f} | ≤ 1/8 |"
    yield f"| share of the bare aiohttp rate that a changed poll keeps | {best.rate('changed') / fetch.rate('changed'):.2f} | ≥ 0.4 |"
    yield f"| idle memory, whole process tree | {best.idle:.0f} MiB | ≤ 180 MiB |"
    yield ""


def machine() -> str:
    """Return what it was measured on."""
    cores = len(quick_looks.cores())
    load = Path("/proc/loadavg").read_text().split()[0]
    return (
        f"{platform.machine()}, {cores} cores, Python {platform.python_version()}, Linux {platform.release().split('-')[0]}; load at the start {load}. "
        f"Peers: {', '.join(PINS)}."
    )


def main() -> None:
    """Measure and report."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--write", action="store_true", help="Write docs/benchmarks.md also with --quick.")
    options.add_argument("--sizes", type=int, nargs="*")
    chosen = options.parse_args()
    sizes = chosen.sizes or ([60] if chosen.quick else [1000, 5000])
    configure_logging("json", "error")
    rounds, began = (2 if chosen.quick else 5), time.monotonic()
    lines = [
        "# Benchmarks\n",
        "Generated by `make bench`; do not edit. Every contender polls the same farm of distinct feeds on loopback (25 to 100 items of HTML, ETags,",
        "each feed at an address of its own, so that the limit of two requests to a host stays on) in one run. dealwire is the whole bot: leases,",
        "address guard, reading children, classification, store, outbox. CPU and memory are those of the whole process tree. Quote ratios, not rates.\n",
        machine() + "\n",
    ]
    python = install()
    for size in sizes:
        runs = []
        for name in NAMES:
            runs.append(measure(name, size, rounds, python))
            print(
                f"{name}: " + ", ".join(f"{step} {runs[-1].rate(step):,.0f}/s {runs[-1].cpu(step):.2f} ms" for step in STEPS),
                file=sys.stderr,
                flush=True,
            )
        lines += [*polling(runs), *ratios(runs)]
    lines += quick_looks.report(quick=chosen.quick)
    lines.append(
        f"Took {time.monotonic() - began:.0f} s{' (QUICK=1: small sizes, rough figures)' if chosen.quick else ''}. Repeat with `make bench`."
    )
    report = "\n".join(lines) + "\n"
    print(report)
    if chosen.write or not chosen.quick:
        (ROOT / "docs" / "benchmarks.md").write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
