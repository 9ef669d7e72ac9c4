"""A sentence as the tokens that a rewrite may not change: names, figures, dates and places in their normal form, words in lower case."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from bot.rewrite.words import HELD, NEUTRAL, SAME
from bot.text.amounts import find_amounts
from bot.text.dates import find_dates
from bot.text.figures import Figure
from bot.text.gazetteer import Gazetteer
from bot.text.places import find_places
from bot.text.power import find_power
from bot.text.units import find_units

_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*|[^\s\w,;:.()\"'“”‘’–—-]|_")
_NAME = "company "
_NEGATED = re.compile(r"n['’]t$")
_OWNED = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Token:
    """One name, figure, date, place or word."""

    value: str
    """`company openai`, `USD 5e9 up_to`, `place US-OH`, `date 2026-H2`, or the word itself."""
    held: bool
    """Whether a rewrite must keep it."""


def read_tokens(sentence: str, gazetteer: Gazetteer, reference: date) -> tuple[Token, ...]:
    """Return what a sentence says, in order; words that carry no fact are left out. `reference` is the day that weekdays are read by."""
    tokens: list[Token] = []
    position = 0
    for start, end, value in _spans(sentence, gazetteer, reference):
        if start < position and not value.startswith(_NAME):
            continue
        tokens += _words(sentence[position:start])
        tokens.append(Token(value, held=True))
        position = max(position, end)
    return (*tokens, *_words(sentence[position:]))


def _spans(sentence: str, gazetteer: Gazetteer, reference: date) -> list[tuple[int, int, str]]:
    """Return names, figures, dates and places, each with where it stands; of those that begin at one point the longest first."""
    figures = (find_amounts(sentence), find_power(sentence), find_units(sentence))
    spans = [
        *((m.start, m.end, f"{_NAME}{m.company}") for m, _ in gazetteer.find(sentence)),
        *((f.lead, f.tail, _figure(f)) for f in chain.from_iterable(figures)),
        *((d.start, d.end, f"date {d.value}") for d in find_dates(sentence, reference)),
        *((p.start, p.end, f"place {p.code}") for p in find_places(sentence)),
    ]
    return sorted(spans, key=lambda span: (span[0], -span[1]))


def _figure(figure: Figure) -> str:
    return f"{figure.value} {figure.hedge}"


def _words(text: str) -> Iterator[Token]:
    for found in _WORD.finditer(text):
        word = found[0].casefold()
        word = word if _NEGATED.search(word) else _OWNED.sub("", word)
        if word in NEUTRAL or word in {"", "s"}:
            continue
        number = any(character.isnumeric() for character in word)
        yield Token(SAME.get(word, word), held=number or not word[0].isalnum() or word in HELD or _NEGATED.search(word) is not None)
