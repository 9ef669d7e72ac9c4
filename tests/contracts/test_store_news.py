"""What every store promises of feeds, entries, stories and deals."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.audit import AuditLine
from bot.model.deal import Deal, Evidence, LedgerField
from bot.model.feed import FeedState, FetchProblem
from bot.model.ids import SHARED
from bot.model.reading import ClaimKind, Scope
from bot.model.story import ChangeKind, FactChange, Likeness, StoryChange, StoryState
from tests.contracts.store_facts import NOON, TENANT, at, claim, entry, feed, member, reading, story

BOTH = (SHARED, TENANT)


async def test_sync_makes_the_shipped_set_exactly_this(store):
    """Feeds missing from the shipped set are disabled, new ones are due, known ones keep their state."""
    alpha, beta, gamma = feed("alpha"), feed("beta"), feed("gamma")
    await store.write(lambda t: t.feeds.sync([alpha, beta], NOON))
    (lease, *_) = await store.write(lambda t: t.feeds.claim_due(NOON, owner="w", lease_seconds=60, limit=1))
    learned = replace(lease.state, learned_at=NOON, next_poll_at=at(900), item_hashes="a b")
    await store.write(lambda t: t.feeds.finish(lease, learned))

    await store.write(lambda t: t.feeds.sync([replace(alpha, title="Renamed"), gamma], at(60)))

    feeds = await store.read(lambda t: t.feeds.all(BOTH))
    assert [one.title for one in feeds] == ["Gamma", "Renamed"]
    assert await store.read(lambda t: t.feeds.state(lease.feed.id)) == learned
    due = await store.write(lambda t: t.feeds.claim_due(at(60), owner="w", lease_seconds=60, limit=9))
    assert [one.feed.id for one in due] == [gamma.id]


async def test_a_tenants_feed_is_seen_by_that_tenant_alone(store):
    """`all` and `health` show what these tenants see."""
    mine, theirs = feed("mine", TENANT), feed("theirs", "slack:T2")

    await store.write(lambda t: [t.feeds.add(one, NOON) for one in (mine, theirs)])

    assert await store.read(lambda t: t.feeds.all(BOTH)) == (mine,)
    assert [one.feed for one in await store.read(lambda t: t.feeds.health(BOTH, NOON))] == [mine]


async def test_a_removed_feed_remembers(store):
    """A feed that is added again is due at once and still knows what it has shown."""
    one = feed("mine", TENANT)
    await store.write(lambda t: t.feeds.add(one, NOON))
    await store.write(lambda t: t.entries.remember(one.id, ["a"], NOON))

    assert await store.write(lambda t: t.feeds.remove(one.id))
    assert not await store.write(lambda t: t.feeds.remove(one.id))
    assert await store.write(lambda t: t.feeds.claim_due(at(5), owner="w", lease_seconds=60, limit=9)) == ()
    await store.write(lambda t: t.feeds.add(one, at(10)))

    assert await store.read(lambda t: t.entries.known(one.id, ["a", "b"])) == {"a"}
    assert len(await store.write(lambda t: t.feeds.claim_due(at(10), owner="w", lease_seconds=60, limit=9))) == 1


async def test_a_leased_feed_is_nobody_elses_until_the_lease_ends(store):
    """Two workers never poll one feed at once; a lease that runs out is taken over, and the late finish stores nothing."""
    await store.write(lambda t: t.feeds.sync([feed()], NOON))
    (first,) = await store.write(lambda t: t.feeds.claim_due(NOON, owner="w1", lease_seconds=30, limit=9))

    assert await store.write(lambda t: t.feeds.claim_due(at(29), owner="w2", lease_seconds=30, limit=9)) == ()
    (second,) = await store.write(lambda t: t.feeds.claim_due(at(30), owner="w2", lease_seconds=30, limit=9))
    late = await store.write(lambda t: t.feeds.finish(first, replace(first.state, etag="late", next_poll_at=at(900))))
    kept = await store.write(lambda t: t.feeds.finish(second, replace(second.state, etag="kept", next_poll_at=at(900))))

    assert (late, kept, second.attempt) == (False, True, first.attempt + 1)
    assert (await store.read(lambda t: t.feeds.state(first.feed.id))).etag == "kept"


async def test_the_longest_due_feed_comes_first(store):
    """Claims go by due time, within the limit, and leave parked feeds alone until somebody asks."""
    names = ["a", "b", "c", "d"]
    await store.write(lambda t: t.feeds.sync([feed(name) for name in names], NOON))
    leases = await store.write(lambda t: t.feeds.claim_due(NOON, owner="w", lease_seconds=60, limit=9))
    due = {feed("a").id: at(300), feed("b").id: at(100), feed("c").id: at(200), feed("d").id: at(50)}
    for lease in leases:
        state = replace(lease.state, next_poll_at=due[lease.feed.id], parked=lease.feed.id == feed("d").id)
        await store.write(lambda t, lease=lease, state=state: t.feeds.finish(lease, state))

    claimed = await store.write(lambda t: t.feeds.claim_due(at(400), owner="w", lease_seconds=60, limit=2))
    await store.write(lambda t: t.feeds.poll_now([feed("d").id], at(10)))
    asked = await store.write(lambda t: t.feeds.claim_due(at(400), owner="w", lease_seconds=60, limit=1))

    assert [lease.feed.id for lease in claimed] == [feed("b").id, feed("c").id]
    assert [lease.feed.id for lease in asked] == [feed("d").id]


async def test_health_shows_failing_feeds_first_with_their_rhythm(store):
    """Failing feeds lead; items a day count what was new in the last week, not the silent first sight."""
    await store.write(lambda t: t.feeds.sync([feed("alpha"), feed("beta")], NOON - timedelta(days=30)))
    for lease in await store.write(lambda t: t.feeds.claim_due(NOON, owner="w", lease_seconds=60, limit=9)):
        bad = lease.feed.id == feed("beta").id
        problem = FetchProblem.TIMEOUT if bad else None
        state = replace(lease.state, problem=problem, failures=3 * bad, learned_at=NOON - timedelta(days=30), next_poll_at=at(900))
        await store.write(lambda t, lease=lease, state=state: t.feeds.finish(lease, state))
    await store.write(lambda t: t.entries.add([reading(f"old{n}") for n in range(9)], learned=True))
    await store.write(lambda t: t.entries.add([reading(f"new{n}") for n in range(14)]))
    await store.write(lambda t: t.entries.add([reading("new0"), reading("ancient", -9 * 86_400)]))

    health = await store.read(lambda t: t.feeds.health(BOTH, NOON))

    assert [(one.feed.title, one.items_a_day) for one in health] == [("Beta", 0.0), ("Alpha", 2.0)]


async def test_identities_belong_to_their_feed(store):
    """What one feed has shown is not known of another; any string may be an identity."""
    odd = ["", "a" * 5000, "\x00\ud800", "https://news.example/1"]
    await store.write(lambda t: t.entries.remember("f1", odd, NOON))
    await store.write(lambda t: t.entries.remember("f1", odd[:2], at(60)))

    assert await store.read(lambda t: t.entries.known("f1", [*odd, "new"])) == set(odd)
    assert await store.read(lambda t: t.entries.known("f2", odd)) == frozenset()


async def test_a_reading_comes_back_whole(store):
    """Everything a reading says survives the store."""
    said = [claim(), claim("10 GW", None, kind=ClaimKind.POWER, scope=Scope.PARTY, party="foxconn", basis="year")]
    one = reading("whole", published=at(-60), lang="zh-Hant", claims=said, summary=("First.", "Second."), why=("title names both",))

    await store.write(lambda t: t.entries.add([one, reading("bare")]))

    assert await store.read(lambda t: t.entries.get(one.entry.id)) == one
    assert await store.read(lambda t: t.entries.get("unknown")) is None


async def test_an_entry_that_is_there_stays_as_it_is(store):
    """Adding an id again changes neither its reading nor its claims, and the first of a batch wins."""
    first = reading("one", claims=[claim()])
    await store.write(lambda t: t.entries.add([first, reading("one", claims=[claim("USD 7e9")])]))

    await store.write(lambda t: t.entries.add([replace(first, claims=(claim("USD 9e9"), claim("10 GW")))], learned=True))

    assert await store.read(lambda t: (t.entries.get(first.entry.id), t.entries.is_learned(first.entry.id))) == (first, False)


async def test_learned_entries_are_told_apart(store):
    """The silent first sight is remembered as such."""
    await store.write(lambda t: t.entries.add([reading("old")], learned=True))
    await store.write(lambda t: t.entries.add([reading("new")]))

    told = await store.read(lambda t: [t.entries.is_learned(entry(name).id) for name in ("old", "new", "unknown")])

    assert told == [True, False, False]


@pytest.mark.parametrize(
    "spelling",
    ["https://www.news.example/one", "http://news.example/one/", "news.example/one", "https://NEWS.example/one?utm_source=x#top"],
)
async def test_a_page_is_found_in_any_spelling(store, spelling):
    """An address is found whatever its scheme, `www.`, tracking or fragment; only by who may see it."""
    mine = reading("one", 60, id="e2", tenant=TENANT)
    await store.write(lambda t: t.entries.add([reading("one"), mine, reading("two")]))

    found = await store.read(lambda t: t.entries.find(spelling, BOTH))
    others = await store.read(lambda t: t.entries.find(spelling, (SHARED, "slack:T2")))

    assert [one.entry.id for one in found] == ["e2", entry("one").id]
    assert [one.entry.id for one in others] == [entry("one").id]
    assert await store.read(lambda t: t.entries.find("", BOTH)) == ()


async def test_latest_entries_are_the_newest_of_all_tenants(store):
    """`latest` merges what the tenants see, newest first, within the limit."""
    many = [reading(f"n{n}", n, tenant=(SHARED, TENANT, "slack:T2")[n % 3]) for n in range(12)]
    await store.write(lambda t: t.entries.add(many))

    found = await store.read(lambda t: t.entries.latest(BOTH, since=at(1), limit=5))

    assert [one.entry.title for one in found] == [f"Title n{n}" for n in (10, 9, 7, 6, 4)]


async def test_a_story_is_found_by_the_beginning_of_its_id(store):
    """Four characters name a story when no other visible one begins so; a foreign tenant's story is not there."""
    stories = [story(id="sabcd111"), story(id="sabcd222"), story(id="sxyzw333"), story(id="sxyzq444", tenant="slack:T2")]
    await store.write(lambda t: [t.stories.put(one) for one in stories])

    found = await store.read(
        lambda t: {key: t.stories.get(key, BOTH) for key in ("sabcd111", "sabcd", "sxyz", "sxy", "sabcd1", "%", "sxyzq444")}
    )

    names = {key: one and one.id for key, one in found.items()}
    assert names == {
        "sabcd111": "sabcd111", "sabcd": None, "sxyz": "sxyzw333", "sxy": None, "sabcd1": "sabcd111", "%": None, "sxyzq444": None,
    }  # fmt: skip


