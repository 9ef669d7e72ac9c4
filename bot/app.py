"""The composition root: settings in, a running bot out. The only place that names concrete classes."""

import asyncio
import contextlib
import os
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import structlog
from aiohttp import web
from rich.console import Console

from bot.catalogue import load_catalogue
from bot.clock import Clock, SystemClock
from bot.errors import ConfigurationError, DealwireError
from bot.feeds.article import ArticleReader
from bot.feeds.http import HttpFetcher
from bot.feeds.parse import ChildParser
from bot.feeds.probe import probe_feed
from bot.jobs.embedded import EmbeddedJobs
from bot.jobs.job import Dispatcher, Job, Where, never
from bot.model.alert import Destination, Subscription
from bot.model.catalogue import Catalogue
from bot.model.delivery import PlatformHealth
from bot.model.feed_verdict import FeedVerdict
from bot.model.ids import SHARED, stable_id
from bot.model.notice import OPERATOR_PLACE, OPS
from bot.model.quota import Quotas
from bot.model.shards import Shards
from bot.ops.health import HealthServer
from bot.ops.heartbeat import EVERY as EVERY_HEARTBEAT
from bot.ops.heartbeat import Heartbeat
from bot.ops.lag import LoopLag
from bot.ops.metrics import Metrics
from bot.ops.tell import Herald
from bot.ops.watch import EVERY as EVERY_WATCH
from bot.ops.watch import Watch
from bot.pictures.painter import Painter
from bot.pipeline.alert import silence
from bot.pipeline.cluster import StoryIndex
from bot.pipeline.corrections import Corrections
from bot.pipeline.deliver import DeliveryRules, OnUncertain
from bot.pipeline.digest import DigestPass
from bot.pipeline.outbox import Outbox
from bot.pipeline.poll import Poller, PollRules
from bot.pipeline.probe import EVERY as EVERY_PROBE
from bot.pipeline.probe import ProbePass
from bot.pipeline.read import NewsReader
from bot.pipeline.retain import EVERY as EVERY_RETAIN
from bot.pipeline.retain import RetentionPass
from bot.pipeline.run import DELIVER, DIGEST, DIGEST_SECONDS, POLL, PROBE, REAP, RENEW, RETAIN, WATCH, beats, drain
from bot.pipeline.sort import prove_examples
from bot.pipeline.track import Tracker
from bot.platforms.console.adapter import ConsolePlatform
from bot.ports import Platform, Store, Tables
from bot.rewrite.endpoint import ModelEndpoint
from bot.settings import ChannelSetting, OpsSetting, Settings
from bot.store import open_store
from bot.store.open import is_postgres, sqlite_path
from handlers.context import Context
from handlers.desk import CommandDesk
from handlers.registry import COMMANDS, HANDLERS

log = structlog.get_logger("dealwire")

SLACK_PATH = "/slack/events"
DRAIN_SECONDS = 7.0
"""Of the ten that a supervisor gives."""
STOP_SECONDS = 2.0
"""For all platforms together to disconnect; what was sent is stored by then."""
SHARED_SLOTS = 128
"""Feeds that one process polls at once where others poll, too: with more, the first claims leave the others little."""


