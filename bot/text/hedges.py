"""How firmly a figure is put, and what it is per: the words just before and just after it."""

import re

from bot.model.reading import Hedge


def _phrases(kind: Hedge, phrases: str) -> dict[str, Hedge]:
    return {phrase.strip(): kind for phrase in phrases.split("|")}


_HEDGES = (
    _phrases(
        Hedge.UP_TO,
        "up to|upto|as much as|as many as|as high as|as large as|may reach|might reach|could reach|can reach|at most|no more than|not more than|"
        "not exceeding|a maximum of|maximum of|maximum|fewer than|less than|under|below|bis zu|höchstens|maximal|hasta|como máximo|máximo de|jusqu'à|jusqu’à|au plus|à hauteur de|до",
    )
    | _phrases(
        Hedge.AT_LEAST,
        "more than|over|at least|above|exceed|exceeds|exceeding|exceeded|in excess of|upwards of|upward of|north of|no less than|no fewer than|not less than|a minimum of|minimum of|"
        "minimum|greater than|surpass|surpassing|surpasses|topping|past|passes|pass|beyond|mehr als|über|mindestens|más de|al menos|por lo menos|superior a|superiores a|plus de|"
        "plus d'|plus d’|au moins|более|свыше|не менее",
    )
    | _phrases(
        Hedge.ABOUT,
        "about|around|roughly|approximately|approx|approx.|some|nearly|almost|close to|near|estimated|circa|ca.|ca|c.|in the region of|on the order of|just under|just over|an average of|"
        "rund|etwa|ungefähr|knapp|fast|gut|zirka|unos|unas|alrededor de|cerca de|casi|aproximadamente|en torno a|environ|près de|quelque|autour de|около|примерно|почти",
    )
)
_FILLERS = frozenset(
    [
        "a",
        "an",
        "the",
        "its",
        "his",
        "another",
        "further",
        "additional",
        "initial",
        "first",
        "total",
        "record",
        "combined",
        "of",
        "de",
        "los",
        "las",
        "les",
        "des",
        "der",
        "die",
        "das",
        "dem",
        "den",
    ]
)
_EAST_BEFORE = re.compile(
    r"(?:(?P<up>最多|高達|高达|至多|上限|最大で?|最高|최대|多達|多达)|(?P<least>超過|超过|逾|至少|超|不少於|不少于|少なくとも|최소)|(?P<about>~|≈|大約|大约|約|约|近|將近|将近|接近|およそ|ほぼ|약|거의))[\s为為]*$"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]*)?\.?")
_STOP = re.compile(r"[^\s(“\"',]")
_AFTER = re.compile(
    r"\s?(?:(?P<least>\+|plus\b|or\smore\b|and\sup\b|oder\smehr|o\smás|ou\splus|以上|超|여|이상|을\s?넘|를\s?넘|가\s?넘|이\s?넘|を超え|餘|多)|(?P<up>or\sless|以下|이하|at\smost|規模上限)|"
    r"(?P<about>or\sso\b|左右|上下|程度|前後|規模|규모|내외|안팎|가량))",
    re.IGNORECASE,
)
_PER = {
    "year": r"year|yr|annum|jahr|an|año|année|ano|年|년|год",
    "month": r"month|mo|monat|mes|mois|月|월|месяц",
    "week": r"week|wk|woche|semana|semaine|週|周|주|неделю",
    "day": r"day|tag|día|jour|日|天|일",
    "GW": r"gigawatts?|gw|gigavatio|吉瓦|ギガワット|기가와트",
    "MW": r"megawatts?|mw|megavatio|兆瓦|メガワット|메가와트",
}
_PER_WORDS = "|".join(f"(?P<{name}>{words})" for name, words in _PER.items())
_PER_AFTER = re.compile(
    rf"[\s+]*(?:of\s[a-z\s]{{0,20}})?(?:(?:[-\s]?(?:per|a|an|each|every|for\seach|for\severy|pro|je|al|por|cada|par|chaque|в)[-\s]|\s?/\s?)(?:single\s)?(?:{_PER_WORDS})(?![^\W\d_])|"
    r"(?:in\s)?(?P<yearly>annual(?:ly)?|yearly|jährlich\w*|anual(?:es|mente)?|annuels?|a\sthe\syear)\b|(?P<monthly>monthly|mensuales?|monatlich\w*)\b|(?P<weekly>weekly|wöchentlich\w*|semanales|hebdomadaires?)\b)",
    re.IGNORECASE,
)
_PER_BEFORE = re.compile(
    r"(?:(?P<year>每年|年間|年产|年產|每年約|연간|매년|annual|yearly|annually|every\syear|each\syear|chaque\sannée|cada\saño|jährlich)|(?P<month>每月|月產|月产|月間|매월|월|monthly|every\smonth)|"
    r"(?P<week>每週|每周|毎週|週に|每星期|주당|매주|(?<![本上下今])週(?![一二三四五六日末間年])|weekly|every\sweek|each\sweek))(?P<gap>[^.;。；\d]{0,26})$",
    re.IGNORECASE,
)


