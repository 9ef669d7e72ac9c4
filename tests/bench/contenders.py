"""The tools that are measured side by side, and one measurement: a contender polls a farm of its own, cold, unchanged and changed."""

import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass, field
from pathlib import Path

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
