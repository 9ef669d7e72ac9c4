"""Cards in a terminal, with rich; pure."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.model.card import Card, Line, Style, Tone, fact_rows
from bot.text.addresses import web_address
from bot.text.plain import cut_at_word, legal_text

_COLOURS = {Tone.FIRM: "green", Tone.TENTATIVE: "yellow", Tone.ADVERSE: "red", Tone.NEUTRAL: "cyan", Tone.TROUBLE: "red"}
_STYLES = {Style.PLAIN: "", Style.BOLD: "bold", Style.ITALIC: "italic", Style.CODE: "cyan", Style.STRUCK: "strike"}
LATER = "Later: "
TOLD = 60
"""Characters of the headline in a line that tells of an edit."""
LONGEST = 2_000
"""Characters of one span that are shown."""


def card(content: Card) -> Panel:
    """Return a card as a panel whose border says its tone; a stranger's words are text, never markup or escape codes."""
    struck = "strike" if content.struck else ""
    rows: list[RenderableType] = [*_head(content)]
    if content.title:
        rows.append(_linked(content.title, content.title_url, f"bold {struck}"))
    rows += [line(row, struck) for row in content.body]
    rows += [Text(" · ").join([line(fact, struck) for fact in row]) for row in fact_rows(content.facts)]
    rows += [line(note) for note in content.notes]
    for section in content.sections:
        rows.append(Text(f"\n{legal_text(section.title, 200)}" if section.title else "", "bold"))
        rows += [Padding(line(row), (0, 0, 0, 2)) for row in section.lines]
    if content.footer:
        rows.append(line(content.footer, "dim"))
    return Panel(Group(*rows), border_style=_COLOURS[content.tone], expand=True, padding=(0, 1))


def line(spans: Line, style: str = "") -> Text:
    """Return a line of spans."""
    text = Text(style=style)
    for span in spans:
        text.append_text(_linked(span.text, span.url, _STYLES[span.style]))
    return text


def _head(content: Card) -> tuple[Table, ...]:
    """Return the row of status and parties on the left and the source's mark on the right."""
    chip = Text(legal_text(content.chip, 40), f"bold {_COLOURS[content.tone]}")
    left = Text(" · ").join([text for text in (chip, Text(legal_text(content.kicker, 120), "bold")) if text.plain])
    mark = Text(legal_text(content.source_mark, 60), "dim")
    if not left.plain and not mark.plain:
        return ()
    row = Table.grid(expand=True)
    row.add_column(ratio=1)
    row.add_column(justify="right")
    row.add_row(left, mark)
    return (row,)


def _linked(words: str, url: str, style: str) -> Text:
    """Return a span; the blanks at its edges part it from its neighbours and are kept."""
    address = web_address(url)
    legal = legal_text(words, LONGEST)
    before, after = " " * words.startswith(" "), " " * (words.endswith(" ") and bool(legal))
    return Text(f"{before}{legal}{after}", f"{style} link {address}".strip() if address else style.strip())


def edited(content: Card) -> Text:
    """Return what an edit changed, as one line: a terminal cannot take back what it printed. A later story is news; else the count grew."""
    later = next((note for note in reversed(content.notes) if note and note[0].text.startswith(LATER)), ())
    told = line(later or content.footer, "dim")
    return (
        Text("↻ ", "dim")
        .append_text(Text(cut_at_word(legal_text(content.title, LONGEST), TOLD), "dim"))
        .append(" — ", "dim")
        .append_text(told)
    )


def reply(content: Card) -> Padding:
    """Return a thread reply, set in from its root."""
    return Padding(card(content), (0, 0, 0, 4))
