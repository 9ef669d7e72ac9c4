"""What a deal leaves open to a party: options to buy or grow, early access, warrants, stakes to come."""

import re
from dataclasses import dataclass

from bot.text.cues import Cues
from bot.text.folded import folded
from bot.text.gazetteer import fold


@dataclass(frozen=True, slots=True)
class OptionFound:
    """One option."""

    start: int
    end: int
    value: str


_SHARES = re.compile(
    r"(?P<to>up\sto\s)?(?<![\d.,])(?P<figure>\d[\d.,]*\s?(?:%|percent|per\scent|(?:million|billion|[MB])?(?=\s(?:\w+[-\s]){0,3}(?:shares|stock))))(?:\s(?:of\s(?P<of>(?-i:[A-Z])\w+)))?",
    re.IGNORECASE,
)
_RULES: tuple[tuple[str, str, str], ...] = (
    (
        "early access",
        "early evaluat first ahead beforehand advance acceso accès zugang vorab 搶先 抢先 提前 優先 优先 率先 早期 先行 조기 우선 먼저 antes",
        (
            r"\bearly\saccess\b|"
            r"\b(?:evaluat|test|assess|inspect|judg|try|tries)\w*\s(?:[\w’']+\s){0,4}?(?:early|first(?!\s(?:racks?|units?|batch|systems?|chips?))|ahead|beforehand|in\sadvance)\b|"
            r"\b(?:look(?:s|ed)?\sat|sees?|gets?\sto\ssee)\s(?:[\w’']+\s){0,4}(?:early|first)\b|\b(?<!in\s)early\s(?:look|testing|evaluation)\b|"
            r"\bevaluates?\searly\b|\bmay\sevaluate\b|\bevaluar\santes\b|\bacceso\s(?:anticipado|temprano)|"
            r"\baccès\s(?:anticipé|prioritaire)|\bfrüh\w*\szugang|\bvorab\b[^.;]{0,20}(?:testen|prüfen)|"
            r"(?:搶先|抢先|提前|優先|优先|率先|早期)[^。；，]{0,10}(?:評估|评估|取得|使用|體驗|测试|測試|アクセス|利用|評価)|先行(?:利用|アクセス|評価)|"
            r"(?:조기|우선|먼저)[^.]{0,12}(?:접근|평가|이용|테스트)"
        ),
    ),
    (
        "option to purchase",
        "option right_to rights_to freedom choice buy purchas opci kauf 選擇權 选择权 選購 優先購 优先购 購入 구매 매입",
        (
            r"\boptions?\s(?:to|of|for)\s(?:\w+\s)?(?:buy|purchas|acquir|order|tak)\w*|"
            r"\boption\s(?:to|of)\s(?:buying|purchas\w+)|\b(?:right|rights|freedom|choice)\sto\s(?:buy|purchase|order)\b|"
            r"\b(?:may|can|could|choose\sto|chooses\sto|free\sto)\s(?:\w+\sand\s)?(?:then\s|later\s|also\s)?(?:buy|purchase)\s(?!AI\schips|as\smuch)|"
            r"\bpurchase\soptions?\b|\bopci[oó]n\sde\s(?:compra|adquirir)\w*|\boption\sd[’'](?:achat|acquérir|acheter)\w*|\bKaufoption\w*|"
            r"\bOption\w*\s(?:auf|zum)\s(?:Kauf|Erwerb)|(?:選擇權|选择权|選購權|優先購買|优先购买|購入オプション|購入する(?:権利|選択肢|オプション)|購入権)|"
            r"(?:구매|매입)\s?(?:옵션|선택권|권리)"
        ),
    ),
    (
        "warrants",
        "warrant 認股 认股 新株予約権 ワラント 워런트 신주인수권 optionsschein souscription",
        (
            r"\b(?:performance\s)?warrants?\b|認股權證|认股权证|新株予約権|ワラント|워런트|신주인수권|\bOptionsschein\w*|\bbons\sde\ssouscription"
        ),
    ),
    (
        "stake",
        "stake equity holding ownership %_of might_reach",
        (
            r"\b(?:may|might|could|can|would|option|chance|opportunity|right)\s(?:\w+\s){0,4}(?:receive|get|take|acquire|own|bring)\b[^.;]{0,30}\b(?:stake|equity|holding|ownership|%\sof)|"
            r"\bstake\s(?:might|could|may)\b|\bmight\sreach\s\d+\s?%"
        ),
    ),
    (
        "expansion",
        "expan grow exten scal widen increas enlarg doubl additional perhaps possibly potentially further ampli erweiterbar 擴 扩 拡張 확장",
        (
            r"\b(?:options?|room|rights?|possibility|potential|scope|ability|plans?)\s(?:to|for)\s(?:\w+\s)?(?:expan\w+|grow\w*|extend\w*|extension|scal\w+|widen\w*|increas\w+|enlarg\w+|doubl\w+)|"
            r"\b(?:can|may|could|might)\s(?:be\s)?(?:later\s)?(?:extend(?:ed)?|expand(?:ed)?|scaled?(?:\sup)?|grow|widen|increased?)\s(?:to|up|if|by|beyond|further)\b|"
            r"\b(?:scalable|expandable|extendable)\s(?:up\s)?to\b|\b(?:buy|purchase|add|take|order)\s(?:up\sto\s)?(?:an\s)?additional\s\d|"
            r"\b(?:perhaps|possibly|potentially)\s[^.;,]{1,24}\smore\b|\boptions?\sto\swiden|"
            r"\bfurther\s(?:expansion|capacity)\s(?:is\s)?(?:possible|optional)|\boption\sd[’']ext\w+|\bopci[oó]n\sde\s(?:ampli|exten)\w+|\bampli(?:ar|able)\w*\shasta|\bextensible\sà|\berweiterbar|"
            r"可擴充至|可扩展至|擴展至|扩展到|拡張(?:可能|でき)|확장\s?가능"
        ),
    ),
    (
        "may adopt",
        "take_up adopt _use _rent deploy switch_to talks_to consider",
        (
            r"\b(?:could|may|might)\s(?:take\sup(?!\sto)|adopt|use|rent|deploy|switch\sto)\b|"
            r"\bin\s(?:\w+\s)?talks\sto\s(?:buy|use|adopt|rent|lease)\b|\bconsider(?:s|ing)\s(?:buying|using|adopting|renting)\b"
        ),
    ),
    (
        "early access",
        "first_look first_call before_any ahead_of prototypes",
        r"\bfirst\s(?:look|call|access)\b|\b(?:test|try|use|see|evaluate)\b[^.;]{0,40}\b(?:before\s(?:anyone|others|any)|ahead\sof\s(?:others|rivals))",
    ),
    (
        "option to purchase",
        "option purchase_right allowed buy invest first_offer order_more buy_more",
        r"\boptions?\s(?:on|over)\s(?!up\sto|\d)|\bpurchase\srights?\b|\ballowed\sto\s(?:buy|purchase)|\b(?:right|option)\sto\sinvest\b|\bright\sof\sfirst\soffer\b|\b(?:can|may|could)\s(?:buy|order|purchase)\smore\b",
    ),
    ("stake", "option", r"\boptions?\s(?:on|over)\s(?:up\sto\s)?\d"),
    ("warrants", "share_option stock_option", r"\b(?:share|stock)\soptions?\b"),
    (
        "expansion",
        "option possibility potential room can_add may_add could_",
        r"\boptions?\sfor\b[^.;]{0,24}\b(?:more|further|another|additional|\d)|\b(?:possibility|potential|option)\s(?:of|to)\s(?:expand|scal|grow|extend|doubl|rais)\w*|\broom\sfor\b|\b(?:can|may|could)\sadd\b[^.;]{0,12}\b(?:another|a|more|further|\d)|\bcould\s(?:eventually\s|later\s|one\sday\s)?(?:reach|grow\sto|rise\sto|expand\sto)\s\S*\d",
    ),
    (
        "expansion",
        "lift extension_of double open_to podría puede would_ could_ may_ might_ room_to extension_option option 추가",
        (
            r"\b(?:would|could|may|might)\s(?:raise|lift|bring|take)\s(?:the\s|its\s)?(?:total|value|amount|sum)\b|\broom\sto\s(?:go|rise|grow)\b|\bextension\soptions?\b|\boptions?\sto\s(?:extend|renew)\b|"
            r"\b(?:would|could)\slift\s(?:that|it|this)\sto\b|\b(?:an?|one)\s(?:further\s)?extension\sof\s(?:\w+\s){1,2}(?:months|years)\b|\bcan\sdouble\b|\bremain(?:s|ed)?\sopen\sto\b|\b(?:podría|puede)\s(?:crecer|ampliarse)\b|"
            r"\boption\scapacity\b|"
            r"\b(?:more|further|additional)\s\w+\son\soption\b|\bon\soption\b|추가(?:로)?\s?(?:구매|매입|주문)"
        ),
    ),
    (
        "conditional",
        "conditions",
        r"\b(?:if|when|once)\s(?:certain\s|all\s|the\s|some\s)?conditions\s(?:hold|are\smet|are\sfulfilled)\b|\bdépend\sde\sconditions\b|\bdepends?\son\sconditions\b",
    ),
    (
        "exit",
        "leave exit terminat cancel walk_away withdraw",
        r"\b(?:may|can|could)\s(?:\w+\s)?(?:have\s)?(?:leave|exit|terminate[d]?|cancel(?:l?ed)?|withdraw)\b|\b(?:could\s(?:still\s)?|can\s|may\s)walk\saway\b|\bearly\sexit\b|\bright\sto\s(?:terminate|cancel|exit|withdraw)\b|\b(?:termination|cancellation|exit)\s(?:right|clause|option)s?\b",
    ),
    (
        "first refusal",
        "first_say first_call first_claim first_offer refusal first_negotiation to_match first_pick 優先洽 优先洽 優先議 優先交渉",
        r"\bfirst\s(?:say|call|claim)\s(?:over|on)\b|\bfirst\srefusal\s(?:on|over|to)\b|\bright\sof\sfirst\s(?:offer|negotiation)\b|\bright\sto\smatch\b|\bfirst\spick\b|[優优]先洽[購购]|[優优]先[議议][價价約约]|優先交渉権",
    ),
    (
        "option to purchase",
        "right_to rights_to may_call may_order may_add may_draw may_book may_take can_call can_order can_add can_draw can_book can_take could_call could_order could_add could_draw could_book could_take to_decide window 要不要",
        (
            r"\brights?\sto\s(?:order|take|add|lease|rent|acquire|double|call)\b|\b(?:may|can|could)\s(?:later\s|also\s|then\s)?(?:call|order|add|draw|book|take)\s(?:for\s|on\s|down\s|in\s|up\s)?(?:up\sto|another|an?\sfurther|an?\sadditional|\d|more|additional|further)\b|"
            r"\bhas\suntil\b[^.;]{0,40}\bto\sdecide\b|\bwindow\s(?:for|to|on)\b[^.;]{0,50}\b(?:open|close[sd]?|runs?)\b|決定要不要|决定要不要"
        ),
    ),
    (
        "expansion",
        "additional further extra more can_be another maximum weitere 追加 추가 키우 확대 늘리",
        r"\b(?:additional|further|extra|more)\s(?:[\w-]+\s){0,3}(?:capacity|services|compute|computing|power|racks?|systems?|sites?|megawatts?|gigawatts?)\b(?:,)?\s(?:up\sto|to\sa\smaximum|of\sup\sto)\b|\bup\sto\s(?:an?\s)?(?:additional|further|another)\s\d|\bup\sto\s\S+\s(?:more|further|additional)\s\w+|\bas\smany\sas\s\d[\d,.]*\s(?:more|further|additional)\b|\bup\sto\s(?:\S+\s){1,2}(?:more|extra)\b|\bcan\sbe\s(?:called|ordered|drawn|exercised)\b|\bweitere\s\w+\sbis\szu\b|까지\s?(?:키우|확대|늘리)[^.]{0,14}(?:검토|방안|수\s있)|最大\d[\d,]*\S{1,4}を?追加",
    ),
    (
        "expansion",
        "extend prolong lengthen doubled expanded extended increased enlarged raised tripled door clause expansion phase stage permet 可追加 可再追加 可擴大 可扩大 추가로",
        (
            r"\b(?:can|may|could|might)\s(?:also\s|then\s|later\s)?(?:extend|prolong|lengthen)\s(?:the|its|that|it|their)\b|\b(?:could|can|may|might)\s(?:later\s)?be\s(?:\w+\s)?(?:doubled|expanded|extended|increased|enlarged|raised|tripled)\b|"
            r"\bdoor\sopen\s(?:to|for)\b|\b(?:expansion|upsell|extension|growth)\sclause\b|\b(?:later|further|second|another|possible)\s(?:expansion|phase|stage|extension)\b[^.;]{0,40}\b(?:discuss\w*|possible|consider\w*)\b|"
            r"\bpermet(?:tra)?\sde\s(?:doubler|étendre|porter)\b|可再?(?:追加|擴大|扩大)(?:至|到)|추가로[^.]{0,16}(?:임차|사용)"
        ),
    ),
    (
        "stake",
        "shares stock",
        (
            r"\b(?:receives?|gets?|given|issues?|issued|granted|takes?)\s(?:[\w$.]+\s){0,4}(?:shares|stock)\sworth\b|"
            r"[$€]\d[\d.]*\s(?:million|billion)\s(?:of|in)\s(?:(?:its|new|class\sa)\s)?(?:stock|shares)\b"
        ),
    ),
    (
        "freedom",
        "lease sell sublet assign use_other elsewhere",
        r"\b(?:may|can|could|free\sto|allowed\sto)\s(?:also\s|later\s)?(?:sub-?lease|re-?sell|sublet|assign|use\sother|buy\selsewhere)\b",
    ),
    ("early access", "priority", r"\bpriority\s(?:access|allocation|supply)\b"),
    (
        "may adopt",
        "also_ later_ eventually_ might_add",
        r"\b(?:could|might|may)\s(?:also|later|eventually)\s(?:add|supply|order|lease|rent)\b|\bmight\sadd\b",
    ),
    (
        "conditional",
        "depend condition",
        (
            r"\b(?:half|rest|remainder|part|tranche|money|billion)\b[^.;]{0,40}\bdepends?\son\b|\b(?:until|unless)\s(?:certain\s|all\s)?conditions\b|"
            r"\bwaits?\son\sconditions\b"
        ),
    ),
    (
        "renewal",
        "renew",
        r"\brenewal\soptions?\b|\b[\w-]+[-\s]year\srenewals?\b|\b(?:may|can|could|option\sto|right\sto)\s(?:be\s)?renew(?:ed)?\b|\brenewable\s(?:for|twice|once)\b",
    ),
    ("vesting", "vest", r"\bvests?\s(?:when|once|with|as|after|on|in|if|only|at)\b|\bvesting\b"),
    (
        "warrants",
        "as_many_as penny a_cent one_cent trades_at share_price",
        r"\bas\smany\sas\s\d[\d,.]*\s?(?:million|m)?\s(?:\w+\s){0,2}shares\b|\bfor\s(?:a|one)\s(?:cent|penny)\s(?:each|apiece|a\sshare|per\sshare)\b|\bonly\s(?:if|when|once)\b[^.;]{0,30}\b(?:trades?|shares?|stock)\b[^.;]{0,20}\d",
    ),
    ("may adopt", "later_use could_use may_use switch", r"\b(?:could|may|might)\s(?:later|also|eventually)\s(?:use|adopt|rent|deploy)\b"),
)
_NEAR = 60
"""Characters in which a word reaches the option that it makes no more one."""
_GONE = folded(
    r"\b(?:exercis(?:ed|es|ing)|dropp?(?:ed|s)?|scrap(?:s|ped)?|abandon(?:s|ed)?|given?\sup|gave\sup|cancel(?:s|led)?)\s(?:[\w’']+\s){0,3}$"
)
"""Before an option: it was used, or is no more."""
_COMPILED = tuple((value, folded(pattern)) for value, _, pattern in _RULES)
CUES = Cues({str(number): stems for number, (_, stems, _) in enumerate(_RULES)})


def find_options(text: str, *, woken: int | None = None) -> tuple[OptionFound, ...]:
    """Return what a sentence says a party may do later, the first hit of each rule; shares and percentages of warrants are told."""
    low = fold(text)
    woken = CUES.of(low) if woken is None else woken
    if not woken:
        return ()
    found = []
    seen: set[str] = set()
    for number, (value, pattern) in enumerate(_COMPILED):
        match = pattern.search(low) if woken >> number & 1 and value not in seen else None
        if match is not None and not _GONE.search(low, max(0, match.start() - _NEAR), match.start()):
            seen.add(value)
            label = _with_shares(text, match.end(), value) if value in ("warrants", "stake") else value
            found.append(OptionFound(match.start(), match.end(), label))
    return tuple(found)


def _with_shares(text: str, end: int, value: str) -> str:
    """`warrants up to 160 million shares`, `warrants up to 10% of AMD`."""
    match = _SHARES.search(text, end, end + 90)
    if match is None:
        return value
    figure = match["figure"].strip()
    of = f" of {match['of']}" if match["of"] else "" if "%" in figure or "per" in figure else " shares"
    return f"{value} {'up to ' if match['to'] else ''}{figure}{of}"
