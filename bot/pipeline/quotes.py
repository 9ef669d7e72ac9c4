"""Cutting the piece of a sentence that a claim rests on: exact, at most 60 words and 400 characters."""

import re

LONGEST_WORDS = 60
LONGEST = 400
_WORD = re.compile(r"\S+")
_HARD_STOPS = re.compile(r"[;；。]|\.\s")
_STOPS = re.compile(r"[;；。]|(?<!\d)[,，](?!\d)|\.\s")


def around(text: str, start: int, end: int, *, words: int = 8, commas: bool = True) -> str:
    """Return the words at `start` to `end` with a few of their clause on each side; `commas` end a clause too, or not."""
    stops = _STOPS if commas else _HARD_STOPS
    left, right = max(0, start - 12 * words), min(len(text), end + 12 * words)
    for stop in stops.finditer(text, left, start):
        left = stop.end()
    cut = stops.search(text, end, right)
    right = cut.start() if cut else right
    left = _widen(text, left, start, words)
    right = _stretch(text, end, right, words)
    return fit(text[left:right].strip())


def _widen(text: str, left: int, start: int, words: int) -> int:
    starts = [m.start() for m in _WORD.finditer(text, left, start)]
    if not starts:
        return start
    if (
        left
        and not text[left - 1].isspace()
        and text[left].isascii()
        and text[left - 1].isascii()
        and text[left].isalnum()
        and text[left - 1].isalnum()
    ):
        starts = starts[1:]  # the first word was cut in two
    return starts[-words] if len(starts) >= words else (starts[0] if starts else start)


def _stretch(text: str, end: int, right: int, words: int) -> int:
    ends = [m.end() for m in _WORD.finditer(text, end, right)]
    if not ends:
        return end
    if right < len(text) and text[right - 1].isalnum() and text[right].isalnum() and text[right].isascii():
        ends = ends[:-1]
    return min(ends[words - 1] if len(ends) >= words else (ends[-1] if ends else end), right)


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the whole sentence where it is short, else the clauses around a span."""
    if len(text) <= 260 and len(text.split()) <= 45:
        return fit(text.strip())
    left = text.rfind("; ", 0, start) + 2 if "; " in text[:start] else 0
    stop = text.find("; ", end)
    right = stop if stop >= 0 else len(text)
    if right - left <= 320 and len(text[left:right].split()) <= 50:
        return fit(text[left:right].strip())
    return around(text, start, end, words=14)


def fit(quote: str) -> str:
    """Cut a quote to what is allowed."""
    if len(quote) < 2 * LONGEST_WORDS:
        return quote  # too short for sixty words
    if len(quote) > LONGEST:
        cut = quote.rfind(" ", 0, LONGEST)
        quote = quote[: cut if cut > LONGEST // 2 else LONGEST].rstrip()
    ends = [m.end() for m in _WORD.finditer(quote)]
    return quote[: ends[LONGEST_WORDS - 1]] if len(ends) > LONGEST_WORDS else quote
