"""`search` answers whatever is typed, with what this workspace may see."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.entry import Entry
from bot.model.ids import SHARED, stable_id
from bot.model.reading import Match, Reading, Role
from bot.text.query import indexed, read_query
from handlers.search import excerpt
from tests.unit.handlers.conftest import NOW
from tests.unit.handlers.test_desk import words


def item(name, title, text="", *, days=0, tenant=SHARED, storyline=""):
    """Return a stored item, so many days old."""
    entry = Entry(
        id=stable_id("e", name),
        url=f"https://desk.example/{name}",
        title=title,
        text=text,
        seen=NOW - timedelta(days=days),
        tenant=tenant,
        host="desk.example",
    )
    matches = (Match(storyline=storyline, role=Role.ABOUT, score=0.9),) if storyline else ()
    return Reading(entry=entry, matches=matches, primary=storyline or None)


@pytest.fixture
async def filled(say, store):
    rows = [
        item(
            "old",
            "Racks for Ohio",
            "A long text. " * 30 + "The racks are made in Ohio. " + "And on. " * 40,
            days=40,
            storyline="openai-foxconn",
        ),
        item("new", "A plant", "It makes racks in Texas.", days=2),
        item("mine", "Our own racks memo", days=1, tenant="slack:T1"),
        item("theirs", "Secret racks memo", days=1, tenant="slack:T2"),
    ]
    await store.write(lambda t: t.entries.add(rows))
    return say


async def test_found_best_first_with_where_it_stands(filled):
    """Titles count more; each hit shows its source, its day and the words around what was found."""
    text = words(await filled("search racks"))

    assert text.startswith("3 for “racks”")
    assert text.index("Racks for Ohio") < text.index("A plant")
    assert "… text. A long text. A long text. A long text. The racks are made in Ohio. And on." in words(await filled("search racks made"))
    assert "desk.example · 28 Feb 09:00 UTC" in text


async def test_never_another_workspaces(filled):
    """What a workspace's own feeds brought is found there alone."""
    assert "Secret" not in words(await filled("search memo"))
    assert "Our own racks memo" in words(await filled("search memo"))
    assert "Our own" not in words(await filled("search memo", tenant="slack:T2"))


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("racks since=7d", 2),
        ("racks since 7d", 2),
        ("racks since=2026-02", 2),
        ("racks since=yesterday", 1),
        ("racks storyline=openai-foxconn", 1),
        ("storyline=foxconn racks since=60d", 1),
        ('"made in ohio"', 1),
        ("nothing of the kind", 0),
    ],
)
async def test_narrowed(filled, typed, hits):
    """By storyline, by time, by phrase; beginnings of storylines are enough."""
    text = words(await filled(f"search {typed}"))

    assert text.startswith(f"{hits} for" if hits else "Nothing stored holds")


@pytest.mark.parametrize("typed", ["🙂", '""', "***", "racks since=someday", "racks storyline=nosuch"])
async def test_what_cannot_be_looked_for_is_a_sentence(filled, typed):
    """No word, no such time, no such storyline: each is said with an example."""
    card = await filled(f"search {typed}")

    assert "log has the reason" not in words(card)
    assert card.body


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(typed=st.text(min_size=1, max_size=80))
async def test_any_text(filled, typed):
    """Any input is safe."""
    assert "did not work" not in words(await filled(f"search {typed}"))


@given(st.text(max_size=200), st.text(max_size=200))
def test_what_is_indexed_is_found(before, after):
    """A word is folded the same way in the index and in a query, whatever stands around it."""
    query = read_query("Straße")

    assert query is not None
    assert query.terms[0][0] in indexed(f"{before} STRASSE {after}").split()
    excerpt(before + after, query)
