"""Every kind of card on every surface: golden, legal, six lines at most where it is an alert, each fact said once."""

import asyncio
import io
import json
import os
from pathlib import Path

import pytest
from rich.console import Console

from bot.model.card import Card
from bot.platforms.console.render import card as panel
from bot.platforms.discord.render import render as discord
from bot.platforms.slack.render import render as slack
from tests.cards import ASKED, alerts, answers
from tests.emulators.discord_checks import message_errors, visible
from tests.emulators.slack_checks import check_message, count_mentions, shown

GOLDEN = Path(__file__).parents[2] / "data" / "golden"
ALERTS = alerts()
NAMES = (*ALERTS, *ASKED, "refused")
SIX = 6


@pytest.fixture(scope="module")
def cards():
    """All cards by name."""
    return {**ALERTS, **asyncio.run(answers())}


def rendered(card: Card, platform: str) -> str:
    """Return a card as a platform's wire form, or as a terminal of 80 columns shows it."""
    if platform == "console":
        terminal = Console(file=io.StringIO(), width=80, force_terminal=False)
        terminal.print(panel(card))
        return terminal.file.getvalue()
    if platform == "slack":
        message = slack(card)
        body = {"text": message.text, "blocks": list(message.blocks)}
    else:
        body = discord(card, key="xkey").payload()
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("platform", ["slack", "discord", "console"])
@pytest.mark.parametrize("name", NAMES)
def test_golden_cards_of_news_and_answers(cards, name, platform):
    """Each card is shown as it was reviewed, to the letter."""
    path = GOLDEN / platform / f"news_{name}.{'txt' if platform == 'console' else 'json'}"
    made = rendered(cards[name], platform)
    if os.environ.get("GOLDEN") == "rewrite":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made, encoding="utf-8")

    assert made == path.read_text(encoding="utf-8"), f"{path.name}: review with `make golden`"


@pytest.mark.parametrize("name", NAMES)
def test_cards_are_legal_and_name_nobody(cards, name):
    """Slack and Discord take every card, and nobody is notified by one."""
    message = slack(cards[name])
    payload = {"text": message.text, "blocks": list(message.blocks)}

    assert check_message(payload) is None
    assert count_mentions(payload) == 0
    assert message_errors(discord(cards[name]).payload()) == {}


@pytest.mark.parametrize("name", ALERTS)
def test_alerts_have_six_lines(name):
    """An alert has six lines: status, headline, body, at most two of facts, coverage; a link to another story or a warning adds its own."""
    notes = len(ALERTS[name].notes)
    blocks = [block for block in slack(ALERTS[name]).blocks if block["type"] != "actions"]
    texts = [text for block in blocks for text in (block.get("text") or block["elements"][0])["text"].splitlines()]
    payload = discord(ALERTS[name]).payload()
    lines = [*payload["content"].splitlines(), *"\n".join(embed["description"] for embed in payload["embeds"]).splitlines()]

    assert len(texts) <= SIX + notes
    assert len(lines) <= SIX + notes


@pytest.mark.parametrize("name", ["announced", "reported", "denied", "developed", "late", "retracted", "headline_only", "many"])
def test_headline_stands_once(name):
    """An alert shows its headline once, on each platform, though a notification has it too."""
    title = ALERTS[name].title[:40]
    message = slack(ALERTS[name])
    body = ALERTS[name].body[0][0].text if ALERTS[name].body else ""

    assert shown({"blocks": list(message.blocks)}).count(title) - body.count(title) == 1
    assert visible(discord(ALERTS[name]).payload()).count(title) - body.count(title) == 1


def test_facts_say_what_a_reader_can_use():
    """The day of the announcement is no milestone, a company's plants are its own, and a conflict has both sides."""
    facts = ["".join(span.text for span in fact) for fact in ALERTS["announced"].facts]

    assert facts == [
        "Value: not stated ⚠ 1 outlet says about $5 billion, against the official text",
        "Power: up to 1.2 GW",
        "Site: the U.S. (Contoso plants: WI, OH, TX, VA, IN)",
        "When: second half of 2026",
    ]


def test_later_development_tells_only_its_own():
    """A later story repeats none of the deal's facts that its own reports do not tell of."""
    assert ALERTS["denied"].facts == ()
