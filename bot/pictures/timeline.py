"""A storyline's milestones, top to bottom, the oldest first."""

from bot.model.drawing import Mark, Timeline
from bot.pictures.style import COLOURS, FAINT, GROUND, INK, SHAPES, figure, png, wrapped, write

ROW, TOP, BOTTOM = 118, 132, 64
_LINE, _TEXT = 70, 112


def draw_timeline(timeline: Timeline) -> bytes:
    """Return the picture as PNG, 1080 pixels wide."""
    rows = timeline.milestones
    height = TOP + ROW * max(1, len(rows)) + BOTTOM
    made, axes = figure(height)
    write(axes, 40, 52, wrapped(timeline.title, 44, 1), size=36, weight="bold", va="center")
    write(axes, 40, 96, "Timeline from the ledger", size=20, colour=FAINT, va="center")
    if len(rows) > 1:
        axes.plot([_LINE, _LINE], [TOP + ROW * 0.3, TOP + ROW * (len(rows) - 0.7)], color="#C4CBD3", linewidth=4, zorder=1)
    for place, row in enumerate(rows):
        y = TOP + ROW * (place + 0.3)
        colour = COLOURS[row.mark]
        filled = GROUND if row.mark is Mark.EXPECTED else colour
        axes.scatter([_LINE], [y], s=300, marker=SHAPES[row.mark], color=filled, edgecolors=colour, linewidths=3, zorder=2)
        write(axes, _TEXT, y, f"{row.when} · {row.status.upper()}", size=22, colour=colour, weight="bold", va="center")
        if row.disputed:
            write(axes, 1040, y, "⚠ disputed", size=20, colour=COLOURS[Mark.ADVERSE], weight="bold", va="center", ha="right")
        write(axes, _TEXT, y + 22, wrapped(row.what, 68, 2), size=22, colour=INK, va="top", linespacing=1.15)
    write(axes, 40, height - 30, timeline.footer, size=17, colour=FAINT, va="center")
    return png(made)
