"""`classify`: what each item is about, whether it is worth an alert, why, and what it claims."""

import json
from pathlib import Path
from typing import Any

from bot.catalogue import load_catalogue
from bot.cli.items import entry_from_item, read_items
from bot.model.reading import Claim, Reading, Status
from bot.pipeline.read import NewsReader
from bot.settings import load_settings


def classify(file: Path | None = None, config: Path | None = None) -> int:
    """Print one prediction a line for the items of a file or of standard input; 1 where a line could not be read."""
    catalogue = load_catalogue(load_settings(config).config)
    reader = NewsReader(catalogue)
    problems: list[str] = []
    for item in read_items(file, problems):
        print(json.dumps(prediction(reader.read(entry_from_item(item, catalogue))), ensure_ascii=False))
    return 1 if problems else 0


def prediction(reading: Reading) -> dict[str, Any]:
    """Return a reading as one line of the output.

    A claim of the plain “announced” is left out: it says no more than that the item is news, which `alert` says.
    """
    return {
        "id": reading.entry.id,
        "primary": reading.primary,
        "storylines": [{"id": match.storyline, "score": match.score, "role": match.role.value} for match in reading.matches],
        "alert": reading.alert,
        "why": list(reading.why),
        "claims": [
            _claim(claim) for claim in reading.claims if claim.status is not Status.ANNOUNCED or claim.value != Status.ANNOUNCED.value
        ],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "kind": claim.kind.value,
        "value": claim.value,
        "hedge": claim.hedge.value,
        "basis": claim.basis,
        "scope": claim.scope.value,
        "quote": claim.quote,
        "speaker": claim.speaker.value,
        "storyline": claim.storyline,
    }