def hedge_before(text: str, start: int) -> tuple[Hedge, int]:
    """Return the hedge that the words before `start` put on a figure, and where those words begin (`start` without any)."""
    window = text[max(0, start - 36) : start]
    words = list(_WORD.finditer(window))[-5:]
    if words and _STOP.search(window, words[-1].end()):
        words = []
    while words:
        for many in range(min(4, len(words)), 0, -1):
            kind = _HEDGES.get(" ".join(word[0].lower() for word in words[-many:]))
            if kind is not None:
                return kind, start - len(window) + words[-many].start()
        if words.pop()[0].lower() not in _FILLERS:
            break
    found = _EAST_BEFORE.search(window) if not window.isascii() or window[-2:].strip() == "~" else None
    if found is None:
        return Hedge.EXACT, start
    kind = Hedge.UP_TO if found["up"] else Hedge.AT_LEAST if found["least"] else Hedge.ABOUT
    return kind, start - len(window) + found.start()


def hedge_after(text: str, end: int) -> tuple[Hedge, int]:
    """Return the hedge that follows a figure (`+`, `or more`, `以上`), and where it ends (`end` without any)."""
    found = _AFTER.match(text, end)
    if found is None:
        return Hedge.EXACT, end
    kind = Hedge.UP_TO if found["up"] else Hedge.AT_LEAST if found["least"] else Hedge.ABOUT
    return kind, found.end()


def basis_after(text: str, end: int) -> tuple[str | None, int]:
    """Return what a figure is per (`year`, `month`, `week`, `day`, `GW`, `MW`) by the words after it, and where they end."""
    found = _PER_AFTER.match(text, end)
    if found is None:
        return None, end
    for name in _PER:
        if found[name]:
            return name, found.end()
    return ("year" if found["yearly"] else "month" if found["monthly"] else "week"), found.end()


def basis_before(text: str, start: int) -> str | None:
    """Return what a figure is per by the words shortly before it: `每週做出1GW`, `an annual $30 billion`."""
    found = _PER_BEFORE.search(text[max(0, start - 36) : start])
    if found is None:
        return None
    return "year" if found["year"] else "month" if found["month"] else "week"


_BOTH = re.compile(r"(?:between|zwischen|entre|tra)\s(?:the\s)?$", re.IGNORECASE)
_CHANGE = re.compile(r"(?:from|von|desde|depuis|vs\.?|than)\s(?:about\s|around\s|some\s)?$", re.IGNORECASE)
_JOINT = re.compile(r"\b(?:and|und|y|et|e)\b", re.IGNORECASE)


def is_range(text: str, start: int, joint: str) -> bool:
    """Tell whether two figures that stand beside each other are a range: not `from 1.2 to 2`, and `1 and 2` only behind `between`."""
    before = text[max(0, start - 16) : start]
    if _JOINT.search(joint):
        return _BOTH.search(before) is not None
    return _CHANGE.search(before) is None
