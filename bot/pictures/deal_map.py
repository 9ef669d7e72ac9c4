"""Parties as nodes, deals as lines between them: as wide as they are large, dashed where they are not definitive."""

import math
from collections import Counter

from bot.model.drawing import DealMap, Mark
from bot.pictures.style import COLOURS, FAINT, GROUND, INK, figure, png, wrapped, write

HEIGHT = 1180
_CENTRE = (540.0, 620.0)
_RADIUS = (370.0, 400.0)
_DASHES = {
    Mark.TENTATIVE: (0, (3, 2)),
    Mark.ANNOUNCED: (0, (5, 2)),
    Mark.FIRM: "-",
    Mark.ADVERSE: (0, (1, 1.5)),
    Mark.EXPECTED: (0, (1, 2)),
}


def draw_map(deals: DealMap) -> bytes:
    """Return the picture as PNG, 1080 pixels wide."""
    made, axes = figure(HEIGHT)
    write(axes, 40, 52, wrapped(deals.title, 44, 1), size=36, weight="bold", va="center")
    write(
        axes,
        40,
        98,
        "Width: size of the deal · solid: definitive · dashed: not definitive · dotted: denied, delayed",
        size=19,
        colour=FAINT,
        va="center",
    )
    places = _places(deals)
    for tie in deals.ties:
        (x1, y1), (x2, y2) = places[tie.one], places[tie.other]
        axes.plot(
            [x1, x2], [y1, y2], color=COLOURS[tie.mark], linewidth=3 + 13 * tie.weight, linestyle=_DASHES[tie.mark], alpha=0.85, zorder=1
        )
    for tie in deals.ties:
        if tie.label:
            (x1, y1), (x2, y2) = places[tie.one], places[tie.other]
            box = {"boxstyle": "round,pad=0.25", "facecolor": GROUND, "edgecolor": COLOURS[tie.mark], "linewidth": 1.5}
            write(axes, x1 + 0.56 * (x2 - x1), y1 + 0.56 * (y2 - y1), tie.label, size=19, ha="center", va="center", bbox=box, zorder=3)
    for name, (x, y) in places.items():
        box = {"boxstyle": "round,pad=0.45", "facecolor": "#EEF2F6", "edgecolor": INK, "linewidth": 2}
        write(axes, x, y, wrapped(name, 14, 2), size=22, weight="bold", ha="center", va="center", bbox=box, zorder=4)
    write(axes, 40, HEIGHT - 30, deals.footer, size=17, colour=FAINT, va="center")
    return png(made)


def _places(deals: DealMap) -> dict[str, tuple[float, float]]:
    """Return where each party stands: the one with the most deals in the middle, the others around it in order of their names."""
    count = Counter(name for tie in deals.ties for name in (tie.one, tie.other))
    names = sorted(count)
    middle = min(names, key=lambda name: (-count[name], name)) if len(names) > 2 else None
    around = [name for name in names if name != middle]
    places = {middle: _CENTRE} if middle is not None else {}
    for place, name in enumerate(around):
        angle = 2 * math.pi * place / len(around) - math.pi / 2
        places[name] = (_CENTRE[0] + _RADIUS[0] * math.cos(angle), _CENTRE[1] + _RADIUS[1] * math.sin(angle))
    return places
