"""Lines of spans as Discord's Markdown, within a budget: cut at a sentence, never inside a link."""

from typing import Final

from bot.model.card import Line, Span, Style
from bot.platforms.discord.escape import BREAK, clean, coded, escaped, plain, safe_url, spaced
from bot.platforms.discord.measure import ELLIPSIS, cut, length

MORE: Final = "… and more"
_JOINTS: Final = ("<", "@", ":", "/", ".")
"""A span that ends so could make an entity together with the next one."""
_MARKS: Final = {Style.BOLD: "**", Style.ITALIC: "*", Style.STRUCK: "~~"}


class Writer:
    """Collects lines until the budget of UTF-16 units is used up, and then says that there is more."""

    def __init__(self, budget: int, *, struck: bool = False, quiet: bool = False) -> None:
        self._budget = budget - length(MORE) - 1
        self._struck = struck
        self._quiet = quiet
        self._lines: list[str] = []
        self._used = 0
        self._full = False

    def raw(self, text: str) -> None:
        """Add a line that is Discord's Markdown already."""
        if self._full or not text:
            return
        if length(text) > self._room():
            self._full = True
            return
        self._keep(text)

    def add(self, line: Line, *, struck: bool = False) -> None:
        """Add a line of spans, cut where it does not fit."""
        if self._full:
            return
        wrap = "~~" if struck and self._struck else ""
        text, whole = marked(line, self._room() - 2 * len(wrap), quiet=self._quiet)
        self._full = not whole
        if text.strip():
            self._keep(f"{wrap}{text.strip()}{wrap}")

    def text(self) -> str:
        """Return what was collected."""
        return "\n".join([*self._lines, MORE] if self._full else self._lines)

    def _room(self) -> int:
        return self._budget - self._used - (1 if self._lines else 0)

    def _keep(self, text: str) -> None:
        self._used += length(text) + (1 if self._lines else 0)
        self._lines.append(text)


def marked(line: Line, budget: int, *, quiet: bool = False) -> tuple[str, bool]:
    """Return the line in Markdown in at most `budget` units, and whether all of it is there; `quiet` links show no preview."""
    text = ""
    for span in line:
        piece = _piece(span, quiet=quiet)
        if text.endswith(_JOINTS) and piece:
            text += BREAK
        room = budget - length(text)
        if length(piece) <= room:
            text += piece
            continue
        if not span.url and span.at is None and span.style is not Style.CODE:
            text += _cut_piece(span, room)
        elif room >= 1:
            text += ELLIPSIS
        return (text if length(text) <= budget else text.removesuffix(BREAK)), False
    return text, True


def joined(lines: tuple[Line, ...], separator: str = " · ") -> Line:
    """Return several lines as one."""
    spans: list[Span] = []
    for line in lines:
        if line:
            spans += [*([Span(separator)] if spans else []), *line]
    return tuple(spans)


def bare(line: Line) -> str:
    """Return the line's words for places without formatting, with the host beside each link."""
    words = ""
    for span in line:
        target = safe_url(span.url) if span.url else None
        text = spaced(span.text)
        if target:
            text = f"{text} ({target[1]})" if target[1] not in text else text
        words += text
    return plain(clean(words))


def _piece(span: Span, *, quiet: bool) -> str:
    if span.at is not None:
        return f"<t:{int(span.at.timestamp())}:R>"
    text = spaced(span.text)
    target = safe_url(span.url) if span.url else None
    inner = text.strip()
    if target is None:
        return _styled(text, span.style)
    address, host = target
    beside = "" if inner == host else f" ({escaped(host)})"
    return f"[{escaped(inner or host)}]({f'<{address}>' if quiet else address}){beside}"


def _styled(text: str, style: Style) -> str:
    inner = text.strip()
    if not inner:
        return text
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if style is Style.CODE:
        return f"{lead}{coded(inner)}{trail}"
    mark = _MARKS.get(style, "")
    return f"{lead}{mark}{escaped(inner)}{mark}{trail}"


def _cut_piece(span: Span, room: int) -> str:
    """Return the longest beginning whose Markdown fits: escaping makes a text longer by what it holds, so it is searched for."""
    text = spaced(span.text)
    low, high = 0, room
    while low < high:
        middle = (low + high + 1) // 2
        if length(_styled(cut(text, middle), span.style)) <= room:
            low = middle
        else:
            high = middle - 1
    return _styled(cut(text, low), span.style) if low else ""
