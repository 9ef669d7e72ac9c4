"""Processes that poll when told to, and what they cost: wall seconds, CPU seconds and memory of the whole process tree (Linux: /proc)."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """One measured stretch."""

    seconds: float
    cpu: float

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.seconds + other.seconds, self.cpu + other.cpu)


def tree(pid: int) -> Iterator[int]:
    """Return a process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            below = task.read_text().split()
        except OSError:
            continue
        for child in below:
            yield from tree(int(child))


def cpu_seconds(pid: int) -> float:
    """Return user and system time of the tree, ended children included."""
    total = 0
    for one in tree(pid):
        try:
            values = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, values[11:15]))
    return total / _TICKS


def peak_mib(pid: int) -> float:
    """Return the sum of the tree's high-water marks: an upper bound, as shared pages count for each."""
    return sum(_kib(f"/proc/{one}/status", "VmHWM:") for one in tree(pid)) / 1024


def held_mib(pid: int) -> float:
    """Return what the tree holds now: what each process has to itself, and what they share with others counted once.

    Proportional set size would come out smaller for each other Python that happens to run on the machine.
    """
    maps = [f"/proc/{one}/smaps_rollup" for one in tree(pid)]
    private = sum(_kib(one, "Private_Clean:", "Private_Dirty:") for one in maps)
    return (private + max(_kib(one, "Shared_Clean:", "Shared_Dirty:") for one in maps)) / 1024


def _kib(path: str, *names: str) -> int:
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(names))


class Process:
    """A child that answers each line by one."""

    def __init__(self, command: Sequence[str], **environment: str) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        self._process = subprocess.Popen(
            list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=kept | environment, cwd=Path(__file__).parents[2]
        )
        self.pid = self._process.pid
        self.greeting = self._answer()

    def ask(self, line: str) -> str:
        """Send a line and return the answer."""
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._answer()

    def poll(self, first: int, beyond: int) -> Cost:
        """Let it poll these feeds once."""
        before = cpu_seconds(self.pid)
        seconds = float(self.ask(f"{first} {beyond}"))
        return Cost(seconds, cpu_seconds(self.pid) - before)

    def end(self) -> None:
        """End it by closing its input; kill it when that is not enough."""
        assert self._process.stdin
        self._process.stdin.close()
        try:
            self._process.wait(12)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def _answer(self) -> str:
        assert self._process.stdout
        while line := self._process.stdout.readline():
            if not line.startswith("{"):
                return line.strip()
        raise RuntimeError(f"{self._process.args} ended: {self._process.wait()}")


@contextmanager
def running(command: Sequence[str], **environment: str) -> Iterator[Process]:
    """Run a child for a while."""
    process = Process(command, **environment)
    try:
        yield process
    finally:
        process.end()
