"""A desk over a fresh store, a catalogue of our own and a clock that stands still."""

from datetime import UTC, datetime

import pytest

from bot.clock import ManualClock
from bot.model.catalogue import Catalogue
from bot.model.command import CommandCall
from bot.model.storyline import Company, Party, Storyline
from bot.pipeline.alert import silence
from bot.pipeline.cluster import StoryIndex
from bot.pipeline.corrections import Corrections
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
def index():
    return StoryIndex()


@pytest.fixture
def make_desk(store, catalogue, index):
    """Make a desk with what a test wants of a context, and return how to type a line there and get the answer's card."""

    def make(**more):
        context = Context(
            **{
                "store": store,
                "catalogue": catalogue,
                "clock": ManualClock(NOW),
                "commands": COMMANDS,
                "handlers": HANDLERS,
                "silence": silence,
                "corrections": Corrections(catalogue, ManualClock(NOW), index),
            }
            | more
        )
        desk = CommandDesk(context)

        async def typed(text, *, tenant="slack:T1", channel="C1", admin=False, whole=False, user="U1", name="", arguments=None):
            platform, workspace = tenant.split(":")
            call = CommandCall(
                tenant=tenant,
                platform=platform,
                workspace=workspace,
                channel=channel,
                channel_name=f"#{channel.lower()}",
                user=user,
                user_name="Ann" if user == "U1" else user,
                is_admin=admin,
                text=text,
                name=name,
                arguments=arguments or {},
                at=NOW,
            )
            reply = await desk.answer(call)
            return reply if whole else reply.card

        typed.context = context
        return typed

    return make


@pytest.fixture
def say(make_desk):
    """Type a line as somebody in a channel and get the answer's card."""
    return make_desk()
