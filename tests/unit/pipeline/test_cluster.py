"""Cluster: which reports are of one event, and which only look alike."""

from bot.model.reading import ClaimKind, Genre, Status
from bot.model.story import Likeness, Story
from bot.model.storyline import CATCH_ALL
from bot.pipeline.cluster import Placement, StoryIndex
from bot.pipeline.grouping import Item, group
from tests.unit.pipeline.news import ANNOUNCED_TEXT, claim, reading


def index_of(*readings):
    """Return an index in which each reading has opened a story of its own, named like it."""
    index = StoryIndex()
    for told in readings:
        story = Story(
            id=told.entry.id, storyline=told.primary, headline=told.entry.title, opened_at=told.entry.seen, updated_at=told.entry.seen,
            storylines=told.about, parties=told.parties, alertable=told.alert, tenant=told.entry.tenant,
        )  # fmt: skip
        index.add(story, told)
    return index


REWRITE = {
    "title": "Harrow Works and Quill AI team up on data center racks",
    "text": "Racks for data centers will come out of a partnership that Quill AI struck with Harrow Works, the manufacturer. Quill may test them first.",
}


def test_an_independent_report_joins():
    """Another outlet's own words on the same event join its story and count as a source."""
    placed = index_of(reading("first")).place(reading("second", minutes=90, **REWRITE))

    assert (placed.story_id, placed.likeness) == ("first", Likeness.INDEPENDENT)


def test_a_wire_copy_joins_as_a_copy():
    """The same text in another place is coverage, and no independent source."""
    placed = index_of(reading("first")).place(
        reading("second", minutes=30, title="Quill, Harrow build racks", text=ANNOUNCED_TEXT + " More soon.")
    )

    assert (placed.story_id, placed.likeness) == ("first", Likeness.COPY)


def test_one_page_in_two_feeds_counts_for_nothing():
    """The same address joins whatever its title became."""
    placed = index_of(reading("first")).place(reading("second", page="https://first.example/first", title="Racks!", text=""))

    assert (placed.story_id, placed.likeness) == ("first", Likeness.SAME_PAGE)


def test_a_denial_a_week_later_is_an_event_of_its_own():
    """A turn of events opens a story that follows the old one, of the same deal."""
    denial = reading(
        "denial", minutes=7 * 1440, title="Harrow Works denies rack deal with Quill AI", text="Harrow denied it.", status=Status.DENIED
    )

    placed = index_of(reading("first")).place(denial)

    assert placed.opens
    assert (placed.follows, placed.same_deal) == ("first", True)


def test_two_deals_with_the_same_numbers_stay_apart():
    """Osprey–Tern and Quill–Tern are both of 6 GW with a warrant for 160 million shares, told in the same words on the same day."""
    words = (
        "{} agreed to deploy 6 gigawatts of Tern Chips accelerators over several years and receives a warrant for 160 million Tern shares."
    )
    one, other = (
        reading(
            name, minutes=minutes, title=f"{firm} signs 6-gigawatt deal with Tern Chips", text=words.format(firm), storyline=CATCH_ALL,
            parties=(party, "tern"), claims=[claim(ClaimKind.POWER, "6 GW", storyline=CATCH_ALL)],
        )
        for name, firm, party, minutes in (("one", "Osprey", "osprey", 0), ("other", "Quill AI", "quill", 60))
    )  # fmt: skip

    assert index_of(one).place(other).opens


def test_a_recap_opens_nothing():
    """Old news told again, like no open story, belongs to none."""
    recap = reading(
        "recap",
        minutes=30 * 1440,
        alert=False,
        genre=Genre.RECAP,
        title="What we learned from a year of rack deals",
        text="A year in review.",
    )

    assert index_of(reading("first")).place(recap) == Placement(because="no news of a deal, and like no open story")


