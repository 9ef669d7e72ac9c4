"""Choosing the words that a card shows: up to three sentences of the text itself, and a headline that names the event."""

import re
from itertools import islice

from bot.model.document import Document, Sentence
from bot.model.entry import Entry
from bot.text.gazetteer import fold
from bot.text.scan import has_figure

_MOST = 3
_LOOKED_AT = 20
"""Sentences from the top: what stands further down is no summary."""
_LONGEST = 320
_HOOK = re.compile(
    r"^(?:exclusive|breaking(?:\s+news)?|update(?:\s+\d+)?|report|reports|watch|video|live|just\s+in|analysis|wsj|reuters|bloomberg|ft|cnbc|sources?|discussion|eilmeldung|exclusivo|exclusif|独家|獨家|速報|속보|단독)\s*[:：|–—-]\s+",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\s+(?:[|｜]|[-–—])\s+(?P<outlet>[^|｜]{2,40})$")
_TAIL = re.compile(
    r"\s*(?:,|:|;|\s[-–—])\s*(?:reports?|sources?(?:\s+say)?|wsj|ft|reuters|bloomberg|here['’]s\s+(?:why|what).*|what\s+it\s+means.*|and\s+it['’]s\s+.*|you\s+won['’]t\s+believe.*)$",
    re.IGNORECASE,
)
_LINE = re.compile(r"\s+")


def summarise(document: Document, parties: frozenset[str]) -> tuple[str, ...]:
    """Return at most three sentences of the article, in its order: those that tell most of the deal between `parties`.

    Each is an exact piece of the text. Headings, lists of names, questions and asides are never taken.
    """
    own = list(islice((s for s in document.article[1:] if _usable(s, document.title)), _LOOKED_AT))
    if not own:
        return ()
    ranked = sorted((-_worth(sentence, parties, own[0].ordinal), number) for number, sentence in enumerate(own))
    best = sorted(number for worth, number in ranked[:_MOST] if worth < 0)
    return tuple(own[number].text for number in best)


def _usable(sentence: Sentence, title: str) -> bool:
    text = sentence.text
    least = 12 if not text.isascii() and any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in text[:20]) else 25
    if sentence.heading or not least <= len(text) <= _LONGEST or text.rstrip('"”’)').endswith(("?", "？", ":", "：")):
        return False
    return text.strip() != title.strip() and "|" not in text and "](" not in text


def _worth(sentence: Sentence, parties: frozenset[str], first: int) -> float:
    held = len(parties & sentence.companies)
    worth = 1.5 * held + (0.8 if has_figure(fold(sentence.text)) else 0.0) + max(0.0, 2.0 - 0.5 * (sentence.ordinal - first))
    if parties and not held:
        worth -= 1.2
    if len(sentence.companies - parties) >= 2:
        worth -= 1.0
    return worth - (0.5 if sentence.listed else 0.0)


def headline(document: Document, entry: Entry) -> str:
    """Return the title without the outlet's hook (`Exclusive:`) and suffix (` | Outlet`); where nothing is left, the first sentence."""
    title = _LINE.sub(" ", entry.title).strip()
    bare = _HOOK.sub("", title)
    suffix = _SUFFIX.search(bare)
    if suffix and _is_outlet(suffix["outlet"], entry):
        bare = bare[: suffix.start()]
    bare = _TAIL.sub("", bare).strip(" -–—|:")
    if len(bare) < 12:
        bare = next((s.text for s in document.article[1:] if not s.heading and len(s.text) >= 12), bare or title)
    return bare[:1].upper() + bare[1:] if bare[:1].isascii() and not bare[:4].startswith(("xAI", "iPho")) else bare


def _is_outlet(name: str, entry: Entry) -> bool:
    """Whether a title's last part is the publisher's name or host rather than part of the sentence."""
    plain = re.sub(r"\W", "", name).lower()
    known = {re.sub(r"\W", "", part).lower() for part in (entry.publisher, entry.host, entry.host.rpartition(".")[0])}
    words = name.split()
    return (
        plain in known
        or name.lower().endswith((".com", ".net", ".org", ".io"))
        or (
            len(words) <= 4
            and all(word[:1].isupper() or word.lower() in {"of", "the", "and", "&"} for word in words)
            and not re.search(r"\d", name)
        )
    )
