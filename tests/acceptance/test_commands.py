"""Every declared command, on both platforms, through the real clients: what it answers, to whom, and of whose news."""

from collections import defaultdict
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.model.command import Access, OptionKind
from tests.acceptance.command_table import DECLARED, ROWS, SETTLING, TRACKING, Row
from tests.acceptance.house import SECOND, SECOND_CHANNEL, House, furnished, read_own_feeds
from tests.emulators.discord_checks import notified

pytestmark = pytest.mark.asyncio(loop_scope="module")

PLATFORMS = ("slack", "discord")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory) -> AsyncIterator[House]:
    async with furnished(tmp_path_factory.mktemp("house")) as made:
        yield made


async def test_every_command_has_a_row():
    """A command that is declared and has no row here fails the run, as has a row of no command."""
    assert {use.command for use in (*SETTLING, *TRACKING, *ROWS)} == set(DECLARED)


async def test_three_workspaces_settle(house):
    """Each workspace follows, adds a feed and tracks a storyline by its own commands, and is told its own news beside the common."""
    assert house.settled == []
    for one, roots in (
        (house.slack, house.stage.slack_roots()),
        (house.discord, house.stage.discord_roots()),
        (house.second, house.stage.discord_roots(SECOND_CHANNEL)),
    ):
        assert sum(one.facts["own_value"] in root for root in roots) == 1, roots
        assert not [words for other in house.others(one) for words in other.secrets if words in "\n".join(roots)]


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_every_command_answers(house, platform):
    """Each row of the table is answered privately, with what this run stored and with no word of another workspace."""
    await house.stage.poll()
    await read_own_feeds(house)

    wrong = await house.walk(ROWS, getattr(house, platform))

    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_readers_change_nothing(house, platform):
    """Each command for admins is refused to a reader by name and privately, whatever was typed after it, and nothing changes."""
    one, wrong = getattr(house, platform), []
    known = defaultdict(lambda: "1", one.facts)
    first = {use.command: use for use in reversed((*SETTLING, *TRACKING, *ROWS)) if DECLARED[use.command].access is Access.ADMIN}
    before = await one.holds()
    for name, use in first.items():
        options = {key: str(value).format_map(known) for key, value in use.options.items()}
        told, private = await one.ask(use.line.format_map(known), options, admin=False)
        if f"Only admins can use “{name}”." not in told or not private:
            wrong.append(f"{name}: {told}")

    assert not wrong, "\n\n".join(wrong)
    assert await one.holds() == before
    assert len(first) == sum(command.access is Access.ADMIN for command in DECLARED.values())


HOSTILE = {
    "pings, signs and turned letters": "@everyone <!channel> <!here> <@U1> <@7> 😀 \u202eمرحبا\u200f *_~`|> \u2066",
    "4,000 characters": ("@here 😀 " + "ä" * 20 + " ") * 137,
}


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("kind", HOSTILE)
async def test_hostile_words_change_nothing(house, platform, kind):
    """Whatever stands where a name, a number, a time or a choice was expected gets an admin a private sentence; no ping, no change."""
    one, wrong, typed = getattr(house, platform), [], HOSTILE[kind][:4000]
    before, roots = await one.holds(), (house.stage.slack_roots(), house.stage.discord_roots())
    pings = house.stage.slack.space.mentions
    for command in (command for command in DECLARED.values() if command.options):
        options = {option.name: typed for option in command.options if option.kind is not OptionKind.NUMBER}
        told, private = await one.ask(f"{command.name} {typed}", options, admin=True)
        if not private or len(told.split()) < 4 or "The operator's log has the reason" in told or "\u202e" in told:
            wrong.append(f"{command.name}: {told[:400]}")

    assert not wrong, "\n\n".join(wrong)
    assert await one.holds() == before
    assert house.stage.slack.space.mentions == pings == 0
    assert sum(notified(record.body) for record in house.stage.discord.requests if isinstance(record.body, dict)) == 0
    assert (house.stage.slack_roots(), house.stage.discord_roots()) == roots


