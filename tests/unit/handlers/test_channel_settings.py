"""Settings of a channel: set exactly, echoed, undone."""

from dataclasses import replace

import pytest

from tests.unit.handlers.test_desk import words


async def kept(store):
    return (await store.read(lambda t: t.places.subscriptions("slack:T1")))[0]


@pytest.mark.parametrize("text", ["mute 2h", "quiet 22-7", "digest 8"])
async def test_nothing_to_set_before_subscribing(say, text):
    """A channel that follows nothing is told what to do first."""
    assert "follows nothing yet" in words(await say(text, admin=True))


async def test_each_setting_is_echoed_and_kept(say, store):
    """Quiet hours, digest and mute are stored together and said whole."""
    await say("subscribe all", admin=True)
    await say("quiet 22-7 berlin", admin=True)
    await say("digest 8am weekdays", admin=True)
    card = await say("mute until 18:00", admin=True)

    row = await kept(store)
    assert (row.quiet, row.zone, row.digest_at, row.digest_days, row.mode) == ("22:00-07:00", "Europe/Berlin", "08:00", "weekdays", "daily")
    assert "Muted until Mon 2 Mar, 18:00 Europe/Berlin" in words(card)
    assert "quiet 22:00-07:00 Europe/Berlin; digest at 08:00 Europe/Berlin, weekdays; muted until 02 Mar 2026 17:00 UTC." in words(
        await say("list")
    )


async def test_what_is_followed_changes_and_the_rest_stays(say, store):
    """`subscribe` sets what is followed; the channel's hours are not its business."""
    await say("subscribe all", admin=True)
    await say("quiet 22-7 berlin", admin=True)
    await say("subscribe openai-amd", admin=True)

    assert ((await kept(store)).storylines, (await kept(store)).quiet) == (("openai-amd",), "22:00-07:00")


async def test_a_subscription_that_was_removed_comes_back_whole(say, store):
    """Hours, digest and mute went with it; `undo` brings all of them."""
    for typed in ("subscribe openai-amd status=announced", "quiet 22-7 berlin", "digest 8am weekdays", "mute until 18:00"):
        await say(typed, admin=True)
    before = await kept(store)
    gone = await say("unsubscribe", admin=True)
    assert await store.read(lambda t: t.places.subscriptions("slack:T1")) == ()

    await say("undo", admin=True)

    assert replace(await kept(store), created_at=before.created_at) == before
    assert words(gone).strip().endswith("To take it back: undo")


async def test_replies_may_be_broadcast_and_are_not_until_told(say, store):
    """`broadcast=on` is kept, said, shown with its command, and gone when `subscribe` does not say it again; the echo names the exact way back."""
    await say("subscribe all", admin=True)
    assert (await kept(store)).broadcast is False

    card = await say("subscribe openai-amd broadcast=on", admin=True)
    assert (await kept(store)).broadcast is True
    assert "changed facts also outside their threads" in words(card)
    assert "To take it back: undo or subscribe all floor=material status=rumour mode=live" in words(card)
    assert "Changed facts: also outside their threads" in words(await say("settings", admin=True))

    again = await say("subscribe all", admin=True)
    assert (await kept(store)).broadcast is False
    assert "To take it back: undo or subscribe openai-amd floor=material status=rumour mode=live broadcast=on" in words(again)


async def test_language_and_threads_are_kept_said_and_taken_back(say, store):
    """Each holds until `subscribe` does not say it again; the echo names the exact way back."""
    card = await say("subscribe all language=de threads=off", admin=True)
    assert ((await kept(store)).language, (await kept(store)).threads) == ("de", False)
    assert "events with a report in German; no replies in threads" in words(card)
    settings = words(await say("settings", admin=True))
    assert "Language: German" in settings
    assert "Changed facts: in the message alone" in settings

    again = await say("subscribe all language=any", admin=True)
    assert ((await kept(store)).language, (await kept(store)).threads) == ("", True)
    assert "subscribe all floor=material status=rumour mode=live language=de threads=off" in words(again)
    assert "is no language" in words(await say("subscribe all language=klingon", admin=True))


@pytest.mark.parametrize("text", ["mute never", "quiet all day", "quiet 22-7 atlantis-zone-zero", "digest noon:thirty", "digest 8 someday"])
async def test_what_is_not_understood_changes_nothing(say, store, text):
    """A value that is no time is refused with an example."""
    await say("subscribe all", admin=True)
    before = await kept(store)

    assert "Nothing was changed" in words(await say(text, admin=True))
    assert await kept(store) == before


@pytest.mark.parametrize(
    "change",
    ["mute 2h", "quiet 22-7 berlin", "digest 8 mon", "subscribe openai-amd", "subscribe openai-foxconn broadcast=on", "unsubscribe"],
)
async def test_undo_takes_the_last_change_back(say, store, change):
    """Whatever was changed last holds as before after `undo`, and the answer says what was taken back, by whom."""
    await say("subscribe openai-foxconn", admin=True)
    before = await kept(store)
    await say(change, admin=True)

    card = await say("undo", admin=True)

    after = await kept(store)
    assert (after.storylines, after.muted_until, after.quiet, after.mode) == (
        before.storylines,
        before.muted_until,
        before.quiet,
        before.mode,
    )
    assert f"Taken back: {change.split()[0]}" in words(card)
    assert "(by Ann)" in words(card)


async def test_undo_of_nothing(say):
    """A channel without changes has nothing to take back."""
    assert "no change" in words(await say("undo", admin=True))
