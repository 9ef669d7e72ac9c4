"""Pace and breaker: how fast, and when not at all."""

import heapq
import random

import pytest

from bot.model.alert import Destination
from bot.model.delivery import Pace, Reach
from bot.pipeline.breaker import Breaker, BreakerState
from bot.pipeline.pace import Pacer

PACE = Pace(per_destination=1.0, per_workspace=4.0, per_platform=50.0, burst=1.0)


def place(channel: str, workspace: str = "T1") -> Destination:
    return Destination(id=f"d-{workspace}-{channel}", tenant=f"slack:{workspace}", platform="slack", workspace=workspace, channel=channel)


def test_one_channel_gets_one_a_second():
    """A channel's second message waits for its second; another channel's does not."""
    pacer = Pacer(PACE, 100.0)

    pacer.take(place("a"), 100.0)

    assert pacer.wait(place("a"), 100.25) == pytest.approx(0.75)
    assert pacer.wait(place("b"), 100.25) == 0
    assert pacer.wait(place("a"), 101.0) == 0


def test_a_workspace_is_paced_as_a_whole():
    """More than a second's worth of one workspace waits, another workspace does not."""
    pacer = Pacer(PACE, 0.0)

    for channel in "abcd":
        pacer.take(place(channel), 0.0)

    assert pacer.wait(place("e"), 0.0) == pytest.approx(0.25)
    assert pacer.wait(place("e", "T2"), 0.0) == 0


@pytest.mark.parametrize(
    ("reach", "same", "sibling", "stranger"),
    [(Reach.DESTINATION, 30, 0, 0), (Reach.WORKSPACE, 30, 30, 0), (Reach.PLATFORM, 30, 30, 30)],
)
def test_a_pause_reaches_as_far_as_it_says(reach, same, sibling, stranger):
    """Retry-After stops its channel, its workspace or the whole platform, and nobody else."""
    pacer = Pacer(PACE, 0.0)

    pacer.pause(reach, place("a"), 30.0)

    assert pacer.wait(place("a"), 0.0) == same
    assert pacer.wait(place("b"), 0.0) == sibling
    assert pacer.wait(place("c", "T2"), 0.0) == stranger
    assert pacer.wait(place("a"), 30.0) == 0


def test_no_stretch_of_a_second_has_more_than_a_seconds_worth():
    """However late answers come and however much waited, a server that counts any second sees no more than it allows, and little less."""
    pace = Pace(per_destination=1e6, per_workspace=50.0, per_platform=50.0, burst=1e6, crowd=10.0, seconds=1.0)
    pacer, chance, at, arrived, flying = Pacer(pace, 0.0), random.Random(7), 0.0, [], []
    while len(arrived) < 1_000:
        while flying and flying[0] <= at:
            pacer.done(place("a"), heapq.heappop(flying))
        wait = pacer.wait(place("a"), at)
        if wait <= 0:
            pacer.take(place("a"), at)
            answered = at + chance.uniform(0.002, 0.08)
            arrived.append(chance.uniform(at, answered))
            heapq.heappush(flying, answered)
        else:
            at += min(wait, flying[0] - at) if flying else wait
    arrived.sort()

    assert all(later - earlier > 1.0 for earlier, later in zip(arrived, arrived[50:], strict=False))
    assert len(arrived) / arrived[-1] > 0.93 * 50


def test_who_is_sent_away_comes_back_when_there_is_room():
    """Of 700 that find a workspace's minute used up, each comes back in its order, when it can be sent: rooms are free as they were used."""
    pace = Pace(per_destination=1e6, per_workspace=5.0, per_platform=50.0, burst=1e6, crowd=200.0, seconds=60.0)
    pacer, at, used = Pacer(pace, 0.0), 0.0, []
    while len(used) < 300:
        at += pacer.wait(place("a"), at)
        pacer.take(place("a"), at)
        pacer.done(place("a"), at)
        used.append(at)

    back = [at + pacer.line_up(place("a"), at) for _ in range(700)]

    assert back == sorted(back)
    assert back[:300] == pytest.approx([moment + 60 for moment in used])
    assert back[300:600] == pytest.approx([moment + 120 for moment in used])
    for moment in back:
        assert pacer.wait(place("a"), moment) <= 0.05
        pacer.take(place("a"), moment)
        pacer.done(place("a"), moment)


