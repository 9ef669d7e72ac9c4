"""Cards as Block Kit, and their plain text. Pure: the same card gives the same payload.

Only `section`, `context`, `actions` and `divider` are used: they stand in every client and in both themes. The `text` beside the blocks is
what notifications and screen readers get.
"""

from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from bot.model.card import Button, Card, Section, Tone, fact_rows
from bot.platforms.slack import limits
from bot.platforms.slack.mrkdwn import anchor, cut, host_beside, literal, plain, spans, unformatted, words
from bot.text.addresses import host_of, web_address
from bot.text.plain import legal_line

Block: TypeAlias = dict[str, Any]

ROOM: Final = 12_000
"""Units that all blocks of a message take together: below `limits.MESSAGE_TOTAL`, whose figure is nobody's promise."""
SECTION: Final = 2_900
CHIP: Final = 60
KICKER: Final = 140
TITLE: Final = 300
BODY: Final = 1_800
LINE: Final = 900
FACT: Final = 260
FACTS: Final = 900
NOTE: Final = 300
FOOTER: Final = 500
SEPARATOR: Final = " · "
MARK: Final = {Tone.FIRM: "🟢 ", Tone.TENTATIVE: "🟡 ", Tone.ADVERSE: "🔴 ", Tone.NEUTRAL: "", Tone.TROUBLE: "⚠️ "}
"""Block Kit has no colour of its own; the chip's words say the same."""
VALUE_SEPARATOR: Final = "|"
"""Between command and argument in a button's value; no command's name holds it."""


@dataclass(frozen=True)
class Message:
    """What `chat.postMessage`, `chat.update` and a response address take."""

    text: str
    blocks: tuple[Block, ...] = ()


@dataclass
class _Page:
    """Blocks under their common budget."""

    blocks: list[Block] = field(default_factory=list)
    left: int = ROOM

    def add(self, block: Block, size: int) -> bool:
        """Take a block if it still fits; two blocks and 200 units are kept for what closes the message."""
        if len(self.blocks) >= limits.BLOCKS - 3 or size > self.left - 200:
            return False
        self.blocks.append(block)
        self.left -= size
        return True

    def section(self, text: str) -> bool:
        """Add a section unless the text is empty."""
        return not text or self.add({"type": "section", "text": _mrkdwn(text)}, limits.width(text))

    def context(self, text: str) -> bool:
        """Add small print unless the text is empty."""
        return not text or self.add({"type": "context", "elements": [_mrkdwn(text)]}, limits.width(text))


def render(card: Card, *, bare: bool = False) -> Message:
    """Return a card as blocks and fallback text; `bare` gives the text alone, for a message whose blocks were refused."""
    if bare:
        return Message(text=spoken(card))
    page = _Page()
    page.section("\n".join(filter(None, (_kicker(card), _headline(card)))))
    page.section(_body(card))
    page.section(_facts(card))
    page.context("\n".join(filter(None, (spans(part, NOTE) for part in card.notes[:4]))))
    _sections(page, card.sections)
    page.context(_footer(card))
    _buttons(page, card.buttons)
    if not page.blocks:
        page.section("…")
    return Message(text=spoken(card), blocks=tuple(page.blocks))


def spoken(card: Card) -> str:
    """Return the card as text that reads well aloud, escaped, at most `limits.TEXT_WHOLE` units."""
    if card.fallback:
        text = legal_line(card.fallback, limits.TEXT_WHOLE)
    else:
        head = ", ".join(filter(None, (legal_line(card.chip, CHIP), legal_line(card.kicker, KICKER), legal_line(card.source_mark, CHIP))))
        title = legal_line(card.title, TITLE)
        lines = [words(part, LINE) for part in (*card.body, *card.facts, *card.notes)]
        for section in card.sections:
            lines += [legal_line(section.title, TITLE), *(words(part, LINE) for part in section.lines[:60])]
        address = web_address(card.title_url)
        text = " ".join(_stopped(part) for part in (head, title + host_beside(title, address), *lines, words(card.footer, FOOTER)) if part)
    return literal(cut(text, limits.TEXT_WHOLE)) or "…"


