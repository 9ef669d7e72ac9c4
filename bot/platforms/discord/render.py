"""Cards as Discord messages: pure, so that golden files can hold them to the letter.

An alert's status, subject and headline stand in `content`, which is what a notification shows; the embed under it carries the rest in
the tone's colour, its title linking the source by its real host. Answers of commands use the same shape.
"""

from dataclasses import dataclass
from typing import Any, Final

from bot.model.card import Card, Section, Tone
from bot.platforms.discord import limits
from bot.platforms.discord.components import action_rows
from bot.platforms.discord.escape import clean, escaped, safe_url
from bot.platforms.discord.escape import plain as unformatted
from bot.platforms.discord.measure import cut
from bot.platforms.discord.words import Writer, bare, joined

COLOURS: Final = {
    Tone.FIRM: 0x2E9E6B,
    Tone.TENTATIVE: 0xC99A2E,
    Tone.ADVERSE: 0xC8553D,
    Tone.NEUTRAL: 0x5B7BB4,
    Tone.TROUBLE: 0x9B59B6,
}
"""Seen on Discord's dark and light themes; the chip's word says the same to whoever tells no colours apart."""
HEADLINE: Final = 400
"""UTF-16 units of a headline; escaping doubles it at most, so that `content` always has room for chip and kicker too."""
CONTENT_BODY: Final = 1500
"""Units of a body that stands in `content`; chip and kicker take 380 at most."""
FOOTER: Final = 300
DESCRIPTION: Final = 4000
"""Units of a description, so that title and footer always have room under the sum of 6000."""


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
    said, address = _source(card)
    writer.raw(f"[{escaped(said)}](<{address}>)" if address else escaped(said))
    _write(writer, card)
    writer.add(card.footer)
    return Message(content=writer.text(), rows=action_rows(card.buttons, key=key) if buttons else ())


def headline(card: Card) -> str:
    """Return what stands in `content`: `**ANNOUNCED** · OpenAI × Foxconn`, and under it the headline; never empty.

    A card without a title, as a changed fact in a thread, says its body there: a notification then tells the change itself.
    """
    chip, kicker = cut(clean(card.chip), 60), cut(clean(card.kicker), 120)
    top = " · ".join(filter(None, [f"**{escaped(chip)}**" if chip else "", escaped(kicker)]))
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
    writer = Writer(DESCRIPTION, struck=card.struck)
    _write(writer, card)
    said, address = _source(card)
    embed: dict[str, Any] = {}
    if said:
        embed["title"] = cut(escaped(said), limits.EMBED_TITLE)
        if address:
            embed["url"] = address
    if text := writer.text():
        embed["description"] = text
    if foot := cut(bare(card.footer), FOOTER):
        embed["footer"] = {"text": foot}
    return {**embed, "color": COLOURS[card.tone]} if embed else None


def _write(writer: Writer, card: Card) -> None:
    for line in card.body if clean(card.title) else ():
        writer.add(line, struck=True)
    writer.add(joined(card.facts))
    for line in card.notes:
        writer.add(line)
    for section in card.sections:
        _write_section(writer, section)


def _write_section(writer: Writer, section: Section) -> None:
    title = escaped(cut(clean(section.title), 120))
    writer.raw(f"**{title}**" if title else "")
    for line in section.lines:
        writer.add(line)


def _source(card: Card) -> tuple[str, str]:
    """Return `official source · openai.com` and the link behind it."""
    target = safe_url(card.title_url) if card.title_url else None
    said = " · ".join(filter(None, [cut(clean(card.source_mark), 60), target[1] if target else ""]))
    return (said, target[0] if target else "")
