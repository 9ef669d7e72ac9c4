"""SIGHUP: the running process reads feeds and storylines anew, and keeps the old ones where the new have problems."""

import asyncio
import os
import shutil
import signal
from pathlib import Path

import pytest

from tests.acceptance.test_kill import ROOT, Process

FEED = '[[feed]]\nid = "{0}"\ntitle = "Feed {0}"\nurl = "http://127.0.0.1:9/{0}"\ngrade = "press"\n'


async def says(bot, *words):
    """Wait until the process has logged a line with all of these words."""
    async with asyncio.timeout(60):
        while not any(all(word in line for word in words) for line in bot.last_words().splitlines()):  # noqa: ASYNC110  a process's log
            await asyncio.sleep(0.05)


@pytest.mark.timeout(240)
async def test_reload_without_a_restart(tmp_path: Path):
    """A broken file is told with its line and changes nothing; a good one is used at once; SIGTERM still ends it with 0."""
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    (config / "dealwire.toml").write_text("console = true\narticles = false\npoll_seconds = 0.5\n")
    feeds = config / "feeds.toml"
    feeds.write_text(FEED.format("one"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DEALWIRE_")} | {
        "DEALWIRE_CONFIG": str(config),
        "DEALWIRE_DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}",
        "DEALWIRE_LOG_FORMAT": "json",
        "DEALWIRE_FETCH_ALLOW": "127.0.0.0/8:*",
    }
    bot = Process("run", tmp_path / "bot.log", environment)
    try:
        await bot.start()
        await bot.started()

        feeds.write_text(FEED.format("one") + '[[feed]]\nid = "two"\n')
        bot.send(signal.SIGHUP)
        await says(bot, '"event": "trouble"', "is not used, the old one is", "feeds.toml:6")
        feeds.write_text(FEED.format("one") + FEED.format("two"))
        bot.send(signal.SIGHUP)
        await says(bot, '"event": "reloaded"', '"feeds": 2')
        await says(bot, '"event": "poll"', '"feed": "two"')

        assert await bot.end(signal.SIGTERM) == 0
    finally:
        await bot.end(signal.SIGKILL)
        bot.close()
