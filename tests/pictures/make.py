"""Draws `docs/pictures`: `python -m tests.pictures.make`, as `make pictures` calls it. Alerts come out of the sample newsroom, the rest of `tests/cards.py`."""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from bot.model.card import Card
from tests.cards import alerts, answers
from tests.pictures.draw import Picture, Shown, draw, missing
from tests.pictures.live import live

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
SUBJECT = "OpenAI × Foxconn"
COLOURS = 256
ODD = ("long", "many", "mixed", "late")


def pictures(told: dict[str, list[Card]], hand: dict[str, Card]) -> Iterator[Picture]:
    """Return what is drawn: an alert in each theme, its life, and answers; wide ones in one theme."""
    alert = next(card for card in told["first"] if card.kicker == SUBJECT)
    for platform in ("slack", "discord"):
        for theme in ("light", "dark"):
            yield Picture(name=f"{platform}-alert-{theme}", platform=platform, theme=theme, messages=[Shown(card=alert)], width=620)
        theme = "light" if platform == "slack" else "dark"
        life = [
            Shown(card=hand["developed"], edited=True),
            Shown(card=hand["reply"], reply=True),
            Shown(card=hand["denied"]),
            Shown(card=hand["retracted"]),
        ]
        yield Picture(name=f"{platform}-life", platform=platform, theme=theme, messages=life, width=620)
        asked = [Shown(card=hand[name], private=True) for name in ("latest", "why", "facts", "help")]
        yield Picture(name=f"{platform}-answers", platform=platform, theme=theme, messages=asked, width=620)
        yield Picture(name=f"{platform}-odd", platform=platform, theme=theme, messages=[Shown(card=hand[name]) for name in ODD], width=620)


def main() -> int:
    """Draw all pictures; without Node.js or Chromium, say so and leave the pictures as they are."""
    if reason := missing():
        sys.stderr.write(f"\nNO PICTURES WERE DRAWN: {reason}. Those in docs/pictures are as they were.\n\n")
        return 0

    async def cards() -> tuple[dict[str, list[Card]], dict[str, Card]]:
        return await live(), {**alerts(), **await answers()}

    wanted = list(pictures(*asyncio.run(cards())))
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        draw(wanted, Path(scratch))
        for picture in wanted:
            with Image.open(Path(scratch) / f"{picture.name}.png") as image:
                image.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
                    FOLDER / f"{picture.name}.png", optimize=True
                )
    sys.stdout.write(f"{len(wanted)} pictures are in {FOLDER.relative_to(Path.cwd()) if FOLDER.is_relative_to(Path.cwd()) else FOLDER}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
