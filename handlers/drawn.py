"""Pictures as answers: drawn where they can be shown privately, offered by buttons where not, and always told in words."""

from collections.abc import Mapping

from bot.model.card import Button, Card, Section, line
from bot.model.command import CommandCall, Option, OptionKind, Reply
from bot.model.drawing import Drawing, words_of
from handlers.context import Context

HERE, ME = "here", "me"
OPTION = Option(name="picture", summary="Where the picture goes", kind=OptionKind.CHOICE, choices=(HERE, ME))
_NO_PRIVATE_PICTURES = frozenset({"slack"})
"""Platforms that cannot show a picture in an answer for one person (PLATFORM: Slack's ephemeral messages take no files)."""


def asked_for(arguments: Mapping[str, str], first: str) -> tuple[str, str]:
    """Return the subject and where the picture goes; a button hands over both in the first option."""
    typed, where = arguments.get(first, "").strip(), arguments.get(OPTION.name, "").lower()
    words = typed.split()
    if not where and words and words[-1].lower() in (HERE, ME):
        typed, where = " ".join(words[:-1]), words[-1].lower()
    return typed, where if where in (HERE, ME) else ""


async def picture_reply(drawing: Drawing, name: str, argument: str, where: str, call: CommandCall, context: Context) -> Reply:
    """Answer with the words of a drawing, and with the picture where it was asked for or can be private."""
    rows = words_of(drawing)
    card = Card(title=drawing.title, sections=(Section(lines=tuple(line(row) for row in rows)),), footer=line(drawing.footer))
    if context.draw is None:
        return Reply(card=card, shareable=True)
    if not where and call.platform in _NO_PRIVATE_PICTURES:
        buttons = (
            Button(label="Show the picture here", command=name, argument=f"{argument} {HERE}".strip()),
            Button(label="Send it to me", command=name, argument=f"{argument} {ME}".strip()),
        )
        return Reply(card=Card(title=card.title, sections=card.sections, footer=card.footer, buttons=buttons), shareable=True)
    picture = await context.draw(drawing)
    if not picture:
        body = (line("The picture could not be drawn now; this is what it would show."),)
        return Reply(card=Card(title=card.title, body=body, sections=card.sections, footer=card.footer))
    return Reply(
        card=card if where != HERE else Card(title=card.title, footer=card.footer),
        private=where != HERE,
        attachment=picture,
        attachment_name=f"dealwire-{name}{'-' + argument if argument else ''}.png",
        attachment_alt=f"{drawing.title}: {'; '.join(rows)}"[:1_000],
        shareable=False,
    )
