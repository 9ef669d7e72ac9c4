"""What every store promises of the full text and of a workspace's own decisions."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.ids import SHARED
from bot.model.ruling import Ruling, RulingKind
from bot.text.query import read_query
from tests.contracts.store_facts import NOON, TENANT, at, reading

BOTH = (SHARED, TENANT)
NEWS = {
    "plant": ("Foxconn opens a plant in Ohio", "The café at the site serves São Paulo’s beans. It draws 30 MW."),
    "racks": ("OpenAI orders racks", "Foxconn is to build the racks in Ohio and Wisconsin."),
    "chips": ("台積電與輝達擴大合作", "輝達將在台灣興建資料中心。"),
    "hebrew": ("מרכז נתונים חדש", "OpenAI בונה מרכז נתונים."),
}


@pytest.fixture
async def filled(store):
    """A store with four items."""
    rows = [reading(name, place, title=title, text=text) for place, (name, (title, text)) in enumerate(NEWS.items())]
    await store.write(lambda t: t.entries.add(rows))
    return store


async def titles(store, typed, tenants=BOTH, **how):
    """Return what a search finds, by the item's short name, best first."""
    query = read_query(typed)
    found = await store.read(lambda t: t.entries.search(query, tenants, **how)) if query else ()
    return [one.entry.page.rsplit("/")[-1] for one in found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("foxconn", ["plant", "racks"]),
        ("OHIO Wisconsin", ["racks"]),
        ("cafe", ["plant"]),
        ("sao paulo", ["plant"]),
        ('"racks in ohio"', ["racks"]),
        ('"ohio racks"', []),
        ("輝達", ["chips"]),
        ("資料中心", ["chips"]),
        ("נתונים", ["hebrew"]),
        ("30 mw", ["plant"]),
        ("plantation", []),
    ],
)
async def test_words_find_what_holds_them(filled, typed, found):
    """Every word must be there, a phrase in its order; case and accents do not matter; a title counts more than a text."""
    assert await titles(filled, typed) == found


@pytest.mark.parametrize(
    "typed",
    ['"', "foxconn OR", "NEAR(a b)", "title:foxconn", "a* -b ^c", "'; DROP TABLE entries; --", "🙂", "\u202efoxconn", "(((", "& | ! <->"],
)
async def test_nothing_that_is_typed_is_an_operator(filled, typed):
    """Quotes, operators, emoji and direction marks are looked for or passed over, and never an error."""
    await titles(filled, typed)

    assert await titles(filled, "foxconn") == ["plant", "racks"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(typed=st.text(max_size=60))
async def test_any_text_can_be_looked_for(filled, typed):
    """Whatever is typed, the database takes it."""
    await titles(filled, typed)


async def test_the_title_counts_more(store):
    """Of two items with the word, the one that has it in its title comes first, also when it is older."""
    old, new = reading("old", 0, title="Nebius signs", text="A lease."), reading("new", 9, title="A lease", text="It is Nebius that signs.")
    await store.write(lambda t: t.entries.add([old, new]))

    assert await titles(store, "nebius") == ["old", "new"]


async def test_storyline_time_and_tenant_narrow(store):
    """Only that storyline's, only since then, and never another workspace's."""
    plain = reading("plain", 0, text="word")
    later = reading("later", 60, text="word")
    theirs = reading("theirs", 0, text="word", tenant="slack:T2")
    other = replace(reading("other", 0, text="word"), matches=(), primary=None)
    await store.write(lambda t: t.entries.add([plain, theirs, other, later]))

    assert sorted(await titles(store, "word")) == ["later", "other", "plain"]
    assert sorted(await titles(store, "word", storyline="openai-foxconn")) == ["later", "plain"]
    assert await titles(store, "word", storyline="openai-amd") == []
    assert await titles(store, "word", since=at(30)) == ["later"]
    assert await titles(store, "word", storyline="openai-foxconn", limit=1) == ["later"]


def ruling(key="spam.example", tenant=TENANT, kind=RulingKind.MUTED_SOURCE, **more):
    return Ruling(tenant=tenant, kind=kind, key=key, at=NOON, **more)


async def test_rulings_are_kept_by_workspace_kind_and_key(store):
    """A decision replaces the one of its key; other workspaces and kinds have their own; taking it back leaves the rest."""
    mine, theirs, other = ruling(reason="lies"), ruling(tenant="slack:T2"), ruling(kind=RulingKind.HIDDEN_EVENT, key="s1 e1", value="x")
    await store.write(lambda t: [t.rulings.put(one) for one in (ruling(), mine, theirs, other)])

    assert await store.read(lambda t: t.rulings.get(TENANT, RulingKind.MUTED_SOURCE, "spam.example")) == mine
    assert await store.read(lambda t: t.rulings.of(TENANT, [RulingKind.MUTED_SOURCE, RulingKind.HIDDEN_EVENT])) == (other, mine)
    assert await store.read(lambda t: t.rulings.everywhere(RulingKind.MUTED_SOURCE)) == (mine, theirs)
    assert await store.read(lambda t: t.rulings.beginning(RulingKind.HIDDEN_EVENT, "s1")) == (other,)
    assert await store.write(lambda t: t.rulings.remove(TENANT, RulingKind.MUTED_SOURCE, "spam.example"))
    assert not await store.write(lambda t: t.rulings.remove(TENANT, RulingKind.MUTED_SOURCE, "spam.example"))
    assert await store.read(lambda t: t.rulings.of(TENANT, [RulingKind.MUTED_SOURCE])) == ()