async def test_an_entry_belongs_to_one_story(store):
    """Joining another story moves the entry, with a higher sequence."""
    one, two = reading("one", 10), reading("two", 5)
    first, second = story("first"), story("second", deal_id="d1")
    await store.write(lambda t: t.entries.add([one, two]))
    await store.write(lambda t: [t.stories.put(first), t.stories.put(second)])
    await store.write(lambda t: [t.stories.join(member(first, one, Likeness.FIRST)), t.stories.join(member(first, two, Likeness.COPY))])
    before = await store.read(lambda t: (t.stories.members(first.id), t.stories.since(NOON)))

    await store.write(lambda t: t.stories.join(member(second, one)))

    assert [(m.entry, m.likeness) for m in before[0]] == [(two.entry, Likeness.COPY), (one.entry, Likeness.FIRST)]
    assert [(s, r) for _, s, r in before[1]] == [(first, one), (first, two)]
    assert await store.read(lambda t: t.stories.story_of(one.entry.id)) == second
    assert [m.entry for m in await store.read(lambda t: t.stories.members(first.id))] == [two.entry]
    ((sequence, moved, _),) = await store.read(lambda t: t.stories.since(NOON, after=before[1][-1][0]))
    assert (moved, sequence > before[1][-1][0]) == (second, True)
    assert await store.read(lambda t: t.stories.since(at(1))) == ()


