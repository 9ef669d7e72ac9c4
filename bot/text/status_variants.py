"""Further wordings of a deal's states, and some rarer states, as data: see `bot.text.status_words`."""

from bot.model.reading import Status
from bot.text.status_rules import Rule

VARIANTS: tuple[Rule, ...] = (
    Rule(
        "not signed",
        None,
        2,
        "sign final contract firm order reached",
        r"\b(?:not|no|never|yet\sto|nothing)\s(?:\w+\s){0,5}(?:signed|finali[sz]ed?|been\sreached|firm\sorders?)\b|\bhave\syet\sto\s(?:sign|finali[sz]e|agree)|\bnot\s(?:an?\s)?(?:firm\s)?(?:contract|order)\b|\bno\s(?:binding\s)?contracts?\b",
    ),
    Rule(
        "tentative",
        None,
        2,
        "tentative principle preliminary explor may_not early_stage",
        r"\btentative\b|\bin\sprinciple\b|\bpreliminary\s(?:agreement|deal|talks|pact|terms)|\b(?:is|are)\sexploring\b|\bmay\snot\s(?:lead|result|end)\b|\bat\san\searly\sstage",
    ),
    Rule("letter of intent", Status.LETTER, 2, "term_sheet heads_of", r"\bterm\ssheets?\b|\bheads\sof\s(?:terms|agreement)"),
    Rule(
        "terms undisclosed",
        None,
        2,
        "secret private public how_much withheld undisclosed specif neither confidential unknown say",
        r"\b(?:price|terms|value|size|figures?|amount|details|cost)\s(?:\w+\s){0,4}(?:was|were|is|are|remain(?:s|ed)?|kept|stay)\s(?:kept\s)?(?:not\smade\spublic|secret|private|withheld|unknown|confidential|unspecified)|\bnot\smade\spublic\b|"
        r"\b(?:would|did|do|does|will)(?:n['’]t|\snot)\ssay\b[^.;]{0,30}\b(?:how\smuch|worth|what)|\bneither\b[^.;]{0,40}\b(?:how\smuch|figure|terms|price|value)\b|\bunspecified\s(?:sum|amount|value)",
    ),
    Rule(
        "unconfirmed",
        None,
        2,
        "confirm",
        r"\b(?:awaits?|without)\sconfirmation|\bhave\snot\sconfirmed",
    ),
    Rule(
        "subject to approval",
        None,
        2,
        "await depend hinge approv clear permit condition",
        r"\bawait(?:s|ing)\s(?:\w+\s){0,2}(?:approval|clearance|permits?)|\b(?:deal|plan|project|order|purchase|site|campus|it|agreement)\s(?:\w+\s){0,2}(?:depends|hinges|contingent|conditional)\s(?:up)?on\b|\b(?:approved|cleared|green-?lit)\s(?:by|the)\b|\bstill\sneeds?\s(?:\w+\s){0,2}(?:approval|permits?)",
    ),
    Rule(
        "closed",
        Status.DEFINITIVE,
        2,
        "closed completed",
        r"\b(?:acquisition|deal|purchase|takeover|transaction|buyout|sale|merger)\s(?:has\s|was\s)?(?:closed|completed)\b|\b(?:has|have)\s(?:closed|completed)\b",
    ),
    Rule(
        "in operation",
        Status.DELIVERED,
        2,
        "running live operat open",
        r"\bup\sand\srunning\b|\b(?:is|are)\s(?:already|now)\s(?:live|online|running|operating|in\soperation|in\suse)\b|\b(?:has|have)\s(?:already\s)?(?:opened|gone\slive|started\soperat\w+)\b",
    ),
    Rule(
        "under construction",
        None,
        2,
        "work ground construction",
        r"\bwork\s(?:has\s|is\s)?(?:started|begun|began|under\s?way)\b|\bground\s(?:was|has\sbeen)\sbroken",
    ),
    Rule(
        "delayed",
        Status.DELAYED,
        2,
        "moved set_back later_than slip held_up year_late halt",
        r"\b(?:moved|set)\sback\b|\blater\sthan\s(?:planned|expected|first)|\bhas\sslipped|\bheld\sup\b|\bhalt(?:s|ed)\s(?:the\s|its\s)?(?:construction|work|project)",
    ),
    Rule(
        "dropped",
        Status.CANCELLED,
        2,
        "collapse broke_down fell_through fallen_through torn_up against backed_off backs_off dead off_the_table no_longer pull",
        r"\b(?:talks|negotiations|deal|plan|pact|agreement)\s(?:have\s|has\s|had\s)?(?:collapsed|broke(?:n)?\sdown|fell\sthrough)|\btorn\sup\b|\bdecided\s(?:against|not\sto)\b|\bback(?:ed|s)\soff\b|\b(?:is|was)\s(?:dead|off\sthe\stable)\b|\bno\slonger\s(?:plans?|intends?|part)",
    ),
    Rule(
        "scaled back",
        Status.AMENDED,
        2,
        "cut trim smaller reduc halv slash billion_on trillion_on",
        r"\b(?:cut|cuts|trim(?:s|med)|reduc(?:es|ed)|slash(?:es|ed)|halv(?:es|ed))\b[^.;]{0,30}\b(?:target|order|commitment|plan|pledge|half|investment|spending|outlay)|\bsmaller\sthan\s(?:first|originally|announced|planned)|\bwas\s(?:cut|reduced|halved)\b(?!\s(?:out|off|on)\b)|"
        r"\b(?:about|roughly|around)\s\S{2,8}\s(?:billion|trillion)\son\s(?:compute|infrastructure)[^.;]{0,40}\b(?:less|down)\b",
    ),
    Rule(
        "enlarged",
        Status.AMENDED,
        2,
        "extend enlarg widen expand doubl",
        r"\b(?:deal|contract|agreement|pact|partnership|order|commitment)\s(?:was|is|has\sbeen)\s(?:extended|enlarged|widened|expanded|doubled)\b",
    ),
    Rule(
        "right of first refusal",
        Status.AMENDED,
        2,
        "exclusiv",
        r"\bexclusiv\w+\s(?:lapses?|ends?|ended|expires?|is\sover)\b|\b(?:clause|right|deal)\son\sexclusiv\w+",
    ),
    Rule(
        "report rejected",
        None,
        2,
        "untrue false brush nonsense baseless wrong inaccurate refut reject disput dismiss 駁斥 驳斥",
        r"\b(?:called|calls|is|was|said\s\w+\s\w+\sis|as)\b[^.;]{0,60}\b(?:untrue|false|nonsense|baseless|wrong|inaccurate)\b|\bbrush(?:es|ed)\s(?:aside|off)\b|"
        r"\b(?:refut(?:es|ed)|reject(?:s|ed)|disput(?:es|ed)|dismiss(?:es|ed))\s(?:\w+\s){0,3}(?:account|reports?|claims?|story|(?:research\s)?notes?)\b|駁斥|驳斥",
    ),
    Rule(
        "on track",
        None,
        2,
        "still_planned to_plan unchanged as_expected committed_to remains",
        r"\bstill\splanned\b|\b(?:according|runs?|running|going)\sto\splan\b|\b(?:is|are|remains?)\sunchanged\b|\bas\sexpected\b|\bremains?\s(?:committed|in\splace|intact|valid)\b",
    ),
    Rule(
        "announcement pending",
        None,
        2,
        "within_weeks as_soon_as as_early_as could_come expected_to_be due_to_be set_to_be days",
        r"\b(?:expected|due|set)\sto\sbe\s(?:signed|unveiled|finali[sz]ed|presented)|\bas\s(?:soon|early)\sas\s(?:next|this|\w+day)|\bwithin\s(?:days|weeks)\b",
    ),
    Rule(
        "in talks",
        Status.RUMOUR,
        2,
        "close_to near",
        r"\b(?:is|are|was|were)\s(?:close|near)\sto\s(?:a|an|the|signing|agreeing|reaching)\b(?!\s(?:record|size))",
    ),
    Rule(
        "contested",
        None,
        2,
        "oppos lawsuit sue protest object",
        r"\b(?:residents|neighbou?rs|locals|opponents|unions?)\s(?:\w+\s)?(?:oppose|object|protest|sue)\w*|\b(?:sued|lawsuit)\sover\b",
    ),
    Rule(
        "filed",
        Status.FILED,
        1,
        "sec_ filing",
        r"\b(?:in\sa|a|the)\s(?:\w+\s)?filing\s(?:with|to|shows?|said|disclos\w+|on)\b",
    ),
    Rule(
        "not signed",
        None,
        2,
        "agreement contract order purchase complet turn sign 簽 签",
        r"\bno\s(?:\w+\s){0,2}(?:agreements?|contracts?|orders?)\s(?:\w+\s){0,3}(?:signed|booked|placed|received|concluded)\b|\b(?:has|have)\syet\sto\s(?:complete|turn|conclude|order)\b|"
        r"\b(?:has|have)(?:n['’]t|\snot)\s(?:\w+\s)?(?:completed|signed|concluded|placed)\b|\bthere\s(?:is|was)\sno\s(?:purchase|order|contract)\b|"
        r"\b(?:mentions?|names?)\san?\s(?:order|contract)\sfrom\b|(?:未|尚未|迄今未|沒有|没有|並未|并未)(?:簽署|签署|簽訂|签订|簽)[^。；，]{0,10}",
    ),
    Rule(
        "terms undisclosed",
        None,
        2,
        "not_say n't_say n’t_say not_said neither not_mentioned confidential angaben no_price no_cost no_value no_sum no_figure no_amount no_time no_schedule communiqu 公表 公開 공개되지 declin",
        r"\bno\s(?:price|cost|value|sum|figure|amount|timetable|timeline|schedule)s?\s(?:\w+\s)?(?:was|were|is|has\sbeen)\s(?:\w+\s)?(?:given|mentioned|named|stated|disclosed|set|put)\b|"
        r"\b(?:did|has|have|does|do)(?:n['’]t|\snot)\s(?:say|said)\s(?:at\s)?(?:which|when|how|what|where)\b|\bneither\b[^.;]{0,30}\b(?:has|have)\ssaid\b|\bmoney\swas\snot\smentioned|\bvalue\s(?:is\s)?confidential|\bkeine\s(?:genauen\s|näheren\s)?Angaben|"
        r"\bdeclined\sto\s(?:say|disclose|give|reveal)\b[^.;]{0,60}|\bn[’']a\spas\sété\s(?:communiqu|précis|dévoil|divulgu|révél)\w+|公表して(?:いない|おらず)|公表されていない|공개되지\s?않",
    ),
    Rule(
        "denied",
        Status.DENIED,
        2,
        "not_factual not_true incorrect inaccurate not_accurate not_correct been_no intention cold_water 非事實 不實 與事實不符 与事实不符 customer 사실이_아니 사실과_다르 事実ではない",
        r"\b(?:is|are|was|were|and)\s(?:simply\s)?[\"“'‘]?(?:not\s(?:factual|true|accurate|correct)|incorrect|inaccurate)\b|\b(?:has|have)\sbeen\sno\s(?:delays?|cancellations?|changes?)\b|\bno\sintention\s(?:of|to)\b|"
        r"\bpour(?:s|ed)?\scold\swater\b|\bis\snot\sthe\s(?:[$\w.]+\s){1,4}customer\b|(?:並|并)?非事[實实]|不實|與事實不符|与事实不符|사실이\s아니|사실과\s다르|事実では(?:ない|あり)",
    ),
    Rule(
        "confirmed",
        Status.ANNOUNCED,
        2,
        "confirm",
        r"\bconfirm(?:s|ed)\s(?:what|an?\s(?:earlier\s)?report|reports|the\s(?:earlier\s)?(?:report|deal|order|contract|agreement|purchase))\b",
    ),
    Rule(
        "subject to approval",
        None,
        2,
        "regulators closing_is expected_to_close close_is",
        r"\b(?:once|if|after|until|when)\s(?:\w+\s){0,2}regulators?\s(?:agree|approve|consent|clear|sign)\w*|\bsubject\sto\s(?:\w+\s){0,2}regulators\b|\bclos(?:ing|e)\sis\s(?:expected|due|planned)\b|\bexpected\sto\sclose\b",
    ),
    Rule(
        "financing open",
        None,
        2,
        "financing money reluctan balk hesita",
        r"\bfinancing\s(?:snag|gap|trouble|hurdle|problem)s?\b|\btrouble\sover\s(?:money|financing|funding)\b|\b(?:reluctant|unwilling|balks?|balked|hesita\w+)\s(?:to|at|about)\s(?:\w+\s){0,2}(?:carry|fund|financ|pay|lend|back)\w*",
    ),
    Rule(
        "in operation",
        Status.DELIVERED,
        2,
        "live service operation powers_up powered_up handed_over switch carr traffic 상업 가동 稼働 上線 上线 運營 运营",
        r"\b(?:is|are|went)\slive\b|\b(?:entered|enters|in|into)\s(?:commercial\s)?(?:service|operation)\b|\bcommercial\soperation\b|\bpower(?:s|ed)\sup\b|상업\s운전|가동에\s들어|稼働を開始|正式上線|正式上线|投入運營|投入运营|"
        r"\bhanded\sover\s(?:the\s)?(?:first|all)\b|\bswitch(?:es|ed)\son\s(?:the\s|its\s|a\s)?first\b|\bcarr(?:y|ies|ied)\s(?:its\s|the\s)?first\b[^.;]{0,20}\bload\b|"
        r"\bfirst\s[^.;]{0,70}(?<!due\s)(?<!set\s)(?<!expected\s)(?<!planned\s)(?<!scheduled\s)(?<!meant\s)\bto\sgo\slive\b|\btraffic\s(?:now\s)?runs\son\b",
    ),
    Rule(
        "delayed",
        Status.DELAYED,
        2,
        "not_be slip not_in_the",
        r"\b(?:will|would)\snot\sbe\s(?:ready|complete|finished|(?:running|live)\s(?:until|before|this|in))\b|\band\snot\sin\sthe\s(?:first|second|third|fourth)\s(?:quarter|half)\b|\b(?:could|may|might|will)\sslip\b|\bslipping\s(?:in)?to\b",
    ),
    Rule(
        "binding agreement",
        Status.DEFINITIVE,
        2,
        "구속력 본계약 正式契約 本契約 正式合約 正式合约",
        r"구속력\s있는\s(?:\S+\s?)?계약|본계약[^.]{0,6}체결|(?:正式契約|本契約)を(?:締結|結)|(?:簽訂|签订|簽署|签署)正式合[約约]",
    ),
    Rule(
        "option exercised",
        Status.AMENDED,
        2,
        "option exercis takes_up 行使",
        r"\bexercis(?:ed|es|ing)\s(?:\w+\s){0,3}(?:options?|rights?)\b|\boptions?\s(?:was|were|has\sbeen)\s(?:used|exercised|taken\sup)\b|\bused\san?\soption\b|\btakes?\sup\s(?:an?\s|its\s|the\s)?option\b|行使[^。，]{0,6}(?:選擇權|选择权|期權|期权)",
    ),
    Rule(
        "delivered",
        Status.DELIVERED,
        2,
        "turned_over hand-over handover accepted hands handed 인도",
        r"\bturned\sover\s(?:a|the|its)\b|\bhand-?over\sof\b|\bhand(?:s|ed)\s(?:\w+\s){0,2}(?:the\s|its\s)?(?:first(?!\s(?:sample|test|evaluation|pilot|validation))|keys)\b|\b(?:racks?|cluster|hall|systems?)\s(?:has|have|had)\sbeen\saccepted\b|첫\s인도|인도했",
    ),
    Rule(
        "delayed",
        Status.DELAYED,
        2,
        "後ろ倒し ずれ込 put_off not_begin now_due",
        r"後ろ倒し|ずれ込|\bput\soff\b|\bnot\s(?:begin|start|open)\s(?:before|until)\b|\bnow\sdue\sin\b",
    ),
    Rule(
        "figure corrected",
        None,
        2,
        "correct clarif 更正",
        r"\bcorrect(?:s|ed|ing)\s(?:\w+\s){0,2}(?:reports?|figures?|value|estimates?|amount)\b|\basked\sfor\s(?:a\s)?clarification\b|更正",
    ),
)
