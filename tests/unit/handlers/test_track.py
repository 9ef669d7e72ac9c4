"""`track`: a storyline of the workspace's own, previewed, saved, matched for it alone, edited, removed, limited."""

from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.model.entry import Entry
from bot.model.quota import Quotas
from bot.model.reading import Reading
from bot.pipeline.absorb import absorb
from bot.pipeline.corrections import Corrections
from bot.pipeline.read import NewsReader
from bot.pipeline.track import Tracker
from tests.unit.handlers.conftest import NOW
from tests.unit.handlers.test_desk import words
from tests.unit.handlers.told import arrive, follow, messages

ADMIN = {"admin": True}
DEAL = "Glimmerworks signs a ten-year agreement with Tarn Compute to supply data center racks"
TEXT = (
    "Glimmerworks and Tarn Compute said on Monday that they signed the agreement. Tarn Compute will build racks for Glimmerworks in Ohio."
)


def item(name, title=DEAL, text=TEXT, *, days=0.0, host=""):
    """Return an entry, so many days old."""
    host = host or f"{name}.example"
    return Entry(
        id=name,
        url=f"https://{host}/{name}",
        page=f"{host}/{name}",
        title=title,
        text=text,
        seen=NOW - timedelta(days=days),
        host=host,
        publisher=host,
    )


@pytest.fixture
def later():
    return ManualClock(NOW)


@pytest.fixture
async def desk(store, catalogue, index, make_desk, later):
    """A desk that tries storylines, over stored news of the last weeks."""
    reader = NewsReader(catalogue)
    stored = [
        item("a", days=2),
        item("b", days=9, title="Tarn Compute opens an office", text="Glimmerworks is mentioned nowhere near, but here."),
        item("c", days=40),
        item("d", days=16, title="Tarn Compute and Glimmerworks agree on a second data center deal", text=TEXT),
    ]
    await store.write(lambda t: t.entries.add([Reading(entry=one) if "Tarn" not in one.title else reader.read(one) for one in stored]))
    return make_desk(
        clock=later,
        corrections=Corrections(catalogue, later, index),
        track_reader=lambda tracked: NewsReader(tracked.within(catalogue)),
        quotas=Quotas(storylines=2),
    )


async def save(desk, parties="Glimmerworks, Tarn Compute", **how):
    """Preview a storyline and press *Save it*."""
    (button,) = (await desk(f"track {parties}", **ADMIN, **how)).buttons
    return await desk("", name=button.command, arguments={"parties": button.argument}, **ADMIN, **how)


async def poll(store, catalogue, index, tracker, *entries, learned=False):
    """Read and absorb as a poll does, then let every post arrive."""
    reader = NewsReader(catalogue)
    for one in entries:
        reading = reader.read(one)

        def work(tables, reading=reading):
            absorb(tables, [reading], now=reading.entry.seen, catalogue=catalogue, index=index, learned=learned)
            return tracker.take(tables, [reading], now=reading.entry.seen, learned=learned)

        await store.write(work)
    return await arrive(store)


async def test_a_preview_before_anything_is_saved(desk, store):
    """Counts, weeks and examples of the last 30 days are shown; nothing is tracked until *Save it*."""
    card = await desk("track Glimmerworks, Tarn Compute", **ADMIN)

    text = words(card)
    assert "Glimmerworks × Tarn Compute: a preview; nothing is saved yet" in text
    assert "2 items, " in text
    assert "A week, oldest first: 0 · 0 · 1 · 0 · 1" in text
    assert "a.example · 28 Feb" in text
    assert "c.example" not in text
    assert [b.label for b in card.buttons] == ["Save it"]
    assert "tracks no storyline" in words(await desk("tracked"))


async def test_saved_listed_edited_removed_undone(desk):
    """Saving twice saves once; the same parties with other terms replace; removal and every step are undone."""
    assert "Tracked: Glimmerworks × Tarn Compute" in words(await save(desk))
    assert "is tracked already" in words(await save(desk))
    assert "my-glimmerworks-tarn-compute" in words(await desk("tracked"))
    assert "my-glimmerworks-tarn-compute" in words(await desk("storylines"))
    assert "my-glim" not in words(await desk("storylines", tenant="slack:T2"))

    await save(desk, "Glimmerworks, Tarn Compute terms=Lanternfield")
    assert "“Lanternfield”" in words(await desk("tracked"))
    await desk("undo", **ADMIN)
    assert "Lanternfield" not in words(await desk("tracked"))
    assert "is tracked no more" in words(await desk("untrack my-glimmerworks", **ADMIN))
    await desk("undo", **ADMIN)
    assert "my-glimmerworks-tarn-compute" in words(await desk("tracked"))


