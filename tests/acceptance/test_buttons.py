"""The buttons under an alert, pressed on both platforms through the real clients.

A file of its own: discord.py has one address of the API in a process, so that two stages cannot stand at once.
"""

from tests.acceptance.house import MANAGE
from tests.acceptance.newsroom_maker import make
from tests.acceptance.stage import staged
from tests.emulators.discord import CHANNEL
from tests.emulators.slack_checks import shown


async def test_buttons_of_an_alert(tmp_path):
    """Why, Facts and Not useful answer whoever presses them, privately, twice at once and a week later; a vote is one per reader."""
    newsroom, events = make(5, events=2)
    async with staged(newsroom, tmp_path) as stage:
        stage.slack.space.users["U1"] = {"is_admin": True, "name": "ann", "real_name": "Ann"}
        await stage.play()
        event = next(one for one in events if f"OpenAI × {one.partner}" in stage.slack_roots()[0])
        roots = stage.slack_roots(), stage.discord_roots()
        alert = stage.slack.space.channels["C01"].messages[0]
        twin = next(m for m in stage.discord.world.channels[CHANNEL].messages.values() if event.partner in str(m))

        async def slack(label, user, blocks=None):
            answer = await (await stage.slack.press("C01", alert.ts, label, user=user, blocks=blocks)).answer()
            assert answer.private
            return shown(answer.arguments), answer.arguments["blocks"]

        async def discord(label, user, message=None):
            interaction = await stage.discord.press(message or twin, label, user=user)
            await interaction.filled(quiet=0.05)
            assert not interaction.public
            return interaction.text, interaction.original

        for press, readers in ((slack, ("U7", "U8")), (discord, ("7", "8"))):
            for reader in readers:
                assert "Alerted in deals" in (await press("Why", reader))[0]
                assert f"Value: ${event.value} billion" in (await press("Facts", reader))[0]
                asked, held = await press("Not useful", reader)
                assert "What is wrong with “" in asked
                for _ in range(2):
                    assert "Noted" in (await press("Too minor", reader, held))[0]
        told = [await stage.ask_slack("votes", user="U1"), await stage.ask_discord("votes", root="deals-admin", permissions=MANAGE)]
        assert ["2 votes: too minor (2)" in votes for votes in told] == [True, True], told

        stage.clock.advance(8 * 86400)
        for press, reader in ((slack, "U9"), (discord, "9")):
            assert "Alerted in deals" in (await press("Why", reader))[0]
            assert f"Value: ${event.value} billion" in (await press("Facts", reader))[0]
        await stage.deliver()
        assert (stage.slack_roots(), stage.discord_roots()) == roots
        assert stage.slack.space.mentions == 0
