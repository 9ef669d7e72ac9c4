"""Every command answers, to whom it is meant, with a fact of this workspace and none of another: a command without its case fails."""

import re
from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.model.command import Access
from bot.model.entry import Entry
from bot.model.feed import Feed, FeedItem, Fetched, ParsedFeed
from bot.model.feed_verdict import FeedVerdict
from bot.pipeline.corrections import Corrections
from bot.pipeline.read import NewsReader
from handlers.registry import COMMANDS
from tests.unit.handlers.conftest import NOW
from tests.unit.handlers.test_desk import words
from tests.unit.handlers.told import DENIAL, arrive, events, follow, report, tell

# Command → (what is typed, what the answer says). {0} and {1} are the events, oldest first; a leading line that ends in `;` is typed before.
CASES = {
    "help": ("help", "One alert|one alert"),
    "latest": ("latest", "OpenAI and Foxconn to build server racks together"),
    "show": ("show {0}", "Sources: 1 independent of 2"),
    "facts": ("facts openai-foxconn", r"\$7 billion"),
    "search": ("search racks", "OpenAI and Foxconn to build server racks"),
    "why": ("why https://alpha.example/alpha", "This channel was alerted with it"),
    "storylines": ("storylines", "openai-foxconn"),
    "list": ("list", "#c1 follows every storyline"),
    "health": ("health", "Wire: "),
    "export": ("export openai-foxconn", "2 deals|1 deals|claims in"),
    "timeline": ("timeline openai-foxconn", "2 Mar 2026 · announced"),
    "map": ("map", "OpenAI – Foxconn"),
    "tracked": ("track Quill, Harrow; track save {draft}; tracked", "my-quill-harrow"),
    "feedback": ("feedback {0}", "What is wrong with"),
    "subscribe": ("subscribe openai-foxconn", "#c1 follows openai-foxconn: material news, live"),
    "unsubscribe": ("unsubscribe", "follows nothing now"),
    "mute": ("mute 2h", "Muted until"),
    "quiet": ("quiet 22-7 Europe/Berlin", "22:00-07:00"),
    "digest": ("digest 08:00 weekdays Europe/Berlin", "The digest comes at 08:00 Europe/Berlin"),
    "settings": ("settings", "Follows: everything"),
    "test": ("test", "A preview for you alone"),
    "track": ("track Quill, Harrow", "a preview; nothing is saved yet"),
    "untrack": ("track Quill, Harrow; track save {draft}; untrack my-quill-harrow", "is tracked no more"),
    "feeds list": ("feeds list", "Wire"),
    "feeds add": ("feeds add https://desk.example/feed", "is read from now on"),
    "feeds remove": ("feeds add https://desk.example/feed; feeds remove https://desk.example/feed", "is read no more"),
    "feeds test": ("feeds test https://desk.example/feed", "A feed: Desk, 1 items"),
    "retract": ("retract {0} wrong", "Retracted: OpenAI and Foxconn"),
    "restore": ("retract {0} wrong; restore {0}", "It stands again"),
    "merge": ("merge {1} {0}", "Told as one: OpenAI and Foxconn"),
    "split": ("split {0} 2", "Other workspaces see this event too"),
    "claim dismiss": ("claim dismiss {0} 1 wrong", r"Dismissed: Value: \$5 billion"),
    "claim restore": ("claim dismiss {0} 1 wrong; claim restore {0} 1", "It counts again"),
    "sources list": ("sources list", "alpha.example · press"),
    "sources mute": ("sources mute spam.example", "counts for nothing in this workspace"),
    "sources unmute": ("sources mute spam.example; sources unmute spam.example", "counts again"),
    "ops here": ("ops here", "rouble"),
    "ops off": ("ops here; ops off", "rouble|no place|No place"),
    "ping": ("ping <!subteam^S0DEALS>", "is pinged"),
    "votes": ("votes", "No reader has found fault"),
    "undo": ("retract {0} wrong; undo", "Taken back: retract"),
    "audit": ("retract {0} wrong; audit", "Ann · retract"),
}
OURS = "Secret of another workspace"


