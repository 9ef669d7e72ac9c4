"""What every chat platform promises, as plain coroutine functions over a Harness; `SUITE` lists them.

A platform's own test module builds a Harness around its adapter and its emulator and runs every case:

    @pytest.mark.parametrize("case", SUITE, ids=name_of)
    async def test_promise(case, harness):
        await case(harness)
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.model.alert import Act, Destination
from bot.model.card import Button, Card, Section, Tone, bold, line, link
from bot.model.command import CommandCall, Completion, Reply
from bot.model.delivery import CannotCheck, NotFound, Order, Refusal, Rejected, RetryLater, Sent, Uncertain
from bot.ports import Notice, Platform


class Fault(StrEnum):
    """What a harness can make its emulator do to the next message calls; `times` says how often."""

    RATE_LIMITED = "rate limited"
    """429 with a wait of `RATE_WAIT` seconds; nothing is stored."""
    SERVER_ERROR = "server error"
    """500, nothing stored; enough times that the client's own retries are used up are the harness's business."""
    LOST_REQUEST = "lost request"
    """The connection ends before anything is stored."""
    LOST_RESPONSE = "lost response"
    """The message is stored, then the connection ends."""
    GARBAGE = "garbage"
    """200 with a page of HTML; nothing is stored."""
    SLOW = "slow"
    """No answer for longer than the adapter's bound; nothing is stored."""
    BAD_PAYLOAD = "bad payload"
    """The rich form is refused."""
    TOKEN_REVOKED = "token revoked"
    NO_HISTORY = "no history"
    """The permission to read messages back is missing."""
    LATE = "late"
    """The next message is stored but can be read back only after the settle time."""
    UNREACHABLE = "unreachable"
    """Nobody listens at the address of message calls any more (until the test ends)."""


RATE_WAIT = 7


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A message as a reader of the channel sees it."""

    ref: str
    """As `Sent.ref` names it."""
    text: str
    """Everything visible: headline, body, facts, footer, as plain words without markup."""
    root: str = ""
    """The `ref` of the thread's first message; empty at the channel's top."""
    struck: bool = False
    broadcast: bool = False
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Heard:
    """An answer to somebody's act, as the person sees it."""

    text: str
    private: bool


class Emulated(Protocol):
    """The neutral face of an emulator."""

    def seen(self, channel: str) -> list[Seen]:
        """Return all messages that stand in a channel and its threads, oldest first."""
        ...

    def pings(self) -> int:
        """Return how many people, roles or channels the messages of the bot notified so far."""
        ...

    def inject(self, fault: Fault, times: int = 1) -> Awaitable[None] | None:
        """Make the next message calls go wrong."""
        ...

    def delete(self, channel: str, ref: str) -> None:
        """Let somebody delete a message."""
        ...

    async def say(self, command: str, *, user: str, channel: str) -> Heard:
        """Use the bot's root command with this text (`latest openai-foxconn`); return the answer, at most 5 s later."""
        ...

    async def press(self, channel: str, ref: str, label: str, *, user: str) -> Heard:
        """Press a button of a message; return the answer."""
        ...

    async def drop(self) -> None:
        """End every live connection for events."""
        ...


