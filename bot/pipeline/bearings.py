"""What a figure is a figure of: the deal, a company as a whole, a total over many deals, or the past — by the words around it.

Every function takes folded text (`bot.text.gazetteer.fold`).
"""

import re
from enum import StrEnum

from bot.model.reading import Scope
from bot.text.figures import Figure
from bot.text.folded import folded


class Bearing(StrEnum):
    """What the words around an amount make of it."""

    DEAL = "deal"
    PLAIN = "plain"
    """Nothing says either way."""
    COMPANY = "company"
    """Revenue, valuation, market value, debt: true of a company, no term of the deal."""
    TOTAL = "total"
    PAST = "past"
    """An earlier or another deal, what may come one day, or a figure in general."""


_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_COMPANY_AFTER = folded(
    r"^[\s-]*(?:\+|or\sso)?\s?(?:(?:in|of|a\syear\sin|per\syear\sin|worth\sof|more\sin|for)\s)?(?:[\w’'-]+\s){0,3}?(?:annuali[sz]ed|revenues?|sales|profits?|income|earnings|market\s(?:cap|value|capitali\w+)|in\sa\sday|in\svalue|valuation|pre-?money|post-?money|"
    r"backlog|debt|bonds?|cash|capex|capital\s(?:spending|expenditure)|buybacks?|losses|loss|charge|round|net\sdebt|dividends?|fine|salary|market\b|of\slease|take-?over|acquisition|consensus|apiece|a\spiece|a\srack|each|pro\sStück|in\sannual\srevenue|a\sshare|per\sshare|a\smonth|per\smonth|share\ssale)\b|"
    r"^\s?(?:的)?(?:營收|营收|收入|市值|估值|獲利|利润)|^\s?(?:の)?(?:売上|時価総額|評価額|利益|収益)|^\s?(?:의\s)?(?:매출|시가총액|기업가치|영업이익)|^\s(?:Umsatz|Gewinn|de\singresos|de\sventas|de\schiffre)"
)
# Searched in lower case, in what stands between the last stop and the figure.
_COMPANY_BEFORE = re.compile(
    r"\b(?:revenues?|sales|profits?|income|earnings|eps|margin|valuation|market (?:cap|value)|capitali[sz]ation|shares?|stock|target|price|debt|cash|loss(?:es)?|losing|lost|loses|sheds?|wipe\w*|distributions?|consensus of|backlog|capex|capital spending|"
    r"earn(?:s|ed|ing)?|bonds?|borrow(?:ed|s|ing)?|rais(?:e|es|ed|ing)|round|ipo|fine[ds]?|each|average|sold|burn(?:s|ed)?|outlook|guid(?:ed|ance)|forecasts?|takes? in|makes|books?|booked|equity|hold(?:s|ing)?|market is growing|"
    r"one gigawatt of compute|1 gw of compute|cost(?:s|ing)?|market of|output|stake worth|firm worth|start-?up worth|company worth|had (?:already )?(?:invested|put|given)|has (?:already )?invested|valued|values|valuing|value|"
    r"umsatz|gewinn|börsenwert|ingresos|ventas|valoración|chiffre d.affaires|valorisation)\b|營收|营收|收入|市值|估值|獲利|売上|時価総額|評価額|매출|시가총액|기업가치|영업이익"
)
_STOP = re.compile(r"[.;,:，。；$€£]\s?")
_DEAL_WORTH = folded(
    r"(?:deal|agreement|contract|pact|partnership|order|arrangement|transaction|project|purchase|collaboration|it|alliance|tie-?up|campus|one-time\sorder|deployment|alianza|acuerdo|contrato|accord|contrat|Auftrag|Vertrag)\b[^.;]{0,24}\b(?:valued|worth|value)\b[^.;]{0,24}$|"
    r"\bvalue\sof\s(?:\w+\s){0,2}(?:deals?|contracts?|agreements?|orders?|pacts?)\b[^.;]{0,24}$|"
    r"\b(?:could|might|may)\sbe\s(?:valued|worth)\b[^.;]{0,20}$|^\s?[^.;]{0,3}worth\s[^.;]{0,24}$"
)
_DEAL_IS_WORTH = folded(
    r"(?:^|[.;\n])\s*(?:(?:the|this|its|their)\s)?(?:\w+\s)?(?:deal|agreement|contract|pact|order|transaction|purchase|it)\b[^.;$€£]{0,70}"
    r"\b(?:is|are|was|be|has|have)\s(?:been\s)?(?:an?\s)?(?:total\s)?(?:valued|worth|value)\b[^.;]{0,14}$"
)
_TOTAL = folded(
    r"\b(?:in\sall|in\stotal|altogether|combined|commitments?|promises|obligations|pledges|roadmap|so\sfar|spree|adds?\sup|overall|target\w*|come\sto|infrastructure\sambition|vision|spending\splan)\b"
)
_SWOLLEN = folded(
    r"\b(?:(?:tak(?:e|es|ing)|bring(?:s|ing)?|lift(?:s|ing)?|rais(?:e|es|ing))\s(?:the\s|its\s)?(?:total|sum|overall\s\w+|\w+\svalue|value|bill)\sto|swell(?:s|ed|ing)?\sto|(?:tab|bill|spree)\s(?:rises|grows|climbs)\sto|would\srise\sto|could\srise\sto)\s(?:about\s|around\s|roughly\s|some\s|over\s|nearly\s)?$"
)
"""Before what several contracts come to."""
_PAST = folded(
    rf"\b(?:earlier\s(?:this|in|agreement|arrangement|deal|contract)|earlier,|previous(?:ly)?|in\s(?:{_MONTHS}|20[12]\d)\b|last\s(?:year|month|week|spring|summer|autumn|fall)|already|since\s20|"
    rf"on\stop\sof|existing|(?:buyer|customer|client)\sbehind|(?:{_MONTHS})['’]s|after\s[$€£]?\d[\d.]*\s\w+\sin\s\w+\sand|apart\sfrom|separate(?:ly)?|meanwhile|in\saddition|besides|compared\swith|beside|smaller\sthan|over\sand\sabove|had\s(?:\w+\s)?(?:pledged|agreed|committed|invested|promised)|another|builds\son|ahead\sof\sthat|also\shas|(?:first|original|initial)\s(?:contract|deal|agreement|order)\sof|under\sthe\sfirst|expands\san?|"
    r"follow(?:s|ed|ing)|\w+\sago|(?:the\s)?old\s(?:deal|plan)|in\s(?:place|lieu)\sof|replac\w+|after\s\w+['’]s?(?=\s?[$€£us]{0,3}\s?$)|given\sup|gave\sup|instead\sof|circular|takes?\sthe\splace\sof|earlier\splan|rul(?:es?|ed)\sout|was\sever\smade|先前|此前|去年|以前|これまで|昨年|앞서|지난해|작년|zuvor|bereits|anteriormente|auparavant)\b"
)
_OPEN = folded(
    r"\b(?:scalable|expandable|may\sscale|could\sscale|can\sscale|scale\sup|additional|perhaps|possibly|option\w*|wish\w*|ambition|vision|spoken\sof|talk(?:s|ed)?\sof|dream\w*|usual|typical|average|costs?|puts?\sone|a\sone-gigawatt|as\sa\swhole|peak\sdemand|households|counts?\stowards?|"
    r"(?:is|are)\s(?:one\s)?part\sof|lifts?|lifting|grow\sfrom|growing\sfrom|expected\sto\sgrow|capacity\sfrom|campus\sfrom)\b[^.;]{0,48}$|擴充至|扩展至|拡張"
)
_FELL = folded(
    r"^[^.;,]{0,40}\b(?:fell\sapart|(?:is|was|has\sbeen)\s(?:dropped|abandoned|scrapped|given\sup)|shrinks?|may\sno\slonger|in\sall\b|more\b(?!\sthan))"
)
_DEAL = folded(
    r"\b(?:deals?|agreements?|contracts?|pacts?|orders?|invest\w*|commit\w*|commitment|plans?|projects?|purchas\w*|buy\w*|spend\w*|outlay|partnership|packages?|financing|stake|equity|capacity|services|loans?|build\w*|expansion|data[-\s]?cent\w+|campus|factory|plant|venture|"
    r"comput\w+|cloud|chips?|processors?|infrastructure|servers?|racks?|put(?:s|ting)?|pour\w*|pledg\w*|worth|pay\w*|lease\w*|rent\w*|customer|buyout|framework|tie-?up|manufactur\w+|accelerators|co-development|gave|given|giving|takes?|adds?|inject\w*|promised?|hardware|stock|"
    r"Auftrag\w*|Vertrag\w*|Investition\w*|investier\w*|acuerdo|contrato|inversi\w+|invert\w+|accord|contrat|investi\w*|commande)\b|[協协]議|协议|合約|合同|訂單|订单|投資|投资|契約|提携|出資|受注|購入|計画|계약|투자|주문|공급|규모|구매"
)


