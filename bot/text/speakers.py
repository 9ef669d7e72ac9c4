"""Who says it: a company, a named source, an unnamed source, or the outlet itself."""

import re

from bot.model.reading import Speaker
from bot.text.cues import Cues
from bot.text.folded import folded
from bot.text.gazetteer import fold

_UNNAMED = folded(
    r"\b(?:people|persons?|sources?|insiders?|officials?|executives?)\s(?:\w+\s){0,2}(?:familiar|with\s(?:direct\s)?knowledge|in\sthe\sknow|close\sto|briefed|said|say|told|quoting|who)\b|\breportedly\b|\b(?:is|are)\ssaid\sto\b|\bunnamed\b|\banonym\w+|"
    r"\baccording\sto\s(?:people|sources|a\sperson)|知情人士|消息人士|據傳|据传|関係者|소식통|Insider|fuentes|sources\sproches"
)
_NAMED = re.compile(
    r"\b[Aa]nalysts?\b|\b[Rr]esearch(?:ers)?\b|\b(?:Citi|Jefferies|Mizuho|TD\sCowen|Morgan\sStanley|Goldman\sSachs|Bank\sof\sAmerica|HSBC|KeyBanc|Bernstein|Wedbush|Barclays|UBS|Moody['’]s|S&P)\b|\b(?:adviser|professor|governor|minister|engineer)\b|\bfiling\b",
)
_COMPANY = folded(
    r"\b(?:compan(?:y|ies)|firms?|partners?|two|both|pair|group|chief\sexecutive|CEO|CFO|chair(?:man|woman)?|president|spokes\w+|founder|boss|chief|executives?)\b[^.;]{0,40}\b(?:said|says|announc\w+|told|confirm\w+|stat\w+|added|note[sd]|reveal\w+|wrote)\b|"
    r"\b(?:said|says|announced|according\sto)\b[^.;]{0,30}\b(?:compan(?:y|ies)|firms?|CEO|chief\sexecutive|chair(?:man)?|statement|press\srelease|blog\spost)\b|\bin\sa\s(?:joint\s)?(?:statement|blog\spost|press\srelease)\b|董事長|執行長|執行長|表示|聲明|社長|発表した|회장|밝혔다"
)
_VERB = folded(
    r"\b(?:said|says|announce[sd]?|told|confirm(?:s|ed)|state[sd]|added|unveil(?:s|ed)|reveal(?:s|ed)|wrote|hint(?:s|ed)|calls?|called|expects?|revealed)\b|宣布|表示|発表|밝혔"
)


_CUES = Cues(
    {
        "unnamed": "people person source insider official executive reportedly said_to unnamed anonym 知情 消息人士 據傳 据传 関係者 소식통 fuentes",
        "said": "said say announc told confirm stat added note revea unveil wrote according hint call expect 表示 聲明 董事長 執行長 社長 発表 宣布 회장 밝혔",
    }
)


_UNNAMED_BIT, _SAID_BIT = _CUES.bit("unnamed"), _CUES.bit("said")


def speaker_of(text: str, *, names: tuple[tuple[int, int], ...], official: bool) -> Speaker:
    """Return who says a sentence; `names` are the spans of company names in it, `official` that the publisher is the company itself."""
    if official:
        return Speaker.COMPANY
    low = fold(text)
    woken = _CUES.of(low)
    if woken & _UNNAMED_BIT and _UNNAMED.search(low):
        return Speaker.UNNAMED
    if _NAMED.search(text):
        return Speaker.NAMED
    if not woken & _SAID_BIT:
        return Speaker.OUTLET
    if _COMPANY.search(low) or any(_VERB.search(low, end, end + 40) for _, end in names):
        return Speaker.COMPANY
    return Speaker.OUTLET
