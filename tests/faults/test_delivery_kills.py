"""Faults 1 to 6: the process dies around a send. Real processes, a real database file, kill -9."""

import signal
from pathlib import Path

import pytest

from tests.fakes import destination
from tests.faults.guards import guarded, is_off
from tests.faults.workbench import Workbench

KILLED = -signal.SIGKILL
DISCORD = destination("wire", platform="discord", workspace="g1")


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path)


async def test_f01_killed_before_the_post(bench: Workbench):
    """kill -9 before the request: one message, sent by the next process."""
    rows = await bench.queue(1)

    died, _ = await bench.run(die="before")
    await bench.run(reap=not is_off("1"), seconds=5)

    assert died == KILLED
    assert [line.key for line in bench.lines()] == [row.id for row in rows]


async def test_f02_killed_after_accept_discord(bench: Workbench):
    """kill -9 after the message stands and before it is stored: repeated under the same nonce, it stands once."""
    rows = await bench.queue(1, DISCORD)
    how = {"discord": {"resend_safe": 60.0, "nonce": guarded("2", 60.0, 0.0)}}

    died, _ = await bench.run(die="after", platforms=how)
    await bench.run(platforms=how)

    assert died == KILLED
    assert [line.key for line in bench.lines("discord")] == [row.id for row in rows]
    assert await bench.states(*rows) == ["sent"]


async def test_f03_killed_after_accept_slack(bench: Workbench):
    """kill -9 after the message stands, on a platform without a nonce: found by looking back, not sent again."""
    rows = await bench.queue(1)
    how = {"slack": {"may_look": not is_off("3")}}

    died, _ = await bench.run(die="after", platforms=how)
    await bench.run(platforms=how)

    assert died == KILLED
    assert len(bench.lines()) == 1
    assert await bench.states(*rows) == ["sent"]


async def test_f04_killed_after_accept_visible_late(bench: Workbench):
    """The message can be read back only after a while: the look-back waits for longer than that."""
    rows = await bench.queue(8, *[destination(f"c{number}") for number in range(8)])
    how = {"slack": {"settle": guarded("4", 3.5, 0.0)}}

    died, _ = await bench.run(die="after", platforms=how, visible_after=3.0, visible_fixed=True)
    await bench.run(platforms=how)

    assert died == KILLED
    assert sorted(line.key for line in bench.lines()) == sorted(row.id for row in rows)


async def test_f05_killed_after_accept_without_history(bench: Workbench):
    """Without the permission to read back the message may stand twice at most, and the metrics say so."""
    rows = await bench.queue(1)
    how = {"slack": {"may_look": is_off("5")}}

    await bench.run(die="after", platforms=how)
    _, metrics = await bench.run(platforms=how)

    assert 1 <= len(bench.lines()) <= 2
    assert await bench.states(*rows) == ["sent"]
    assert 'delivery_unchecked_total{platform="slack"} 1.0' in metrics


async def test_f06_restart_after_the_nonce_window(bench: Workbench):
    """Discord has forgotten the nonce when the process is back: the message is found by reading back."""
    rows = await bench.queue(1, DISCORD)
    how = {"discord": {"resend_safe": 1.2, "nonce": 1.2, "may_look": not is_off("6")}}

    await bench.run(die="after", platforms=how, lease=2.5)
    await bench.run(platforms=how, lease=2.5)

    assert len(bench.lines("discord")) == 1
    assert await bench.states(*rows) == ["sent"]
