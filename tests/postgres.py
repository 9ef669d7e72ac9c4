"""A throw-away PostgreSQL cluster on a unix socket: no port, no password, no fsync; gone at the end of the tests."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

NOT_FOUND = "PostgreSQL's initdb and postgres are neither on PATH nor in /usr/lib/postgresql/*/bin: its tests are SKIPPED"
_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60", "shared_buffers": "64MB"}
_numbers = itertools.count()


def binaries() -> Path | None:
    """Return the folder of the newest server binaries."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


class Cluster:
    """A running server; `url()` makes an empty database."""

    def __init__(self, folder: Path) -> None:
        found = binaries()
        assert found, NOT_FOUND
        self.folder = folder
        self.data = folder / "data"
        self._bin = found
        self._process: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-D", str(self.data), "-U", "dealwire", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
        command = [str(self._bin / "postgres"), "-D", str(self.data), "-k", str(self.folder), "-h", "", *options]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, **_unprivileged())
        self._run("pg_isready", "-h", str(self.folder), "-U", "dealwire", "-t", "0", retries=100)

    def stop(self, signal: str = "immediate") -> None:
        """Stop it: `immediate` as a crash does, `fast` as an operator does."""
        if self._process:
            self._process.send_signal({"immediate": 3, "fast": 2}[signal])
            self._process.wait(20)
            self._process = None

    def url(self) -> str:
        """Return the URL of a new, empty database."""
        name = f"test_{next(_numbers)}"
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return f"postgresql://dealwire@/{name}?host={self.folder}"

    def dsn(self, name: str) -> str:
        """Return libpq's words for a database."""
        return f"host={self.folder} user=dealwire dbname={name}"

    def _run(self, program: str, *arguments: str, retries: int = 0) -> None:
        for left in reversed(range(retries + 1)):
            done = subprocess.run([str(self._bin / program), *arguments], capture_output=True, text=True, check=False, **_unprivileged())
            if done.returncode == 0:
                return
            if not left:
                raise RuntimeError(f"{program} failed: {done.stderr or done.stdout}\n{_tail(self.folder / 'log')}")
            if self._process:
                subprocess.run(["sleep", "0.1"], check=True)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Run a cluster in a folder of its own, whose path is short (a socket's is at most 107 bytes)."""
    folder = Path(tempfile.mkdtemp(prefix="dw-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    running = None
    try:
        running = Cluster(folder)
        yield running
    finally:
        if running:
            running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> dict:
    """Return what makes a child run as nobody where we are root: PostgreSQL refuses root."""
    options: dict = {"cwd": "/", "env": {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        options |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return options


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:] if log.exists() else ""
