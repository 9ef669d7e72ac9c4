"""The container is hardened: what the Dockerfile and the compose file promise, read from them."""

import re
from pathlib import Path

import pytest

from tests.faults.guards import guarded

ROOT = Path(__file__).resolve().parents[2]
HARDENED = ("USER ", "read_only:", "cap_drop:", "security_opt:", "no-new-privileges", "pids_limit:", "mem_limit:")


def written(name):
    """Return a file of the project; without the guard of fault 93 its hardening is left out."""
    rows = (ROOT / name).read_text().splitlines(keepends=True)
    return "".join(guarded("93", rows, [row for row in rows if not row.strip().removeprefix("- ").startswith(HARDENED)]))


DOCKERFILE, COMPOSE = written("Dockerfile"), written("compose.yaml")


def last_stage():
    """The instructions of the image that runs."""
    return DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]


def test_it_runs_as_nobody_special():
    """The image runs as a numbered user that is not root, so that a supervisor can check it."""
    user = re.findall(r"^USER (.+)$", last_stage(), re.MULTILINE)

    assert user
    assert all(int(part) > 0 for part in user[-1].split(":"))


def test_nothing_that_builds_is_in_the_image():
    """The running stage installs nothing and copies only what the build stage made."""
    assert "pip" not in last_stage()
    assert re.findall(r"^COPY (.+)$", last_stage(), re.MULTILINE) == ["--from=build /opt/dealwire /opt/dealwire"]


def test_dependencies_are_checked_against_the_lock():
    """Every install from an index is held to the lock's hashes."""
    installs = [row for row in DOCKERFILE.split("&&") if re.search(r"pip install(?!.*--no-deps)", row)]

    assert installs
    assert all("--require-hashes" in row for row in installs)


@pytest.mark.parametrize(
    "promise",
    [
        "read_only: true",
        "cap_drop: [ALL]",
        "no-new-privileges:true",
        "pids_limit:",
        "mem_limit:",
        "tmpfs:",
        "restart: unless-stopped",
        "./config:/config:ro",
    ],
)
def test_compose_hardens_the_service(promise):
    """The compose file keeps each of its promises."""
    assert promise in COMPOSE


def test_secrets_are_files_not_words():
    """No secret stands in the environment of the compose file."""
    assert not re.search(r"(TOKEN|SECRET|PASSWORD)\s*[:=]\s*\S", re.sub(r"\w+_FILE: /run/secrets/\w+", "", COMPOSE))