@dataclass
class RecordingDesk:
    """A desk that notes what it is asked and answers with what the test put in `reply`."""

    reply: Reply = field(default_factory=lambda: Reply(card=Card(title="Nothing yet", body=(line("Ask again later."),))))
    calls: list[CommandCall] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    gate: asyncio.Event | None = None
    """Answers wait for it where it is set."""
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by the first call."""

    async def answer(self, call: CommandCall) -> Reply:
        self.calls.append(call)
        self.asked.set()
        if self.gate is not None:
            await self.gate.wait()
        return self.reply

    async def complete(self, call: CommandCall, option: str, typed: str) -> tuple[Completion, ...]:
        self.calls.append(call)
        return (Completion(label=f"{option} {typed}", value=typed),)

    async def notice(self, notice: Notice) -> None:
        self.notices.append(notice)


@dataclass(kw_only=True)
class Harness:
    """An adapter, started, with its emulator."""

    platform: Platform
    emulator: Emulated
    desk: RecordingDesk
    destination: Destination
    """A live channel."""
    gone: Destination
    """A channel that does not exist."""
    now: Callable[[], datetime]
    """The clock that adapter and emulator share."""
    settle: Callable[[], Awaitable[None]]
    """Let the settle time pass on that clock."""
    bound: float = 12.0
    """Seconds within which `send` returns, as the adapter was told."""


CARD = Card(
    tone=Tone.FIRM,
    chip="ANNOUNCED",
    kicker="Northwind × Contoso",
    source_mark="official source",
    title="Northwind and Contoso to build racks together",
    title_url="https://northwind.example/racks",
    body=(line("No purchase commitment; Northwind gets early access."),),
    facts=(line("Value: not stated"), line("Made in ", bold("Ohio"))),
    notes=(line("Earlier: ", link("first talks", "https://news.example/talks")),),
    footer=line("3 independent sources of 14 · northwind.example"),
    buttons=(Button(label="Why", command="why", argument="s1"), Button(label="Facts", command="facts", argument="openai-foxconn")),
)


def order(h: Harness, key: str = "x1", act: Act = Act.POST, **changes: object) -> Order:
    """Return an order to the harness's channel, first attempted now."""
    made = Order(key=key, destination=h.destination, act=act, card=CARD, first_attempt_at=h.now())
    return replace(made, **changes)


async def post(h: Harness, key: str = "x1", **changes: object) -> str:
    """Post and return the reference."""
    result = await h.platform.send(order(h, key, **changes))
    assert isinstance(result, Sent), result
    return result.ref


async def shows_the_whole_card(h: Harness) -> None:
    """A post arrives once, with headline, status, facts, coverage and buttons, under the reference that was returned."""
    ref = await post(h)

    (message,) = h.emulator.seen(h.destination.channel)
    assert message.ref == ref
    for words in (
        "ANNOUNCED",
        "Northwind × Contoso",
        "official source",
        "build racks together",
        "early access",
        "Value: not stated",
        "Ohio",
    ):
        assert words in message.text, words
    assert "first talks" in message.text
    assert "news.example" in message.text, "the real host stands beside a link"
    assert "3 independent sources of 14" in message.text
    assert message.buttons == ("Why", "Facts")


async def edits_in_place(h: Harness) -> None:
    """An edit changes the message where it stands and keeps its reference."""
    ref = await post(h)
    newer = replace(CARD, footer=line("9 independent sources of 40"))

    result = await h.platform.send(order(h, "x2", Act.EDIT, card=newer, root_ref=ref))

    assert isinstance(result, Sent), result
    (message,) = h.emulator.seen(h.destination.channel)
    assert message.ref == ref
    assert "9 independent sources of 40" in message.text
    assert "of 14" not in message.text


async def replies_in_the_thread(h: Harness) -> None:
    """A reply stands in the thread of its root and is not also sent to the channel."""
    ref = await post(h)

    result = await h.platform.send(order(h, "x2", Act.REPLY, card=Card(title="Value: $5B → not stated"), root_ref=ref))

    assert isinstance(result, Sent), result
    (reply,) = [m for m in h.emulator.seen(h.destination.channel) if m.root]
    assert reply.root == ref
    assert reply.ref == result.ref
    assert not reply.broadcast
    assert "not stated" in reply.text


async def strikes_a_retracted_message(h: Harness) -> None:
    """A retraction strikes the message through and deletes nothing."""
    ref = await post(h)

    result = await h.platform.send(order(h, "x2", Act.RETRACT, card=replace(CARD, chip="RETRACTED", struck=True), root_ref=ref))

    assert isinstance(result, Sent), result
    (message,) = h.emulator.seen(h.destination.channel)
    assert message.struck
    assert "build racks together" in message.text


