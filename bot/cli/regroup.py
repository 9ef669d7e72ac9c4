"""Corrections of a replay's grouping: what an admin would have split or merged, and when.

A file of JSON lines: `{"at": "2026-01-13T04:00:00Z", "split": "item"}` moves an item out of its event into one of its own, and
`{"at": …, "merge": "item", "into": "other item"}` tells the first item's event as the second one's.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.cli.items import moment
from bot.clock import ManualClock
from bot.errors import ConfigurationError, DealwireError, Problem, UnavailableError
from bot.model.catalogue import Catalogue
from bot.model.ruling import Ruling, RulingKind
from bot.pipeline.cluster import StoryIndex
from bot.pipeline.corrections import Corrections
from bot.ports import Tables

_FORM = '{"at": "2026-01-13T04:00:00Z", "split": "item"} or {"at": …, "merge": "item", "into": "other item"}'


@dataclass(frozen=True, kw_only=True)
class Regrouping:
    """One correction."""

    at: datetime
    item: str
    into: str = ""
    """An item of the event that takes the other one in; empty for a split."""


def read_regroupings(file: Path, items: Collection[str]) -> list[Regrouping]:
    """Return the corrections of a file, in order of time.

    Raises:
        UnavailableError: the file cannot be read.
        ConfigurationError: lines that are no corrections, or name items that are not there; all of them at once.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnavailableError(f"{file} cannot be read ({error}); name a file of JSON lines.") from error
    found, problems = [], []
    for number, line in enumerate(lines, start=1):
        try:
            if line.strip():
                found.append(_regrouping(json.loads(line), items))
        except (ValueError, TypeError, KeyError) as error:
            problems.append(Problem(f"{file}:{number}", f"this is no correction ({error}); write {_FORM}."))
    if problems:
        raise ConfigurationError(tuple(problems))
    return sorted(found, key=lambda one: one.at)


def _regrouping(value: Mapping[str, Any], items: Collection[str]) -> Regrouping:
    at, item, into = moment(value["at"]), str(value.get("split") or value.get("merge") or ""), str(value.get("into") or "")
    if at is None or not item or bool(value.get("merge")) != bool(into):
        raise ValueError("it needs `at`, and `split`, or `merge` with `into`")
    if unknown := [name for name in (item, into) if name and name not in items]:
        raise ValueError(f"there is no item {unknown[0]!r}")
    return Regrouping(at=at, item=item, into=into)


def regroup(tables: Tables, one: Regrouping, *, tenant: str, catalogue: Catalogue, index: StoryIndex) -> str | None:
    """Carry out a correction as an admin's command does; return the event that the item is told with now, None where it is in none."""
    story, corrections = tables.stories.story_of(one.item), Corrections(catalogue, ManualClock(one.at), index)
    other = tables.stories.story_of(one.into) if one.into else None
    if story is None or (one.into and (other is None or other.id == story.id)):
        return story.id if story else None
    if other is not None:
        corrections.decide(tables, Ruling(tenant=tenant, kind=RulingKind.HIDDEN_EVENT, key=story.id, at=one.at, value=other.id))
        return other.id
    try:
        corrections.split(tables, story, [one.item], tenant, "replay")
    except DealwireError:
        return story.id  # its only report cannot be told apart from itself
    fresh = tables.stories.story_of(one.item)
    return fresh.id if fresh else None
