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


PLATFORMS, THEMES = ("slack", "discord"), ("light", "dark")


@pytest.fixture(scope="module")
def bodies():
    """Each platform's payloads by card."""
    cards = {**alerts(), **asyncio.run(answers())}
    made = {platform: {name: payload(card, platform) for name, card in cards.items()} for platform in PLATFORMS}
    for name in ("mixed", "no_such"):
        del made["slack"][name]  # the component takes escaped `&lt;!channel&gt;` and `@everyone` for mentions; Slack does not
    return made


@pytest.fixture(scope="module")
def pages(bodies):
    """What a reader sees, by platform and theme; one of the payloads has another word than its card."""
    wanted = [
        Picture(name=f"{platform} {theme}", platform=platform, theme=theme, messages=(), payloads=tuple(bodies[platform].values()))
        for platform in PLATFORMS
        for theme in THEMES
    ]
    denied = bodies["discord"]["denied"]
    other = {**denied, "content": denied["content"].replace("Contoso denies", "Contoso confirms")}
    return draw([*wanted, Picture(name="other", platform="discord", messages=(), payloads=(other,))])


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("theme", THEMES)
def test_every_text_is_read_back_from_the_page(bodies, pages, platform, theme):
    """A reader sees each word of each card, once, in its order, and nothing else."""
    read = zip(bodies[platform], pages[f"{platform} {theme}"], strict=True)

    seen = {name: squeezed(text).removeprefix(FURNITURE[platform]) for name, text in read}
    assert seen == {name: squeezed(_words(body)) for name, body in bodies[platform].items()}


def test_another_word_is_noticed(bodies, pages):
    """The comparison can fail: a payload with another word gives that word back."""
    read = squeezed(pages["other"][0])

    assert "Contosoconfirms" in read
    assert read != squeezed(_words(bodies["discord"]["denied"]))


def _words(body: dict) -> str:
    """Return what a payload should show, by our own reading of it."""
    if "blocks" in body:
        return shown({"blocks": body["blocks"]})
    return "\n".join([visible(body), *(button["label"] for row in body["components"] for button in row["components"])])
