"""Pictures are drawn elsewhere: the same input gives the same bytes, fit for a phone, whatever the words are."""

import asyncio
import struct
import sys
import time

import pytest

from bot.model.drawing import DealMap, Mark, Milestone, Tie, Timeline, words_of
from bot.pictures.painter import Painter

TIMELINE = Timeline(
    title="Quill AI × Harrow Works",
    milestones=(
        Milestone(when="2 Mar 2031", status="reported", what="Quill AI is said to talk with Harrow Works about racks", mark=Mark.TENTATIVE),
        Milestone(
            when="4 Mar 2031",
            status="announced",
            what="Quill AI and Harrow Works to build server racks together at plants in Ohio and Texas, with an option to buy more of them later",
            mark=Mark.ANNOUNCED,
            disputed="sources differ on value",
        ),
        Milestone(when="9 Mar 2031", status="delayed", what="Harrow Works puts the racks off by a quarter", mark=Mark.ADVERSE),
        Milestone(when="1 Apr 2031", status="definitive agreement", what="Both sign for $5 billion", mark=Mark.FIRM),
        Milestone(when="the second half of 2032", status="expected", what="“first racks in the second half of 2032”", mark=Mark.EXPECTED),
    ),
    footer="dealwire · 4 events",
)
MAP = DealMap(
    title="Who deals with whom",
    ties=(
        Tie(one="Quill AI", other="Harrow Works", label="$38 billion", weight=1.0, mark=Mark.FIRM),
        Tie(one="Quill AI", other="Osprey", label="up to 6 GW", weight=0.8, mark=Mark.TENTATIVE),
        Tie(one="Quill AI", other="Tern Chips", label="", weight=0.0, mark=Mark.ADVERSE),
        Tie(one="Osprey", other="Tern Chips", label="$1.5 billion", weight=0.2, mark=Mark.ANNOUNCED),
    ),
    footer="dealwire",
)
ODD = Timeline(title="$x$ \\frac 輝達 🙂 \u202e", milestones=(Milestone(when="", status="", what="$\\bad{ 台積電 " * 60, mark=Mark.FIRM),))


@pytest.fixture
async def painter():
    made = Painter()
    yield made
    await made.close()


def size(picture):
    """Return a PNG's width and height."""
    return struct.unpack(">II", picture[16:24])


@pytest.mark.parametrize("drawing", [TIMELINE, MAP, ODD, DealMap(title="none", ties=())], ids=["timeline", "map", "odd", "empty"])
async def test_same_input_same_bytes(painter, drawing):
    """One drawing gives the same opaque PNG, 1080 pixels wide, in every process; any words can be drawn."""
    other = Painter()
    first, second = await painter.draw(drawing), await other.draw(drawing)
    await other.close()

    assert first == second
    assert first.startswith(b"\x89PNG")
    assert size(first)[0] == 1080
    assert len(first) < 500_000


async def test_a_picture_takes_less_than_two_seconds_of_work(painter):
    """Once the process runs, a picture is there within two seconds on a machine that has nothing else to do."""
    await painter.draw(MAP)
    fastest = 9.0
    for _ in range(3):
        began = time.monotonic()
        await painter.draw(TIMELINE)
        fastest = min(fastest, time.monotonic() - began)

    assert fastest < 2.0


async def test_a_killed_process_is_replaced(painter):
    """The picture that was being drawn when the process died is missing, the next one is there."""
    whole = await painter.draw(MAP)
    painter._process.kill()
    await painter._process.wait()

    assert await painter.draw(MAP) == whole


async def test_the_parent_never_imports_matplotlib():
    """Whoever asks for pictures pays neither its memory nor its start."""
    code = "import sys, bot.pictures.painter, handlers.registry, bot.app; sys.exit('matplotlib' in sys.modules)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)

    assert await process.wait() == 0


def test_words_say_all_that_a_picture_shows():
    """Text form and alternative text name every milestone, conflict, party and figure."""
    assert words_of(TIMELINE)[1].startswith("4 Mar 2031 · announced · Quill AI and Harrow Works")
    assert words_of(TIMELINE)[1].endswith("(⚠ sources differ on value)")
    assert words_of(MAP) == (
        "Quill AI – Harrow Works: $38 billion",
        "Quill AI – Osprey: up to 6 GW (not definitive)",
        "Quill AI – Tern Chips: value not stated (denied, delayed or cancelled)",
        "Osprey – Tern Chips: $1.5 billion (announced, not definitive)",
    )
