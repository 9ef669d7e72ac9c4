"""Slack as a Platform: Bolt over Socket Mode for what people do, the Web API for what is posted."""

import asyncio
from collections.abc import Collection

import aiohttp
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.errors import UnavailableError
from bot.model.command import Command
from bot.model.delivery import CannotCheck, LookBack, NotFound, Order, PlatformHealth, RetryLater, SendResult, Uncertain
from bot.platforms.slack import sdk
from bot.platforms.slack.answers import Answers
from bot.platforms.slack.boot import Identity, identify, refuse_swapped_tokens, socket_address
from bot.platforms.slack.calls import Caller
from bot.platforms.slack.commands import Commands
from bot.platforms.slack.errors import FAILURES, code_of, judge
from bot.platforms.slack.home import Home
from bot.platforms.slack.http import HttpEvents
from bot.platforms.slack.limits import PACE
from bot.platforms.slack.modals import Modals
from bot.platforms.slack.notices import Notices
from bot.platforms.slack.people import People
from bot.platforms.slack.send import find, perform
from bot.platforms.slack.socket import Links
from bot.platforms.slack.work import Work
from bot.ports import Desk

log = structlog.get_logger("dealwire")

_CANNOT_READ = frozenset({"missing_scope", "not_in_channel", "channel_not_found", "no_permission", "not_allowed_token_type"})