async def obeys_a_rate_limit(h: Harness) -> None:
    """A 429 is a definite no with the platform's own wait; nothing was posted."""
    await _inject(h, Fault.RATE_LIMITED)

    result = await h.platform.send(order(h))

    assert isinstance(result, RetryLater), result
    assert result.after is not None
    assert RATE_WAIT <= result.after <= RATE_WAIT + 5
    assert h.emulator.seen(h.destination.channel) == []


async def doubts_a_lost_response(h: Harness) -> None:
    """A connection lost after the message was stored is uncertain; the look-back finds the one message."""
    await _inject(h, Fault.LOST_RESPONSE, 1)
    asked = order(h)

    result = await h.platform.send(asked)
    await h.settle()
    found = await h.platform.look_back(asked)

    assert isinstance(result, Uncertain), result
    (message,) = h.emulator.seen(h.destination.channel)
    assert found == Sent(ref=message.ref)


async def finds_nothing_after_a_lost_request(h: Harness) -> None:
    """A connection lost before the message was stored is uncertain; the look-back says so and a second send posts once."""
    await _inject(h, Fault.LOST_REQUEST, 1)
    asked = order(h)

    result = await h.platform.send(asked)
    await h.settle()
    found = await h.platform.look_back(asked)
    again = await h.platform.send(asked)

    assert isinstance(result, Uncertain), result
    assert found == NotFound()
    assert isinstance(again, Sent), again
    assert len(h.emulator.seen(h.destination.channel)) == 1


async def finds_a_reply_again(h: Harness) -> None:
    """The look-back for a reply reads the thread."""
    ref = await post(h)
    asked = order(h, "x2", Act.REPLY, card=Card(title="A detail"), root_ref=ref)
    await _inject(h, Fault.LOST_RESPONSE)

    result = await h.platform.send(asked)
    await h.settle()
    found = await h.platform.look_back(asked)

    assert isinstance(result, Uncertain), result
    (reply,) = [m for m in h.emulator.seen(h.destination.channel) if m.root]
    assert found == Sent(ref=reply.ref)


async def tells_orders_apart_in_the_look_back(h: Harness) -> None:
    """Another alert's message with the same words is not taken for the one looked for."""
    await post(h, "x1")

    assert await h.platform.look_back(order(h, "x2")) == NotFound()


async def finds_a_late_message_after_settling(h: Harness) -> None:
    """A message that becomes readable late is found once the settle time has passed."""
    await _inject(h, Fault.LATE)
    await _inject(h, Fault.LOST_RESPONSE)
    asked = order(h)

    await h.platform.send(asked)
    await h.settle()

    assert isinstance(await h.platform.look_back(asked), Sent)


async def admits_that_it_cannot_check(h: Harness) -> None:
    """Without the permission to read back, the look-back says so with a reason."""
    await _inject(h, Fault.NO_HISTORY)

    found = await h.platform.look_back(order(h))

    assert isinstance(found, CannotCheck), found
    assert found.reason


async def doubts_a_server_error(h: Harness) -> None:
    """A 5xx may have posted: it is uncertain, within the bound."""
    await _inject(h, Fault.SERVER_ERROR, 20)

    result = await _bounded(h, order(h))

    assert isinstance(result, Uncertain), result


async def doubts_garbage(h: Harness) -> None:
    """A 200 with a page of HTML is not an acceptance."""
    await _inject(h, Fault.GARBAGE)

    assert isinstance(await h.platform.send(order(h)), Uncertain)


async def returns_within_its_bound(h: Harness) -> None:
    """A platform that does not answer costs one send its bound and no more."""
    await _inject(h, Fault.SLOW)

    assert isinstance(await _bounded(h, order(h)), Uncertain)


