"""Cards as Block Kit: golden payloads, budgets, and strangers' words that stay words."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.card import Button, Card, Section, Span, Style, Tone, bold, code, line, link, moment
from bot.platforms.slack import limits
from bot.platforms.slack.mrkdwn import cut, literal, spans, words
from bot.platforms.slack.render import render, spoken
from tests.cards import ALERT, VARIANTS
from tests.emulators.slack_checks import check_message, count_mentions, read, shown, texts

GOLDEN = Path(__file__).parents[3] / "data" / "golden" / "slack"

CARDS = {
    **VARIANTS,
    "reply_changed_fact": Card(
        title="Value: $5B → not stated",
        body=(line("The official text names no figure: ", link("Northwind", "https://northwind.example/news")),),
    ),
    "answer_facts": Card(
        title="Northwind × Contoso",
        body=(line("One deal, opened 10 Mar."),),
        sections=(
            Section(
                title="Value",
                lines=(line("not stated · ", Span("“no financial obligations”", style=Style.ITALIC)), line(bold("conflict: "), "$5B")),
            ),
            Section(title="Sites", lines=(line("Ohio"), line("Texas"))),
        ),
        footer=line("7 claims of 4 sources"),
    ),
    "answer_help": Card(
        title="Three to begin with",
        sections=(Section(lines=(line(code("latest"), " the newest events"), line(code("why <item>"), " why you were told"))),),
        buttons=(Button(label="latest", command="latest"),),
    ),
    "trouble": Card(
        tone=Tone.TROUBLE, title="Only admins can use “subscribe”.", body=(line("Ask an admin; reading commands work for everybody."),)
    ),
    "hostile": Card(
        chip="<!channel>",
        kicker="*bold* _it_ ~s~ `c` :tada:",
        title="<@U1> & <http://evil.example|bank.example> > x",
        title_url="https://evil.example/a|b>c",
        body=(line("> a quote, &lt;!here&gt;, file_name_here, 2 * 3 * 4"), line(link("bank.example", "https://evil.example/login"))),
        facts=(line(link("dropped", "javascript:alert(1)")),),
        footer=line("@here #general"),
        buttons=(Button(label="<!here> :tada:", command="why", argument="s1"), Button(label="bad", url="javascript:alert(1)")),
    ),
}


@pytest.mark.parametrize("name", CARDS)
def test_golden_cards(name: str) -> None:
    """Each card renders to its reviewed payload, to the letter."""
    message = render(CARDS[name])
    made = json.dumps({"text": message.text, "blocks": message.blocks}, indent=1, ensure_ascii=False) + "\n"
    path = GOLDEN / f"{name}.json"
    if os.environ.get("GOLDEN") == "rewrite":
        path.write_text(made, encoding="utf-8")

    assert made == path.read_text(encoding="utf-8"), f"{path.name}: review with `make golden`"


@pytest.mark.parametrize("name", CARDS)
def test_every_card_is_legal_and_names_nobody(name: str) -> None:
    """Slack takes each card, rich and bare, and nobody is notified by it."""
    for bare in (False, True):
        message = render(CARDS[name], bare=bare)
        payload = {"text": message.text, "blocks": list(message.blocks)}

        assert check_message(payload) is None
        assert count_mentions(payload) == 0


TEXT = st.text(max_size=400) | st.text(alphabet="<>&!@#*_~`|: \n\u202e\u200b\ud800abc", max_size=300)
SPANS = st.lists(
    st.builds(Span, TEXT, st.sampled_from(["", "https://a.example/x?y=1&z=2", "javascript:x"]) | TEXT, st.sampled_from(Style)), max_size=6
)
LINE = SPANS.map(tuple)
LINES = st.lists(LINE, max_size=6).map(tuple)
CARD = st.builds(
    Card,
    tone=st.sampled_from(Tone),
    chip=TEXT,
    kicker=TEXT,
    source_mark=TEXT,
    title=TEXT,
    title_url=st.sampled_from(["", "https://a.example/?q=<!channel>|x"]) | TEXT,
    body=LINES,
    facts=LINES,
    notes=LINES,
    sections=st.lists(st.builds(Section, title=TEXT, lines=LINES), max_size=4).map(tuple),
    footer=LINE,
    buttons=st.lists(st.builds(Button, label=TEXT, command=st.just("why"), argument=TEXT, url=TEXT), max_size=4).map(tuple),
    fallback=TEXT,
    struck=st.booleans(),
)


@settings(max_examples=100, deadline=None)
@given(CARD, st.booleans())
def test_any_unicode_in_any_field_is_legal_and_mentions_nobody(card: Card, bare: bool) -> None:  # noqa: FBT001  hypothesis fills it
    """Whatever stands in whatever field, the payload passes Slack's limits and holds no mention, anywhere."""
    message = render(card, bare=bare)
    payload = {"text": message.text, "blocks": list(message.blocks)}
    said = [message.text, *(t["text"] for t in texts(payload["blocks"]))]

    assert check_message(payload) is None
    assert not any(mark in text for text in said for mark in ("<!", "<@", "<#"))


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_words_are_read_back_as_written(text: str) -> None:
    """Legal words read back from mrkdwn as they were; only a backtick turns into its look-alike."""
    shown_words = read(spans((Span(text),), 5000))

    assert shown_words == words((Span(text),), 5000).replace("`", "\u02cb")


