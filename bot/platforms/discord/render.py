"""Cards as Discord messages: pure, so that golden files can hold them to the letter.

An alert's status, subject, source mark and headline stand in `content`, which is what a notification shows; the embed under it carries
the rest in the tone's colour. Its last line, in small print, has coverage, time and the source's real host as a link: a footer of
Discord's own could neither link nor show a moment in its reader's zone. Answers of commands use the same shape.
"""

from dataclasses import dataclass
from typing import Any, Final

from bot.model.card import Card, Line, Section, Span, Tone, fact_rows
from bot.platforms.discord import limits
from bot.platforms.discord.components import action_rows
from bot.platforms.discord.escape import clean, escaped, safe_url
from bot.platforms.discord.escape import plain as unformatted
from bot.platforms.discord.measure import cut, length
from bot.platforms.discord.words import Writer, joined, marked

COLOURS: Final = {
    Tone.FIRM: 0x2E9E6B,
    Tone.TENTATIVE: 0xC99A2E,
    Tone.ADVERSE: 0xC8553D,
    Tone.NEUTRAL: 0x5B7BB4,
    Tone.TROUBLE: 0x9B59B6,
}
"""Seen on Discord's dark and light themes; the chip's word says the same to whoever tells no colours apart."""
HEADLINE: Final = 400
"""UTF-16 units of a headline; escaping doubles it at most, so that `content` always has room for chip, kicker and source mark too."""
CONTENT_BODY: Final = 1500
"""Units of a body that stands in `content`; chip, kicker and mark take 490 at most."""
FOOTER: Final = 900
"""Units of a footer, addresses of its links included; one that does not fit is set as its words."""
BLANK: Final = "\n"
"""Before a titled group, so that groups stand apart."""
DESCRIPTION: Final = 4000
"""Units of a description, its small print included."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message's parts as Discord's API takes them."""

    content: str
    embed: dict[str, Any] | None = None
    rows: tuple[dict[str, Any], ...] = ()

    def payload(self) -> dict[str, Any]:
        """Return the body of a create or edit request: every part is named, so that an edit also takes away what is no more."""
        return {
            "content": self.content,
            "embeds": [self.embed] if self.embed else [],
            "components": list(self.rows),
            "allowed_mentions": {"parse": []},
        }


def render(card: Card, *, key: str = "") -> Message:
    """Return a card as a message; `key` is kept in the buttons, by which the message is found again."""
    return Message(content=headline(card), embed=_embed(card), rows=action_rows(card.buttons, key=key))


def render_plain(card: Card, *, key: str = "", buttons: bool = False) -> Message:
    """Return a card as text alone, for a channel that refuses the rich form."""
    writer = Writer(limits.CONTENT, struck=card.struck, quiet=True)
    writer.raw(headline(card))
    _write(writer, card)
    writer.raw(_footer(card, quiet=True))
    return Message(content=writer.text(), rows=action_rows(card.buttons, key=key) if buttons else ())


def headline(card: Card) -> str:
    """Return what stands in `content`: `**ANNOUNCED** · OpenAI × Foxconn · *official source*`, and under it the headline; never empty.

    A card without a title, as a changed fact in a thread, says its body there: a notification then tells the change itself.
    """
    chip, kicker, source = cut(clean(card.chip), 60), cut(clean(card.kicker), 120), cut(clean(card.source_mark), 60)
    top = " · ".join(filter(None, [f"**{escaped(chip)}**" if chip else "", escaped(kicker), f"*{escaped(source)}*" if source else ""]))
    said = cut(clean(card.title) or ("" if card.body else clean(card.fallback)), HEADLINE)
    mark = "~~" if card.struck else "**"
    writer = Writer(CONTENT_BODY, struck=card.struck, quiet=True)
    if said:
        writer.raw(f"{mark}{escaped(said)}{mark}")
    else:
        for line in card.body:
            writer.add(line, struck=True)
    return "\n".join(filter(None, [top, writer.text()])) or "—"


def thread_name(card: Card) -> str:
    """Return a thread's or forum post's title, 1 to 100 units."""
    return cut(unformatted(clean(card.title) or clean(card.kicker) or clean(card.fallback)), limits.THREAD_NAME) or "Alert"


def _embed(card: Card) -> dict[str, Any] | None:
    foot = _footer(card)
    writer = Writer(DESCRIPTION - length(foot), struck=card.struck)
    _write(writer, card)
    description = "\n".join(filter(None, [writer.text(), foot]))
    return {"description": description, "color": COLOURS[card.tone]} if description else None


def _footer(card: Card, *, quiet: bool = False) -> str:
    """Return coverage, first seen and host as small print; the page behind the headline is linked where the footer links no page of its host."""
    target = safe_url(card.title_url) if card.title_url else None
    linked = {found[1] for span in card.footer if span.url and (found := safe_url(span.url))}
    page: Line = (Span(target[1], url=target[0]),) if target and target[1] not in linked else ()
    text, _ = marked(joined((card.footer, page)), FOOTER + (length(page[0].url) if page else 0), quiet=quiet)
    return f"-# {text.strip()}" if text.strip() else ""


def _write(writer: Writer, card: Card) -> None:
    for line in card.body if clean(card.title) else ():
        writer.add(line, struck=True)
    for row in fact_rows(card.facts):
        writer.add(joined(row), struck=True)
    for line in card.notes:
        writer.add(line)
    first = not (card.body or card.facts or card.notes)
    for section in card.sections:
        _write_section(writer, section, first=first)
        first = False


def _write_section(writer: Writer, section: Section, *, first: bool) -> None:
    title = escaped(cut(clean(section.title), 120))
    writer.raw(f"{'' if first else BLANK}**{title}**" if title else "")
    for line in section.lines:
        writer.add(line)
