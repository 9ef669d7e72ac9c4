"""*Not useful*: a reader's answer is a vote, an admin's acts and can be taken back."""

import pytest

from bot.model.reading import Status
from tests.unit.handlers.test_corrections import ADMIN, told  # noqa: F401  the fixture
from tests.unit.handlers.test_desk import words
from tests.unit.handlers.told import arrive, messages


async def test_it_asks_why_with_four_buttons(told):  # noqa: F811
    """Whoever presses is asked what is wrong; the buttons carry the event, in the one argument that every platform hands over."""
    card = await told(f"feedback {told.events[0]}")

    assert "What is wrong with “OpenAI and Foxconn" in card.title
    assert "a vote that the admins here see" in words(card)
    assert [(b.label, b.command, b.argument) for b in card.buttons] == [
        ("Not a deal", "feedback", f"{told.events[0]} not-a-deal"),
        ("Wrong storyline", "feedback", f"{told.events[0]} wrong-storyline"),
        ("Already known", "feedback", f"{told.events[0]} already-known"),
        ("Too minor", "feedback", f"{told.events[0]} too-minor"),
    ]
    assert "strike it through" in words(await told(f"feedback {told.events[0]}", **ADMIN))


async def press(told, argument, **how):  # noqa: F811
    """Press a button as platforms do: the whole argument in the first option."""
    return await told("", name="feedback", arguments={"event": argument}, **how)


async def test_a_readers_answer_is_a_vote(told, store):  # noqa: F811
    """Votes change nothing, one for each reader, and the admins see them counted with reasons; other workspaces do not."""
    for user, why in (("U1", "too-minor"), ("U2", "not-a-deal"), ("U2", "too-minor")):
        card = await press(told, f"{told.events[0]} {why}", user=user)
    await press(told, f"{told.events[1]} already-known", user="U3")

    assert "Noted: too minor" in words(card)
    assert "2 readers" in words(card)
    text = words(await told("votes", **ADMIN))
    assert "2 votes: too minor (2)" in text
    assert text.index("racks together") < text.index("Foxconn denies")
    assert "No reader" in words(await told("votes", tenant="slack:T2", **ADMIN))
    assert await arrive(store) == []
    assert "Only admins" in words(await told("votes"))


@pytest.mark.parametrize("why", ["not-a-deal", "wrong-storyline", "already-known"])
async def test_an_admins_answer_strikes_it_through(told, store, why):  # noqa: F811
    """It says what changed, changes every channel of the workspace, stands in the audit log, and `undo` takes it back."""
    card = await press(told, f"{told.events[0]} {why}", **ADMIN)
    await arrive(store)

    assert f"Reason: {why.replace('-', ' ')}" in words(card)
    assert "undo" in words(card)
    assert sum(one.struck for one in await messages(store)) == 1
    assert why.replace("-", " ") in words(await told("audit", **ADMIN))
    await told("undo", **ADMIN)
    await arrive(store)
    assert not any(one.struck for one in await messages(store))


async def test_too_minor_raises_what_the_channel_asks_for(told, store):  # noqa: F811
    """An admin's “too minor” sets the channel's lowest status above the event's, echoes the whole state, and is undone exactly."""

    async def lowest():
        return {s.min_status for s in await store.read(lambda t: t.places.subscriptions("slack:T1"))}

    card = await press(told, f"{told.events[0]} too-minor", **ADMIN)

    assert "Exactly this holds now" in words(card)
    assert "letter of intent and above" in words(card)
    assert await lowest() == {Status.RUMOUR, Status.LETTER}
    await told("undo", **ADMIN)
    assert await lowest() == {Status.RUMOUR}


@pytest.mark.parametrize("argument", ["s9999999", "", "{0} nonsense", "@everyone", "🙂 not-a-deal"])
async def test_odd_presses_change_nothing(told, store, argument):  # noqa: F811
    """An unknown event or answer is a sentence or the question again."""
    card = await press(told, argument.format(*told.events), **ADMIN)

    assert "log has the reason" not in words(card)
    assert await arrive(store) == []