@dataclass(kw_only=True)
class Application:
    """Everything that runs, wired; `start` and `stop` are each called once."""

    settings: Settings
    clock: Clock
    catalogue: Catalogue
    store: Store
    platforms: Mapping[str, Platform]
    poller: Poller
    outbox: Outbox
    jobs: Dispatcher
    desk: CommandDesk
    herald: Herald
    digests: DigestPass
    use: Callable[[Catalogue], None]
    """Lets every part read by another catalogue."""
    close: list[Callable[[], object]] = field(default_factory=list)
    health: HealthServer | None = None
    lag: LoopLag = field(default_factory=LoopLag)

    async def start(self) -> None:
        """Write the shipped set into the store, connect platforms, then let the passes run."""
        await self.store.write(self.ship)
        await self.lag.start()
        if self.health is not None:
            await self.health.start()
        for platform in self.platforms.values():
            await platform.start(self.desk)
        await self.jobs.start()
        if self.health is not None:
            self.health.started = True
        log.info("started", platforms=sorted(self.platforms), feeds=len(self.catalogue.feeds), storylines=len(self.catalogue.storylines))

    async def stop(self) -> None:
        """Drain within seven seconds: claim nothing more, end or give back what runs, then disconnect."""
        if self.health is not None:
            self.health.draining = True
        await self.jobs.stop(lambda seconds: drain(self.poller, self.outbox, seconds), seconds=DRAIN_SECONDS)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await asyncio.gather(*(platform.stop() for platform in self.platforms.values()), return_exceptions=True)
        await self.release()
        log.info("stopped")

    async def release(self) -> None:
        """Close what was opened, also after a start that failed."""
        for close in self.close:
            await close()  # type: ignore[misc]
        if self.health is not None:
            await self.health.stop()
        await self.lag.stop()
        await self.store.close()

    async def reload(self) -> bool:
        """Read feeds, companies, sources and storylines anew; what has problems is told, and the old ones stay. True where they are used."""
        try:
            catalogue = await asyncio.to_thread(read_catalogue, self.settings)
        except ConfigurationError as error:
            await self.herald.tell(SHARED, f"The new configuration has problems and is not used, the old one is: {error}")
            return False
        self.catalogue = catalogue
        self.use(catalogue)
        await self.store.write(self.ship)
        self.jobs.wake(POLL)
        log.info("reloaded", feeds=len(catalogue.feeds), storylines=len(catalogue.storylines))
        return True

    def ship(self, tables: Tables) -> None:
        """Write the shipped feeds, the configured channels and the operator's place for trouble."""
        now = self.clock.now()
        tables.feeds.sync(self.catalogue.feeds, now)
        for channel in self.settings.channels:
            _subscribe(tables, channel)
        _place_ops(tables, self.settings.ops)


def read_catalogue(settings: Settings) -> Catalogue:
    """Read the catalogue and prove its examples; raise ConfigurationError with every problem."""
    catalogue = load_catalogue(settings.config)
    if problems := prove_examples(catalogue):
        raise ConfigurationError(problems)
    return catalogue


