"""What a reader sees: every card's payload is shown in a browser by other people's renderers, and its whole text is read back."""

import asyncio
import re

import pytest

from tests.cards import alerts, answers
from tests.emulators.discord_checks import visible
from tests.emulators.slack_checks import shown
from tests.pictures.draw import Picture, draw, missing, payload

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"pictures cannot be made here: {missing()}")
FURNITURE = {"slack": "dealwireAPP14:53", "discord": ""}
"""What stands around a message: the bot's name and the time."""


def squeezed(text: str) -> str:
    """Return a text without blanks and without what takes no room; a relative time as the page shows it."""
    return re.sub(r"[\s\u200b\u2060\ufe0f]", "", re.sub(r"<t:\d+:R>", "a minute ago", text))


@pytest.mark.parametrize("platform", ["slack", "discord"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_is_read_back_from_the_page(platform, theme):
    """A reader sees each word of each card, once, in its order, and nothing else."""
    cards = {**alerts(), **asyncio.run(answers())}
    if platform == "slack":
        del cards["mixed"], cards["no_such"]  # the component takes escaped `&lt;!channel&gt;` and `@everyone` for mentions; Slack does not
    bodies = {name: payload(card, platform) for name, card in cards.items()}
    read = draw([Picture(name="all", platform=platform, theme=theme, messages=(), payloads=tuple(bodies.values()))])["all"]

    seen = {name: squeezed(text).removeprefix(FURNITURE[platform]) for name, text in zip(bodies, read, strict=True)}
    expected = {
        name: squeezed(shown({"blocks": body["blocks"]}) if platform == "slack" else _with_buttons(body)) for name, body in bodies.items()
    }
    assert seen == expected


def test_a_missing_word_is_noticed():
    """The comparison can fail: a payload of other words gives other words back."""
    body = payload(alerts()["denied"], "discord")
    other = {**body, "content": body["content"].replace("Contoso denies", "Contoso confirms")}
    read = draw([Picture(name="all", platform="discord", messages=(), payloads=(other,))])["all"][0]

    assert squeezed(read) != squeezed(_with_buttons(body))


def _with_buttons(body: dict) -> str:
    labels = [button["label"] for row in body["components"] for button in row["components"]]
    return "\n".join([visible(body), *labels])