async def test_a_match_is_told_to_its_workspace_alone(desk, store, catalogue, index):
    """News of a tracked storyline alerts the workspace that tracks it, once, with its title; another one hears and sees nothing."""
    await follow(store, "slack:T1/C1", "slack:T2/C9")
    await save(desk)
    tracker = Tracker(catalogue, index)
    await poll(
        store,
        catalogue,
        index,
        tracker,
        item("new", days=-0.1),
        item("copy", days=-0.11, title="Tarn Compute wins Glimmerworks rack agreement"),
    )

    (shown,) = await messages(store)
    assert shown.kicker == "Glimmerworks × Tarn Compute"
    assert shown.title == DEAL
    assert "of 2" in words(shown) or "2 independent" in words(shown)
    assert await messages(store, "slack:T2", "C9") == []
    assert DEAL in words(await desk("latest my-glimmerworks"))
    assert "Nothing yet" in words(await desk("latest", tenant="slack:T2"))
    assert "1 event " in words(await desk("tracked"))


async def test_a_channel_that_follows_only_it(desk, store, catalogue, index):
    """`subscribe` knows the storyline, and a post of it is delivered to who follows only that."""
    await save(desk)
    await desk("subscribe my-glimmerworks-tarn-compute", **ADMIN)
    await poll(store, catalogue, index, Tracker(catalogue, index), item("new", days=-0.1))

    assert [one.title for one in await messages(store)] == [DEAL]


async def test_a_first_sight_is_silent_and_removal_ends_it(desk, store, catalogue, index):
    """What a feed shows at first is learned; what comes after `untrack` is told to nobody."""
    await follow(store, "slack:T1/C1")
    await save(desk)
    tracker = Tracker(catalogue, index)
    assert await poll(store, catalogue, index, tracker, item("old", days=-0.1), learned=True) == []
    await desk("untrack my-glimmerworks-tarn-compute", **ADMIN)

    assert await poll(store, catalogue, index, tracker, item("new", days=-20, title=f"{DEAL} again")) == []


@pytest.mark.parametrize(
    "typed", ["Glimmerworks", "a, b, c, d, e, f, g", "🙂, 🙃", "x, y", ", ,", "1, 2", "terms=x Glimmerworks", "save nosuch", "n" * 3_000]
)
async def test_what_is_no_storyline_is_refused(desk, typed):
    """Too few, too many, nameless: a sentence with an example, and nothing is saved."""
    card = await desk(f"track {typed}", **ADMIN)

    assert "Nothing was changed" in words(card)
    assert "tracks no storyline" in words(await desk("tracked"))


async def test_a_workspace_has_a_limit_and_its_drafts_are_its_own(desk):
    """Beyond the limit nothing is previewed; another workspace cannot save this one's preview."""
    (button,) = (await desk("track Glimmerworks, Tarn Compute", **ADMIN)).buttons
    assert "preview is gone" in words(await desk(f"track {button.argument}", tenant="slack:T2", **ADMIN))
    await save(desk)
    await save(desk, "Quill, Harrow")

    assert "all that it may" in words(await desk("track Osprey, Tern", **ADMIN))


async def test_its_ledger_is_worked_out_for_its_workspace_alone(desk, store, catalogue, index):
    """Facts, card and timeline of a tracked storyline show what its reports claim; a muted publisher's claims count for nothing."""
    await follow(store, "slack:T1/C1", "slack:T2/C9")
    await save(desk)
    priced = TEXT + " The agreement is worth $3 billion and covers 400 megawatts."
    dearer = TEXT + " The agreement is worth $5 billion."
    await poll(
        store,
        catalogue,
        index,
        Tracker(catalogue, index),
        item("new", text=priced, days=-0.1),
        item("other", title="Tarn Compute wins Glimmerworks rack agreement", text=dearer, days=-0.11),
    )

    (shown,) = await messages(store)
    told = words(await desk("facts my-glimmerworks-tarn-compute"))
    assert "Power: 400 MW" in words(shown)
    assert "Value: $5 billion" in told
    assert "Against it: $3 billion" in told
    assert "Power: 400 MW" in told
    assert "2026" in words(await desk("timeline my-glimmerworks-tarn-compute"))
    assert "claims in 1 deal" in words(await desk("export my-glimmerworks-tarn-compute"))
    (alert,) = await store.read(lambda t: t.alerts.latest("slack:T1", since=NOW - timedelta(days=9), limit=9))
    assert (await desk(f"show {alert.story_id}")).kicker == (await desk("facts my-glimmerworks-tarn-compute")).title.removeprefix(
        "What is known of "
    )
    assert "I follow no storyline" in words(await desk("facts my-glimmerworks-tarn-compute", tenant="slack:T2"))

    await desk("sources mute other.example", **ADMIN)
    muted = words(await desk("facts my-glimmerworks-tarn-compute"))
    assert "Value: $3 billion" in muted
    assert "$5 billion" not in muted
