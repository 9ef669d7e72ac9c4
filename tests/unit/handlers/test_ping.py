"""`ping` names one role for what is definitive, and nobody for anything else."""

import pytest

from bot.model.alert import Act
from bot.model.reading import Status
from bot.pipeline.absorb import absorb
from bot.pipeline.claimed import claim
from bot.pipeline.deliver import DeliveryRules
from tests.unit.handlers.conftest import NOW
from tests.unit.handlers.test_desk import words
from tests.unit.handlers.told import DENIAL, follow, report

ADMIN = {"admin": True}


@pytest.mark.parametrize(
    ("typed", "tenant", "taken"),
    [
        ("<!subteam^S0DEALS|@deals> for definitive", "slack:T1", True),
        ("S0DEALS99", "slack:T1", True),
        ("<@&123456789012345678> for definitive", "discord:9", True),
        ("123456789012345678", "discord:9", True),
        ("@everyone", "discord:9", False),
        ("@here for definitive", "discord:9", False),
        ("<!channel>", "slack:T1", False),
        ("<@U123>", "slack:T1", False),
        ("<@&123456789012345678>", "slack:T1", False),
        ("anybody", "console:local", False),
    ],
)
async def test_only_a_role_of_the_platform_is_taken(say, store, typed, tenant, taken):
    """Everybody, a person and another platform's role are refused in words; nothing is stored then."""
    card = await say(f"ping {typed}", tenant=tenant, **ADMIN)

    assert ("is pinged" in words(card)) == taken
    assert bool(await store.read(lambda t: t.audit.latest(tenant, 1))) == taken


async def test_off_and_undo(say):
    """It ends with `off`, and `undo` brings it back as it was."""
    await say("ping <!subteam^S0DEALS>", **ADMIN)
    assert "S0DEALS for definitive agreements" not in words(await say("settings", **ADMIN))
    await say("subscribe all", **ADMIN)
    assert "S0DEALS for definitive agreements" in words(await say("settings", **ADMIN))
    assert "Nobody is pinged" in words(await say("ping off", **ADMIN))
    await say("undo", **ADMIN)
    assert "S0DEALS for definitive agreements" in words(await say("settings", **ADMIN))


async def test_only_the_root_of_what_is_definitive_pings(say, store, catalogue, index):
    """The post of a definitive agreement carries the role, in this channel alone; that of a report carries none."""
    await follow(store, "slack:T1/C1", "slack:T1/C2")
    await say("ping <!subteam^S0DEALS>", **ADMIN)
    signed, denied = report("a", status=Status.DEFINITIVE), report("b", DENIAL, minutes=900)
    for one in (signed, denied):
        await store.write(lambda t, r=one: absorb(t, [r], now=r.entry.seen, catalogue=catalogue, index=index))

    found = []
    while jobs := (await store.write(claim("slack", owner="w", rules=DeliveryRules(), now=NOW.replace(month=4), limit=9)))[0]:
        found += [(job.destination.channel, job.delivery.card.chip, job.ping) for job in jobs if job.delivery.act is Act.POST]
        for job in jobs:
            await store.write(lambda t, j=job: t.deliveries.settle(j.delivery, "sent", now=NOW, message_ref="m"))

    pings = {(channel, chip.startswith("DEFINITIVE")): role for channel, chip, role in found}
    assert pings == {("C1", True): "S0DEALS", ("C1", False): "", ("C2", True): "", ("C2", False): ""}
