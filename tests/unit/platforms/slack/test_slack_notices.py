"""What Slack tells of the app itself reaches the desk once."""

import asyncio

import pytest

from bot.ports import Notice, NoticeKind


async def told(desk, count: int = 1) -> list[Notice]:
    """Wait for notices; a moment longer for one too many."""
    async with asyncio.timeout(3):
        while len(desk.notices) < count:  # noqa: ASYNC110  notices come over a real socket
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    return desk.notices


@pytest.mark.parametrize(
    ("event", "fields", "kind", "channel"),
    [
        ("member_joined_channel", {"user": "U0BOT", "channel": "C02", "team": "T01"}, NoticeKind.INVITED, "C02"),
        ("channel_left", {"channel": "C02"}, NoticeKind.REMOVED, "C02"),
        ("group_left", {"channel": "C02"}, NoticeKind.REMOVED, "C02"),
        ("channel_deleted", {"channel": "C02"}, NoticeKind.REMOVED, "C02"),
        ("channel_unarchive", {"channel": "C02", "user": "U1"}, NoticeKind.RESTORED, "C02"),
        ("group_unarchive", {"channel": {"id": "C02", "name": "news"}}, NoticeKind.RESTORED, "C02"),
        ("app_uninstalled", {}, NoticeKind.UNINSTALLED, ""),
        ("tokens_revoked", {"tokens": {"bot": ["U0BOT"]}}, NoticeKind.UNINSTALLED, ""),
    ],
)
async def test_an_event_becomes_a_notice(platform, slack, desk, event, fields, kind, channel) -> None:
    """Each event of the manifest is told in neutral words."""
    await slack.event(event, **fields)

    assert await told(desk) == [Notice(kind=kind, platform="slack", workspace="T01", channel=channel)]


@pytest.mark.parametrize(
    ("event", "fields"),
    [
        ("member_joined_channel", {"user": "U1", "channel": "C02"}),
        ("tokens_revoked", {"tokens": {"oauth": ["U1"]}}),
        ("message", {"channel": "C02", "subtype": "bot_message", "text": "hello"}),
        ("an_event_of_next_year", {"x": 1}),
    ],
)
async def test_what_concerns_others_is_acknowledged_and_ignored(platform, slack, desk, event, fields) -> None:
    """Another member's joining, another token's end and events that nobody asked for are nobody's news, and are not sent again."""
    exchange = await slack.event(event, **fields)
    await slack.event("app_uninstalled")

    assert not exchange.timed_out
    assert [notice.kind for notice in await told(desk)] == [NoticeKind.UNINSTALLED]


async def test_a_repeated_event_is_told_once(platform, slack, desk) -> None:
    """Slack repeats an event at once, after one and after five minutes: its id is remembered."""
    for retry in range(4):
        await slack.event("channel_left", event_id="Ev77", retry=retry, channel="C02")

    assert len(await told(desk)) == 1
