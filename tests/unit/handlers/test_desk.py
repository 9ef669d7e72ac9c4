"""The desk always has an answer, and changes nothing for whoever may not."""

import pytest

from handlers.registry import COMMANDS


def words(card):
    """All that a card says, as one text."""
    rows = [*card.body, *card.facts, *card.notes, *(row for s in card.sections for row in s.lines), card.footer]
    return "\n".join([card.title, *(s.title for s in card.sections), *("".join(span.text for span in row) for row in rows)])


@pytest.mark.parametrize(
    "text",
    ["xyzzy", "@everyone", "<!channel>", "x" * 4_000, "\u202egnp.exe", "🙂", "latest \u0000", "why", "show ../../etc", "latest nosuch"],
)
async def test_every_input_gets_a_private_sentence(say, text):
    """Nonsense is answered with help, never with an error."""
    card = await say(text)

    assert card.title
    assert "log has the reason" not in words(card)


async def test_readers_cannot_change_a_channel(say, store):
    """An admin's command typed by a reader is refused in words, and nothing is stored."""
    card = await say("subscribe openai-foxconn")

    assert "Only admins" in card.title
    assert await store.read(lambda t: t.places.subscriptions("slack:T1")) == ()


async def test_subscribe_sets_exactly_this_and_says_so(say, store):
    """The last word holds whole: what was followed before is not added to."""
    await say("subscribe openai-foxconn", admin=True)
    card = await say("subscribe amd mode=daily status=announced", admin=True)

    kept = await store.read(lambda t: t.places.subscriptions("slack:T1"))
    assert [(s.storylines, s.mode, s.min_status) for s in kept] == [(("openai-amd",), "daily", "announced")]
    assert "openai-amd: material news, announced and above, daily" in words(card)
    assert "By Ann since 02 Mar 2026" in words(await say("list"))
    audit = await store.read(lambda t: t.audit.latest("slack:T1", 5))
    assert [line.undo for line in audit] == ["subscribe openai-foxconn floor=material status=rumour mode=live", "unsubscribe"]


@pytest.mark.parametrize(
    "text",
    ["subscribe nosuch", "subscribe openai-amd mode=hourly", "subscribe openai-amd status=certain", "subscribe openai-amd floor=none"],
)
async def test_a_wrong_word_changes_nothing(say, store, text):
    """A value that is not offered is refused with those that are."""
    card = await say(text, admin=True)

    assert "nothing was changed" in words(card) or "no storyline" in words(card)
    assert await store.read(lambda t: t.places.subscriptions("slack:T1")) == ()


async def test_unsubscribe_one_or_all(say, store):
    """One storyline leaves, then all; the answer says what is left and how to undo."""
    await say("subscribe openai-foxconn openai-amd", admin=True)
    one = await say("unsubscribe openai-amd", admin=True)
    rest = await say("unsubscribe", admin=True)

    assert "follows openai-foxconn" in words(one)
    assert "subscribe openai-foxconn openai-amd" in words(one)
    assert "follows nothing now" in words(rest)
    assert "nothing was changed" in words(await say("unsubscribe", admin=True))


async def test_channels_and_workspaces_are_apart(say):
    """What one channel follows shows in no other channel and in no other workspace."""
    await say("subscribe openai-foxconn", admin=True)

    assert "follows nothing yet" in words(await say("list", channel="C2"))
    assert "follows nothing yet" in words(await say("list", tenant="slack:T2"))


async def test_help_lists_every_command_and_explains_one(say):
    """Help shows an example of every command; a topic, also a misspelt one, is explained."""
    everything = words(await say(""))

    assert all(command.examples[0] in everything for command in COMMANDS)
    assert "Options" in words(await say("help latst"))


async def test_why_of_an_address_that_never_came(say):
    """An unknown address is told which feeds could carry it."""
    assert "None of the feeds that I read belongs to nowhere.example" in words(await say("why https://nowhere.example/a"))


async def test_nothing_yet_is_a_sentence(say):
    """Empty answers say why they are empty."""
    assert "Nothing yet" in words(await say("latest"))
    assert "is in the ledger yet" in words(await say("facts foxconn"))
    assert "I know no event" in words(await say("show s1234567"))
    assert "OpenAI × Foxconn" in words(await say("storylines"))
    assert "All is well" in words(await say("health"))


async def test_unsubscribe_is_taken_back_whole(say, store):
    """What `unsubscribe` names as the way back brings floor, status and mode, too."""
    await say("subscribe openai-amd openai-foxconn floor=all status=announced", admin=True)
    await say("unsubscribe openai-amd", admin=True)
    await say("undo", admin=True)

    assert "everything, also mentions, announced and above" in words(await say("list"))


async def test_subscribe_to_nothing_changes_nothing(say):
    """Commas alone name no storyline: the channel keeps what it follows."""
    await say("subscribe openai-amd", admin=True)

    assert "I follow no storyline" in words(await say("subscribe ,", admin=True))
    assert "openai-amd" in words(await say("list"))