@pytest.fixture
async def desk(store, catalogue, index, make_desk):
    """A desk over news of everybody, with something of another workspace beside it."""
    later = ManualClock(NOW + timedelta(days=2))
    await store.write(lambda t: t.feeds.sync([Feed(id="wire", url="https://wire.example/feed", title="Wire")], NOW))
    await store.write(lambda t: t.feeds.add(Feed(id="fx", url="https://x.example/feed", title=OURS, tenant="slack:T2"), NOW))
    await follow(store, "slack:T1/C1", "slack:T2/C9")
    await tell(
        store,
        catalogue,
        index,
        report("alpha", value="USD 5e9"),
        report("beta", minutes=1, value="USD 7e9"),
        report("gamma", DENIAL, minutes=900),
    )
    secret = report("secret", (f"{OURS} racks", OURS))
    secret = type(secret)(entry=Entry(**{f: getattr(secret.entry, f) for f in Entry.__dataclass_fields__} | {"tenant": "slack:T2"}))
    await store.write(lambda t: t.entries.add([secret]))

    async def probe(url):
        item = FeedItem(guid="1", title="OpenAI and Foxconn sign an agreement on data center racks", link="https://desk.example/1")
        return FeedVerdict(url=url, result=Fetched(body=b"", url=url), parsed=ParsedFeed(title="Desk", items=(item,)))

    say = make_desk(
        clock=later,
        corrections=Corrections(catalogue, later, index),
        probe=probe,
        reader=NewsReader(catalogue),
        track_reader=lambda tracked: NewsReader(tracked.within(catalogue)),
    )
    say.events = await events(store)
    return say


async def play(desk, text, **how):
    """Type the lines of a case and return the last answer."""
    card, draft = None, ""
    for one in text.split("; "):
        card = await desk(one.format(*desk.events, draft=draft), **how)
        draft = next((button.argument.partition(" ")[2] for button in card.buttons if button.label == "Save it"), draft)
    return card


def test_every_command_has_its_case():
    """A command that is declared without a case here fails the run, and so does a case without its command."""
    assert set(CASES) == {command.name for command in COMMANDS}


@pytest.mark.parametrize("name", CASES)
async def test_it_answers(desk, name):
    """The answer holds the fact that it is asked for, nothing of another workspace, and no failure."""
    text, wanted = CASES[name]

    card = await play(desk, text, admin=True)

    said = words(card)
    assert re.search(wanted, said), said
    assert OURS not in said
    assert "log has the reason" not in said


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_it_is_for_whom_it_says(desk, store, command):
    """A reader is refused an admin's command in words, whatever stands behind it, and nothing changes."""
    said = words(await desk(command.examples[0]))

    assert ("Only admins can use" in said) == (command.access is Access.ADMIN)
    audit = await store.read(lambda t: t.audit.latest("slack:T1", 9))
    assert all(line.what.startswith("refused: ") for line in audit)
    assert await arrive(store) == []


ODD = [
    "@everyone",
    "<!channel>",
    "\u202e\u2066x",
    "🙂" * 50,
    "x" * 4_000,
    "s9999999",
    "' OR 1=1 --",
    "../../etc/passwd",
    "\x00",
    "-1",
    "99999999999999999999",
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_bad_input_is_a_private_sentence(desk, store, command):
    """Whatever stands in an option, in each of them, as text or parsed by the platform: a private sentence, and no trace of another workspace."""
    for odd in ODD:
        typed = await desk(f"{command.name} {odd}", admin=True, whole=True)
        parsed = await desk("", name=command.name, arguments={option.name: odd for option in command.options}, admin=True, whole=True)
        for reply in (typed, parsed):
            said = words(reply.card)
            assert said.strip()
            assert reply.private
            assert "log has the reason" not in said, (odd, said)
            assert OURS not in said
