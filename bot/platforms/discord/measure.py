"""Cuts that keep whole sentences where they can, and never part a letter from its marks."""

import re
from typing import Final

from bot.text.plain import cut as cut_anywhere
from bot.text.plain import utf16_length as length

ELLIPSIS: Final = "…"
_SENTENCE_END = re.compile(r"[.!?][\"'”’)»」』]*(?=\s)|[。！？]")


def cut(text: str, budget: int) -> str:
    """Return the text in at most `budget` UTF-16 units: whole, or up to a sentence's end, or a word's, with an ellipsis.

    A sentence's or word's end is taken only where it keeps at least half of what fits.
    """
    if length(text) <= budget:
        return text
    kept = cut_anywhere(text, budget).removesuffix(ELLIPSIS)
    ends = [match.end() for match in _SENTENCE_END.finditer(kept)]
    if ends and ends[-1] * 2 >= len(kept) and length(kept[: ends[-1]]) + 2 <= budget:
        return f"{kept[: ends[-1]]} {ELLIPSIS}"
    space = kept.rfind(" ")
    if space > 0 and space * 2 >= len(kept):
        kept = kept[:space]
    return kept.rstrip() + ELLIPSIS if kept and budget > 0 else cut_anywhere(text, budget)


__all__ = ["ELLIPSIS", "cut", "length"]
