"""Whether a rewritten summary says only what the evidence says.

A rewrite may leave out words that carry no fact, write a figure in another form and leave out whole sentences. It may add nothing, swap
nothing, and drop no name, figure, date, place, hedge, negation, condition, plan or source. So every lie is refused because something was
added, dropped or moved, and nobody has to think of it first; a good paraphrase is refused too, and then the words of the article stand.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from bot.rewrite.tokens import Token, read_tokens
from bot.text.gazetteer import Gazetteer

MOST_SENTENCES = 3
LONGEST = 320
"""Characters of a sentence."""
_MARKS = frozenset("<>[]{}*_`|@#\\^~=")
_QUOTES = str.maketrans("“”‘’", "\"\"''")


def objection(rewritten: Sequence[str], evidence: Sequence[str], gazetteer: Gazetteer, reference: date) -> str:
    """Return why the rewritten sentences are refused, in words; empty where each says what one sentence of the evidence says.

    Sentences keep the order of the evidence, and no sentence of it is used twice.
    """
    if not rewritten:
        return "nothing was written"
    if len(rewritten) > min(MOST_SENTENCES, len(evidence)):
        return f"{len(rewritten)} sentences were written of {len(evidence)}"
    sources = [read_tokens(sentence, gazetteer, reference) for sentence in evidence]
    position = 0
    for sentence in rewritten:
        if problem := _form(sentence, evidence):
            return f"{problem}: {sentence[:80]!r}"
        tokens = read_tokens(sentence, gazetteer, reference)
        left = range(position, len(sources))
        found = next((number for number in left if not _difference(tokens, sources[number])), None)
        if found is None:
            nearest = max(left, key=lambda number: len(set(tokens) & set(sources[number])), default=None)
            problem = _difference(tokens, sources[nearest]) if nearest is not None else "no sentence of the evidence is left for it"
            return f"{problem}: {sentence[:80]!r}"
        position = found + 1
    return ""


def _form(sentence: str, evidence: Iterable[str]) -> str:
    """Return what is wrong with a sentence before its words are read."""
    if len(sentence) > LONGEST:
        return f"it has {len(sentence)} characters"
    if any(character in _MARKS or unicodedata.category(character)[0] == "C" for character in sentence):
        return "it has markup or characters that do not show"
    if not sentence.rstrip("\"'”’)").endswith("."):
        return "it does not end as a statement does"
    plain = sentence.translate(_QUOTES)
    quoted = plain.split('"')[1::2]
    texts = [text.translate(_QUOTES) for text in evidence]
    if plain.count('"') % 2 or any(not any(f'"{words}"' in text for text in texts) for words in quoted):
        return "it quotes words that nobody said so"
    if "://" in sentence or "www." in sentence.lower():
        return "it has an address"
    return ""


def _difference(tokens: Sequence[Token], source: Sequence[Token]) -> str:
    """Return what a sentence adds to, moves within or leaves out of its source; empty where it does none of it."""
    left = iter(source)
    dropped: list[Token] = []
    for token in tokens:
        for found in left:
            if found.value == token.value:
                break
            dropped.append(found)
        else:
            return f"“{token.value}” is added or moved"
    dropped += left
    missing = next((token.value for token in dropped if token.held), "")
    return f"“{missing}” is left out" if missing else ""
