"""Patterns that are searched in folded text: several times faster than patterns that ignore case."""

import re

_PIECE = re.compile(r"\\.|[^\\]+", re.DOTALL)


def folded(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in lower case, for text that `bot.text.gazetteer.fold` has folded; escapes keep their case."""
    return re.compile(_PIECE.sub(lambda piece: piece[0] if piece[0].startswith("\\") else piece[0].lower(), pattern))
