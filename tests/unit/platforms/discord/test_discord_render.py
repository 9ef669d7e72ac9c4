"""Cards as Discord messages: golden payloads, budgets, and strangers' words that stay words."""

import json
import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bot.model.card import Button, Card, Section, Span, Style, Tone, bold, code, line, link, moment
from bot.platforms.discord.escape import clean, escaped
from bot.platforms.discord.render import headline, render, render_plain, thread_name
from bot.platforms.discord.words import marked
from tests.cards import ALERT, VARIANTS
from tests.emulators.discord_checks import entities, message_errors, shown, units, visible

GOLDEN = Path(__file__).parents[3] / "data" / "golden" / "discord"

HOSTILE = (
    "@everyone @here <@1> <@!1> <@&1> <#1> </cmd:1> <t:0:R> <:smile:1> <a:wave:1> <id:customize> <https://evil.example> :smile: "
    "discord.gg/free https://discord.com/invite/free [bank.example](http://evil.example) **b** __u__ ~~s~~ ||x|| `c` ```d``` \\*e\\* \u202eRTL"
)
CARDS = {
    **VARIANTS,
    "reply_changed_fact": Card(
        chip="FACT CHANGED",
        kicker="Northwind × Contoso",
        body=(line("Value: $5B → not stated (", link("Northwind", "https://northwind.example/news"), ")"),),
        fallback="Fact changed: value was $5B, now not stated, says Northwind.",
    ),
    "answer_facts": Card(
        title="Northwind × Contoso",
        sections=(
            Section(
                title="Racks, August 2026",
                lines=(
                    line(bold("Value"), ": not stated; up to $5B says ", link("The Daily", "https://daily.example/5b")),
                    line(bold("Power"), ": about 10 GW, “up to ten gigawatts” ", Span("as quoted", style=Style.ITALIC)),
                ),
            ),
            Section(title="Contoso as a whole", lines=(line("1,000 racks a week"),)),
        ),
        footer=line("2 deals · 14 sources"),
        buttons=(Button(label="Share to channel", command="facts", argument="northwind-contoso"),),
    ),
    "answer_help": Card(
        title="What I can do",
        body=(line("Start with ", code("latest"), ", ", code("facts openai-foxconn"), " or ", code("why https://news.example/a")),),
    ),
    "trouble": Card(tone=Tone.TROUBLE, title="Only admins can use “subscribe”.", body=(line("Ask somebody with Manage Server."),)),
    "sentence": Card(title="Muted until 18:00 CET."),
    "hostile": Card(
        chip=HOSTILE,
        kicker=HOSTILE,
        source_mark=HOSTILE,
        title=HOSTILE,
        title_url="https://user:secret@bänk.example/a b?c=<d>|(e)",
        body=(line(HOSTILE, bold(HOSTILE), code(HOSTILE)), line("# heading"), line("- item"), line("1. item"), line("> quote")),
        facts=(line(link(HOSTILE, "javascript:alert(1)"), link("bank.example", "https://evil.example/login")),),
        footer=line(HOSTILE),
        buttons=(Button(label=HOSTILE, command="why", argument="s1"), Button(label="Open", url="javascript:alert(1)")),
    ),
}


@pytest.mark.parametrize("name", CARDS)
@pytest.mark.parametrize("form", ["rich", "plain"])
def test_golden(name, form):
    """Each card's payload is the reviewed one, to the letter, in the rich form and in the one without embeds."""
    message = render(CARDS[name], key="xkey") if form == "rich" else render_plain(CARDS[name], key="xkey", buttons=True)
    path = GOLDEN / f"{name}{'' if form == 'rich' else '.plain'}.json"
    text = json.dumps(message.payload(), ensure_ascii=False, indent=2) + "\n"

    if os.environ.get("GOLDEN") == "rewrite":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    assert path.read_text() == text


@pytest.mark.parametrize("name", CARDS)
def test_fits_the_published_description(name, shared):
    """Each payload is what Discord's own OpenAPI document describes."""
    document = json.loads((shared / "specs" / "discord_openapi.json").read_text())
    schema = {"$ref": "#/components/schemas/MessageCreateRequest", "components": document["components"]}
    for message in (render(CARDS[name], key="xkey"), render_plain(CARDS[name])):
        body = message.payload() | {"nonce": "abc", "enforce_nonce": True}
        Draft202012Validator(schema).validate(body)


