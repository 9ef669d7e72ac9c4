"""The tools that are measured side by side: each polls a farm of its own, cold, unchanged and changed; all are alive at once and poll by turns."""

import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.measured import Cost, Process, held_mib, peak_mib, running

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
PORTIONS = 5
"""Turns in which the feeds are seen for the first time, a fifth of them at a time."""
PAIRS = 2
"""Warm and changed polls in one turn: the first may find that its connections were closed meanwhile."""


@dataclass
class Run:
    """What one contender came to on one farm."""

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


@dataclass(frozen=True)
class Contender:
    """A tool and its farm, both running."""

    run: Run
    farm: Process
    tool: Process

    def see(self, portion: int) -> None:
        """Poll a portion of the feeds for the first time."""
        first, beyond = (self.run.feeds * place // PORTIONS for place in (portion, portion + 1))
        (before,) = self.run.costs.setdefault("cold", [Cost(0.0, 0.0)])
        self.run.costs["cold"] = [before + self.tool.poll(first, beyond)]

    def poll(self, step: str) -> None:
        """Poll all feeds once."""
        if step == "changed":
            self.farm.ask("change 0.05")
        self.run.costs.setdefault(step, []).append(self.tool.poll(0, self.run.feeds))

    def weigh(self) -> None:
        """Take down what memory it holds and held."""
        self.run.idle, self.run.peak = held_mib(self.tool.pid), peak_mib(self.tool.pid)


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


def measure(names: Sequence[str], feeds: int, turns: int, python: Path) -> list[Run]:
    """Let contenders poll as many feeds each: all for the first time, then unchanged and 5 % changed, each by turns.

    What slows the machine down for a while slows all of them.
    """
    with ExitStack() as alive:
        contenders = [alive.enter_context(_started(name, feeds, python)) for name in names]
        for portion in range(PORTIONS):
            for contender in contenders:
                contender.see(portion)
        for _ in range(turns):
            for contender in contenders:
                for step in ("warm", "changed") * PAIRS:
                    contender.poll(step)
        for contender in contenders:
            contender.weigh()
        return [contender.run for contender in contenders]


@contextmanager
def _started(name: str, feeds: int, python: Path) -> Iterator[Contender]:
    with running([str(python), "tests/bench/farm.py", str(feeds)]) as farm, tempfile.TemporaryDirectory() as folder:
        environment = {"PYTHONPATH": str(HERE / ".uvloop")} if name == "ours-uvloop" else {}
        if name.startswith("ours"):
            command = [sys.executable, "-m", "tests.bench.ours", str(feeds), farm.greeting, f"sqlite:///{folder}/bench.db"]
        else:
            command = [str(python), "tests/bench/peers.py", name, str(feeds), farm.greeting, folder]
        with running(command, **environment) as tool:
            yield Contender(Run(name, feeds), farm, tool)
