"""A workspace corrects what it sees, in every channel of its own, with a reason and a way back; no other workspace sees a change."""

from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.model.alert import Act
from bot.model.delivery import DeliveryState
from bot.pipeline.corrections import Corrections
from tests.unit.handlers.conftest import NOW
from tests.unit.handlers.test_desk import words
from tests.unit.handlers.told import DENIAL, arrive, events, follow, messages, report, tell

ADMIN = {"admin": True}


@pytest.fixture
async def told(store, catalogue, index, make_desk):
    """Two events, three channels of two workspaces, and a desk a week later."""
    later = ManualClock(NOW + timedelta(days=7))
    say = make_desk(clock=later, corrections=Corrections(catalogue, later, index))
    await follow(store, "slack:T1/C1", "slack:T1/C2", "slack:T2/C9")
    await tell(
        store,
        catalogue,
        index,
        report("alpha", value="USD 5e9"),
        report("beta", minutes=1, value="USD 7e9"),
        report("gamma", DENIAL, minutes=600, host="spam.example", value="USD 9e9"),
    )
    say.events = await events(store)
    assert len(say.events) == 2
    return say


async def others(store):
    return await messages(store, "slack:T2", "C9")


async def test_retract_strikes_through_everywhere_here_and_nowhere_else(told, store):
    """Every channel of the workspace shows the reason; the other workspace's message stays as it was."""
    before = await others(store)
    card = await told(f"retract {told.events[0]} they never signed", **ADMIN)
    sent = await arrive(store)

    assert "Retracted: OpenAI and Foxconn to build server racks together" in words(card)
    assert sum(row.act is Act.RETRACT for row in sent) == 2
    assert {row.tenant for row in sent} == {"slack:T1"}
    for channel in ("C1", "C2"):
        struck = [one for one in await messages(store, channel=channel) if one.struck]
        assert len(struck) == 1
        assert "Retracted: they never signed" in words(struck[0])
    assert await others(store) == before
    assert "racks together" not in words(await told("latest"))
    assert "racks together" in words(await told("latest", tenant="slack:T2"))
    assert "$5 billion" not in words(await told("facts openai-foxconn"))
    assert "retracted here, by Ann: they never signed" in words(await told("why https://alpha.example/alpha"))
    assert "Alerted" in words(await told("why https://alpha.example/alpha", tenant="slack:T2", channel="C9"))


async def test_retract_is_taken_back_and_can_be_repeated(told, store):
    """`undo` lets the event stand again, undone twice it is struck through again; audit names who and why."""
    await told(f"retract {told.events[0]} wrong", **ADMIN)
    await arrive(store)
    assert "already" in words(await told(f"retract {told.events[0]}", **ADMIN))

    await told("undo", **ADMIN)
    assert Act.RETRACT not in {row.act for row in await arrive(store)}
    assert not any(one.struck for one in await messages(store))
    await told("undo", **ADMIN)
    await arrive(store)
    assert sum(one.struck for one in await messages(store)) == 1
    text = words(await told("audit", **ADMIN))
    assert f"Ann · retract {told.events[0]} “OpenAI and Foxconn to build server racks together”: wrong" in text


async def test_what_was_retracted_stays_so_when_more_is_reported(told, store, catalogue, index):
    """A later report of a retracted event edits nobody's message here; the other workspace's count grows."""
    await told(f"retract {told.events[0]} no", **ADMIN)
    await arrive(store)
    await tell(store, catalogue, index, report("delta", minutes=5))

    assert sum(one.struck for one in await messages(store)) == 1
    assert "of 3" in words(next(one for one in await others(store) if "racks" in one.title))


async def test_merge_tells_two_as_one_here(told, store):
    """The first is struck through and names the second, which counts the reports of both; undo parts them."""
    first, second = told.events
    before = await others(store)
    card = await told(f"merge {second} {first}", **ADMIN)
    await arrive(store)

    shown = await messages(store)
    assert "Told as one: OpenAI and Foxconn" in words(card)
    assert "told as “OpenAI and Foxconn to build server racks together”" in words(next(one for one in shown if one.struck))
    assert "2 independent sources of 3" in words(next(one for one in shown if not one.struck))
    assert await others(store) == before
    await told("undo", **ADMIN)
    await arrive(store)
    assert "of 2" in words(next(one for one in await messages(store) if "racks" in one.title))
    for line in (f"merge {first} {first}", f"merge {first} s9999999", "merge x y"):
        assert "othing was changed" in words(await told(line, **ADMIN)) or "know no event" in words(await told(line, **ADMIN))


async def test_split_is_for_whoever_alone_sees_the_event(told, store):
    """Where another workspace sees the event too, splitting is refused in words that say what can be done."""
    card = await told(f"split {told.events[0]} 2", **ADMIN)

    assert "Other workspaces see this event too" in words(card)
    assert "sources mute" in words(card)
    assert len(await events(store)) == 2