def test_notification_tells_the_event():
    """What a notification shows has the status, the parties, the source's mark and the headline, and no address."""
    assert (
        shown(headline(ALERT))
        == "ANNOUNCED · Northwind × Contoso · official source\nNorthwind and Contoso to design racks together, made in the U.S."
    )


def test_alert_has_six_lines():
    """An alert with a disputed fact is six lines: two of content, body, the disputed fact, the others, and small print."""
    payload = render(replace(ALERT, body=ALERT.body[:1])).payload()

    assert len([*payload["content"].splitlines(), *payload["embeds"][0]["description"].splitlines()]) == 6


def test_small_print_links_the_page():
    """The last line has coverage and the page's true host as a link, once, whether the card's footer names the page or not."""
    named = render(ALERT).payload()["embeds"][0]["description"].splitlines()[-1]
    unnamed = render(replace(ALERT, footer=line("1 source"))).payload()["embeds"][0]["description"].splitlines()[-1]

    assert shown(unnamed) == "1 source · northwind.example"
    assert "](https://northwind.example/news/racks?a=1&b=2)" in unnamed
    assert named.count("northwind.example](") == 1


def test_reply_tells_the_change_itself():
    """A reply without a headline says in its content what changed, links included, and needs no embed."""
    payload = render(CARDS["reply_changed_fact"]).payload()

    assert payload["embeds"] == []
    assert "Value: $5B → not stated" in shown(payload["content"])


def test_retraction_strikes_headline_and_body():
    """A struck card keeps its words under a line."""
    payload = render(CARDS["retracted"]).payload()

    assert "~~Northwind and Contoso" in payload["content"]
    assert "~~Contoso will make cabling and cooling.~~" in payload["embeds"][0]["description"]
    assert "\nRetracted by an admin" in payload["embeds"][0]["description"]


def test_real_host_is_shown():
    """A link's true host stands beside its words, in ASCII letters, and no user information survives."""
    text, _ = marked(line(link("bank.example", "https://user:pass@evil.example/a_(b)")), 500)
    odd, _ = marked(line(link("here", "https://xn--bnk-qla.example/"), link("there", "https://bänk.example/")), 500)

    assert text == r"[bank.example](https://evil.example/a_%28b%29) (evil.example)"
    assert odd.count("xn--bnk-qla.example)") == 2


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example", "vbscript:x", "http://", "https://[", "ftp://a"],
)
def test_other_links_are_dropped(url):
    """Only http and https make a link; the words stay."""
    assert marked(line(link("words", url)), 100) == ("words", True)


def test_moments_are_in_the_readers_zone():
    """A moment is Discord's own relative time, in a body and in small print; only a moment of ours is one."""
    at = moment("14:52 UTC", datetime(2026, 8, 3, 14, 52, tzinfo=UTC))
    payload = render(Card(title="t", body=(line("Seen ", at),), footer=line("seen ", at, " <t:0:R>"))).payload()["embeds"][0]

    assert payload["description"] == "Seen <t:1785768720:R>\n-# seen <t:1785768720:R> <\u200bt:\u200b0:R>"


def test_cut_at_a_sentence_and_never_inside_a_link():
    """A long body ends at a sentence; a link that does not fit goes as a whole; the message says that there is more."""
    long = "One sentence of some length stands here. " * 200
    card = Card(title="t", body=(line(long), line(link("a page", "https://news.example/" + "p" * 300))))

    text = render(card).payload()["embeds"][0]["description"]

    assert text.endswith("here. …\n… and more")
    assert units(text) <= 4096
    cut, whole = marked(line("x" * 90, link("words", "https://news.example/")), 100)
    assert not whole
    assert "news" not in cut


def test_thread_name_is_legal():
    """A thread's name is the headline in at most 100 units, whatever it holds."""
    assert thread_name(Card(title="a" * 300)) == "a" * 99 + "…"
    assert thread_name(Card()) == "Alert"


