"""Making a stranger's words mean nothing to Discord: no mention, no formatting, no link that shows another address.

discord.py's own helpers leave `<#id>`, `</cmd:id>`, `<t:…>`, `<:emoji:id>`, `<https://…>` and direction marks alone, so they are
not used. A zero-width space is put where an entity would begin: it breaks the entity for the server as well as for every client,
which a backslash alone does not promise.
"""

import re
from typing import Final
from urllib.parse import quote, urlsplit

import idna

from bot.platforms.discord import limits
from bot.text.plain import legal_line

BREAK: Final = "\u200b"
LONGEST: Final = 6_000
"""Characters of one span that are looked at: more than any message holds."""

_ENTITY = re.compile(r"<(?![\s\u200b])")
_AT = re.compile(r"@(?=everyone|here|[!&]?\d)", re.IGNORECASE)
_SCHEME = re.compile(r"://")
_INVITE = re.compile(r"(discord(?:app)?\.(?:gg|com|new|gift|me))(?=/)", re.IGNORECASE)
_EMOJI = re.compile(r":(?=[A-Za-z0-9_+~\-]+:)")
_MARKUP = re.compile(r"([\\*_~|`\[\]])")
_LINE_START = re.compile(r"^(#{1,3}|-#|[-+>]|>>>)(?=\s|$)")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s)")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


def clean(text: str) -> str:
    """Return the text as one line of legal characters: NFC, no controls, no direction marks, nothing invisible."""
    return legal_line(text, LONGEST)


def spaced(text: str) -> str:
    """Return `clean(text)` with a blank where the text began or ended with one: pieces of a line keep their distance."""
    inner = clean(text)
    if not inner:
        return " " if text[:LONGEST].strip() != text[:LONGEST] and text[:1].isspace() else ""
    return (" " if text[:1].isspace() else "") + inner + (" " if text[-1:].isspace() else "")


def plain(text: str) -> str:
    """Return clean text for places where Discord reads no formatting (footer, author, buttons, thread names): entities are broken."""
    return _broken(text)


def escaped(text: str) -> str:
    """Return clean text for places where Discord reads formatting: it shows exactly these characters."""
    text = _MARKUP.sub(r"\\\1", text)
    text = _LINE_START.sub(r"\\\1", text)
    text = _NUMBERED.sub(r"\1\\\2", text)
    text = _EMOJI.sub(rf":{BREAK}", text)
    return _broken(text)


def coded(text: str) -> str:
    """Return clean text between backticks; a backtick inside becomes its look-alike, since nothing escapes it there."""
    inner = _INVITE.sub(rf"\1{BREAK}", _ENTITY.sub(f"<{BREAK}", _AT.sub(f"@{BREAK}", text.replace("`", "ˋ")))).strip()
    return f"`{inner}`" if inner else ""


def _broken(text: str) -> str:
    text = _ENTITY.sub(f"<{BREAK}", text)
    text = _AT.sub(f"@{BREAK}", text)
    text = _SCHEME.sub(f":{BREAK}//", text)
    return _INVITE.sub(rf"\1{BREAK}", text)


def safe_url(url: str) -> tuple[str, str] | None:
    """Return (address, host) of an http(s) link without user information, or None where it is none or too long.

    The host is in its ASCII form, so that look-alike letters of other scripts are seen for what they are.
    """
    try:
        parts = urlsplit(clean(url))
        scheme, host, port = parts.scheme.lower(), (parts.hostname or "").rstrip("."), parts.port
        if scheme not in {"http", "https"} or not host:
            return None
        if not host.isascii():
            host = idna.encode(host, uts46=True).decode("ascii")
    except (ValueError, UnicodeError):
        return None
    if not _HOST.fullmatch(host) or ".." in host:
        return None
    address = f"{scheme}://{host}{f':{port}' if port is not None else ''}{quote(parts.path, safe=_KEPT)}"
    address += f"?{quote(parts.query, safe=_KEPT)}" if parts.query else ""
    address += f"#{quote(parts.fragment, safe=_KEPT)}" if parts.fragment else ""
    address = _AT.sub("%40", address)
    return (address, host.removeprefix("www.")) if len(address) <= limits.BUTTON_URL else None


_KEPT: Final = "%/:=&?;,+$!~-._'@"
"""Characters of a path or query that stay; brackets, stars, bars, quotes and blanks could end a masked link and are encoded."""