async def test_latest_stories_are_open_alertable_and_of_the_storyline(store):
    """`latest` shows what rang somebody, under each storyline it is about, and follows a story's change of state."""
    both = story("both", 3, storylines=("openai-foxconn", "openai-nvidia"))
    silent, foreign, mine = story("silent", 4, alertable=False), story("foreign", 5, tenant="slack:T2"), story("mine", 1, tenant=TENANT)
    await store.write(lambda t: [t.stories.put(one) for one in (both, silent, foreign, mine)])

    latest = await store.read(
        lambda t: [t.stories.latest(BOTH, storyline=slug, limit=9) for slug in (None, "openai-foxconn", "openai-nvidia")]
    )
    await store.write(lambda t: t.stories.put(replace(both, state=StoryState.RETRACTED)))
    after = await store.read(lambda t: [t.stories.latest(BOTH, storyline=slug, limit=9) for slug in (None, "openai-nvidia")])

    assert latest == [(both, mine), (both, mine), (both,)]
    assert after == [(mine,), ()]
    assert await store.read(lambda t: t.stories.latest(BOTH, storyline=None, limit=0)) == ()


async def test_changes_are_kept_in_order(store):
    """A story's history comes back as it was logged."""
    fact = FactChange(kind="value", old="USD 5e9", new="USD 6e9", entry_id="e1", publisher="News", url="https://news.example/one")
    history = [
        StoryChange(story_id="s1", kind=ChangeKind.OPENED, at=NOON, entry_id="e1"),
        StoryChange(story_id="s1", kind=ChangeKind.FACT_CHANGED, at=NOON, facts=(fact,), note="a correction"),
    ]

    await store.write(lambda t: [t.stories.log(change) for change in history])

    assert await store.read(lambda t: (t.stories.changes("s1"), t.stories.changes("s2"))) == (tuple(history), ())