async def test_split_by_number_and_address(store, catalogue, index, make_desk):
    """Alone in the installation, a workspace moves a report into an event of its own, told as such; undo merges it again."""
    later = ManualClock(NOW + timedelta(hours=2))
    say = make_desk(clock=later, corrections=Corrections(catalogue, later, index))
    await follow(store, "slack:T1/C1")
    await tell(store, catalogue, index, report("alpha"), report("beta", minutes=1))
    (event,) = await events(store)

    assert "has no report “7”" in words(await say(f"split {event} 7", **ADMIN))
    card = await say(f"split {event} https://beta.example/beta not the same", **ADMIN)
    await arrive(store)

    assert "Told apart" in words(card)
    assert len(await events(store)) == 2
    assert len(await messages(store)) == 2
    await say("undo", **ADMIN)
    await arrive(store)
    assert sum(one.struck for one in await messages(store)) == 1


async def test_a_dismissed_claim_counts_for_nothing_here(told, store):
    """The ledger and the message follow, the list shows it struck through, and it can be taken back; the other workspace keeps it."""
    event = told.events[0]
    listing = words(await told(f"claim dismiss {event}", **ADMIN))
    assert "1. Value: $5 billion — alpha.example" in listing
    assert "2. Value: $7 billion — beta.example" in listing

    card = await told(f"claim dismiss {event} 1 not theirs", **ADMIN)
    await arrive(store)
    assert "Dismissed: Value: $5 billion" in words(card)
    assert "$5 billion" not in words(await told("facts foxconn"))
    assert "$5 billion" in words(await told("facts foxconn", tenant="slack:T2"))
    assert "(dismissed here)" in words(await told(f"claim dismiss {event}", **ADMIN))
    assert "$5" not in words((await messages(store))[0])
    assert "$5" in words((await others(store))[0])
    await told("undo", **ADMIN)
    assert "$5 billion" in words(await told("facts foxconn"))
    assert "no claim 99" in words(await told(f"claim dismiss {event} 99", **ADMIN))


async def test_a_muted_publisher_counts_for_nothing_here(told, store, catalogue, index):
    """What only it carries is struck through, nothing new of it is told, `why` says so; others hear it as before."""
    card = await told("sources mute https://www.spam.example/x lies", **ADMIN)
    await arrive(store)
    await tell(
        store,
        catalogue,
        index,
        report("eta", ("OpenAI buys a Foxconn campus in Ohio", "The price was not told."), minutes=9_000, host="news.spam.example"),
    )

    assert "spam.example counts for nothing" in words(card)
    assert [one.title for one in await messages(store) if one.struck] == [DENIAL[0]]
    assert not any("campus" in one.title for one in await messages(store))
    assert any("campus" in one.title for one in await others(store))
    assert "campus" not in words(await told("latest"))
    text = words(await told("why https://spam.example/gamma"))
    assert "muted spam.example, by Ann (lies)" in text
    assert text.startswith("Muted")
    assert "spam.example · Ann: lies" in words(await told("sources list", **ADMIN))
    await told("undo", **ADMIN)
    await arrive(store)
    assert not any(one.struck for one in await messages(store))


async def test_the_first_other_report_of_a_muted_ones_event_is_told(told, store, catalogue, index):
    """An event that only a muted publisher had is told here when another one reports it."""
    campus = ("OpenAI buys a Foxconn campus in Ohio", "The campus near Lordstown changes hands; the price was not told.")
    await told("sources mute spam.example", **ADMIN)
    await tell(store, catalogue, index, report("eta", campus, minutes=9_000, host="spam.example"))
    assert not any("campus" in one.title for one in await messages(store))

    await tell(store, catalogue, index, report("theta", campus, minutes=9_003))

    (shown,) = [one for one in await messages(store) if "campus" in one.title]
    assert "1 source" in words(shown)
    assert "theta.example" in words(shown)


@pytest.mark.parametrize(
    "line",
    [
        "retract s9999999", "retract @everyone", "restore s9999999", "restore {0}", "merge {0} {0}", "split {0} 🙂", "claim dismiss s9999999", "claim restore {0} 1",
        "claim restore {0} zz", "sources mute nonsense", "sources mute <!channel>", "sources unmute spam.example", "retract \u202e{0}", "split {0} 999999999999",
    ],
)  # fmt: skip
async def test_what_is_not_understood_changes_nothing(told, store, line):
    """A wrong name, number or host is answered with what to do, and nothing changes anywhere."""
    card = await told(line.format(*told.events), **ADMIN)

    assert "log has the reason" not in words(card)
    assert await arrive(store) == []
    assert await store.read(lambda t: t.audit.latest("slack:T1", 5)) == ()


async def test_another_workspaces_decisions_are_unknown_here(told, store):
    """What one workspace retracts another can retract too; neither undo touches the other's."""
    await told(f"retract {told.events[0]} mine", **ADMIN)
    await told(f"retract {told.events[0]} theirs", tenant="slack:T2", channel="C9", **ADMIN)
    await told("undo", **ADMIN)
    await arrive(store)

    assert not any(one.struck for one in await messages(store))
    assert any(one.struck for one in await others(store))
    assert "theirs" not in words(await told("audit", **ADMIN))
    pending = await store.read(lambda t: t.deliveries.counts(["slack:T1"]))
    assert set(pending) == {("slack", DeliveryState.SENT.value), ("slack", DeliveryState.SUPERSEDED.value)} or set(pending) == {
        ("slack", "sent")
    }
