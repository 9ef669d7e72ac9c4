"""A model over HTTP: used where it keeps to the text, thrown away where it lies, babbles, is slow or is not there."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.catalogue import load_catalogue
from bot.clock import ManualClock
from bot.model.entry import Entry
from bot.model.reading import Reading
from bot.rewrite.endpoint import LARGEST, PAUSE, ModelEndpoint
from tests.emulators.model_server import ModelServer
from tests.lies import ARTICLES, LIES, TRUTHS

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
CATALOGUE = load_catalogue(Path(__file__).parents[3] / "config")


def reading_of(summary: tuple[str, ...], lang: str = "en") -> Reading:
    entry = Entry(id="e1", url="https://example.org/1", title="Deal", text=" ".join(summary), seen=NOW, lang=lang)
    return Reading(entry=entry, alert=True, summary=summary)


class Desk:
    """An endpoint with what it needs."""

    def __init__(self, base: str, key: str = "") -> None:
        self.clock = ManualClock(NOW)
        self.outcomes: Counter[str] = Counter()
        self.endpoint = ModelEndpoint(base, "small", catalogue=CATALOGUE, clock=self.clock, count=self.count, key=key)

    def count(self, outcome: str) -> None:
        self.outcomes[outcome] += 1

    async def said(self, summary: tuple[str, ...], lang: str = "en") -> tuple[str, ...]:
        return (await self.endpoint.rewrite(reading_of(summary, lang))).summary


@pytest.fixture
async def model():
    async with ModelServer() as running:
        yield running


async def test_every_lie_is_thrown_away(model):
    """Whatever lie the endpoint tells, the article's own sentences stand."""
    desk = Desk(model.base)
    for lie in LIES:
        model.says = lie.text
        assert await desk.said(ARTICLES[lie.article]) == ARTICLES[lie.article], lie.kind
    assert desk.outcomes == {"refused": len(LIES)}


async def test_what_keeps_to_the_text_is_used(model):
    """A line of the answer is a sentence of the summary."""
    desk = Desk(model.base, key="secret-key")
    for truth in TRUTHS:
        model.says = truth.text
        assert await desk.said(ARTICLES[truth.article]) == tuple(truth.text.split("\n")), truth.kind
    assert desk.outcomes == {"used": len(TRUTHS)}
    assert set(model.keys) == {"Bearer secret-key"}


async def test_the_evidence_alone_is_sent(model):
    """The model sees the sentences that it is to shorten, and no more of the article."""
    await Desk(model.base).said(ARTICLES["power"])

    [request] = model.requests
    assert request["model"] == "small"
    assert [message["role"] for message in request["messages"]] == ["system", "user"]
    assert request["messages"][1]["content"] == "\n".join(ARTICLES["power"])


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"{}"),
        (429, b"{}"),
        (401, b'{"error": {"message": "no such key"}}'),
        (200, b""),
        (200, b"<html>busy</html>"),
        (200, b"[]"),
        (200, b'{"choices": []}'),
        (200, b'{"choices": [{"message": {"content": null}}]}'),
        (200, b'{"choices": [{"message": {"content": "\xff\xfe"}}]}'),
        (200, b'{"choices": [{"message": {"content": "' + b"a" * (LARGEST + 1) + b'"}}]}'),
        (302, b""),
    ],
)
async def test_an_endpoint_that_babbles_changes_nothing(model, status, body):
    """No answer of any form raises, and each is counted."""
    model.status, model.body, model.headers = status, body, {"Location": f"{model.base}/elsewhere"}
    desk = Desk(model.base)

    assert await desk.said(ARTICLES["power"]) == ARTICLES["power"]
    assert desk.outcomes == {"failed": 1}
    assert len(model.requests) == 1


async def test_an_endpoint_that_is_away_is_left_alone_for_a_while(model):
    """After three failures in a row it is not asked for five minutes, so that no alert waits for it."""
    model.status = 503
    desk = Desk(model.base)
    for _ in range(5):
        await desk.said(ARTICLES["power"])
    assert len(model.requests) == 3

    model.status, model.says = 200, "\n".join(ARTICLES["power"][:1])
    desk.clock.advance(PAUSE.total_seconds() + 1)
    assert await desk.said(ARTICLES["power"]) == ARTICLES["power"][:1]


async def test_an_endpoint_that_nobody_serves_is_a_failure():
    """A refused connection raises nothing."""
    desk = Desk("http://127.0.0.1:1/v1")

    assert await desk.said(ARTICLES["power"]) == ARTICLES["power"]
    assert desk.outcomes == {"failed": 1}


async def test_other_languages_are_not_asked_for(model):
    """The rules read English; what they cannot hold to the text is not shortened."""
    desk = Desk(model.base)

    assert await desk.said(("AMD liefert OpenAI rund 6 Gigawatt.",), lang="de") == ("AMD liefert OpenAI rund 6 Gigawatt.",)
    assert await desk.said(()) == ()
    assert model.requests == []
