"""Card: an alert's message, at most about six lines, every figure with its hedge and its other side."""

from datetime import timedelta

from bot.model.card import Tone
from bot.model.deal import Deal
from bot.model.feed import Grade
from bot.model.reading import ClaimKind, Hedge, Scope, Status
from bot.model.story import Coverage, FactChange, Likeness, Story, StoryEntry
from bot.model.storyline import CATCH_ALL
from bot.pipeline.card import Linked, alert_card, coverage_words, reply_card
from bot.pipeline.reconcile import reconcile
from tests.unit.pipeline.news import ANNOUNCED, CATALOGUE, NOON, claim, evidence, reading

NOW = NOON + timedelta(minutes=52)
STORY = Story(
    id="s1", storyline="quill-harrow", headline=ANNOUNCED, opened_at=NOW, updated_at=NOW, storylines=("quill-harrow",), status=Status.ANNOUNCED,
    lead_entry="quill", summary=("They build racks.", "Quill gets early access.", "A third sentence."), alertable=True,
)  # fmt: skip


def members(*likenesses, **entry):
    """Return entries of the story; the first is the company's own."""
    first = reading("quill", host="quill.example", grade=Grade.PRIMARY, **entry).entry
    others = [reading(f"r{i}").entry for i in range(len(likenesses))]
    told = [StoryEntry(story_id="s1", entry=entry, likeness=likeness) for entry, likeness in zip(others, likenesses, strict=True)]
    return [StoryEntry(story_id="s1", entry=first, likeness=Likeness.FIRST), *told]


def deal(*told):
    """Return a deal with the ledger of these claims."""
    ledger = reconcile(told)
    return Deal(
        id="g", storyline="quill-harrow", title="", opened_by="s1", opened_at=NOON, fields=ledger.fields, company_facts=ledger.company_facts
    )


def words(lines):
    """Return lines as plain strings."""
    return ["".join(span.text for span in row) for row in lines]


def test_the_whole_card():
    """Chip, parties, source mark, headline, two sentences, facts with the conflict, coverage, first seen, host and buttons."""
    told = deal(
        evidence("quill", claim(ClaimKind.STATUS, "no purchase commitment"), grade=Grade.PRIMARY),
        evidence("blog", claim(ClaimKind.VALUE, "USD 5e9", hedge=Hedge.ABOUT)),
        evidence("quill", claim(ClaimKind.SITE, "US"), grade=Grade.PRIMARY),
        *(evidence("blog", claim(ClaimKind.SITE, place, scope=Scope.PARTY, party="harrow")) for place in ("US-WI", "US-OH", "US-TX")),
        evidence("trade", claim(ClaimKind.UNITS, "1000 racks/week", scope=Scope.PARTY, party="harrow")),
    )

    card = alert_card(STORY, told, members(Likeness.COPY, Likeness.INDEPENDENT), CATALOGUE, now=NOW, commands=(("Why", "why"),))

    assert (card.tone, card.chip, card.kicker, card.source_mark) == (Tone.FIRM, "ANNOUNCED", "Quill AI × Harrow Works", "official source")
    assert (card.title, card.title_url) == (ANNOUNCED, "https://quill.example/quill")
    assert "Quill gets early access." in words(card.body)[0]
    facts = words(card.facts)
    assert facts[0] == "Value: not stated ⚠ 1 outlet says about $5 billion, against the official text"
    assert any("U.S." in fact and "Harrow Works" in fact and ("OH" in fact or "Ohio" in fact) for fact in facts)
    assert "Harrow Works as a whole: 1,000 racks a week" in facts
    assert words([card.footer]) == ["2 independent sources of 3 · first seen 12:52 UTC · quill.example"]
    assert [(button.label, button.command, button.argument) for button in card.buttons] == [("Why", "why", "s1")]


def test_the_fallback_reads_well_aloud():
    """The plain text has the status, the parties, the headline, the value and the coverage as sentences."""
    card = alert_card(STORY, deal(), members(), CATALOGUE, now=NOW)

    assert card.fallback == f"Announced, Quill AI × Harrow Works: {ANNOUNCED}. Value: not stated. 1 source, first from quill.example."


def test_hedges_and_dates_in_a_readers_form():
    """Figures keep their hedge; dates and places are words."""
    told = deal(
        evidence("a", claim(ClaimKind.VALUE, "USD 1.5e9", hedge=Hedge.UP_TO)),
        evidence("a", claim(ClaimKind.POWER, "10 GW", hedge=Hedge.AT_LEAST)),
        evidence("a", claim(ClaimKind.SITE, "US-OH")),
        evidence("a", claim(ClaimKind.DATE, "2031-late")),
    )

    assert words(alert_card(STORY, told, members(), CATALOGUE, now=NOW).facts) == [
        "Value: up to $1.5 billion", "Power: at least 10 GW", "Site: Ohio", "When: late 2031",
    ]  # fmt: skip


def test_the_catch_all_names_its_parties():
    """Where no file names the parties, the card does."""
    story = Story(id="s2", storyline=CATCH_ALL, headline="", opened_at=NOW, updated_at=NOW, parties=("osprey", "Marlo Power"))

    assert alert_card(story, None, members(), CATALOGUE, now=NOW).kicker == "Osprey × Marlo Power"


def test_links_lateness_and_language_are_notes():
    """Earlier and later stories are linked, a late find says so, and a foreign report names its language beside its own headline."""
    link = Linked(
        story=Story(id="s0", storyline=None, headline="Talks", opened_at=NOON, updated_at=NOON, status=Status.RUMOUR),
        url="https://a.example/",
    )
    foreign = members(
        lang="de",
        title="Quill und Harrow bauen Schränke",
        text="Die beiden Firmen bauen das mit der Fabrik und für den Markt in der Stadt.",
    )

    notes = words(alert_card(STORY, None, foreign, CATALOGUE, now=NOW, earlier=link, later=[link], late=True).notes)

    assert notes[:2] == [
        "Late: found some time after it was published",
        "In German; the headline is the original one: Quill und Harrow bauen Schränke",
    ]
    assert [note.split(",")[0] for note in notes[2:]] == ["Earlier: rumour", "Later: rumour"]


def test_a_retracted_card_is_struck_with_its_reason():
    """What was taken back says so and why."""
    card = alert_card(STORY, None, members(), CATALOGUE, now=NOW, struck="a hoax")

    assert (card.struck, card.chip, card.tone) == (True, "RETRACTED", Tone.ADVERSE)
    assert words(card.notes) == ["Retracted: a hoax"]


def test_a_reply_says_old_new_and_who():
    """A changed fact names what was told, what holds now and the source."""
    change = FactChange(
        kind="value", old="$5 billion", new="$2 billion", entry_id="e", publisher="wire.example", url="https://wire.example/"
    )

    card = reply_card(STORY, [change], CATALOGUE)

    assert words(card.body) == ["Value: $5 billion → $2 billion (wire.example)"]
    assert card.fallback == "Fact changed, Quill AI × Harrow Works: value was $5 billion, now $2 billion, says wire.example."


def test_coverage_in_words():
    """One report is one source; copies are told from independent ones."""
    assert [coverage_words(Coverage(independent=i, total=t)) for i, t in ((1, 1), (3, 3), (1, 4), (3, 14))] == [
        "1 source", "3 independent sources", "1 independent source of 4", "3 independent sources of 14",
    ]  # fmt: skip
