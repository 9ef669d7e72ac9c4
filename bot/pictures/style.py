"""What every picture has in common: one opaque light ground that is legible on both themes, colours of Okabe and Ito, fonts that are bundled.

Colours: Okabe and Ito, “Color Universal Design” (2008), told apart with every common colour blindness; shape and line say the same.
"""

import io
import textwrap
from typing import Any

from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font

from bot.model.drawing import Mark

GROUND, INK, FAINT = "#FFFFFF", "#1B1F24", "#59636E"
COLOURS = {
    Mark.TENTATIVE: "#B26A00",
    Mark.ANNOUNCED: "#0072B2",
    Mark.FIRM: "#007A5A",
    Mark.ADVERSE: "#C2410C",
    Mark.EXPECTED: "#59636E",
}
"""Darkened where white would not carry them: each has a contrast of 4.5 or more with the ground (WCAG 1.4.3)."""
SHAPES = {Mark.TENTATIVE: "D", Mark.ANNOUNCED: "o", Mark.FIRM: "s", Mark.ADVERSE: "X", Mark.EXPECTED: "o"}
WIDTH = 10.8
"""Inches at `DPI`: 1080 pixels, what a phone shows without scaling up."""
DPI = 100
_FONT = font_manager.findfont("DejaVu Sans", fallback_to_default=True)
_DRAWN = frozenset(FT2Font(_FONT).get_charmap())


def figure(height: float) -> tuple[Figure, Any]:
    """Return a figure and its one pair of axes, in pixels from the top left."""
    made = Figure(figsize=(WIDTH, height / DPI), dpi=DPI, facecolor=GROUND)
    FigureCanvasAgg(made)
    axes = made.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, WIDTH * DPI)
    axes.set_ylim(height, 0)
    axes.axis("off")
    return made, axes


def write(axes: Any, x: float, y: float, text: str, *, size: float = 20, colour: str = INK, weight: str = "normal", **more: Any) -> None:
    """Write a line literally; what the font lacks is left out."""
    axes.text(
        x, y, drawable(text), fontsize=size * 72 / DPI, color=colour, fontweight=weight, family="DejaVu Sans", parse_math=False, **more
    )


def drawable(text: str) -> str:
    """Return the text without characters that the font cannot draw; `…` where hardly anything is left."""
    kept = "".join(char for char in text if char == "\n" or (ord(char) in _DRAWN and char.isprintable()))
    return kept if 2 * len(kept.strip()) >= len(text.strip()) else "…"


def wrapped(text: str, width: int, lines: int) -> str:
    """Return the text in so many lines of so many characters at most."""
    return "\n".join(textwrap.wrap(drawable(text), width, max_lines=lines, placeholder=" …", break_long_words=True))


def png(made: Figure) -> bytes:
    """Return the picture; the same figure gives the same bytes."""
    out = io.BytesIO()
    made.savefig(out, format="png", dpi=DPI, facecolor=GROUND, metadata={"Software": None})
    return out.getvalue()
