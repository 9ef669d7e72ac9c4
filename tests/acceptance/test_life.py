"""The life of alerts and channels, through feeds on loopback, the real clients and both emulators."""

import os
from pathlib import Path

import pytest

from tests.acceptance.day import DIGESTS, NEWSROOM, Day, Diary, prepare
from tests.acceptance.stage import staged
from tests.emulators.discord import CHANNEL

DAY = Path(__file__).resolve().parents[2] / "docs" / "day.md"
HEAD = """# A day with dealwire

What stands in two channels of a Slack workspace and of a Discord server over a day, step by step: #deals is told at once and has quiet
hours, #news gets one digest a day. The news is invented. This page is written by a test (`tests/acceptance/test_life.py`), which plays
the day through real feeds on loopback, the real clients of both platforms and emulators of their servers; `make golden` writes it anew.
"""


@pytest.mark.timeout(180)
async def test_the_golden_day(tmp_path):
    """Baseline, alert, coverage, change, quiet hours, digest, retraction: the transcript of both platforms is the page in the documents."""
    async with staged(NEWSROOM, tmp_path, subscribed=False) as stage:
        prepare(stage)
        diary = Diary(stage=stage)
        diary.look()

        await Day(stage=stage, diary=diary).play()

        assert stage.slack.space.mentions == 0
        assert [len(stage.slack_roots(channel)) for channel in ("C01", "C02")] == [2, 2]
        assert [len(stage.discord_roots(channel)) for channel in (CHANNEL, DIGESTS)] == [2, 2]
    text = "\n".join([HEAD, *diary.lines]).rstrip() + "\n"
    if os.environ.get("GOLDEN") == "rewrite":
        DAY.write_text(text, encoding="utf-8")
    assert text == DAY.read_text(encoding="utf-8")