def test_a_teams_own_feed_never_shows_in_public_news():
    """A private entry joins no public story, and public news no private one."""
    private = reading("mine", tenant="slack:T1")

    assert index_of(reading("first")).place(private).story_id is None
    assert index_of(private).place(reading("second", minutes=5)).opens


def test_a_sharp_silence_makes_the_next_report_a_development():
    """The same storyline two days on, in other words, opens its own story that follows the first."""
    later = reading(
        "later",
        minutes=2 * 1440,
        title="Quill AI picks a town for Harrow Works racks",
        text="The town of Ash will host the assembly line, its mayor said on Thursday after a vote of the council. Some 300 people will work there.",
    )

    placed = index_of(reading("first")).place(later)

    assert placed.opens
    assert placed.follows == "first"


def test_entries_that_are_about_nothing_belong_to_none():
    """Without a storyline there is no story."""
    assert StoryIndex().place(reading("x", storyline=None)).story_id is None


def test_a_moved_entry_leaves_its_old_story():
    """After a merge or a split an entry is where it was put last."""
    first, second = reading("first"), reading("second", minutes=5, **REWRITE)
    index = index_of(first, second)
    index.add(Story(id="first", storyline="quill-harrow", headline="", opened_at=first.entry.seen, updated_at=second.entry.seen), second)

    assert [told.entry.id for told in index.readings_of("first")] == ["first", "second"]
    assert index.readings_of("second") == ()


def test_any_news_is_grouped_without_storylines():
    """Look-alikes with other names and figures stay apart, reworded reports of one event come together, dates or not."""
    items = [
        Item(id="1", title="Magnitude 6.4 quake shakes Marlo, 30 dead", text="A quake of magnitude 6.4 struck Marlo in Teria, killing 30 people, the agency said. Rescue teams dug in Marlo."),
        Item(id="2", title="Magnitude 7.1 quake shakes Dunwick, 12 dead", text="A quake of magnitude 7.1 struck Dunwick in Alsland, killing 12 people, the agency said. Rescue teams dug in Dunwick."),
        Item(id="3", title="Rescuers search Marlo after quake in Teria", text="Teams searched the rubble in Marlo, a day after the quake in Teria killed at least 30 people."),
        Item(id="4", title="Dunwick digs out as Alsland counts 12 dead", text="People in Dunwick dug out neighbours after the quake that killed 12 in Alsland."),
        Item(id="5", title="Orla Pond wins the marathon in Bell City", text="Orla Pond won the Bell City marathon in record time."),
    ]  # fmt: skip

    groups = group(items)

    assert groups["1"] == groups["3"] != groups["2"]
    assert groups["2"] == groups["4"]
    assert len(set(groups.values())) == 3


def test_bare_headlines_are_grouped_whatever_their_order():
    """Headlines that share few words come together through each other; look-alikes about others stay apart; the order changes nothing."""
    told = [
        "Orla Pond wins Bell City marathon in record time", "Bell City: Pond breaks marathon record", "Record run: Orla Pond takes Bell City title",
        "Tarn Foods to buy Crisp Mills for $3 billion", "Crisp Mills bought by Tarn Foods in $3bn deal", "Tarn acquires snack maker Crisp Mills",
        "Harbour Foods to buy Sweet Mills for $8 billion", "Sweet Mills agrees to $8bn Harbour takeover",
        "Quake of magnitude 6.4 shakes Marlo", "Marlo quake: dozens dead, rescuers dig",
    ]  # fmt: skip
    events = [0, 0, 0, 1, 1, 1, 2, 2, 3, 3]
    for order in (range(10), range(9, -1, -1), (4, 8, 0, 6, 2, 9, 1, 7, 3, 5)):
        groups = group([Item(id=str(i), title=told[i], text=told[i] if i % 2 else "") for i in order])

        assert {frozenset(i for i in range(10) if groups[str(i)] == name) for name in groups.values()} == {
            frozenset(i for i in range(10) if events[i] == event) for event in range(4)
        }
