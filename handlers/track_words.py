"""A storyline of one's own, from what somebody typed: who takes part, which words stand for it, and what it would have matched."""

import asyncio
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.model.card import Line, Section, line, link
from bot.model.catalogue import Catalogue
from bot.model.command import CommandCall
from bot.model.reading import Reading, Role
from bot.model.search import Query
from bot.model.storyline import Company, Party, Storyline
from bot.model.tracked import PREFIX, Tracked
from bot.ports import Reader, Tables
from bot.text.phrases import listed
from bot.text.plain import legal_line
from bot.text.query import read_query
from handlers.context import Context
from handlers.desk_words import tenants

MOST_PARTIES, MOST_TERMS, LONGEST = 6, 6, 60
LOOKED_BACK = timedelta(days=30)
EXAMPLES = 3
_ASKED = 12
"""Searches of a preview, at most."""
_PARTED = re.compile(r"\s*(?:,|;|×|\+|&|/|\bx\b|\band\b|\bvs\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a storyline would have matched in the stored last 30 days."""

    matched: tuple[Reading, ...]
    """Newest first."""
    alerts: int
    weeks: tuple[int, ...]
    """How many a week, the oldest first."""


def tracked_of(typed: str, terms: str, tenant: str, catalogue: Catalogue) -> Tracked | str:
    """Return the storyline that somebody means, or a sentence that says what is wrong with it."""
    names = _names(typed, catalogue)
    words = tuple(dict.fromkeys(legal_line(term, LONGEST) for term in re.split(r"[,;]", terms) if term.strip()))
    if not 1 <= len(names) <= MOST_PARTIES:
        return f"A storyline has one to {MOST_PARTIES} parties."
    if len(words) > MOST_TERMS:
        return f"A storyline has at most {MOST_TERMS} terms."
    for name in (*names, *words):
        if not 2 <= len(name) <= LONGEST or not any(char.isalpha() for char in name):
            return f"“{name[:40]}” is no name that could stand in an article: two to {LONGEST} characters, with letters."
    companies = {company.id: company for company in (_company(name, catalogue) for name in names)}
    if len(companies) > 1 or words:
        own = tuple(company for company in companies.values() if catalogue.company(company.id) is None)
        slug = PREFIX + "-".join(_slug(company.id.removeprefix("own-")) for company in companies.values())[:60].strip("-")
        title = " × ".join(company.name for company in companies.values())
        together = min(2, len(companies))
        storyline = Storyline(
            id=slug,
            title=title,
            parties=tuple(Party(company=company_id, role="partner") for company_id in companies),
            tenant=tenant,
            terms=words,
            together=together,
            about=_about(companies, words),
        )
        return Tracked(storyline=storyline, companies=own)
    return "One party alone would match everything about it: name a second one, or terms that must stand beside it."


def _about(companies: dict[str, Company], words: tuple[str, ...]) -> str:
    beside = f", or one of them with {listed([f'“{word}”' for word in words], last='or')}" if words else ""
    names = listed([company.name for company in companies.values()])
    return f"deals between {names}{beside}" if len(companies) > 1 else f"deals of {names} that name {listed(list(words), last='or')}"


def _names(typed: str, catalogue: Catalogue) -> list[str]:
    """Return the parties' names: parted by commas and the like; else every word, known names of several words first."""
    parts = [part for part in (legal_line(part, LONGEST) for part in _PARTED.split(typed)) if part]
    if len(parts) != 1:
        return list(dict.fromkeys(parts))
    words, names = parts[0].split(), []
    while words:
        size = next((size for size in (3, 2, 1) if _known(" ".join(words[:size]), catalogue)), 1)
        names.append(" ".join(words[:size]))
        words = words[size:]
    return list(dict.fromkeys(names))


def _known(name: str, catalogue: Catalogue) -> Company | None:
    wanted = name.casefold()
    return next(
        (c for c in catalogue.companies if wanted in {c.id, c.name.casefold(), *(alias.casefold() for alias in (*c.aliases, *c.weak))}),
        None,
    )


def _company(name: str, catalogue: Catalogue) -> Company:
    return _known(name, catalogue) or Company(id=f"own-{_slug(name)}", name=name, infra=True)


def _slug(text: str) -> str:
    return "-".join(re.findall(r"\w+", text.casefold()))[:40]


async def preview(tracked: Tracked, reader: Reader, call: CommandCall, context: Context) -> Preview:
    """Read what the stored last 30 days hold of the parties as a poll would have, outside the loop."""
    now = context.clock.now()
    since = now - LOOKED_BACK
    found: dict[str, Reading] = {}
    for typed in _searches(tracked, context.catalogue):
        query = read_query(typed)
        if query is not None:
            readings = await context.store.read(partial(_look, query, tenants(call), since))
            found.update((reading.entry.id, reading) for reading in readings)
    slug = tracked.storyline.id

    def read() -> list[Reading]:
        again = [reader.read(reading.entry) for reading in found.values()]
        return [one for one in again if any(match.storyline == slug and match.role is Role.ABOUT for match in one.matches)]

    matched = sorted(await asyncio.to_thread(read), key=lambda reading: reading.entry.seen, reverse=True)
    weeks = Counter(_week(reading.entry.seen, now) for reading in matched)
    alerts = sum(reading.alert and reading.primary == slug for reading in matched)
    return Preview(matched=tuple(matched), alerts=alerts, weeks=tuple(weeks[week] for week in range(4, -1, -1)))


def _look(query: Query, tenants: tuple[str, str], since: datetime, tables: Tables) -> tuple[Reading, ...]:
    return tables.entries.search(query, tenants, since=since, limit=100)


def _week(seen: datetime, now: datetime) -> int:
    return min(4, max(0, (now - seen).days // 7))


def _searches(tracked: Tracked, catalogue: Catalogue) -> list[str]:
    """Return what to look for: two parties by their names, or a party with a term."""
    whole = tracked.within(catalogue)
    named = [
        [f'"{name}"' for name in (company.name, *company.aliases)[:3]]
        for party in tracked.storyline.parties
        if (company := whole.company(party.company)) is not None
    ]
    others = [[f'"{term}"'] for term in tracked.storyline.terms]
    pairs = [(one, other) for place, one in enumerate(named) for other in named[place + 1 :] + others]
    asked = [f"{first} {second}" for one, other in pairs for first in one for second in other]
    return sorted(dict.fromkeys(asked), key=lambda typed: typed.count(" "))[:_ASKED]


def preview_sections(found: Preview) -> tuple[Section, ...]:
    """Return counts a week and three examples, those worth an alert first."""
    bars = " · ".join(str(count) for count in found.weeks)
    rows: list[Line] = [line(f"{len(found.matched)} items, {found.alerts} of them worth an alert"), line(f"A week, oldest first: {bars}")]
    shown = sorted(found.matched, key=lambda reading: not reading.alert)[:EXAMPLES]
    examples = tuple(
        line(link(one.entry.title, one.entry.url) if one.entry.url else one.entry.title, f" · {one.entry.host} · {one.entry.seen:%d %b}")
        for one in shown
    )
    sections = [Section(title="Would have matched in the last 30 days", lines=tuple(rows))]
    return (*sections, Section(title="For example", lines=examples)) if examples else tuple(sections)