class SlackPlatform:
    """One workspace's app: implements `bot.ports.Platform`.

    With `app_token` events come over sockets; with `signing_secret` alone they come to `http`, which the caller mounts.
    `drain_seconds` is how long a stop waits for owed answers: a supervisor's ten seconds are shared with the deliveries.
    `settle_seconds` is how late Slack may show a message in its history; no figure is published. `ping_seconds`, `watch_seconds` and
    `patience_seconds` are the sockets': between pings, between looks of the watchdog, and how long a connection may stay down or silent.
    """

    name = "slack"
    pace = PACE
    resend_safe_seconds = 0.0

    def __init__(
        self,
        *,
        bot_token: str,
        clock: Clock,
        app_token: str = "",
        signing_secret: str = "",
        api_base: str = "https://slack.com/api/",
        admins: Collection[str] = (),
        commands: tuple[Command, ...] = (),
        proxy: str | None = None,
        settle_seconds: float = 5.0,
        bound_seconds: float = 12.0,
        drain_seconds: float = 2.0,
        ping_seconds: float = 5.0,
        watch_seconds: float = 1.0,
        patience_seconds: float = 40.0,
    ) -> None:
        self.settle_seconds = settle_seconds
        self._bot_token = bot_token
        self._app_token = app_token
        self._signing_secret = signing_secret
        self._api_base = api_base if api_base.endswith("/") else api_base + "/"
        self._admins = admins
        self._commands = commands
        self._clock = clock
        self._proxy = proxy
        self._bound = bound_seconds
        self._drain = drain_seconds
        self._ping = ping_seconds
        self._watch = watch_seconds
        self._patience = patience_seconds
        self._work = Work()
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None
        self._links: Links | None = None
        self._http: HttpEvents | None = None
        self._identity: Identity | None = None

    @property
    def identity(self) -> Identity | None:
        """Who the token says the app is, and the scopes it was granted; None before `start`."""
        return self._identity

    @property
    def http(self) -> HttpEvents | None:
        """What to mount for POST at the app's request address; None without a signing secret, and before `start`."""
        return self._http

    async def start(self, desk: Desk) -> None:
        """Check both tokens, connect, and return once events can arrive.

        Raises ConfigurationError naming the wrong token, UnavailableError where Slack cannot be reached.
        """
        refuse_swapped_tokens(self._bot_token, self._app_token, http=bool(self._signing_secret))
        self._session = sdk.make_session()
        try:
            self._client = sdk.make_client(token=self._bot_token, api_base=self._api_base, session=self._session, proxy=self._proxy)
            self._identity = await identify(self._client)
            app = self._listen(desk, self._client, self._session, self._identity)
            if self._signing_secret:
                self._http = HttpEvents(app, secret=self._signing_secret, clock=self._clock)
            if self._app_token:
                await self._connect(app, self._client)
        except BaseException:
            await self.stop()
            raise
        log.info("slack.started", team=self._identity.team, sockets=len(self._links) if self._links else 0)

    async def stop(self) -> None:
        """Take no more events, finish the answers that are owed, disconnect."""
        links, self._links, self._http = self._links, None, None
        if links is not None:
            await links.close()
        await self._work.drain(self._drain)
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def send(self, order: Order) -> SendResult:
        """Perform the act once, within the bound; never raises for what Slack or the network does."""
        if self._client is None or self._session is None:
            return RetryLater(reason="Slack is not started")
        try:
            async with asyncio.timeout(self._bound):
                return await perform(self._client, order)
        except TimeoutError as error:
            return judge(error) if isinstance(error, aiohttp.ClientError) else Uncertain(reason=f"no answer within {self._bound:g} s")
        except Exception as error:
            if not isinstance(error, FAILURES):
                log.exception("slack.send_failed", key=order.key)
            return judge(error)

    async def look_back(self, order: Order) -> LookBack:
        """Look whether an earlier attempt arrived; a missing permission is CannotCheck, any failure is to be tried again."""
        if self._client is None or self._session is None or self._identity is None:
            return RetryLater(reason="Slack is not started")
        try:
            async with asyncio.timeout(self._bound):
                return await find(self._client, order, bot_user=self._identity.bot_user, bot_id=self._identity.bot_id, clock=self._clock)
        except TimeoutError:
            return RetryLater(reason="reading the channel back took too long")
        except Exception as error:  # noqa: BLE001  a look that fails, however, is a look to be repeated
            code = code_of(error)
            if code == "thread_not_found":
                return NotFound()
            if code in _CANNOT_READ:
                return CannotCheck(reason=f"the channel cannot be read back ({code})")
            verdict = judge(error)
            return verdict if isinstance(verdict, RetryLater) else RetryLater(reason=verdict.reason)

    def health(self) -> PlatformHealth:
        """Tell how many sockets stand, and when Slack was last heard: hello, event or pong."""
        if self._links is None and self._http is not None:
            return PlatformHealth(name=self.name, connected=True, detail="waits for requests over HTTP", last_heard_at=self._http.heard_at)
        if self._links is None:
            return PlatformHealth(name=self.name, connected=False, detail="not started")
        up = self._links.up()
        return PlatformHealth(
            name=self.name, connected=up > 0, detail=f"{up} of {len(self._links)} connections", last_heard_at=self._links.heard_at()
        )

    def _listen(self, desk: Desk, client: AsyncWebClient, session: aiohttp.ClientSession, identity: Identity) -> AsyncApp:
        app = sdk.make_app(
            api_base=self._api_base,
            session=session,
            proxy=self._proxy,
            token=self._bot_token,
            team=identity.team,
            bot_id=identity.bot_id,
            bot_user=identity.bot_user,
        )
        people = People(client, team=identity.team, admins=self._admins, clock=self._clock)
        caller = Caller(desk, people=people, team=identity.team, commands=self._commands, clock=self._clock)
        answers = Answers(client, lambda url: sdk.make_webhook(url=url, session=session, proxy=self._proxy))
        modals = Modals(client, caller=caller, work=self._work)
        modals.listen(app)
        Commands(caller=caller, answers=answers, modals=modals, work=self._work).listen(app)
        Home(client, caller=caller, work=self._work, clock=self._clock).listen(app)
        Notices(desk=desk, work=self._work, team=identity.team, bot_user=identity.bot_user).listen(app)
        return app

    async def _connect(self, app: AsyncApp, client: AsyncWebClient) -> None:
        address = await socket_address(client, self._app_token)
        self._links = Links(
            lambda: sdk.make_handler(app=app, app_token=self._app_token, client=client, proxy=self._proxy, ping=self._ping),
            clock=self._clock,
            every=self._watch,
            patience=self._patience,
        )
        if not await self._links.open(address, within=self._bound):
            raise UnavailableError(
                f"Slack gave an address for events, but no connection to it stood within {self._bound:g} s; is a proxy in the way?"
            )
