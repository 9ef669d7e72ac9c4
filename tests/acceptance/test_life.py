"""The life of alerts and channels, through feeds on loopback, the real clients and both emulators."""

import asyncio
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.newsroom import NewsItem, NewsroomFeed
from bot.demo.server import document
from bot.model.feed import Feed
from bot.settings import OpsSetting
from tests.acceptance.day import DIGESTS, NEWSROOM, OPENS, Day, Diary, prepare
from tests.acceptance.stage import staged
from tests.emulators.discord import CHANNEL
from tests.emulators.feed_server import FeedServer

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


PARTNERS = {"AMD": "Ohio", "Nvidia": "Texas", "Broadcom": "Arizona", "Oracle": "Michigan", "CoreWeave": "Virginia", "Cerebras": "Wisconsin"}


def deals(count, *, hours=0.0):
    """So many deals, each with another partner, place and figure."""
    said = [
        (
            f"OpenAI and {partner} sign ${3 + 4 * n} billion AI data center agreement in {place}",
            f"OpenAI has signed an agreement with {partner} for AI data center capacity in {place}, both companies said. It is worth ${3 + 4 * n} billion.",
        )
        for n, (partner, place) in enumerate(list(PARTNERS.items())[:count])
    ]
    return [
        NewsItem(feed="extra", edition=0, title=title, text=text, url=f"https://wire.example/extra/{n}", published=OPENS + timedelta(hours=hours, minutes=n))
        for n, (title, text) in enumerate(said)
    ]  # fmt: skip


def served(server, items):
    """Serve these items as a feed; return its address."""
    return server.put("extra", document(NewsroomFeed(id="extra", title="Extra Wire"), items))


async def reload_with(stage, *feeds):
    """Use a catalogue with more feeds, as a reload of the configuration does."""
    application = stage.application
    application.catalogue = replace(application.catalogue, feeds=(*application.catalogue.feeds, *feeds))
    application.use(application.catalogue)
    await application.store.write(application.ship)


async def poll_extra(stage, feed_id="extra"):
    """Poll one feed now, then let four minutes pass."""
    now = stage.clock.now()
    await stage.application.store.write(lambda tables: tables.feeds.poll_now([feed_id], now))
    await stage.application.poller.poll_all()
    await pass_time(stage)


async def pass_time(stage, *seconds):
    """Let time pass in steps, with digests and deliveries after each."""
    for step in seconds or (0, 61, 125, 5):
        stage.clock.advance(step)
        await stage.application.digests.run()
        await stage.application.outbox.deliver_all()


async def test_an_added_feed_is_a_preview_and_no_flood(tmp_path):
    """Adding a feed shows what it holds, privately; its six deals are learned silently, and the seventh item is told in its workspace alone."""
    async with staged(NEWSROOM, tmp_path) as stage, FeedServer() as server:
        prepare(stage)
        url = served(server, deals(5))
        told = await stage.ask_slack(f"feeds add {url}", user="U1")
        feeds = await stage.application.store.read(lambda tables: tables.feeds.all([f"slack:{stage.slack.space.team}"]))
        await poll_extra(stage, feeds[0].id)
        silent = stage.slack_roots() + stage.discord_roots()
        stage.clock.advance(3600)
        served(server, deals(6))
        await poll_extra(stage, feeds[0].id)

        assert "OpenAI and CoreWeave sign $19 billion" in told
        assert silent == []
        assert len(stage.slack_roots()) == 1
        assert "Cerebras" in stage.slack_roots()[0]
        assert stage.discord_roots() == []


async def test_an_added_storyline_tells_what_comes_and_not_what_was(tmp_path):
    """A channel that follows more tells nothing that happened before it did."""
    async with staged(NEWSROOM, tmp_path) as stage, FeedServer() as server:
        prepare(stage)
        await stage.ask_slack("subscribe openai-foxconn", user="U1")
        await reload_with(stage, Feed(id="extra", url=served(server, []), title="Extra Wire"))
        await poll_extra(stage)
        stage.clock.advance(3600)
        served(server, deals(3))
        await poll_extra(stage)
        before = stage.slack_roots()
        stage.clock.advance(2 * 3600)
        await stage.ask_slack("subscribe all", user="U1")
        await poll_extra(stage)
        after = stage.slack_roots()
        stage.clock.advance(3600)
        served(server, deals(4))
        await poll_extra(stage)

        assert (before, after) == ([], [])
        assert ["Oracle" in root for root in stage.slack_roots()] == [True]


