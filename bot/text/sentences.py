"""Cutting a text into paragraphs and sentences, each an exact piece of it."""

import re
from collections.abc import Iterable, Iterator

from sentencex import segment

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c]+")
_LONGEST = 600
"""Characters: a longer run without a full stop is cut, so that one broken page costs no more than another."""
_NUMBER = re.compile(r"\s*\(?\d{1,2}[.)]\s*")
_WIDE_STOP = re.compile(r"(?<=[。！？])(?=[^」』”’）)])")


def paragraphs(text: str) -> list[tuple[int, str]]:
    """Return (offset, line) of each line that holds anything but spaces; lines are stripped."""
    found = []
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            found.append((match.start() + line.index(stripped[0]), stripped))
    return found


def sentences(paragraph: str, lang: str) -> list[str]:
    """Return the paragraph's sentences, stripped, in order; each is a piece of it."""
    pieces = _WIDE_STOP.split(paragraph) if lang[:2] in {"zh", "ja"} else segment(lang[:2] or "en", paragraph)
    result: list[str] = []
    for piece in _with_numbers(paragraph, pieces):
        stripped = piece.strip()
        while len(stripped) > _LONGEST:
            cut = stripped.rfind(" ", 0, _LONGEST)
            cut = cut if cut > 0 else _LONGEST
            result.append(stripped[:cut].rstrip())
            stripped = stripped[cut:].lstrip()
        if stripped:
            result.append(stripped)
    return result


def _with_numbers(paragraph: str, pieces: Iterable[str]) -> Iterator[str]:
    """Yield the pieces, a number of a list together with its item: `1. Meta leases a site`."""
    held = list(pieces)
    if len(held) > 1 and _NUMBER.fullmatch(held[0]):
        start = paragraph.find(held[1], len(held[0].rstrip()))
        yield paragraph[: start + len(held[1])]
        held = held[2:]
    yield from held