ODD = st.characters(exclude_categories=())
PIECES = st.sampled_from(
    [
        "@everyone",
        "@here",
        "<@1>",
        "<@!12>",
        "<@&1>",
        "<#1>",
        "</a b:1>",
        "<t:0>",
        "<t:-1:R>",
        "<:a:1>",
        "<a:b:2>",
        "<id:guide>",
        "<https://e.example>",
        "discord.gg/a",
        "[a](http://e.example)",
        "**",
        "__",
        "~~",
        "||",
        "`",
        "```",
        "\\",
        "# ",
        "- ",
        "> ",
        "1. ",
        "\n",
        "<",
        "@",
        ":",
        "/",
        "e\u0301" * 40,
        "\u202e",
        "\u200b",
        "\u200d",
        "👩‍🚀",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "\ud800",
        "\x00",
        "🙂" * 30,
        "漢字。",
        "A sentence. ",
    ]
)
TEXT = st.lists(st.one_of(PIECES, st.text(ODD, max_size=30)), max_size=12).map("".join)
URLS = st.one_of(TEXT, TEXT.map(lambda words: f"https://news.example/{words}"), TEXT.map(lambda words: f"https://{words}/"))
SPANS = st.builds(Span, TEXT, st.one_of(st.just(""), URLS), st.sampled_from(Style))
LINES = st.lists(SPANS, max_size=4).map(tuple)


@st.composite
def any_card(draw: st.DrawFn) -> Card:
    """Return a card whose every field holds one of a few drawn texts: many fields, little to draw and to shrink."""
    texts, urls = draw(st.lists(TEXT, min_size=1, max_size=4)), draw(st.lists(URLS, min_size=1, max_size=2))
    text, url = st.sampled_from(texts), st.sampled_from(["", *urls])
    lines = st.lists(st.lists(st.builds(Span, text, url, st.sampled_from(Style)), max_size=3).map(tuple), max_size=2).map(tuple)
    return Card(
        tone=draw(st.sampled_from(Tone)),
        chip=draw(text),
        kicker=draw(text),
        source_mark=draw(text),
        title=draw(text) * draw(st.sampled_from([0, 1, 30])),
        title_url=draw(url),
        body=draw(lines),
        facts=draw(lines),
        notes=draw(lines),
        sections=(Section(title=draw(text), lines=draw(lines) * draw(st.sampled_from([1, 100]))),),
        footer=draw(lines.map(lambda many: many[0] if many else ())),
        buttons=tuple(Button(label=draw(text), command=command, argument=draw(text), url=draw(url)) for command in ("why", "feeds add", ""))
        * 10,
        fallback=draw(text),
        struck=draw(st.booleans()),
    )


ADDRESS = re.compile(r"\]\(<?https?://[^\s()<>]+>?\)")


@settings(max_examples=100, deadline=None)
@given(any_card())
def test_any_words_are_legal_and_mean_nothing(card):
    """Whatever stands in any field: legal lengths in UTF-16 units, one answer to JSON, and no entity that Discord would find."""
    for message in (render(card, key="xkey"), render_plain(card, key="xkey", buttons=True)):
        body = message.payload()
        json.dumps(body, ensure_ascii=False).encode()
        assert message_errors(body) == {}
        texts = [body["content"], *(part["label"] for row in body["components"] for part in row["components"])]
        for embed in body["embeds"]:
            texts += [embed.get("title", ""), embed.get("description", ""), (embed.get("footer") or {}).get("text", "")]
        for text in texts:
            assert entities(ADDRESS.sub("]", text)) == [], text
            assert not re.search(r"[\u202a-\u202e\u2066-\u2069\ud800-\udfff\x00-\x09\x0b-\x1f]", text), text


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_escaped_words_are_shown_as_they_are(text):
    """A reader sees exactly the characters that the source wrote, legal ones."""
    assert shown(escaped(clean(text))).replace("\u200b", "") == clean(text)


@settings(max_examples=150, deadline=None)
@given(LINES, st.integers(min_value=0, max_value=300))
def test_lines_keep_their_budget(spans, budget):
    """A line of spans never grows over its budget, and one that says it is whole loses no word."""
    text, whole = marked(spans, budget)

    assert units(text) <= budget
    if whole:
        plain_spans = [clean(span.text) for span in spans if not span.url and span.style is not Style.CODE]
        seen = visible({"content": text})
        assert all(words in seen for words in plain_spans)
