"""*Share to channel*: a private answer shown to everybody, just as its reader sees it.

The answer itself comes back with the press, signed by Discord, so nothing is kept and nothing is asked again.
"""

from dataclasses import replace
from typing import Any, Final

import discord

from bot.platforms.discord import limits
from bot.platforms.discord.render import Message

SHARE: Final = "dealwire-share"
"""The button's `custom_id`; no command has one like it, since theirs hold bars."""
_LABEL: Final = "Share to channel"
_KEPT: Final = ("title", "url", "description", "footer", "color", "fields", "author", "image")


def with_share(message: Message) -> Message:
    """Return the message with the button, in the last row where there is room."""
    button = {"type": 2, "style": 2, "label": _LABEL, "custom_id": SHARE}
    rows = list(message.rows)
    if rows and len(rows[-1]["components"]) < limits.ROW_BUTTONS:
        rows[-1] = {**rows[-1], "components": [*rows[-1]["components"], button]}
    elif len(rows) < limits.ROWS:
        rows.append({"type": 1, "components": [button]})
    return replace(message, rows=tuple(rows))


def copied(message: discord.Message) -> dict[str, Any]:
    """Return a body that shows the same message without the button."""
    embeds: list[dict[str, Any]] = [dict(embed.to_dict()) for embed in message.embeds]
    rows: list[dict[str, Any]] = [dict(row.to_dict()) for row in message.components]
    kept = [{**row, "components": [part for part in row.get("components", []) if part.get("custom_id") != SHARE]} for row in rows]
    return {
        "content": message.content,
        "embeds": [{name: embed[name] for name in _KEPT if name in embed} for embed in embeds],
        "components": [{"type": row["type"], "components": row["components"]} for row in kept if row["components"]],
        "allowed_mentions": {"parse": []},
    }
