"""How far a deal has come, by the words a sentence uses: the ladder, the turns of events, and what is said of commitment and disclosure.

Every rule gives the value in words, the rung that the wording supports and no more (None where the words say nothing about the
ladder), and a weight: a plain “announced” counts only where the entry says nothing more particular.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.model.reading import Status
from bot.text.cues import Cues
from bot.text.folded import folded
from bot.text.gazetteer import fold
from bot.text.status_absences import ABSENCES
from bot.text.status_progress import PROGRESS
from bot.text.status_rules import NO_COMMENT, NO_COMMITMENT, RULES, Rule
from bot.text.status_variants import VARIANTS

__all__ = ["CUES", "NO_COMMENT", "NO_COMMITMENT", "PLAIN", "StatusFound", "find_status"]


@dataclass(frozen=True, slots=True)
class StatusFound:
    """What one sentence says of a deal's state."""

    start: int
    end: int
    value: str
    status: Status | None
    weight: int
    """2 says something particular, 1 how the news is known, 0 the plain ladder."""


_NEAR = 120
"""Characters in which a dispute reaches what is disputed."""
_ALL = (*RULES, *VARIANTS, *PROGRESS, *ABSENCES)
_COMPILED = tuple((rule, folded(rule.pattern)) for rule in _ALL)
CUES = Cues({str(number): rule.stems for number, rule in enumerate(_ALL)})
_DISPUTED = folded(
    r"\b(?:den(?:y|ies|ied|ying)|disput\w+|reject\w*|refut\w+|hit\sback|push(?:es|ed)\sback|false|untrue|no\struth)\b[^.;]*$"
)
"""Before a turn of events in the same sentence: somebody says that it is not so."""
_DISPUTABLE = frozenset({Status.CANCELLED, Status.DELAYED})
_PARTICULAR = sum(CUES.bit(str(number)) for number, rule in enumerate(_ALL) if rule.weight > 1)


def find_status(text: str, *, particular: bool = False, woken: int | None = None) -> tuple[StatusFound, ...]:
    """Return what a sentence says of a deal's state, the first hit of each rule, in order of the rules; on wish only the particular."""
    low = fold(text)
    woken = CUES.of(low) if woken is None else woken
    if particular:
        woken &= _PARTICULAR
    found = []
    seen: set[str] = set()
    for rule, pattern in _rules(woken):
        match = pattern.search(low) if rule.value not in seen else None
        if match is not None and not (rule.status in _DISPUTABLE and _DISPUTED.search(low, max(0, match.start() - _NEAR), match.start())):
            seen.add(rule.value)
            found.append(StatusFound(match.start(), match.end(), rule.value, rule.status, rule.weight))
    return tuple(found)


@lru_cache(maxsize=4_096)
def _rules(woken: int) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    """Return the rules that are woken."""
    return tuple(compiled for number, compiled in enumerate(_COMPILED) if woken >> number & 1)


PLAIN = tuple(dict.fromkeys(rule.value for rule in _ALL if rule.weight < 2))
"""Values that only say how the news is known, firmest sourcing last."""
