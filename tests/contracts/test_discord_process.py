"""The emulated Discord as a process of its own: what it accepted is on disk before it answers, and outlives whoever posted."""

import asyncio
import json
import os
import sys
import urllib.request
from pathlib import Path

from bot.model.alert import Act, Destination
from bot.model.delivery import Order, Sent
from bot.platforms.discord.adapter import DiscordPlatform
from tests.contracts.platform_suite import CARD, RecordingDesk

ROOT = Path(__file__).parents[2]


async def test_journal_and_control(tmp_path):
    """A message posted to the process stands in its journal with its nonce; commands can be used from outside."""
    journal = tmp_path / "accepted.jsonl"
    command = [sys.executable, "-m", "tests.emulators.discord", "--journal", str(journal), "--channel", "77", "--watch-stdin"]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=os.environ, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdin is not None
    said = json.loads(await process.stdout.readline())
    platform = DiscordPlatform(token=said["token"], commands=(), api_base=said["api_base"], gateway=said["gateway"])
    await platform.start(RecordingDesk())
    place = Destination(id="d", tenant=f"discord:{said['guild']}", platform="discord", workspace=said["guild"], channel="77")

    def control(**asked: object) -> object:
        address = said["api_base"].replace("/api/v10", "/control")
        with urllib.request.urlopen(urllib.request.Request(address, data=json.dumps(asked).encode(), method="POST")) as response:
            return json.load(response)

    sent = await platform.send(Order(key="x1", destination=place, act=Act.POST, card=CARD))
    answered = await asyncio.to_thread(control, do="command", sub="latest", channel="77")
    messages = await asyncio.to_thread(control, do="messages", channel="77")
    await platform.stop()
    process.stdin.close()

    assert await asyncio.wait_for(process.wait(), 10) == 0
    assert isinstance(sent, Sent)
    (line,) = [json.loads(line) for line in journal.read_text().splitlines()]
    assert f"{line['channel']}:{line['message']}" == sent.ref
    assert line["nonce"]
    assert answered == {"text": "Nothing yet\nAsk again later.", "private": True}
    assert len(messages) == 1