async def test_a_deal_comes_back_with_its_ledger(store):
    """Fields, evidence and all, newest deal first, by who may see it."""
    said = Evidence(claim=claim(), entry_id="e1", publisher="News", host="news.example", url="", grade=entry().grade, seen=NOON)
    held = LedgerField(kind="value", value=None, contradicts=(said,))
    old = Deal(id="d1", storyline="openai-foxconn", title="Racks", opened_by="s1", opened_at=NOON, fields=(held,), company_facts=(held,))
    new, foreign = replace(old, id="d2", opened_at=at(9), fields=()), replace(old, id="d3", tenant="slack:T2")

    await store.write(lambda t: [t.deals.put(one) for one in (replace(old, title="draft"), old, new, foreign)])

    assert await store.read(lambda t: (t.deals.get("d1"), t.deals.get("d9"))) == (old, None)
    assert await store.read(lambda t: t.deals.of_storyline("openai-foxconn", BOTH)) == (new, old)


async def test_evidence_is_what_the_deals_open_stories_say_of_its_storyline(store):
    """Claims count by storyline whatever their scope, in order of `seen`; a retracted story's do not."""
    foxconn = [
        claim("USD 5e9"),
        claim("10 GW", kind=ClaimKind.POWER, scope=Scope.PARTY),
        claim("USD 1e9", "openai-nvidia"),
        claim("x", None),
    ]
    late, early, gone = reading("late", 20, claims=foxconn), reading("early", 10, claims=foxconn[:1]), reading("gone", 0, claims=foxconn)
    deal = Deal(id="d1", storyline="openai-foxconn", title="Racks", opened_by="s1", opened_at=NOON)
    first, second = story("first", deal_id="d1"), story("second", deal_id="d1", state=StoryState.RETRACTED)
    await store.write(lambda t: (t.deals.put(deal), t.entries.add([late, early, gone])))
    await store.write(lambda t: [t.stories.put(first), t.stories.put(second)])
    await store.write(lambda t: [t.stories.join(member(s, r)) for s, r in ((first, late), (first, early), (second, gone))])

    found = await store.read(lambda t: t.deals.evidence("d1"))

    assert [(e.entry_id, e.claim) for e in found] == [
        (early.entry.id, foxconn[0]),
        (late.entry.id, foxconn[0]),
        (late.entry.id, foxconn[1]),
    ]
    assert (found[0].url, found[0].publisher, found[0].seen) == (early.entry.url, "News", at(10))


async def test_audit_lines_are_the_tenants_own_newest_first(store):
    """Nobody reads another workspace's log."""
    lines = [
        AuditLine(tenant=tenant, at=NOON, who="ann", what=f"line {n}", undo="undo") for n, tenant in enumerate([TENANT, "slack:T2", TENANT])
    ]

    await store.write(lambda t: [t.audit.add(one) for one in lines])

    assert await store.read(lambda t: (t.audit.latest(TENANT, 9), t.audit.latest(TENANT, 1))) == ((lines[2], lines[0]), (lines[2],))


async def test_a_feeds_state_starts_due(store):
    """A feed never polled has a plain state, and an unknown one none."""
    await store.write(lambda t: t.feeds.sync([feed()], NOON))

    assert await store.read(lambda t: t.feeds.state(feed().id)) == FeedState(feed_id=feed().id, next_poll_at=NOON)
    assert await store.read(lambda t: (t.feeds.state("unknown"), t.feeds.get("unknown"))) == (None, None)
