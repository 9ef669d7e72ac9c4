"""Cards of alerts and of replies: at most about six lines, every figure somebody's words, both sides of a conflict."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.card import Button, Card, Line, Span, Tone, bold, line, link, moment
from bot.model.catalogue import Catalogue
from bot.model.deal import Deal
from bot.model.entry import Entry, Extent
from bot.model.feed import Grade
from bot.model.reading import Status
from bot.model.story import Coverage, FactChange, Story, StoryEntry, coverage_of
from bot.model.storyline import CATCH_ALL
from bot.pipeline.card_facts import fact_lines
from bot.text.language import LANGUAGE_NAMES, detect
from bot.text.phrases import moment_words
from bot.text.plain import cut_at_word

COMMANDS = (("Why", "why"), ("Facts", "show"), ("Timeline", "timeline"), ("Not useful", "feedback"))
"""Buttons of an alert: label and command, whose argument is the story's id. The caller says which commands there are."""
BODY = 300
"""Characters of the body beyond which a second sentence is left out: about three lines in a channel."""
HEADLINE = 200
"""Units of a headline: about three lines in a channel."""
LONGEST = 420
"""Units of a body whose first sentence alone is longer."""
LINKED = 80
"""Characters of another story's headline."""
REPEATED = 0.35
"""A sentence with fewer new words than this share says the headline again."""
_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
_SMALL = frozenset(
    _WORD.findall(
        "a an and are as at by for from has have in is it its of on said says that the their they this to today was were will with"
    )
)
_MARKS = {
    Grade.PRIMARY: "official source",
    Grade.FILING: "official filing",
    Grade.WIRE: "wire report",
    Grade.PRESS: "press report",
    Grade.TRADE: "trade press",
    Grade.AGGREGATOR: "aggregator",
    Grade.REWRITE: "second-hand report",
}
_TENTATIVE = (Status.RUMOUR, Status.REPORTED, Status.LETTER)


@dataclass(frozen=True, kw_only=True)
class Linked:
    """An earlier or later story, as a card links it."""

    story: Story
    url: str


def alert_card(
    story: Story,
    deal: Deal | None,
    members: Sequence[StoryEntry],
    catalogue: Catalogue,
    *,
    now: datetime,
    earlier: Linked | None = None,
    later: Sequence[Linked] = (),
    late: bool = False,
    commands: Sequence[tuple[str, str]] = (),
    struck: str = "",
) -> Card:
    """Return a story's root message as it should look now; `struck` is the reason where the story was retracted.

    Its length is bounded by what it picks: two sentences, four facts, two links; renderers cut what a platform cannot take.
    A later development shows the facts that it tells of; the first story of a deal shows all that the ledger holds.
    """
    lead = lead_entry(story, members)
    chip = "RETRACTED" if struck else story.status.value.upper() if story.alertable else "NO NEWS"
    kicker = kicker_of(story, catalogue)
    told_by = {member.entry.id for member in members} if story.follows else ()
    facts = fact_lines(deal, catalogue, told_by=told_by) if story.alertable else ()
    coverage = coverage_words(coverage_of(tuple(members)))
    footer: Line = line(coverage, " · first seen ", moment(moment_words(story.opened_at, now), story.opened_at))
    if lead and any(sentence not in lead.text for sentence in story.summary):
        footer = (*footer, Span(" · summary shortened by a model"))
    if lead and lead.host:
        footer = (*footer, Span(" · "), link(lead.host, lead.url) if lead.url else Span(lead.host))
    return Card(
        tone=_tone(story.status, struck=bool(struck)) if story.alertable else Tone.NEUTRAL,
        chip=chip,
        kicker=kicker,
        source_mark=mark_of(lead),
        title=cut_at_word(story.headline, HEADLINE),
        title_url=lead.url if lead else "",
        body=(line(body),) if (body := _body(story)) else (),
        facts=facts,
        notes=_notes(story, lead, now, earlier, later, late=late, struck=struck),
        footer=footer,
        buttons=tuple(Button(label=label, command=command, argument=story.id) for label, command in commands),
        fallback=_fallback(chip, kicker, story, facts, coverage, lead),
        struck=bool(struck),
    )


