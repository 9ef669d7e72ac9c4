"""Plays the sample newsroom and returns what a reader gets: each alert as posted and as it stands at the end, and replies."""

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console

from bot.app import Application, build
from bot.catalogue import load_catalogue
from bot.clock import ManualClock
from bot.demo.newsroom import BUNDLED, Newsroom, read_newsroom
from bot.demo.server import NewsroomServer
from bot.model.alert import Act
from bot.model.card import Card
from bot.model.delivery import Delivery
from bot.ops.log import configure_logging
from bot.platforms.console.adapter import CHANNEL, TENANT, WORKSPACE
from bot.ports import Tables
from bot.settings import ChannelSetting, Settings

CONFIG = Path(__file__).resolve().parents[2] / "config"


async def live(newsroom: Newsroom | None = None) -> dict[str, list[Card]]:
    """Return `alerts` (as last edited), `first` (as first posted) and `replies`."""
    configure_logging("console", "error")
    newsroom = newsroom or read_newsroom(BUNDLED)
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(
            config=CONFIG,
            database_url=SecretStr(f"sqlite:///{scratch}/pictures.db"),
            fetch_allow=("127.0.0.0/8:*",),
            console=True,
            articles=False,
            channels=(ChannelSetting(platform="console", workspace=WORKSPACE, channel=CHANNEL),),
        )
        server, clock = NewsroomServer(newsroom), ManualClock(newsroom.edition_at(0))
        await server.start()
        catalogue = load_catalogue(CONFIG)
        catalogue = replace(catalogue, feeds=server.feeds, grades={**catalogue.grades, **newsroom.grades})
        with (Path(scratch) / "terminal").open("w") as terminal:
            application = build(settings, catalogue, clock=clock, console=Console(file=terminal))
            try:
                await application.store.write(application.ship)
                return await _played(application, server, newsroom, clock)
            finally:
                await application.release()
                await server.stop()


async def _played(application: Application, server: NewsroomServer, newsroom: Newsroom, clock: ManualClock) -> dict[str, list[Card]]:
    for edition in range(newsroom.editions + 1):
        server.edition = edition
        clock.set(newsroom.edition_at(edition))
        await application.store.write(lambda tables: tables.feeds.poll_now([feed.id for feed in server.feeds], clock.now()))
        await application.poller.poll_all()
        for _ in range(3):
            clock.advance(90)
            await application.outbox.deliver_all()
    told: dict[str, list[Card]] = {"alerts": [], "first": [], "replies": []}
    latest: dict[str, Card] = {}
    for delivery in sorted(await application.store.read(_deliveries), key=lambda delivery: (delivery.created_at, delivery.revision)):
        if delivery.act is Act.REPLY:
            told["replies"].append(delivery.card)
            continue
        if delivery.act is Act.POST:
            told["first"].append(delivery.card)
        latest[delivery.alert_id] = delivery.card
    told["alerts"] = list(latest.values())
    return told


def _deliveries(tables: Tables) -> tuple[Delivery, ...]:
    places = tables.places.destinations(TENANT)
    return tuple(
        delivery for place in places for delivery in tables.deliveries.of_destination(place.id, since=datetime(2000, 1, 1, tzinfo=UTC))
    )