FOREIGN = (
    Row(line="show {own_event}", options={"event": "{own_event}"}, says=("I know no event",)),
    Row(line="why {own_event}", options={"item": "{own_event}"}, says=("I know no event",)),
    Row(line="why {own_address}", options={"item": "{own_address}"}, says=("No feed has shown this address.",)),
    Row(line="feedback {own_event} too-minor", options={"event": "{own_event}", "why": "too-minor"}, says=("I know no event",)),
    Row(line="retract {own_event}", options={"event": "{own_event}"}, says=("I know no event",)),
    Row(line="restore {own_event}", options={"event": "{own_event}"}, says=("I know no event",)),
    Row(line="split {own_event} 1", options={"event": "{own_event}", "report": "1"}, says=("I know no event",)),
    Row(line="merge {own_event} {event}", options={"event": "{own_event}", "into": "{event}"}, says=("I know no event",)),
    Row(line="merge {event} {own_event}", options={"event": "{event}", "into": "{own_event}"}, says=("I know no event",)),
    Row(line="claim dismiss {own_event} 1", options={"event": "{own_event}", "claim": "1"}, says=("I know no event",)),
    Row(line="claim restore {own_event} 1", options={"event": "{own_event}", "claim": "1"}, says=("I know no event",)),
    Row(line="timeline {own_event}", options={"storyline": "{own_event}"}, says=("no ",)),
    Row(line="latest {slug}", options={"storyline": "{slug}"}, says=("I follow no storyline",)),
    Row(line="subscribe {slug}", options={"storylines": "{slug}"}, says=("I follow no storyline",)),
    Row(line="test {slug}", options={"storyline": "{slug}"}, says=("I follow no storyline",)),
    Row(line="test post {own_event}", options={"storyline": "post {own_event}"}, says=("I know no event", "I follow no storyline")),
    Row(line="untrack {slug}", options={"storyline": "{slug}"}, says=("This workspace tracks no",)),
    Row(line="track save {draft}", options={"parties": "save {draft}"}, says=("That preview is gone.",)),
    Row(line="feeds remove {feed}", options={"feed": "{feed}"}, says=("This workspace has no feed",)),
    Row(line="search {own_partner} {own_figure}", options={"words": "{own_partner} {own_figure}"}, says=("Nothing stored holds",)),
)
"""What belongs to the second server, asked for in another workspace; one of the sentences of a row is the answer."""


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_what_is_anothers_is_unknown(house, platform):
    """The ids, addresses and names of another workspace get the sentence of what never existed, and neither workspace changes."""
    one, owner, wrong = getattr(house, platform), house.second, []
    before = await one.holds(), await owner.holds()
    for use in FOREIGN:
        line = use.line.format_map(owner.facts)
        options = {name: str(value).format_map(owner.facts) for name, value in use.options.items()}
        told, private = await one.ask(line, options, admin=True)
        if (
            not private
            or not any(words in told for words in use.says)
            or owner.facts["own_second"] in told
            or owner.facts["feed_title"] in told
        ):
            wrong.append(f"{line}: {told}")

    assert owner.facts["own_event"] != "none"
    assert not wrong, "\n\n".join(wrong)
    assert (await one.holds(), await owner.holds()) == before


async def test_suggestions_are_the_workspaces_own(house):
    """Discord suggests the storylines and events that the server can see while somebody types, its own among them, another's never."""
    second, discord = house.second, house.stage.discord

    async def suggested(command, option, typed, **where):
        return {choice["value"] for choice in await discord.autocomplete("deals", command, option, typed, **where)}

    there = {"guild": SECOND, "channel": SECOND_CHANNEL}
    assert await suggested("latest", "storyline", "foxc") == {"openai-foxconn"}
    assert await suggested("latest", "storyline", second.facts["slug"], **there) == {second.facts["slug"]}
    assert await suggested("latest", "storyline", second.facts["slug"]) == set()
    assert await suggested("show", "event", second.facts["own_value"], **there) == {second.facts["own_event"]}
    assert await suggested("show", "event", second.facts["own_value"]) == set()
    assert second.facts["event"] in await suggested("show", "event", second.facts["headline"])
    assert await suggested("show", "event", "@everyone 😀" * 300) == set()
