"""A newsroom drawn from a seed, through feeds on loopback and both emulators: one alert per event, counts edited, commands that know it."""

import os
import random

import pytest

from tests.acceptance.newsroom_maker import make
from tests.acceptance.stage import staged

DRAWN = "drawn"
"""Every worker must collect the same names, so a random seed is drawn inside the test."""


@pytest.mark.parametrize("seed", [os.environ.get("SEED", "11"), DRAWN])
async def test_one_root_per_event_everywhere(seed, tmp_path):
    """Each event has one root message in each channel, its count is edited, and commands answer with what this run stored."""
    seed = random.SystemRandom().randrange(10_000) if seed == DRAWN else int(seed)
    print(f"SEED={seed}")
    newsroom, events = make(seed)

    async with staged(newsroom, tmp_path) as stage:
        await stage.play()

        for roots in (stage.slack_roots(), stage.discord_roots()):
            about = [[event.partner for event in events if any(title in root for title in event.titles)] for root in roots]
            assert sorted(partners[0] for partners in about if partners) == sorted(event.partner for event in events), about
            assert all(len(partners) == 1 for partners in about), roots
            for event in events:
                root = next(root for root in roots if any(title in root for title in event.titles))
                assert f"${event.value} billion" in root
                assert f"{event.power} GW" in root
                assert f"of {event.reports}" in root or f"{event.reports} independent" in root
        for event in events:
            told = await stage.ask_slack(f"facts {event.storyline}")
            assert f"${event.value} billion" in told
            assert told.split() == (await stage.ask_discord("facts", {"storyline": event.storyline})).split() or event.place in told
        latest = await stage.ask_slack("latest 10")
        assert all(any(title in latest for title in event.titles) for event in events), latest
        copy = next(item for item in newsroom.items if item.feed == "trade" and "/negative" not in item.url)
        assert "Joined a story" in await stage.ask_slack(f"why {copy.url}")
        assert "Did you mean latest" in await stage.ask_slack("lastest")
        assert stage.slack.space.mentions == 0
