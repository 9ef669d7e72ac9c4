"""The card of a digest: events by storyline, a line or two each; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.card import Button, Card, Line, Section, Span, Style, Tone, bold, code, line, link
from bot.model.story import Coverage, FactChange, Story
from bot.pipeline.card import coverage_words
from bot.text.phrases import listed, moment_words
from bot.text.plain import cut_at_word

MOST = 15
"""Events that are told with headline and source; the rest is counted."""
HEADLINE = 140


@dataclass(frozen=True, kw_only=True)
class DigestItem:
    """One event as a digest tells it."""

    story: Story
    kicker: str
    coverage: Coverage
    url: str = ""
    again: bool = False
    """A digest has told it before, and it says something else now."""
    ledger: tuple[Line, ...] = ()
    """What the ledger holds of it, as an alert shows it."""
    facts: tuple[FactChange, ...] = ()
    """What changed since then."""
    struck: str = ""
    """Why it was taken back; empty where it stands."""


def digest_card(title: str, items: Sequence[DigestItem], *, now: datetime, notes: Sequence[Line] = (), footer: Line = ()) -> Card:
    """Return a digest's message: new events first, then those that changed, each under its storyline."""
    shown = sorted(items, key=lambda item: (item.again, item.story.opened_at, item.story.id))[:MOST]
    groups: dict[str, list[Line]] = {}
    for item in shown:
        groups.setdefault(item.kicker, []).extend(_lines(item, now))
    sections = [Section(title=kicker, lines=tuple(lines)) for kicker, lines in groups.items()]
    if left := len(items) - len(shown):
        sections.append(Section(lines=(line(f"and {left} more: ", code(f"latest {min(25, len(items))}")),)))
    kicker = counted(items)
    return Card(
        tone=Tone.NEUTRAL,
        chip="DIGEST",
        kicker=kicker,
        title=title,
        notes=tuple(notes),
        sections=tuple(sections),
        footer=footer,
        buttons=(Button(label="Latest", command="latest"),),
        fallback=f"{title}: {kicker}. " + " ".join(_spoken(item) for item in shown),
    )


def counted(items: Sequence[DigestItem]) -> str:
    """Return `3 new events, 1 changed`."""
    new = sum(not item.again for item in items)
    words = [f"{new} new event{'s' * (new != 1)}"] if new else []
    if changed := len(items) - new:
        words.append(f"{changed} changed")
    return listed(words, last="and")


def _lines(item: DigestItem, now: datetime) -> list[Line]:
    story, headline = item.story, cut_at_word(item.story.headline, HEADLINE)
    if item.struck:
        return [line(bold("RETRACTED"), " ", Span(headline, style=Style.STRUCK), f" · {item.struck}")]
    chip = f"NOW {story.status.value.upper()}" if item.again else story.status.value.upper()
    head = line(bold(chip), " ", link(headline, item.url) if item.url else headline)
    changed = tuple(line(f"{fact.kind.capitalize()}: {fact.old} → {fact.new} ({fact.publisher})") for fact in item.facts[-3:])
    small = line(f"{coverage_words(item.coverage)} · first seen {moment_words(story.opened_at, now)}")
    return [head, *(changed or _ledger(item)), small]


def _ledger(item: DigestItem) -> tuple[Line, ...]:
    """Return the two weightiest facts as one line."""
    told = [span for number, fact in enumerate(item.ledger[:2]) for span in ((Span(" · "),) if number else ()) + tuple(fact)]
    return (tuple(told),) if told else ()


def _spoken(item: DigestItem) -> str:
    status = "retracted" if item.struck else item.story.status.value
    return f"{status.capitalize()}, {item.kicker}: {item.story.headline.rstrip(' .')}."
