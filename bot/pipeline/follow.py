"""A story as its entries tell it: headline, lead, status, parties, summary. Independent of the order in which they came."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.model.catalogue import Catalogue
from bot.model.entry import Extent
from bot.model.feed import Grade
from bot.model.ids import stable_id
from bot.model.reading import Genre, Reading, Status
from bot.model.story import Story
from bot.pipeline.sides import turn_of


def open_story(reading: Reading, *, ordinal: int = 0, follows: str | None = None) -> Story:
    """Return the story that a reading opens; its name depends on storyline, moment and `ordinal` (of several at one moment) alone."""
    entry, storyline = reading.entry, reading.primary or (reading.about[0] if reading.about else None)
    return Story(
        id=stable_id("s", entry.tenant, storyline or "", entry.seen.isoformat(), str(ordinal)),
        tenant=entry.tenant,
        storyline=storyline,
        headline=entry.title,
        opened_at=entry.seen,
        updated_at=entry.seen,
        follows=follows,
    )


def tell(story: Story, readings: Sequence[Reading], catalogue: Catalogue) -> Story:
    """Return the story as these readings, all of its entries, tell it."""
    ordered = sorted(readings, key=lambda reading: (reading.entry.seen, reading.entry.id))
    if not ordered:
        return story
    told = [reading for reading in ordered if reading.alert] or ordered
    lead = min(told, key=_preference)
    storyline = _commonest([reading.primary for reading in told if reading.primary]) or story.storyline
    about = Counter(slug for reading in told for slug in reading.about)
    return replace(
        story,
        storyline=storyline,
        storylines=tuple(sorted(about, key=lambda slug: (slug != storyline, slug))),
        headline=_headline(told, lead, catalogue),
        lead_entry=lead.entry.id,
        summary=lead.summary,
        parties=lead.parties or lead.party_names,
        status=story_status(told),
        opened_at=min(story.opened_at, ordered[0].entry.seen),
        updated_at=max(reading.entry.seen for reading in ordered),
        alertable=any(reading.alert for reading in ordered),
        languages=tuple(sorted({reading.entry.lang[:2] for reading in told})),
    )


def _preference(reading: Reading) -> tuple[object, ...]:
    """The best grade, then English, then whole texts, then the first."""
    entry = reading.entry
    return (
        entry.grade.rank,
        not entry.lang.startswith("en"),
        entry.extent is Extent.TITLE,
        reading.genre is not Genre.DEAL,
        entry.seen,
        entry.id,
    )


def _commonest(slugs: Sequence[str]) -> str | None:
    counts = Counter(slugs)
    return min(counts, key=lambda slug: (-counts[slug], slug)) if counts else None


def _headline(readings: Sequence[Reading], lead: Reading, catalogue: Catalogue) -> str:
    """Return the lead's title, or, where that is an outlet's hook, the best title that names two of the parties."""
    names = _names(lead, catalogue)
    for reading in sorted(readings, key=_preference):
        title = reading.entry.title.casefold()
        if reading.entry.lang[:2] == lead.entry.lang[:2] and sum(any(alias in title for alias in aliases) for aliases in names) >= 2:
            return reading.entry.title
    return lead.entry.title


def _names(reading: Reading, catalogue: Catalogue) -> list[tuple[str, ...]]:
    found = []
    for party in reading.parties or reading.party_names:
        company = catalogue.company(party)
        found.append(tuple(name.casefold() for name in (company.name, *company.aliases)) if company else (party.casefold(),))
    return found


def story_status(readings: Sequence[Reading]) -> Status:
    """Return the event's status: never higher than a source's wording.

    The best grade's highest rung holds where that is a company or a filing; else the highest rung that a third of the reports
    support, a headline alone counting for `reported` at most. A turn of events holds where half of the reports tell of it.
    """
    statuses = {reading.entry.id: _capped(reading) for reading in readings}
    official = [statuses[reading.entry.id] for reading in readings if reading.entry.grade in (Grade.PRIMARY, Grade.FILING)]
    if official:
        return max(official, key=lambda status: status.rung)
    counts = Counter(statuses.values())
    turns: Mapping[Status, int] = {status: count for status, count in counts.items() if status.is_turn}
    if turns and 2 * sum(turns.values()) >= len(statuses):
        return min(turns, key=lambda status: (-turns[status], status.rung))
    ladder = [status for status in counts if not status.is_turn]
    backed = [status for status in ladder if 3 * sum(counts[other] for other in ladder if other.rung >= status.rung) >= len(statuses)]
    return max(backed or ladder or list(counts), key=lambda status: status.rung)


def _capped(reading: Reading) -> Status:
    if turn := turn_of(reading):
        return turn
    if reading.entry.extent is Extent.TITLE and not reading.status.is_turn and reading.status.rung > Status.REPORTED.rung:
        return Status.REPORTED
    return reading.status


def opened_deal(story: Story, catalogue: Catalogue, *, ordinal: int = 0) -> tuple[str, str]:
    """Return the id and the title of the deal that a story opens."""
    storyline = catalogue.storyline(story.storyline or "")
    title = storyline.title if storyline else story.storyline or "Deal"
    return stable_id("g", story.tenant, story.storyline or "", story.opened_at.isoformat(), str(ordinal)), title


def is_late(reading: Reading, now: datetime, *, after_hours: float = 12.0) -> bool:
    """Tell whether an entry is told long after it was found, or was found two days or more after it was published."""
    entry = reading.entry
    if (now - entry.seen).total_seconds() > after_hours * 3600:
        return True
    return entry.published is not None and (entry.seen - entry.published).total_seconds() > 48 * 3600
