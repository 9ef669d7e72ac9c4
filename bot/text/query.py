"""Full text, the same on every database: how a text is written into the index, and what somebody types is looked for.

Texts are folded by us (case, accents, compatibility forms) and scripts without spaces are cut into pairs of characters, so that SQLite's and
PostgreSQL's own plain tokenizers find the same in both. A query holds letters and digits only: nothing that is typed is an operator.
"""

import re
import unicodedata
from collections.abc import Iterable

from bot.model.search import Query

MOST_WORDS = 12
"""Words of a query that count."""
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]+")
_LONGEST = 60
"""Characters of a word that count: a longer one is no word."""


def indexed(text: str) -> str:
    """Return the words of a text as the index holds them, parted by blanks."""
    if text.isascii():
        words = _WORD.findall(text.lower())
        return " ".join(words if max(map(len, words), default=0) <= _LONGEST else [word[:_LONGEST] for word in words])
    return " ".join(_words(text))


def read_query(typed: str) -> Query | None:
    """Return what is looked for, or None where nothing in it is a word. Words in quotation marks are a phrase."""
    terms: list[tuple[str, ...]] = []
    for quoted, plain in re.findall(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]|([^\s\"“”„«»]+)", typed):
        words = tuple(_words(quoted or plain))
        if words:
            terms.append(words)
    counted: list[tuple[str, ...]] = []
    for term in dict.fromkeys(terms):
        left = MOST_WORDS - sum(map(len, counted))
        if left <= 0:
            break
        counted.append(term[:left])
    return Query(terms=tuple(counted)) if counted else None


def tag(storyline: str) -> str:
    """Return the word by which the index knows a storyline."""
    return "zz" + "".join(_words(storyline))


def _words(text: str) -> Iterable[str]:
    for word in _WORD.findall(_folded(text)):
        if word.isascii():
            yield word[:_LONGEST]
            continue
        start = 0
        for found in _UNSPACED.finditer(word):
            if found.start() > start:
                yield word[start : found.start()][:_LONGEST]
            yield from _pairs(found[0])
            start = found.end()
        if start < len(word):
            yield word[start:][:_LONGEST]


def _pairs(run: str) -> Iterable[str]:
    """A single character is found only where it stands alone: two are the shortest word of such scripts that tells anything."""
    if len(run) == 1:
        yield run
    for place in range(len(run) - 1):
        yield run[place : place + 2]


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)
