"""The entry point as a container would run it: an unprivileged user, a tree that cannot be written, health over HTTP, SIGTERM."""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS, STOP_SECONDS = 60, 10


@pytest.fixture
def config(tmp_path):
    """A catalogue without feeds: nothing is fetched."""
    folder = tmp_path / "config"
    shutil.copytree(ROOT / "config", folder)
    feeds = "\n".join(row for row in (folder / "feeds.toml").read_text().splitlines() if row.startswith("#"))
    (folder / "feeds.toml").write_text(
        feeds + '\n[[feed]]\nurl = "http://127.0.0.1:9/feed"\nid = "nobody"\ntitle = "Nobody"\ngrade = "press"\n'
    )
    return folder


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def python_of(user):
    """An interpreter that the user may run, with what it needs on its path: the virtual environment's may lie in a closed home."""
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/python{version}", f"/usr/local/bin/python{version}"):
        try:
            subprocess.run(
                [python, "-c", "import ssl"], user=user.pw_uid, group=user.pw_gid, extra_groups=[], check=True, capture_output=True
            )
        except (OSError, subprocess.CalledProcessError):
            continue
        return python, packages
    return pytest.skip(f"NOT RUN: user nobody may run no Python {version} here")


def answer(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except OSError:
        return 0, b""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else; elsewhere every run is unprivileged")
def test_it_runs_unprivileged_and_drains(tmp_path, config):
    """As nobody, writing to its data folder alone, it becomes ready, answers health, and ends within ten seconds of SIGTERM."""
    nobody = pwd.getpwnam("nobody")
    data = tmp_path / "data"
    data.mkdir()
    os.chown(data, nobody.pw_uid, nobody.pw_gid)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == "root" and str(folder).startswith("/tmp/"):
            folder.chmod(0o755)
    port = free_port()
    python, packages = python_of(nobody)
    environment = {
        **{name: value for name, value in os.environ.items() if name in {"PATH", "PYTHONPATH", "LANG"}},
        "PYTHONDONTWRITEBYTECODE": "1",
        "DEALWIRE_CONFIG": str(config),
        "DEALWIRE_DATABASE_URL": f"sqlite:///{data}/dealwire.db",
        "DEALWIRE_HTTP_BIND": f"127.0.0.1:{port}",
        "DEALWIRE_LOG_FORMAT": "json",
        "HOME": str(data),
        "PYTHONPATH": os.pathsep.join([os.environ["PYTHONPATH"], packages]),
    }
    process = subprocess.Popen(
        [python, "-m", "bot", "run"],
        cwd=ROOT,
        env=environment,
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while answer(port, "/readyz")[0] != 200:
            assert process.poll() is None, process.stderr.read()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert answer(port, "/healthz")[0] == 200
        assert b"deliveries_total" in answer(port, "/metrics")[1]
    finally:
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=STOP_SECONDS)

    assert process.returncode == 0, log
    assert all(isinstance(json.loads(row), dict) for row in log.splitlines() if row.strip())


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"DEALWIRE_HTTP_BIND": "nowhere"}, "DEALWIRE_HTTP_BIND: http_bind"),
        ({"DEALWIRE_SLACK_BOT_TOKEN": "xoxb-x"}, "DEALWIRE_SLACK_APP_TOKEN: is missing"),
        ({"DEALWIRE_CONFIG": "/nowhere"}, "is not a folder"),
    ],
)
def test_a_wrong_setting_starts_nothing(tmp_path, environment, words):
    """A wrong setting is told in one sentence with its place, exit code 2, and no database is made."""
    database = tmp_path / "dealwire.db"
    run = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=ROOT,
        env={**os.environ, "DEALWIRE_DATABASE_URL": f"sqlite:///{database}", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert run.returncode == 2
    assert words in run.stderr
    assert "Traceback" not in run.stderr
    assert not database.exists()


def test_an_unreachable_database_is_one_sentence(tmp_path):
    """A database that cannot be reached is a failure that a supervisor tries again: exit code 1."""
    run = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=ROOT,
        env={**os.environ, "DEALWIRE_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (run.returncode, "Traceback" in run.stderr) == (1, False), run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