async def test_back_after_days_a_few_come_late_and_the_rest_in_one(tmp_path):
    """After five days asleep six events are new: two are posted and say that they are late, four are one message on each platform."""
    async with staged(NEWSROOM, tmp_path, alert_cap=2) as stage, FeedServer() as server:
        await reload_with(stage, Feed(id="extra", url=served(server, []), title="Extra Wire"))
        await poll_extra(stage)
        served(server, deals(6))
        stage.clock.advance(5 * 86400)
        await poll_extra(stage)

        for roots in (stage.slack_roots(), stage.discord_roots()):
            assert ["Late" in root for root in roots[:2]] == [True, True]
            assert len(roots) == 3
            assert "4 new events" in roots[2]
            assert all(partner in "".join(roots) for partner in PARTNERS)


async def test_what_could_not_be_posted_for_hours_is_one_message(tmp_path):
    """Alerts that are older than six hours when they could be sent are told together, as late, once."""
    async with staged(NEWSROOM, tmp_path) as stage, FeedServer() as server:
        await reload_with(stage, Feed(id="extra", url=served(server, []), title="Extra Wire"))
        await poll_extra(stage)
        served(server, deals(3))
        now = stage.clock.now()
        await stage.application.store.write(lambda tables: tables.feeds.poll_now(["extra"], now))
        await stage.application.poller.poll_all()
        stage.clock.advance(7 * 3600)
        await pass_time(stage, 0, 5, 121, 5, 600, 5)

        for roots in (stage.slack_roots(), stage.discord_roots()):
            assert len(roots) == 1
            assert "What came while nothing could be posted" in roots[0]
            assert "3 new events" in roots[0]
            assert "Late: these were too old" in roots[0]


async def test_trouble_is_told_once_in_its_place_and_never_among_news(tmp_path):
    """A feed that fails five times is told once with what to do, and that it can be read again; the news channels hear nothing of it."""
    ops = OpsSetting(platform="slack", workspace="T01", channel="C02")
    async with staged(NEWSROOM, tmp_path, ops=ops) as stage, FeedServer() as server:
        await reload_with(stage, Feed(id="extra", url=served(server, []), title="Extra Wire"))
        await poll_extra(stage)
        server.put("extra", b"", status=500)
        for _ in range(8):
            stage.clock.advance(600)
            await poll_extra(stage)
        failing = stage.slack_roots("C02")
        served(server, [])
        await poll_extra(stage)

        assert ["Feed “Extra Wire” failed 5 times in a row (http_5xx): check its address." in root for root in failing] == [True]
        assert ["can be read again" in root for root in stage.slack_roots("C02")] == [False, True]
        assert stage.slack_roots("C01") + stage.discord_roots() == []
        assert "Trouble is told to the operator" in await stage.ask_slack("health") or "Trouble is told in" in await stage.ask_slack(
            "health"
        )


async def test_the_first_word_in_a_channel(tmp_path):
    """Invited, the bot says once what it is, with the commands that the platform has; in Discord in the channel for newcomers."""
    async with staged(NEWSROOM, tmp_path, subscribed=False) as stage:
        await stage.discord.invite("911", "921")
        for _ in range(2):
            await stage.slack.event("member_joined_channel", user=stage.slack.space.bot_user, channel="C01")
        async with asyncio.timeout(10):
            while not (stage.slack_roots() and stage.discord_roots("921")):
                await stage.application.outbox.deliver_all()
                await asyncio.sleep(0.01)

        assert ["/deals subscribe openai-foxconn" in root for root in stage.slack_roots()] == [True]
        assert ["/deals-admin subscribe openai-foxconn" in root for root in stage.discord_roots("921")] == [True]