def value_of(button: Button) -> str:
    """Return what a button carries back: the command and its argument."""
    return f"{button.command}{VALUE_SEPARATOR}{button.argument}"[: limits.BUTTON_VALUE]


def _kicker(card: Card) -> str:
    chip = plain(card.chip, CHIP)
    parts = (f"{MARK[card.tone]}*{chip}*" if chip else "", plain(card.kicker, KICKER))
    mark = plain(card.source_mark, CHIP)
    return SEPARATOR.join(filter(None, (*parts, f"_{mark}_" if mark else "")))


def _headline(card: Card) -> str:
    title = legal_line(card.title, TITLE)
    if not title:
        return ""
    url = web_address(card.title_url)
    label = literal(cut(title, TITLE))
    bold = f"*{anchor(label, url)}*" if url else f"*{label}*"
    lead = "" if card.chip else MARK[card.tone]
    return lead + (f"~{bold}~" if card.struck else bold)


def _body(card: Card) -> str:
    """Return the body's lines, together at most `BODY` units."""
    lines: list[str] = []
    left = BODY
    for part in card.body:
        text = spans(part, left, struck=card.struck) if left > 0 else ""
        lines.append(text)
        left -= limits.width(text) + 1
    return "\n".join(filter(None, lines))


def _facts(card: Card) -> str:
    """Join the facts of each row while they fit; one that does not is left out whole rather than cut in its figure."""
    rows: list[str] = []
    left = FACTS
    for row in fact_rows(card.facts):
        made = ""
        for fact in row:
            joined = SEPARATOR.join(filter(None, (made, spans(fact, FACT))))
            made = joined if limits.width(joined) <= left - 2 * card.struck else made
        if made:
            rows.append(f"~{made}~" if card.struck else made)
            left -= limits.width(made) + 3
    return "\n".join(rows)


def _footer(card: Card) -> str:
    """Return coverage and hosts; the headline's real host is added where the footer does not name it."""
    text = spans(card.footer, FOOTER)
    host = host_of(web_address(card.title_url))
    named = {piece.strip("().,").removeprefix("www.") for part in card.footer for piece in part.text.lower().split()}
    return text if not host or host in named else SEPARATOR.join(filter(None, (text, literal(host))))


def _sections(page: _Page, sections: tuple[Section, ...]) -> None:
    """Fill titled groups into as many blocks as it takes; what is too much is counted."""
    total = sum(len(section.lines) for section in sections)
    shown = 0
    for section in sections:
        title = plain(section.title, TITLE)
        chunk = f"*{title}*" if title else ""
        waiting = 0
        for part in section.lines:
            text = spans(part, LINE)
            longer = "\n".join(filter(None, (chunk, text)))
            if limits.width(longer) > SECTION:
                if not page.section(chunk):
                    return _more(page, total - shown)
                shown, waiting, longer = shown + waiting, 0, text
            chunk, waiting = longer, waiting + 1
        if not page.section(chunk):
            return _more(page, total - shown)
        shown += waiting
    return None


def _more(page: _Page, missing: int) -> None:
    """Say how many lines are left out, in the room kept for it."""
    page.blocks.append({"type": "context", "elements": [_mrkdwn(f"… and {missing} more")]})
    page.left -= 40


def _buttons(page: _Page, buttons: tuple[Button, ...]) -> None:
    elements: list[Block] = []
    for number, button in enumerate(buttons[: limits.ACTIONS]):
        label = unformatted(button.label, limits.BUTTON_LABEL)
        address = web_address(button.url) if button.url else ""
        if not label or (button.url and not address):
            continue
        element: Block = {
            "type": "button",
            "action_id": f"{'open' if address else 'run'}.{number}",
            "text": {"type": "plain_text", "text": label, "emoji": False},
        }
        element |= {"url": address} if address else {"value": value_of(button)}
        elements.append(element)
    if elements:
        page.blocks.append({"type": "actions", "elements": elements})


def _mrkdwn(text: str) -> Block:
    """Return a text object in which Slack turns nothing into a link by itself."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", "。", ":")) else text + "."