def test_after_a_pause_they_come_back_one_by_one():
    """Who was sent away while a workspace had to be quiet does not come back all at once."""
    pacer = Pacer(PACE, 0.0)
    pacer.pause(Reach.WORKSPACE, place("a"), 30.0)

    back = [pacer.line_up(place(str(number)), 0.0) for number in range(8)]

    assert back == pytest.approx([30, 30, 30, 30, 30.25, 30.5, 30.75, 31])


def test_a_shorter_pause_does_not_end_a_longer_one():
    """Of two waits the longer holds."""
    pacer = Pacer(PACE, 0.0)

    pacer.pause(Reach.DESTINATION, place("a"), 30.0)
    pacer.pause(Reach.DESTINATION, place("a"), 5.0)

    assert pacer.wait(place("a"), 10.0) == 20


def test_full_buckets_are_forgotten():
    """Channels that were quiet for a while cost no memory."""
    pacer = Pacer(PACE, 0.0)
    for number in range(1000):
        pacer.take(place(str(number), f"T{number}"), 0.0)
        pacer.done(place(str(number), f"T{number}"), 0.1)

    pacer.take(place("last"), 120.0)

    assert len(pacer._destinations) == len(pacer._workspaces) == 1


def fail(breaker: Breaker, channels: str, at: float = 0.0) -> None:
    for channel in channels:
        breaker.failure(channel, at)


def test_five_failures_over_three_channels_open_it():
    """A platform that fails everywhere is left alone."""
    breaker = Breaker()

    fail(breaker, "abcab")

    assert breaker.state is BreakerState.OPEN
    assert breaker.allowance(1.0) == 0


@pytest.mark.parametrize("channels", ["aaaaaaaa", "ababab", "abca"])
def test_one_bad_channel_opens_nothing(channels):
    """Failures of one or two channels, or too few of them, are those channels' own."""
    breaker = Breaker()

    fail(breaker, channels)

    assert breaker.allowance(0.0) is None


def test_failures_that_are_long_ago_do_not_count():
    """Only half a minute is remembered."""
    breaker = Breaker()

    fail(breaker, "abca")
    fail(breaker, "b", at=31.0)

    assert breaker.state is BreakerState.CLOSED


def test_one_probe_closes_it_or_opens_it_for_longer():
    """After its rest one send goes out; its answer decides for all."""
    breaker = Breaker()
    fail(breaker, "abcab")
    assert breaker.allowance(15.0) == 1

    breaker.begin("a", 15.0)
    assert breaker.allowance(15.0) == 0
    breaker.failure("a", 16.0)
    assert (breaker.allowance(45.0), breaker.allowance(46.0)) == (0, 1)
    breaker.begin("b", 46.0)
    breaker.success("b")

    assert breaker.allowance(46.0) is None


def test_a_straggler_does_not_close_it():
    """A send from before it opened that ends well now says nothing of now."""
    breaker = Breaker()
    fail(breaker, "abcab")

    breaker.success("z")

    assert breaker.state is BreakerState.OPEN


def test_a_probe_that_never_reports_is_followed_by_another():
    """A lost probe does not close a platform for ever."""
    breaker = Breaker()
    fail(breaker, "abcab")

    breaker.begin("a", 15.0)

    assert breaker.allowance(46.0) == 1


def test_a_platform_that_asks_for_quiet_gets_it():
    """A ban that names its end opens the breaker until then."""
    breaker = Breaker()

    breaker.rest(600.0)

    assert (breaker.allowance(599.0), breaker.allowance(600.0)) == (0, 1)
