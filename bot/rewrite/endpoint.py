"""The model's endpoint: asked to shorten the summary of what rings somebody, and never believed without a check.

The address is the operator's and may lie inside, so it does not pass the guard that strangers' addresses do; redirects are not followed, and no
proxy of the environment is used. Whatever goes wrong, the article's own sentences stand.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import aiohttp
import structlog

from bot.clock import Clock
from bot.model.catalogue import Catalogue
from bot.model.reading import Reading
from bot.rewrite.faithful import objection
from bot.rewrite.request import completion_request, completion_sentences
from bot.text.gazetteer import Gazetteer

log = structlog.get_logger("dealwire")

LIMIT = 6.0
"""Seconds for one answer: an alert waits for it."""
LARGEST = 64 * 1024
"""Bytes of an answer."""
AT_ONCE = 4
TRIES = 3
"""Failures in a row after which the endpoint is left alone for a while."""
PAUSE = timedelta(minutes=5)


class ModelEndpoint:
    """An OpenAI-compatible endpoint; a `Rewriter`."""

    def __init__(self, base: str, model: str, *, catalogue: Catalogue, clock: Clock, count: Callable[[str], None], key: str = "") -> None:
        """`base` is the address before `/chat/completions`, as `http://127.0.0.1:8000/v1`; `count` is told `used`, `refused` or `failed`."""
        self._url = f"{base.rstrip('/')}/chat/completions"
        self._model = model
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._clock = clock
        self._count = count
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._failures = 0
        self._rests_until = clock.now()
        self.use(catalogue)

    def use(self, catalogue: Catalogue) -> None:
        """Know another catalogue's names from now on."""
        self._gazetteer = Gazetteer(catalogue.companies)

    async def rewrite(self, reading: Reading) -> Reading:
        """Return the reading with a shorter summary, or as it was; never raises for what the endpoint does.

        English alone is shortened: the rules that hold a model to the text know no other language.
        """
        entry = reading.entry
        if not reading.summary or not entry.lang.startswith("en") or self._clock.now() < self._rests_until:
            return reading
        try:
            async with self._gate, asyncio.timeout(LIMIT):
                written = completion_sentences(await self._ask(reading), entry.lang)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            self._failed(error)
            return reading
        self._failures = 0
        problem = objection(written, reading.summary, self._gazetteer, (entry.published or entry.seen).date())
        self._count("refused" if problem else "used")
        if problem:
            log.info("rewrite.refused", entry=entry.id, because=problem)
            return reading
        return replace(reading, summary=written)

    async def _ask(self, reading: Reading) -> bytes:
        async with (
            aiohttp.ClientSession(trust_env=False, headers=self._headers) as session,
            session.post(self._url, json=completion_request(self._model, reading.summary), allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                raise ValueError(f"HTTP {answer.status}")
            body = await answer.content.read(LARGEST + 1)
            while not answer.content.at_eof() and len(body) <= LARGEST:
                body += await answer.content.read(LARGEST + 1 - len(body))
        if len(body) > LARGEST:
            raise ValueError("the answer is too large")
        return body

    def _failed(self, error: Exception) -> None:
        self._failures += 1
        self._count("failed")
        said = str(error) if isinstance(error, ValueError) else type(error).__name__
        if self._failures % TRIES:
            log.warning("rewrite.failed", said=said)
            return
        self._rests_until = self._clock.now() + PAUSE
        log.warning("rewrite.paused", said=said, minutes=PAUSE.total_seconds() / 60, todo="check rewrite_endpoint and rewrite_model")
