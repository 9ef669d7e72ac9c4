"""A desk over a fresh store, a catalogue of our own and a clock that stands still."""

from datetime import UTC, datetime

import pytest

from bot.clock import ManualClock
from bot.model.catalogue import Catalogue
from bot.model.command import CommandCall
from bot.model.storyline import Company, Party, Storyline
from bot.store import open_store
from handlers.context import Context
from handlers.desk import CommandDesk
from handlers.registry import COMMANDS, HANDLERS

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def catalogue():
    companies = tuple(Company(id=n.lower(), name=n) for n in ("OpenAI", "Foxconn", "AMD"))
    lines = tuple(
        Storyline(
            id=f"openai-{o.lower()}",
            title=f"OpenAI × {o}",
            parties=(Party(company="openai", role="buyer"), Party(company=o.lower(), role="supplier")),
        )
        for o in ("Foxconn", "AMD")
    )
    return Catalogue(companies=companies, storylines=lines)


@pytest.fixture
async def store():
    store = open_store("sqlite:///:memory:", clock=ManualClock(NOW))
    yield store
    await store.close()


@pytest.fixture
def desk(store, catalogue):
    return CommandDesk(Context(store=store, catalogue=catalogue, clock=ManualClock(NOW), commands=COMMANDS, handlers=HANDLERS))


@pytest.fixture
def say(desk):
    """Type a line as somebody in a channel and get the answer's card."""

    async def typed(text, *, tenant="slack:T1", channel="C1", admin=False):
        platform, workspace = tenant.split(":")
        call = CommandCall(
            tenant=tenant,
            platform=platform,
            workspace=workspace,
            channel=channel,
            channel_name=f"#{channel.lower()}",
            user="U1",
            user_name="Ann",
            is_admin=admin,
            text=text,
            at=NOW,
        )
        return (await desk.answer(call)).card

    return typed
