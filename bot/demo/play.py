"""`demo`: a newsroom's editions served as real feeds, polled, told in this terminal; then a prompt."""

import asyncio
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bot.app import Application, build, read_catalogue
from bot.clock import ManualClock
from bot.demo.newsroom import BUNDLED, Newsroom, read_newsroom
from bot.demo.server import NewsroomServer
from bot.ops.log import configure_logging
from bot.platforms.console.adapter import CHANNEL, WORKSPACE, ConsolePlatform
from bot.settings import ChannelSetting, load_settings

SIBLING_WAIT = 90.0
"""Seconds that the clock moves after each poll, so that alerts that wait for siblings go out."""


def play(folder: Path | None, config: Path | None) -> int:
    """Play a newsroom; 0 after the last edition, or when the prompt ends."""
    configure_logging("console", "error")
    return asyncio.run(_play(read_newsroom(folder or BUNDLED), config, Console(highlight=False)))


async def _play(newsroom: Newsroom, config: Path | None, console: Console) -> int:
    with tempfile.TemporaryDirectory(prefix="dealwire-demo-") as scratch:
        settings = load_settings(config).model_copy(
            update={
                "database_url": SecretStr(f"sqlite:///{scratch}/demo.db"),
                "fetch_allow": ("127.0.0.0/8:*",),
                "console": True,
                "articles": False,
                "http_bind": "",
                "discord_token": None,
                "slack_bot_token": None,
                "channels": (ChannelSetting(platform="console", workspace=WORKSPACE, channel=CHANNEL),),
            }
        )
        server = NewsroomServer(newsroom)
        await server.start()
        catalogue = await asyncio.to_thread(read_catalogue, settings)
        catalogue = replace(catalogue, feeds=server.feeds, grades={**catalogue.grades, **newsroom.grades})
        clock = ManualClock(newsroom.edition_at(0))
        application = build(settings, catalogue, clock=clock, console=console)
        terminal = application.platforms["console"]
        assert isinstance(terminal, ConsolePlatform)  # noqa: S101  we have just asked for it
        try:
            await application.store.write(application.ship)
            await terminal.start(application.desk)
            await _editions(application, server, newsroom, clock, console)
            if sys.stdin.isatty():
                console.print(
                    "\nYour turn: [cyan]latest[/], [cyan]facts openai-foxconn[/], [cyan]why <address>[/], [cyan]help[/]; [cyan]quit[/] ends."
                )
                await terminal.prompt()
        finally:
            await application.release()
            await server.stop()
    return 0


async def _editions(application: Application, server: NewsroomServer, newsroom: Newsroom, clock: ManualClock, console: Console) -> None:
    console.print(f"[bold]{newsroom.title}[/]: {len(newsroom.items)} items in {len(newsroom.feeds)} feeds, served on this machine.")
    console.print(f"Edition 0 of {newsroom.editions} is learned silently, as on any first run.\n")
    for edition in range(newsroom.editions + 1):
        server.edition = edition
        clock.set(newsroom.edition_at(edition))
        with Progress(
            TextColumn("Edition {task.fields[edition]}"), BarColumn(), TextColumn("{task.description}"), console=console, transient=True
        ) as bar:
            task = bar.add_task("polling feeds", total=len(newsroom.feeds) + 1, edition=edition)
            await application.store.write(lambda tables: tables.feeds.poll_now([feed.id for feed in server.feeds], clock.now()))
            await application.poller.poll_all()
            bar.update(task, advance=len(newsroom.feeds), description="telling")
            for _ in range(3):
                clock.advance(SIBLING_WAIT)
                await application.outbox.deliver_all()
            bar.update(task, advance=1)
        count = sum(item.edition == edition for item in newsroom.items)
        console.print(f"[dim]Edition {edition}: {count} items read.[/]\n")
    rows = await application.store.read(lambda tables: tables.deliveries.counts())
    sent = Counter({state: count for (_, state), count in rows.items()})
    console.print(f"[dim]{sent['sent']} messages: alerts, counts that grew, and replies.[/]")
