"""The heartbeat goes out while all is well, is withheld when it is not, and its own trouble harms nobody."""

import pytest

from bot.ops.heartbeat import Heartbeat
from tests.emulators.feed_server import FeedServer


async def well() -> bool:
    """All is well."""
    return True


async def unwell() -> bool:
    """It is not."""
    return False


@pytest.fixture
async def server():
    async with FeedServer() as running:
        yield running


async def test_it_beats_while_all_is_well(server):
    """One GET a beat."""
    beat = Heartbeat(server.put("beat/secret-name", "OK", content_type="text/plain"), well=well)

    assert [await beat.run(), await beat.run()] == [True, True]
    assert [path for path, _ in server.requests] == ["/beat/secret-name"] * 2


async def test_silence_tells_of_trouble(server):
    """When the bot is not well nothing goes out: silence is the message."""
    assert await Heartbeat(server.put("beat", "OK"), well=unwell).run() is False
    assert server.requests == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/beat", "http://[", ""])
async def test_a_beat_that_nobody_takes_is_counted(address):
    """An address that does not answer, or is none, costs a counted miss and no exception."""
    beat = Heartbeat(address, well=well)

    assert [await beat.run(), await beat.run()] == [False, False]
    assert beat.failures == 2


async def test_refusals_are_misses_and_redirects_are_not_followed(server, capsys):
    """A refusal counts; a redirect is taken as an answer and leads nowhere; the address is in no log."""
    refused = Heartbeat(server.put("no/secret-name", status=500), well=well)
    moved = Heartbeat(server.put("moved", status=302, headers={"Location": "/elsewhere"}), well=well)

    assert (await refused.run(), await moved.run()) == (False, True)
    assert [path for path, _ in server.requests] == ["/no/secret-name", "/moved"]
    assert "secret-name" not in capsys.readouterr().out