async def waits_where_nobody_listens(h: Harness) -> None:
    """A refused connection sent nothing: it is tried again later without doubt."""
    await _inject(h, Fault.UNREACHABLE, 20)

    assert isinstance(await _bounded(h, order(h)), RetryLater)


async def refuses_a_missing_channel(h: Harness) -> None:
    """A channel that is not there is a refusal of that destination alone."""
    result = await h.platform.send(order(h, destination=h.gone))

    assert isinstance(result, Rejected), result
    assert result.refusal is Refusal.DESTINATION_GONE
    assert result.reason
    await post(h)


async def refuses_an_edit_of_a_deleted_message(h: Harness) -> None:
    """An edit of a message that somebody deleted says that the message is gone."""
    ref = await post(h)
    h.emulator.delete(h.destination.channel, ref)

    result = await h.platform.send(order(h, "x2", Act.EDIT, root_ref=ref))

    assert isinstance(result, Rejected), result
    assert result.refusal is Refusal.MESSAGE_GONE


async def falls_back_to_plain_text(h: Harness) -> None:
    """A refused rich form is told apart; the plain form of the same order arrives with the headline."""
    await _inject(h, Fault.BAD_PAYLOAD)
    asked = order(h)

    refused = await h.platform.send(asked)
    plain = await h.platform.send(replace(asked, plain=True))

    assert isinstance(refused, Rejected), refused
    assert refused.refusal is Refusal.BAD_PAYLOAD
    assert isinstance(plain, Sent), plain
    (message,) = h.emulator.seen(h.destination.channel)
    assert "build racks together" in message.text


async def refuses_for_the_whole_tenant(h: Harness) -> None:
    """A revoked token is a refusal of the whole workspace or platform, never an exception."""
    await _inject(h, Fault.TOKEN_REVOKED)

    result = await h.platform.send(order(h))

    assert isinstance(result, Rejected), result
    assert result.refusal is Refusal.TENANT_GONE


HOSTILE = (
    "@everyone @here <!channel> <!here> <@U1> <@!1> <@&1> <#C1> </cmd:1> <t:0:R> <!subteam^S1> &lt;!channel&gt;",
    "<http://evil.example|bank.example> [bank.example](http://evil.example) ```code``` *b* _i_ ~s~ `c` ||spoiler||",
    "\u202eright\u202c \u200bzero\ufeff \x00\x1b[31m \ud800 \U000e0041 # head\n> quote\n- item",
)


async def lets_nothing_ping(h: Harness) -> None:
    """Whatever a source writes in any field, nobody is pinged and the message is legal."""
    for number, words in enumerate(HOSTILE):
        spans = line(words, bold(words), link(words, f"https://news.example/{words}"), link(words, "javascript:alert(1)"))
        card = Card(
            chip=words,
            kicker=words,
            source_mark=words,
            title=words * 40,
            title_url="https://user:secret@evil.example/|x>",
            body=(spans,) * 3,
            facts=(spans,) * 3,
            notes=(spans,),
            sections=(Section(title=words, lines=(spans,) * 60),),
            footer=spans,
            buttons=(Button(label=words, command="why", argument="s1"), Button(label="Open", url="javascript:alert(1)")),
            fallback=words * 100,
        )
        for plain in (False, True):
            await post(h, f"x{number}{plain}", card=card, plain=plain)

    assert h.emulator.pings() == 0


async def answers_a_command_privately(h: Harness) -> None:
    """A command reaches the desk with ids from the platform's own payload, and only its user sees the answer."""
    heard = await h.emulator.say("latest openai-foxconn", user="U7", channel=h.destination.channel)

    (call,) = h.desk.calls
    assert call.platform == h.platform.name
    assert call.tenant == h.destination.tenant
    assert call.workspace == h.destination.workspace
    assert call.channel == h.destination.channel
    assert call.user
    assert call.at == h.now()
    assert "latest" in call.text or call.name == "latest"
    assert "openai-foxconn" in call.text or "openai-foxconn" in call.arguments.values()
    assert heard.private
    assert "Ask again later." in heard.text
    assert h.emulator.seen(h.destination.channel) == []


