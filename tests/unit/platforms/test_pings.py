"""A post that pings notifies one role and nobody else, and one without a role is as it ever was."""

from dataclasses import replace

import pytest

from bot.model.alert import Act, Destination
from bot.model.card import Card
from bot.model.delivery import Order
from bot.platforms.discord.acts import form, pinging
from bot.platforms.slack.render import render
from bot.platforms.slack.send import _pinging

PLACE = Destination(id="d", tenant="discord:9", platform="discord", workspace="9", channel="77")
ORDER = Order(key="x1", destination=PLACE, act=Act.POST, card=Card(chip="FILED", title="@everyone signed <@&5>"), ping="123456789012345678")


def test_discord_names_the_role_and_allows_it_alone():
    """The role stands first, its mention is allowed, and what a stranger wrote still notifies nobody."""
    body = form(ORDER)

    assert body["content"].startswith("<@&123456789012345678> ")
    assert body["allowed_mentions"] == {"parse": [], "roles": ["123456789012345678"]}
    assert form(replace(ORDER, ping=""))["allowed_mentions"] == {"parse": []}
    assert pinging({"content": "x" * 1_990}, "123456789012345678") == {"content": "x" * 1_990}
    assert pinging({"content": "x"}, "everyone") == {"content": "x"}


@pytest.mark.parametrize("group", ["", "@channel", "<!here>", "S1|<!channel>", "U123"])
def test_slack_takes_a_user_group_and_nothing_else(group):
    """What is no user group's id changes nothing."""
    message = render(ORDER.card)

    assert _pinging(message, group) is message


def test_slack_names_the_group_in_text_and_blocks():
    """The group is named once where blocks are shown, and in the text that stands for them."""
    message = _pinging(render(ORDER.card), "S0DEALS")

    assert message.text.startswith("<!subteam^S0DEALS> ")
    assert message.blocks[-1]["elements"][0]["text"] == "<!subteam^S0DEALS>"
    assert len(message.blocks) == len(render(ORDER.card).blocks) + 1