def reply_card(story: Story, facts: Sequence[FactChange], catalogue: Catalogue) -> Card:
    """Return the note in an alert's thread: what was said, what is said now, and by whom."""
    rows = tuple(
        line(
            bold(f"{change.kind.capitalize()}:"),
            f" {change.old} → {change.new} (",
            link(change.publisher, change.url) if change.url else change.publisher,
            ")",
        )
        for change in facts
    )
    spoken = "; ".join(f"{change.kind} was {change.old}, now {change.new}, says {change.publisher}" for change in facts)
    return Card(
        tone=Tone.NEUTRAL,
        chip="FACT CHANGED",
        kicker=kicker_of(story, catalogue),
        body=rows,
        fallback=f"Fact changed, {kicker_of(story, catalogue)}: {spoken}.",
    )


def kicker_of(story: Story, catalogue: Catalogue) -> str:
    """Return who deals with whom: the storyline's title, or the named parties where the storyline is the catch-all."""
    storyline = catalogue.storyline(story.storyline or "")
    if storyline is not None and storyline.id != CATCH_ALL:
        return storyline.title
    named = [company.name if (company := catalogue.company(party)) else party for party in story.parties[:3]]
    return " × ".join(named) or (storyline.title if storyline else "AI infrastructure")


def lead_entry(story: Story, members: Sequence[StoryEntry]) -> Entry | None:
    """Return the entry whose words the card uses."""
    return next((member.entry for member in members if member.entry.id == story.lead_entry), members[0].entry if members else None)


def mark_of(entry: Entry | None) -> str:
    """Return how close the lead stands to the fact, in words."""
    if entry is None:
        return ""
    return "headline only" if entry.extent is Extent.TITLE else _MARKS[entry.grade]


def coverage_words(coverage: Coverage) -> str:
    """Return `3 independent sources of 14`; one report is `1 source`."""
    if coverage.total <= 1:
        return "1 source"
    if coverage.independent == coverage.total:
        return f"{coverage.total} independent sources"
    return f"{coverage.independent} independent source{'s' if coverage.independent > 1 else ''} of {coverage.total}"


def _tone(status: Status, *, struck: bool) -> Tone:
    if struck or status.is_turn:
        return Tone.ADVERSE
    return Tone.TENTATIVE if status in _TENTATIVE else Tone.FIRM


def _notes(
    story: Story, lead: Entry | None, now: datetime, earlier: Linked | None, later: Sequence[Linked], *, late: bool, struck: str
) -> tuple[Line, ...]:
    notes: list[Line] = []
    if struck:
        notes.append(line(f"Retracted: {struck}"))
    if not story.alertable:
        notes.append(line("Speaks of the deal, but is no news of it; this channel asks for everything (floor=all)"))
    if late:
        notes.append(line("Late: found some time after it was published"))
    if lead:
        language = detect(f"{lead.title}\n{lead.text[:1000]}", lead.lang)
        if not language.startswith("en"):
            original = "." if story.headline == lead.title else f": {lead.title}"
            notes.append(line(f"In {LANGUAGE_NAMES.get(language, language)}; the headline is the original one{original}"))
    if earlier:
        notes.append(line("Earlier: ", _linked(_named(earlier.story, now), earlier.url)))
    notes += [line("Later: ", _linked(_named(new.story, now), new.url)) for new in later[-2:]]
    return tuple(notes)


def _linked(text: str, url: str) -> Span:
    return link(text, url) if url else Span(text)


def _named(story: Story, now: datetime) -> str:
    """Return another story in few words: `denied, 3 Feb: Nvidia chief denies …`."""
    year = f" {story.opened_at.year}" if story.opened_at.year != now.year else ""
    return f"{story.status.value}, {story.opened_at.day} {story.opened_at:%b}{year}: {cut_at_word(story.headline, LINKED)}"


def _body(story: Story) -> str:
    """Return one sentence of the summary, or two where both are short; one that only says the headline again is left out for the next."""
    said = _words(story.headline)
    new = {text: len(_words(text) - said) for text in story.summary}
    fresh = [text for text, many in new.items() if many > len(_words(text)) * REPEATED] or [text for text, many in new.items() if many][:1]
    body = ""
    for text in fresh[:2]:
        longer = f"{body} {text}".strip()
        if body and len(longer) > BODY:
            break
        body = longer
    return cut_at_word(body, LONGEST)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower())) - _SMALL


def _fallback(chip: str, kicker: str, story: Story, facts: Sequence[Line], coverage: str, lead: Entry | None) -> str:
    """Return the card as sentences that read well aloud."""
    headline = story.headline.rstrip(" .")
    told = "; ".join("".join(span.text for span in row).replace("⚠", "but") for row in facts[:2])
    source = f", first from {lead.host or lead.publisher}" if lead and (lead.host or lead.publisher) else ""
    return f"{chip.capitalize()}, {kicker}: {headline}.{f' {told}.' if told else ''} {coverage}{source}."
