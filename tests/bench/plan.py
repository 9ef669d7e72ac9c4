"""What a larger bot needs, from measured costs: `python -m tests.bench.plan`. Two simulations back the riskiest numbers of docs/scaling.md."""

import heapq
import random
import sys

from bot.model.alert import Destination
from bot.model.delivery import Pace
from bot.pipeline.pace import Pacer


def polls(feeds: int, interval: float, capacity: float, *, jitter: float = 0.1, hours: float = 2.0, seed: int = 1) -> tuple[float, float]:
    """Return how late polls are (mean and 99th percentile, seconds) when all feeds were added in the first minute, and how it settles.

    `capacity` is polls a second of all workers together; each poll is due `interval` and up to a tenth after the last one.
    """
    chance = random.Random(seed)
    due = [chance.uniform(0, 60.0) for _ in range(feeds)]
    heapq.heapify(due)
    free_at, late, end = 0.0, [], hours * 3600
    while due[0] < end:
        wanted = heapq.heappop(due)
        free_at = max(free_at, wanted) + 1 / capacity
        if wanted > end / 2:
            late.append(free_at - wanted)
        heapq.heappush(due, free_at + interval * (1 + jitter * chance.random()))
    late.sort()
    return sum(late) / len(late), late[int(0.99 * len(late))]


def fan_out(channels: int, pace: Pace, *, channels_a_workspace: int = 2) -> float:
    """Return the seconds until one alert has begun to go to all channels at a platform's own pace, by the buckets that the outbox uses."""
    pacer, at = Pacer(pace, 0.0), 0.0
    for number in range(channels):
        workspace = str(number // channels_a_workspace)
        place = Destination(id=str(number), tenant=workspace, platform="discord", workspace=workspace, channel=str(number))
        at += pacer.wait(place, at)
        pacer.take(place, at)
    return at


def main() -> None:
    """Print both."""
    feeds = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    for share in (1.1, 1.3, 2.0):
        mean, worst = polls(feeds, 600.0, share * feeds / 630.0)
        print(
            f"{feeds:,} feeds every 10 minutes, capacity {share:.1f} × the need: late by {mean:.1f} s on average, {worst:.1f} s at the 99th percentile"
        )
    for count in (1_000, 10_000, 100_000):
        seconds = fan_out(count, Pace(per_destination=1.0, per_workspace=50.0, per_platform=50.0))
        print(f"one alert to {count:,} Discord channels by one bot token: {seconds:,.0f} s")


if __name__ == "__main__":
    main()