def bearing_of(text: str, start: int, end: int, *, size: float) -> Bearing:
    """Return what an amount of `size` at `start` to `end` is a figure of."""
    left, right = _clause(text, start, end)
    before, after = text[left:start], text[end:right]
    tight = before[-60:]
    if (_COMPANY_BEFORE.search(_since_stop(tight)) and not _is_of_deal(before)) or _COMPANY_AFTER.search(after[:60]):
        return Bearing.COMPANY
    if size >= 4e11 and _TOTAL.search(text[left:right]):
        return Bearing.TOTAL
    if size >= 9e11 or _SWOLLEN.search(before[-40:]):
        return Bearing.TOTAL
    if _PAST.search(text[max(0, left - 50) : start][-110:]) or _OPEN.search(before[-80:]) or _FELL.search(after):
        return Bearing.PAST
    return Bearing.DEAL if _DEAL.search(before[-80:]) or _DEAL.search(after[:60]) else Bearing.PLAIN


def _is_of_deal(before: str) -> bool:
    """Tell whether what a figure before called a value is the deal's: `the contract, for 7 gigawatts, has a value of`."""
    return _DEAL_WORTH.search(before[-90:]) is not None or _DEAL_IS_WORTH.search(before) is not None


_RUNS = folded(
    r"\b(?:ha[sv]e?|owns?)\s(?:\w+\s){0,3}(?:factories|plants|facilities)\s(?:in|across)\b|\b(?:(?:currently|already|now|today)\s(?:\w+\s)?(?:operat|run|own|ha[sv]|hold|manufactur|produc)\w*|operates|runs|owns|holds)\b[^.;]{0,40}\b(?:facilit|plant|factor|site|campus|operation)\w*|既有|現有|现有|설비를\s운영"
)