async def answers_in_public_when_told(h: Harness) -> None:
    """A reply that is not private is seen by the channel."""
    h.desk.reply = replace(h.desk.reply, private=False)

    heard = await h.emulator.say("latest", user="U7", channel=h.destination.channel)

    assert not heard.private


async def answers_a_button(h: Harness) -> None:
    """A button reaches the desk as its command and argument, and is answered to the presser alone."""
    ref = await post(h)

    heard = await h.emulator.press(h.destination.channel, ref, "Why", user="U7")

    (call,) = h.desk.calls
    assert call.name == "why"
    assert list(call.arguments.values()) == ["s1"]
    assert call.channel == h.destination.channel
    assert call.tenant == h.destination.tenant
    assert heard.private
    assert len(h.emulator.seen(h.destination.channel)) == 1


async def answers_a_very_long_reply_legally(h: Harness) -> None:
    """An answer of hundreds of lines is cut to what the platform takes, and says that there is more."""
    lines = tuple(
        line(f"Fact {number}: ", bold("up to 10 GW"), " & more, says ", link("a page", "https://news.example/p")) for number in range(400)
    )
    h.desk.reply = Reply(card=Card(title="All facts", sections=(Section(title="Deal", lines=lines),)))

    heard = await h.emulator.say("facts", user="U7", channel=h.destination.channel)

    assert "Fact 0" in heard.text
    assert "more" in heard.text


async def comes_back_after_a_drop(h: Harness) -> None:
    """When the event connection ends, the adapter reconnects by itself and answers again."""
    await h.emulator.drop()

    heard = await h.emulator.say("latest", user="U7", channel=h.destination.channel)

    assert "Ask again later." in heard.text
    assert h.platform.health().connected


async def drains_before_it_stops(h: Harness) -> None:
    """An answer in the making is still given while the adapter stops."""
    h.desk.gate = asyncio.Event()
    saying = asyncio.create_task(h.emulator.say("latest", user="U7", channel=h.destination.channel))
    await h.desk.asked.wait()

    stopping = asyncio.create_task(h.platform.stop())
    await asyncio.sleep(0.05)
    h.desk.gate.set()

    assert "Ask again later." in (await saying).text
    await asyncio.wait_for(stopping, 10)
    assert not h.platform.health().connected


async def _inject(h: Harness, fault: Fault, times: int = 1) -> None:
    waiting = h.emulator.inject(fault, times)
    if waiting is not None:
        await waiting


async def _bounded(h: Harness, asked: Order) -> object:
    """Send; fail when it takes longer than the bound (and a second of scheduling)."""
    return await asyncio.wait_for(h.platform.send(asked), h.bound + 1)


SUITE: tuple[Callable[[Harness], Awaitable[None]], ...] = (
    shows_the_whole_card,
    edits_in_place,
    replies_in_the_thread,
    strikes_a_retracted_message,
    obeys_a_rate_limit,
    doubts_a_lost_response,
    finds_nothing_after_a_lost_request,
    finds_a_reply_again,
    tells_orders_apart_in_the_look_back,
    finds_a_late_message_after_settling,
    admits_that_it_cannot_check,
    doubts_a_server_error,
    doubts_garbage,
    returns_within_its_bound,
    waits_where_nobody_listens,
    refuses_a_missing_channel,
    refuses_an_edit_of_a_deleted_message,
    falls_back_to_plain_text,
    refuses_for_the_whole_tenant,
    lets_nothing_ping,
    answers_a_command_privately,
    answers_in_public_when_told,
    answers_a_button,
    answers_a_very_long_reply_legally,
    comes_back_after_a_drop,
    drains_before_it_stops,
)


def name_of(case: Callable[[Harness], Awaitable[None]]) -> str:
    """Return a case's name for pytest's ids."""
    return case.__name__
