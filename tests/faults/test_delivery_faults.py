"""Faults 7 to 14: what comes back from a platform is wrong, late or a wait. Real clients, emulated platforms, a real database."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.model.delivery import Reach, RetryLater, SendResult, Sent, Uncertain
from bot.pipeline.deliver import DeliveryRules
from tests.faults.guards import guarded
from tests.faults.wires import DISCORD, SLACK, SLACK_TOO, Twisted, Wires, wired

MESSAGES = r"/channels/\d+/messages"


@pytest.fixture
async def wires() -> AsyncIterator[Wires]:
    async with wired() as stage:
        yield stage


def blind(result: SendResult) -> SendResult:
    """Take every doubt for a failure."""
    return RetryLater(reason=result.reason) if isinstance(result, Uncertain) else result


def hasty(result: SendResult) -> SendResult:
    """Wait for nobody."""
    return replace(result, after=0.0, reach=Reach.DESTINATION) if isinstance(result, RetryLater) else result


def narrow(result: SendResult) -> SendResult:
    """Take every wait for the channel's own."""
    return replace(result, reach=Reach.DESTINATION) if isinstance(result, RetryLater) else result


def credulous(result: SendResult) -> SendResult:
    """Take every answer for a yes."""
    return Sent(ref="?") if isinstance(result, Uncertain) else result


async def test_f07_reset_after_the_request(wires: Wires):
    """A connection that ends before the answer is a doubt, not a failure: the message stands once. Guard: doubts are looked up."""
    row = await wires.queue(1, SLACK)
    wires.slack.inject("chat.postMessage", "reset_after")
    slack = wires.platforms["slack"]
    outbox = wires.outbox(slack=guarded("7", slack, Twisted(slack, blind)))

    await wires.run(outbox, 60)

    assert wires.posts(SLACK) == [row.id]
    assert await wires.state(row) == "sent"


async def test_f08_the_answer_comes_too_late():
    """A call that outlives its bound is a doubt, and repeating it under the same nonce posts nothing new. Guard: the nonce."""
    async with wired(nonce_window=guarded("8", 300.0, 0.0)) as wires:
        row = await wires.queue(1, DISCORD)
        wires.discord.inject("POST", MESSAGES, "slow after", seconds=2)

        await wires.run(wires.outbox(), 30)

        assert len(wires.posts(DISCORD)) == 1
        assert await wires.state(row) == "sent"


async def test_f09_five_times_500():
    """Five failures of the server, one of them slow, then success: one message, and no call outlives its bound. Guard: that bound."""
    async with wired(bound=guarded("9", 1.0, 60.0)) as wires:
        row = await wires.queue(1, SLACK)
        wires.slack.inject("chat.postMessage", "slow", value=5)
        wires.slack.inject("chat.postMessage", "status", times=4, value=500)
        outbox = wires.outbox(rules=DeliveryRules(send_limit=guarded("9", 1.5, 90.0), lease=200.0))
        slowest = 0.0

        while await wires.state(row) != "sent" and wires.calls(SLACK) < 20:
            begun = time.monotonic()
            await outbox.deliver_all()
            slowest = max(slowest, time.monotonic() - begun)
            wires.clock.advance(20)

        assert wires.posts(SLACK) == [row.id]
        assert wires.calls(SLACK) == 6
        assert slowest < 4


@pytest.mark.parametrize("place", [SLACK, DISCORD], ids=["slack", "discord"])
async def test_f10_a_page_of_html_with_200(wires: Wires, place):
    """A 200 without the message's id is no success: the message is sent after all. Guard: a result needs an id."""
    row = await wires.queue(1, place)
    if place is SLACK:
        wires.slack.inject("chat.postMessage", "html")
    else:
        wires.discord.inject("POST", MESSAGES, "html")
    plain = wires.platforms[place.platform]
    outbox = wires.outbox(**{place.platform: guarded("10", plain, Twisted(plain, credulous))})

    await wires.run(outbox, 60)

    assert len(wires.posts(place)) == 1
    assert await wires.state(row) == "sent"


async def test_f11_a_wait_of_thirty_seconds(wires: Wires):
    """429 with Retry-After 30: nothing to that channel for 30 s, and the others go on. Guard: the pause of the channel's bucket."""
    rows = [await wires.queue(number, SLACK) for number in range(3)]
    other = await wires.queue(9, SLACK_TOO)
    wires.slack.inject("chat.postMessage", "ratelimited", value=30)
    slack = wires.platforms["slack"]
    outbox = wires.outbox(slack=guarded("11", slack, Twisted(slack, hasty)))

    await wires.run(outbox, 25, step=2.5)
    asked = [r.at for r in wires.slack.space.requests if r.method == "chat.postMessage"]
    limited = wires.calls(SLACK) + wires.calls(SLACK_TOO)

    assert limited == 2, asked
    assert sorted([await wires.state(other), *[await wires.state(row) for row in rows]]).count("sent") == 1
    await wires.run(outbox, 30, step=2.5)
    assert {await wires.state(row) for row in [*rows, other]} == {"sent"}


@pytest.mark.parametrize("value", [None, "abc", "-5", "nan", "1000000000"])
async def test_f12_a_wait_that_is_no_wait(wires: Wires, value):
    """429 without Retry-After, or with nonsense: a bounded wait, no crash. Guard: waits are bounded."""
    row = await wires.queue(1, SLACK)
    wires.slack.inject("chat.postMessage", "ratelimited", value=value)
    slack = wires.platforms["slack"]

    def huge(result: SendResult) -> SendResult:
        return replace(result, after=1e9) if isinstance(result, RetryLater) else result

    outbox = wires.outbox(
        slack=guarded("12", slack, Twisted(slack, huge)), rules=guarded("12", DeliveryRules(), DeliveryRules(longest_wait=1e10))
    )

    await wires.run(outbox, 4000, step=100)

    assert await wires.state(row) == "sent"
    assert wires.calls(SLACK) == 2


async def test_f13_a_global_wait_of_discord(wires: Wires):
    """A global 429 stops every Discord channel for its time; Slack does not notice. Guard: the reach of a wait."""
    places = wires.discord_channels(6)
    first = await wires.queue(0, places[0])
    wires.discord.inject("POST", MESSAGES, "429", retry_after=45.0, everywhere=True)
    discord = wires.platforms["discord"]
    outbox = wires.outbox(discord=guarded("13", discord, Twisted(discord, narrow)))

    await outbox.deliver_all()
    rows = [await wires.queue(number, place) for number, place in enumerate(places[1:], 1)]
    slack = await wires.queue(9, SLACK)
    await wires.run(outbox, 30)

    assert sum(wires.calls(place) for place in places) == 1
    assert await wires.state(slack) == "sent"
    await wires.run(outbox, 60)
    assert {await wires.state(row) for row in [first, *rows]} == {"sent"}


async def test_f14_cloudflare_bars_the_machine(wires: Wires):
    """A 429 in HTML is Cloudflare's: nothing goes to Discord before its Retry-After is over, then one probe. Guard: the breaker."""
    places = wires.discord_channels(6)
    await wires.queue(0, places[0])
    wires.discord.inject("POST", MESSAGES, "429", retry_after=120, html=True, via=False)
    discord = wires.platforms["discord"]
    outbox = wires.outbox(discord=guarded("14", discord, Twisted(discord, narrow)))

    await outbox.deliver_all()
    rows = [await wires.queue(number, place) for number, place in enumerate(places[1:], 1)]
    await wires.run(outbox, 110)
    assert sum(wires.calls(place) for place in places) == 1
    await wires.run(outbox, 60)

    assert {await wires.state(row) for row in rows} == {"sent"}
