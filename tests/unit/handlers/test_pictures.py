"""`timeline` and `map` show the ledger, in words everywhere, as a picture where that can be private or is asked for."""

from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.model.drawing import Mark
from bot.model.reading import Status
from bot.pipeline.corrections import Corrections
from tests.unit.handlers.conftest import NOW
from tests.unit.handlers.test_desk import words
from tests.unit.handlers.told import DENIAL, events, follow, report, tell


@pytest.fixture
def drawn():
    return []


@pytest.fixture
async def desk(store, catalogue, index, make_desk, drawn):
    """A desk over two events, whose pictures are remembered as drawings."""

    async def draw(drawing):
        drawn.append(drawing)
        return b"PNG" + str(len(drawn)).encode()

    await follow(store, "slack:T1/C1")
    await tell(
        store,
        catalogue,
        index,
        report("alpha", value="USD 5e9"),
        report("beta", minutes=1, value="USD 7e9"),
        report("gamma", DENIAL, minutes=3_000, status=Status.DENIED),
    )
    later = ManualClock(NOW + timedelta(days=7))
    return make_desk(clock=later, corrections=Corrections(catalogue, later, index), draw=draw)


async def test_slack_answers_in_words_with_two_ways_to_the_picture(desk, drawn):
    """Slack cannot show a picture to one person in a channel: words first, then it goes where it is asked for."""
    reply = await desk("timeline openai-foxconn", whole=True)

    assert not drawn
    assert not reply.attachment
    text = words(reply.card)
    assert "2 Mar 2026 · announced · OpenAI and Foxconn to build server racks together (⚠ sources differ on value)" in text
    assert text.index("racks together") < text.index("4 Mar 2026 · denied")
    here, me = reply.card.buttons
    public = await desk("", name=here.command, arguments={"storyline": here.argument}, whole=True)
    private = await desk("", name=me.command, arguments={"storyline": me.argument}, whole=True)
    assert (public.private, public.attachment, public.attachment_name) == (False, b"PNG1", "dealwire-timeline-openai-foxconn.png")
    assert (private.private, private.attachment) == (True, b"PNG2")
    assert "racks together" in private.attachment_alt


async def test_elsewhere_the_picture_comes_with_the_words(desk, drawn):
    """Discord shows a picture to one person: it is attached at once, with its alternative text."""
    reply = await desk("timeline openai-foxconn", whole=True, tenant="discord:9")

    assert (reply.private, reply.attachment) == (True, b"PNG1")
    assert [row.mark for row in drawn[0].milestones] == [Mark.ANNOUNCED, Mark.ADVERSE]


async def test_an_alerts_button_names_its_event(desk, store):
    """`timeline` takes an event too, and shows its storyline's."""
    event = (await events(store))[0]

    assert "racks together" in words(await desk(f"timeline {event}"))
    assert "no storyline called" in words(await desk("timeline nosuch"))
    assert "nothing to draw" in words(await desk("timeline openai-amd"))


async def test_map_shows_the_newest_deals(desk, drawn):
    """Parties, figures and how firm each deal is, in words and as ties."""
    reply = await desk("map", whole=True, tenant="discord:9")

    assert "OpenAI – Foxconn: " in words(reply.card)
    (tie,) = drawn[0].ties
    assert (tie.one, tie.other) == ("OpenAI", "Foxconn")
    assert reply.attachment_name == "dealwire-map.png"
    here = (await desk("map")).buttons[0]
    assert not (await desk("", name="map", arguments={"picture": here.argument}, whole=True)).private


async def test_what_was_retracted_is_not_drawn(desk, store):
    """A workspace's picture shows what that workspace sees."""
    event = (await events(store))[0]
    await desk(f"retract {event} no", admin=True)

    assert "racks together" not in words(await desk("timeline openai-foxconn"))


async def test_without_a_painter_words_remain(store, catalogue, index, make_desk):
    """Where a picture cannot be drawn, its words are the answer, and it says so."""

    async def broken(_drawing):
        return b""

    await tell(store, catalogue, index, report("alpha"))
    reply = await make_desk(draw=broken)("timeline openai-foxconn", whole=True, tenant="discord:9")

    assert "could not be drawn" in words(reply.card)
    assert "racks together" in words(reply.card)
    assert not reply.attachment