def build(
    settings: Settings, catalogue: Catalogue, *, clock: Clock | None = None, console: Console | None = None, worker: bool = False
) -> Application:
    """Wire everything that is configured; nothing is connected yet. A worker polls and reads for others, and has no platform."""
    clock = clock or SystemClock()
    store = open_store(settings.database_url.get_secret_value(), clock=clock)
    platforms = {} if worker else _platforms(settings, clock, console)
    fetcher = HttpFetcher(contact=settings.contact, allow=settings.fetch_allow, clock=clock)
    parser, reader, index = ChildParser(), NewsReader(catalogue), StoryIndex()
    articles = ArticleReader(fetcher, clock=clock) if settings.articles else None
    metrics, lag, jobs = Metrics(), LoopLag(), _dispatcher(settings, clock)
    rewriter = _rewriter(settings, catalogue, clock, metrics)
    owner = f"{socket.gethostname()}:{os.getpid()}"
    quotas = Quotas(**settings.quotas.model_dump())
    herald = Herald(store, platforms, clock=clock, pending=lambda: jobs.wake(DELIVER))
    digests = DigestPass(store, clock=clock, catalogue=catalogue, cap=settings.alert_cap, pending=lambda: jobs.wake(DELIVER))
    outbox = Outbox(
        store,
        platforms,
        clock=clock,
        owner=owner,
        meter=metrics,
        rules=DeliveryRules(on_uncertain=OnUncertain(settings.on_uncertain), quotas=quotas),
        wake=lambda: jobs.wake(DELIVER),
        tell=herald.tell,
        tell_used_up=herald.tell_used_up,
    )
    poller = Poller(
        store,
        fetcher,
        parser,
        reader,
        clock=clock,
        owner=owner,
        catalogue=catalogue,
        index=index,
        meter=metrics,
        articles=articles,
        rewriter=rewriter,
        tracker=Tracker(catalogue, index),
        rules=PollRules(alert_cap=settings.alert_cap, quotas=quotas, slots=_slots(settings)),
        pending=lambda: jobs.wake(DELIVER),
        wake=lambda: jobs.wake(POLL),
        tell=herald.tell,
        tell_used_up=herald.tell_used_up,
    )
    watch = Watch(
        store,
        herald,
        platforms=lambda: {name: platform.health() for name, platform in platforms.items()},
        breakers=lambda: {name: state.value for name, state in outbox.states().items()},
        folder=_database_folder(settings),
    )
    for beat in beats(poller, outbox, poll_seconds=settings.poll_seconds):
        if platforms or beat.name not in {DELIVER, REAP}:
            where = {RENEW: Where.EACH, DELIVER: Where.ALONE, REAP: Where.EACH}.get(beat.name, Where.ANY)
            full = {POLL: poller.is_full}.get(beat.name, never)
            seat = " ".join(("send", *sorted(platforms)))
            jobs.add(Job(name=beat.name, every=beat.every, run=beat.run, where=where, full=full, seat=seat))
    jobs.add(Job(name=DIGEST, every=DIGEST_SECONDS, run=digests.run))
    jobs.add(Job(name=WATCH, every=EVERY_WATCH, run=watch.run, where=Where.EACH))
    jobs.add(Job(name=RETAIN, every=EVERY_RETAIN, run=RetentionPass(store, clock=clock).run))
    jobs.add(Job(name=PROBE, every=EVERY_PROBE, run=ProbePass(store, clock=clock).run))
    if settings.heartbeat is not None:
        beating = Heartbeat(settings.heartbeat.get_secret_value(), well=lambda: _writable(store))
        jobs.add(Job(name="heartbeat", every=EVERY_HEARTBEAT, run=beating.run, where=Where.EACH))
    known = {name: platform.health for name, platform in platforms.items()}

    def healths() -> tuple[PlatformHealth, ...]:
        return tuple(health() for health in known.values())

    painter = Painter()

    async def probe(url: str) -> FeedVerdict:
        return await probe_feed(url, fetcher, parser)

    context = Context(
        store=store,
        catalogue=catalogue,
        clock=clock,
        commands=COMMANDS,
        quotas=quotas,
        platforms=healths,
        silence=silence,
        handlers=HANDLERS,
        probe=probe,
        reader=reader,
        draw=painter.draw,
        track_reader=lambda tracked: NewsReader(tracked.within(catalogue)),
        corrections=Corrections(catalogue, clock, index),
        wake_polls=lambda: jobs.wake(POLL),
        wake_deliveries=lambda: jobs.wake(DELIVER),
        tell=herald.tell,
    )
    health = None
    if settings.http_bind:
        health = HealthServer(
            settings.http_bind,
            store=store,
            clock=clock,
            metrics=metrics,
            lag=lag,
            platforms=lambda: {n: p.health() for n, p in platforms.items()},
        )
    close: list[Callable[[], object]] = [parser.close, fetcher.close, painter.close]
    if articles is not None:
        close.insert(0, articles.close)
    desk = CommandDesk(context)

    def use(other: Catalogue) -> None:
        reader = NewsReader(other)
        poller.use(other, reader, Tracker(other, index))
        digests.catalogue = other
        desk.use(
            replace(
                context,
                catalogue=other,
                reader=reader,
                track_reader=lambda tracked: NewsReader(tracked.within(other)),
                corrections=Corrections(other, clock, index),
            )
        )

    return Application(
        settings=settings,
        clock=clock,
        catalogue=catalogue,
        store=store,
        platforms=platforms,
        poller=poller,
        outbox=outbox,
        jobs=jobs,
        desk=desk,
        herald=herald,
        digests=digests,
        use=use,
        close=close,
        health=health,
        lag=lag,
    )


def _dispatcher(settings: Settings, clock: Clock) -> Dispatcher:
    """Return who wakes the passes: this process alone, or the engine that all processes on one PostgreSQL share."""
    url = settings.database_url.get_secret_value()
    if not is_postgres(url):
        return EmbeddedJobs(clock)
    from bot.jobs.postgres import PostgresJobs  # noqa: PLC0415  one database file needs no engine

    return PostgresJobs(clock, url)


def _slots(settings: Settings) -> int:
    """Return how many feeds this process polls at once."""
    return SHARED_SLOTS if is_postgres(settings.database_url.get_secret_value()) else PollRules.slots


