"""The terminal as a platform: it prints alerts and answers what is typed."""

import asyncio
from datetime import datetime

from rich.console import Console

from bot.clock import Clock
from bot.model.alert import Act
from bot.model.command import CommandCall, Reply
from bot.model.delivery import CannotCheck, LookBack, Order, Pace, PlatformHealth, SendResult, Sent
from bot.platforms.console import render
from bot.ports import Desk

WORKSPACE, CHANNEL = "local", "terminal"
TENANT = f"console:{WORKSPACE}"


class ConsolePlatform:
    """Implements `bot.ports.Platform`; what was printed cannot be edited, so an edit prints one line that says what grew."""

    name = "console"
    pace = Pace(per_destination=1_000.0, per_workspace=1_000.0, per_platform=1_000.0, burst=1_000.0)
    settle_seconds = 0.0
    resend_safe_seconds = 0.0

    def __init__(self, *, clock: Clock, console: Console | None = None) -> None:
        self._clock = clock
        self._console = console or Console(highlight=False)
        self._desk: Desk | None = None
        self._started_at: datetime | None = None
        self._printed = 0

    async def start(self, desk: Desk) -> None:
        """Remember who answers; a terminal is always connected."""
        self._desk = desk
        self._started_at = self._clock.now()

    async def stop(self) -> None:
        """Say nothing more."""
        self._desk = None

    async def send(self, order: Order) -> SendResult:
        """Print the act."""
        self._printed += 1
        if order.act is Act.EDIT:
            self._console.print(render.edited(order.card))
        elif order.act is Act.REPLY:
            self._console.print(render.reply(order.card))
        else:
            self._console.print(render.card(order.card))
        return Sent(ref=order.root_ref or f"terminal:{order.key}")

    async def look_back(self, order: Order) -> LookBack:
        """Nobody can look at what a terminal showed."""
        return CannotCheck(reason=f"a terminal keeps no record of {order.key}")

    def health(self) -> PlatformHealth:
        """Report the terminal."""
        return PlatformHealth(
            name=self.name, connected=self._started_at is not None, detail=f"{self._printed} messages", last_heard_at=self._started_at
        )

    async def ask(self, text: str, *, user: str = "you") -> Reply:
        """Answer one typed line and print the answer."""
        if self._desk is None:
            raise RuntimeError("the console was asked before it was started")
        call = CommandCall(
            tenant=TENANT,
            platform=self.name,
            workspace=WORKSPACE,
            channel=CHANNEL,
            channel_name="this terminal",
            user=user,
            is_admin=True,
            text=text.strip().removeprefix("/deals").strip(),
            at=self._clock.now(),
        )
        reply = await self._desk.answer(call)
        self._console.print(render.card(reply.card))
        return reply

    async def prompt(self) -> None:
        """Take commands until the end of input, `quit` or `exit`."""
        while True:
            try:
                text = await asyncio.to_thread(self._console.input, "[bold]/deals[/bold] ")
            except EOFError:
                return
            if text.strip().lower() in {"quit", "exit", "q"}:
                return
            await self.ask(text)