_THEN = folded(
    rf"\b(?:in\s(?:{_MONTHS})\b|earlier\b|previously|last\s(?:year|spring|summer|autumn|fall)|\w+\sago\b|the\sold\s(?:deal|plan)|a\sjanuary|after\sthe)"
)


def tells_of_then(text: str, start: int) -> bool:
    """Tell whether the words before `start` put a state of the deal into the past: `in September a letter of intent …`."""
    left, _ = _clause(text, start, start)
    return _THEN.search(text, left, start) is not None


_CALLED = folded(
    r"\b(?:may|might|can|could|rights?\sto|options?\s(?:to|on|for))\s(?:\w+\s){0,3}(?:up\sto\s|another\s|an?\sfurther\s|for\s)?$"
)


def may_be_called(text: str, start: int) -> bool:
    """Tell whether a number of pieces at `start` is what a party may order one day: an option, and no term of the deal."""
    return _CALLED.search(text, max(0, start - 60), start) is not None


def runs_plants(text: str, start: int) -> bool:
    """Tell whether a place at `start` is one where a company runs plants anyway: true of the company as a whole."""
    left, _ = _clause(text, start, start)
    return _RUNS.search(text, left, start) is not None


def _since_stop(before: str) -> str:
    """What stands between the last stop and a figure, at most 44 characters, in lower case."""
    last = 0
    for stop in _STOP.finditer(before):
        last = stop.end() if stop.end() < len(before) else last
    return before[last:][-44:]


def is_conversion(text: str, first: Figure, second: Figure) -> bool:
    """Tell whether two amounts are one sum in two currencies: `100 trillion won ($70 billion)`."""
    between = text[first.end : second.start]
    return first.unit != second.unit and len(between) < 24 and any(mark in between for mark in "(（")


def tells_past(text: str, start: int) -> bool:
    """Tell whether the words before `start` speak of an earlier or another deal."""
    left, _ = _clause(text, start, start)
    return _PAST.search(text, left, start) is not None


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a span: to the nearest `;`, full stop or wide comma, at most 160 characters each way."""
    left, right = max(0, start - 160), min(len(text), end + 120)
    for mark in (";", ". ", "。", "；", ": ", "|"):
        cut = text.rfind(mark, left, start)
        left = max(left, cut + len(mark)) if cut >= 0 else left
        stop = text.find(mark, end, right)
        right = min(right, stop) if stop >= 0 else right
    return left, right


_FOOTPRINT = folded(
    r"\b(?:ha[sv]e?|runs?|operates?)\s(?:[\w-]+\s){0,4}(?:sites|data\s?cent(?:er|re)s|campuses|offices|laboratories|labs)\s(?:in|across)\b[^.;]*$|\btiene\sfábricas\sen\b[^.;]*$"
)


def is_footprint(text: str, start: int) -> bool:
    """Tell whether a place at `start` is one of all those where a company is at home: `it has 30 data centres in the US and Europe`."""
    return _FOOTPRINT.search(text, max(0, start - 120), start) is not None


def scope_of_units(basis: str | None) -> Scope:
    """A pace of production is the maker's as a whole; a number of pieces is the deal's."""
    return Scope.PARTY if basis else Scope.DEAL