def _rewriter(settings: Settings, catalogue: Catalogue, clock: Clock, metrics: Metrics) -> ModelEndpoint | None:
    """Return the model's endpoint, where one is configured."""
    if not settings.rewrite_endpoint:
        return None
    key = settings.rewrite_key.get_secret_value() if settings.rewrite_key else ""
    return ModelEndpoint(
        settings.rewrite_endpoint, settings.rewrite_model, catalogue=catalogue, clock=clock, count=metrics.rewrite, key=key
    )


def _platforms(settings: Settings, clock: Clock, console: Console | None) -> dict[str, Platform]:
    """Make the configured platforms; the SDK of one that is not used is not imported."""
    platforms: dict[str, Platform] = {}
    if settings.console or not (settings.slack or settings.discord):
        platforms["console"] = ConsolePlatform(clock=clock, console=console)
    if settings.slack_bot_token is not None:
        from bot.platforms.slack.adapter import SlackPlatform  # noqa: PLC0415

        platforms["slack"] = SlackPlatform(
            bot_token=settings.slack_bot_token.get_secret_value(),
            app_token=settings.slack_app_token.get_secret_value() if settings.slack_app_token else "",
            signing_secret=settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else "",
            api_base=settings.slack_api_base,
            admins=settings.slack_admins,
            commands=COMMANDS,
            clock=clock,
        )
    if settings.discord_token is not None:
        from bot.platforms.discord.adapter import DiscordPlatform  # noqa: PLC0415

        platforms["discord"] = DiscordPlatform(
            token=settings.discord_token.get_secret_value(),
            api_base=settings.discord_api_base,
            gateway=settings.discord_gateway,
            commands=COMMANDS,
            clock=clock,
            shards=Shards.parse(settings.discord_shards),
        )
    return platforms


def _hooks(platforms: Mapping[str, Platform]) -> dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]]:
    """Return what platforms that call us over HTTP are answered by; Slack without an app token is one."""
    slack = platforms.get("slack")
    if slack is None:
        return {}

    async def events(request: web.Request) -> web.StreamResponse:
        http = getattr(slack, "http", None)
        return await http.handle(request) if http is not None else web.Response(status=404)

    return {SLACK_PATH: events}


async def _writable(store: Store) -> bool:
    """Tell whether the database takes a write."""
    try:
        await store.write(lambda tables: tables.meta.put("heartbeat", "1"))
    except DealwireError:
        return False
    return True


def _database_folder(settings: Settings) -> Path | None:
    """Return the folder whose disk the database fills; None for a server's or one in memory."""
    url = settings.database_url.get_secret_value()
    path = None if is_postgres(url) else sqlite_path(url)
    return path.parent if path is not None else None


def _place_ops(tables: Tables, setting: OpsSetting | None) -> None:
    """Write the operator's place for trouble; without one in the settings there is none."""
    before = tables.places.destination(tables.meta.get(OPERATOR_PLACE) or "")
    place = None
    if setting is not None:
        place = Destination(
            id=stable_id("d", setting.platform, setting.workspace, setting.channel),
            tenant=f"{setting.platform}:{setting.workspace}",
            platform=setting.platform,
            workspace=setting.workspace,
            channel=setting.channel,
            kind=OPS,
        )
        known = tables.places.destination(place.id)
        tables.places.put_destination(replace(known, kind=OPS) if known else place)
    if before is not None and before.kind == OPS and (place is None or before.id != place.id):
        tables.places.put_destination(replace(before, kind="channel"))
    tables.meta.put(OPERATOR_PLACE, place.id if place else "")


def _subscribe(tables: Tables, channel: ChannelSetting) -> None:
    """Subscribe a configured channel, unless somebody has changed it by a command since."""
    destination_id = stable_id("d", channel.platform, channel.workspace, channel.channel)
    tenant = f"{channel.platform}:{channel.workspace}"
    if tables.places.destination(destination_id) is None:
        tables.places.put_destination(
            Destination(
                id=destination_id,
                tenant=tenant,
                platform=channel.platform,
                workspace=channel.workspace,
                channel=channel.channel,
                kind=channel.kind,
            )
        )
    existing = tables.places.subscription_of(destination_id)
    if existing is None or not existing.created_by:
        tables.places.put_subscription(
            Subscription(id=stable_id("u", destination_id), tenant=tenant, destination_id=destination_id, storylines=channel.storylines)
        )
