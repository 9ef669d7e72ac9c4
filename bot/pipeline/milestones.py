"""Which dates belong to a deal: when something starts, ships, closes or ends, and the day on which it was made known; in folded text."""

from datetime import date, timedelta

from bot.text.dates import DateFound, Precision
from bot.text.folded import folded

_COMING = folded(
    r"\b(?:begin\w*|start\w*|ship\w*|tak(?:e|es|ing)\seffect|effective|online|complet\w*|clos(?:e|es|ing)|operat\w*|deploy\w*|install\w*|deliver\w*|through|until|launch\w*|production|run|runs|in\splace|up\sby|due|ready|live|"
    r"arriv\w*|available|land\w*|energi[sz]\w*|come\w*|open\w*|expect\w*|target\w*|planned|scheduled|finish\w*|end(?:s|ing)?|vest\w*|capacity|from|build\w*|construction|phase|first|"
    r"ab|Beginn|starten|beginnt|Inbetriebnahme|liefer\w*|comenz\w*|iniciar\w*|empez\w*|entrar\w*|partir|début\w*|commenc\w*|disponib\w*|verfügbar|abgeschlossen|livr\w*|mise\sen\sservice)\b|"
    r"開始|开始|啟用|启用|上線|上线|投產|投产|量產|量产|動工|动工|完工|出貨|出货|部署|起|から|稼働|着工|完成|納入|부터|가동|착공|완공|출하|시작|구축"
)
_TOLD = folded(
    r"\b(?:announc\w*|reveal\w*|said|unveil\w*|sign(?:s|ed)|present(?:s|ed)|made\s(?:public|known)|disclos\w*|finali[sz]ed|struck|inked|launch(?:es|ed)\sit|changed|amended|memorandum|vorgestellt|unterzeichn\w*|anunci\w*|firm\w*|annonc\w*|conclu\w*|sign[ée]\w*)\b|"
    r"宣布|宣佈|公布|簽署|签署|發表|発表|締結|발표|체결|談到|對外"
)
_MADE = folded(
    r"\b(?:finali[sz]ed|signed|sealed|concluded|agreed|conclu\w*|unterzeichn\w*|firm[oó]\w*|ging|inked|struck)\b|簽署|签署|締結|체결"
)
_NOT_OURS = folded(
    r"\b(?:revenues?|sales|profits?|earnings|spending|capex|shares?|stock|fiscal|target|record|rate|contract\sto|rights|models\sand\sproducts|round|IPO|forecast\w*|warrants?\slapse|compute\sthrough|closing\sprice|"
    r"trades|earnings\scall|weeks?\slater|works\ssince)\b|營收|营收|売上|매출"
)
_GROWTH = folded(r"\b(?:option|grow|room|expan\w+)\b[^.;,]*$")
"""An option to grow is no step of the deal."""
_DATELINE = folded(r"(?:,?\s20\d\d)?\s?(?:\([^()]{1,30}\)\s?)?(?:[-–—:]+\s|\()|\s?(?:消息|[訊讯電电]|ロイター)")
"""After a day with which a text begins: `July 14 (Reuters) -`."""
_REPLACED = folded(
    r"\b(?:instead\sof|rather\sthan|not\sin|no\slonger(?:\sin)?|originally(?:\sfor|\sin|\sby)?|at\sfirst)\s(?:by\s|in\s|until\s|the\s(?:\w+\s)?of\s)?$"
)
_MOVED_FROM = folded(r"\bfrom\s(?:\w+\s){0,2}$")
_MOVED_TO = folded(r"\s?to\s(?:\w+\s){0,3}(?:20\d\d|q[1-4]|h[12])")
_DEADLINE = folded(
    r"\b(?:unsold|cannot\ssell|right(?:s)?\s(?:of|to)|first\scall|options?|exercis\w+|says\sso|call(?:s|ed)?\sfor|to\sdecide|holds?\sa)\b[^.;]*$"
)
"""Before a day until which a right lasts, or somebody has to take what is left over."""
_DATELINE_BEGINS = 40
_NEWS = timedelta(days=12)


def is_milestone(text: str, found: DateFound, reference: date) -> bool:
    """Tell whether a date is the deal's own: a coming step that the words around it name, or the day it was made known."""
    left, right = max(0, found.start - 80), min(len(text), found.end + 60)
    if _GROWTH.search(text, max(0, found.start - 30), found.start) or _DEADLINE.search(text, left, found.start):
        return False
    if _is_replaced(text, found) or _is_dateline(text, found):
        return False
    clause = text[max(text.rfind(";", left, found.start), text.rfind(". ", left, found.start), left) : right]
    if found.precision is Precision.DAY:
        try:
            day = date.fromisoformat(found.value[:10])
        except ValueError:
            return False
        return (abs(reference - day) <= _NEWS and _TOLD.search(clause) is not None) or _coming(clause, ahead=day > reference)
    if found.precision is Precision.MONTH and found.value <= f"{reference:%Y-%m}":
        return _MADE.search(clause) is not None and found.value >= f"{reference - timedelta(days=70):%Y-%m}"
    if found.precision in (Precision.WEEKDAY, Precision.RELATIVE) or found.value.startswith("FY"):
        return False
    return _coming(clause, ahead=found.year > reference.year or (found.year == reference.year and found.precision is not Precision.YEAR))


def _is_dateline(text: str, found: DateFound) -> bool:
    """Whether it only says when the report was written."""
    return found.start < _DATELINE_BEGINS and found.precision is Precision.DAY and _DATELINE.match(text, found.end) is not None


def _is_replaced(text: str, found: DateFound) -> bool:
    """Whether it is the date that another takes the place of: `in 2028 rather than 2027`, `from 2027 to 2028`."""
    left = max(0, found.start - 40)
    if _REPLACED.search(text, left, found.start):
        return True
    return (
        found.precision is not Precision.DAY
        and _MOVED_FROM.search(text, left, found.start) is not None
        and _MOVED_TO.match(text, found.end) is not None
    )


def _coming(clause: str, *, ahead: bool) -> bool:
    return ahead and _COMING.search(clause) is not None and _NOT_OURS.search(clause) is None
