"""`doctor`: tokens, scopes, channels, database and feeds tried for real; what works, what does not, and what to do."""

import asyncio
import json
import pyexpat
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.app import read_catalogue
from bot.cli.feeds import probe_feed
from bot.clock import SystemClock
from bot.errors import ConfigurationError, DealwireError
from bot.feeds.http import HttpFetcher
from bot.feeds.parse import ChildParser
from bot.model.alert import Destination
from bot.model.catalogue import Catalogue
from bot.model.finding import Finding
from bot.settings import Settings, load_settings
from bot.store import open_store
from handlers.registry import COMMANDS

SAFE_EXPAT = (2, 6, 0)
FEEDS_AT_ONCE = 8


def doctor(config: Path | None, *, as_json: bool, feeds: bool) -> int:
    """Print every finding; 0 when all is well, 2 for a wrong setting, else 1."""
    settings = load_settings(config)
    findings = asyncio.run(_examine(settings, feeds=feeds))
    if as_json:
        print(
            json.dumps(
                [{"subject": f.subject, "ok": f.ok, "what": f.what, "advice": f.advice} for f in findings], ensure_ascii=False, indent=1
            )
        )
    else:
        for finding in findings:
            advice = f"\n     {finding.advice}" if finding.advice and not finding.ok else ""
            print(f"{'ok  ' if finding.ok else 'FAIL'} {finding.subject}: {finding.what}{advice}")
    return 0 if all(finding.ok for finding in findings) else 1


async def _examine(settings: Settings, *, feeds: bool) -> list[Finding]:
    findings = [_interpreter()]
    try:
        catalogue = read_catalogue(settings)
        counts = f"{len(catalogue.storylines)} storylines, {len(catalogue.companies)} companies, {len(catalogue.feeds)} feeds; every example holds."
        findings.append(Finding(subject="Configuration", ok=True, what=counts))
    except ConfigurationError as error:
        catalogue = Catalogue()
        findings += [Finding(subject=problem.where, ok=False, what=problem.what) for problem in error.problems]
    database, destinations = await _database(settings, [storyline.id for storyline in catalogue.storylines])
    findings.append(database)
    channels: dict[str, list[str]] = {"slack": [], "discord": []}
    for place in destinations:
        channels.setdefault(place.platform, []).append(place.channel)
    checks: list[Callable[[], Awaitable[list[Finding]]]] = []
    if settings.slack:
        checks.append(lambda: _slack(settings, channels["slack"]))
    if settings.discord:
        checks.append(lambda: _discord(settings, channels["discord"]))
    for check in checks:
        findings += await check()
    if not checks:
        what = "Neither Slack nor Discord is configured, so alerts go to the terminal of `run` alone."
        findings.append(Finding(subject="Platforms", ok=True, what=what))
    if feeds:
        findings += await _feeds(settings, catalogue)
    return findings


def _interpreter() -> Finding:
    version = pyexpat.EXPAT_VERSION.removeprefix("expat_")
    known = tuple(int(part) for part in version.split("."))
    note = "" if known >= SAFE_EXPAT else " (below 2.6.0, which large tokens can slow down; the killable child bounds it)"
    return Finding(subject="XML parser", ok=True, what=f"expat {version}{note}.")


async def _database(settings: Settings, storylines: list[str]) -> tuple[Finding, tuple[Destination, ...]]:
    """Try the database; return what was found, and the channels that are written to."""
    subject = "Database"
    try:
        store = open_store(settings.database_url.get_secret_value(), clock=SystemClock())
    except DealwireError as error:
        return Finding(subject=subject, ok=False, what=str(error)), ()
    try:
        followed = await store.read(lambda tables: tables.places.following(storylines))
        await store.write(lambda tables: tables.meta.put("doctor", "was here"))
    except DealwireError as error:
        return Finding(subject=subject, ok=False, what=str(error)), ()
    finally:
        await store.close()
    return Finding(subject=subject, ok=True, what="It can be read and written."), tuple(place for _, place in followed)


async def _slack(settings: Settings, channels: list[str]) -> list[Finding]:
    from bot.platforms.slack.examine import examine

    bot, app = settings.slack_bot_token, settings.slack_app_token
    problems = await examine(
        bot_token=bot.get_secret_value() if bot else "",
        app_token=app.get_secret_value() if app else "",
        http=app is None and settings.slack_signing_secret is not None,
        api_base=settings.slack_api_base,
        channels=channels,
    )
    if not problems:
        return [Finding(subject="Slack", ok=True, what="Tokens, scopes and channels are as they should be.")]
    return [Finding(subject=problem.where, ok=False, what=problem.what) for problem in problems]


async def _discord(settings: Settings, channels: list[str]) -> list[Finding]:
    from bot.platforms.discord.doctor import examine

    token = settings.discord_token
    found = await examine(
        token=token.get_secret_value() if token else "", commands=COMMANDS, channels=channels, api_base=settings.discord_api_base
    )
    return list(found)


async def _feeds(settings: Settings, catalogue: Catalogue) -> list[Finding]:
    fetcher, parser = HttpFetcher(contact=settings.contact, allow=settings.fetch_allow), ChildParser()
    turns = asyncio.Semaphore(FEEDS_AT_ONCE)

    async def one(title: str, url: str) -> Finding:
        async with turns:
            verdict = await probe_feed(url, fetcher, parser)
        lines = verdict.lines()
        return Finding(subject=f"Feed {title}", ok=verdict.problem is None, what=lines[0], advice=lines[1] if verdict.problem else "")

    try:
        return list(await asyncio.gather(*(one(feed.title, feed.url) for feed in catalogue.feeds if feed.enabled)))
    finally:
        await parser.close()
        await fetcher.close()