@settings(max_examples=200, deadline=None)
@given(TEXT, st.integers(0, 200))
def test_a_cut_text_fits_its_room(text: str, room: int) -> None:
    """Cut text stays within its room even when every character is escaped."""
    legal = words((Span(text),), 5000)

    assert limits.width(literal(cut(legal, room))) <= room


def test_text_is_cut_at_a_sentence() -> None:
    """A long text ends with a whole sentence where one ends in the second half of the room."""
    assert cut("One is short. Two is a little longer. Three does not fit any more.", 45) == "One is short. Two is a little longer."


def test_text_without_sentences_is_cut_at_a_word() -> None:
    """Without a sentence's end, the last whole word and an ellipsis."""
    assert cut("alpha beta gamma delta epsilon", 20) == "alpha beta gamma…"


def test_a_link_is_never_cut() -> None:
    """A link that does not fit is set as words; there is no half of a link."""
    parts = line("See ", link("the page", "https://a.example/" + "x" * 300))

    assert spans(parts, 60) == "See the page"


def test_a_link_shows_its_real_host() -> None:
    """Words that name another host are followed by the true one; a link that says its host is left alone."""
    assert "(evil.example)" in spans(line(link("bank.example", "https://evil.example/")), 200)
    assert spans(line(link("a.example", "https://www.a.example/")), 200) == "<https://www.a.example/|a.example>"


def test_a_headline_shows_its_host_in_the_footer() -> None:
    """The host of a linked headline stands in the footer when the footer does not name it already."""
    card = Card(title="Racks", title_url="https://www.news.example/racks", footer=line("1 source"))

    assert "1 source · news.example" in shown({"blocks": list(render(card).blocks)})


def test_formatting_inside_a_word_is_left_alone() -> None:
    """`file_name` needs no parting marks, so that it can be copied and searched."""
    assert literal("file_name 2*3") == "file_name 2*3"


def test_what_is_left_out_is_counted() -> None:
    """A reply too long for a message says how many lines it leaves out, within every limit."""
    lines = tuple(line(f"Fact {number}: ", "x" * 200) for number in range(300))
    message = render(Card(title="All", sections=(Section(lines=lines),), footer=line("end")))
    payload = {"text": message.text, "blocks": list(message.blocks)}
    told = shown(payload)

    assert check_message(payload) is None
    assert f"… and {300 - told.count('Fact ')} more" in told


def test_the_fallback_reads_well_aloud() -> None:
    """Without a fallback of its own, a card is spoken as sentences with the link's host."""
    assert spoken(CARDS["trouble"]) == "Only admins can use “subscribe”. Ask an admin; reading commands work for everybody."
    assert spoken(ALERT).startswith("ANNOUNCED, Northwind × Contoso, official source. Northwind and Contoso to design racks")


def test_a_spoken_card_is_escaped() -> None:
    """The text beside the blocks is parsed as well: it is as literal as they are."""
    assert "&lt;!channel&gt;" in spoken(Card(title="<!channel>", fallback=""))


def test_the_adapters_limits_are_no_laxer_than_slacks() -> None:
    """The renderer's own figures stay within those that the emulator took from the documentation."""
    from tests.emulators.slack_checks import LIMITS  # noqa: PLC0415  beside its only use

    assert LIMITS["message.blocks"] >= limits.BLOCKS
    assert LIMITS["message.blocks_total"] >= limits.MESSAGE_TOTAL
    assert LIMITS["block.section_text"] >= limits.SECTION_TEXT
    assert LIMITS["element.button_label"] >= limits.BUTTON_LABEL
    assert LIMITS["element.button_value"] >= limits.BUTTON_VALUE
    assert LIMITS["block.actions_elements"] >= limits.ACTIONS
    assert LIMITS["view.title"] >= limits.MODAL_TITLE


def test_moments_are_in_the_readers_zone() -> None:
    """A moment is a date of Slack's with our words as its fallback, kept whole or left out; only a moment of ours is one."""
    at = moment("14:52 UTC", datetime(2026, 8, 3, 14, 52, tzinfo=UTC))

    assert spans(line("seen ", at, "."), 100) == "seen <!date^1785768720^{date_short_pretty} at {time}|14:52 UTC>."
    assert "<!date" not in spans(line("seen ", at), 40)
    assert "<!date" not in spans(line("<!date^1^{time}|x>"), 100)
