"""What has been done for a deal, on what terms, and what became of its dates, as data: see `bot.text.status_words`."""

from bot.model.reading import Status
from bot.text.status_rules import Rule

PROGRESS: tuple[Rule, ...] = (
    Rule(
        "under test",
        None,
        2,
        "test trial pilot evaluat validat trying_out qualif 測試 测试 送測 送测 驗證 验证 テスト 検証 시험 테스트 검증 erprob prueba",
        r"\b(?:is|are|was|were|being|been|merely|only|just|now|still)\s(?:\w+\s)?(?:trying\sout|tested|testing|trial+ed|trial+ing|piloting|evaluated|validated|validating)\b(?!\sthe\s(?:market|water))|"
        r"\b(?:in|under|enters?|entered)\s(?:\w+\s){0,3}(?:tests?|testing|trials?|validation|qualification|evaluation)\b|\b(?:passed|cleared|completed)\s(?:\w+\s){0,3}(?:tests?|testing|validation|qualification|acceptance)\b|"
        r"測試中|正在測試|测试中|正在测试|已?送[測测]|通過[^。，]{0,6}驗證|通过[^。，]{0,6}验证|テスト中|検証中|(?:시험|테스트|검증)\s?중|\bwird\s(?:\w+\s){0,2}(?:getestet|erprobt)",
    ),
    Rule(
        "samples delivered",
        None,
        2,
        "sample evaluation validation pilot test 試產 试产 樣品 样品 已把",
        r"\b(?:deliver(?:s|ed)|ship(?:s|ped)|hand(?:s|ed)(?:\sover)?|sent|received|built|installed)\s(?:[\w-]+\s){0,4}(?:sample|evaluation|validation|pilot|test)\s(?:[\w-]+\s){0,2}(?:racks?|units?|systems?|chips?|servers?|hardware)\b|"
        r"\b(?:evaluation|validation|pilot|test|sample)\s(?:racks|units|systems|chips|servers)\s(?:\w+\s)?(?:were|have\sbeen|left|arrived)\b|已把[^。，]{0,16}(?:試產|试产|樣品|样品)[^。，]{0,16}(?:送到|送達|送达|交給|交给)",
    ),
    Rule(
        "first deliveries",
        Status.DELIVERED,
        2,
        "begun started first initial 出貨 出货 交付 出荷 납품 출하",
        r"\b(?:has|have)\s(?:begun|started)\s(?:\w+\s)?(?:shipping|delivering|deliver\w+|shipments?|installing|handing\sover)\b|"
        r"\b(?:deliver(?:s|ed)|ship(?:s|ped)|hand(?:s|ed)(?:\sover)?|sent|received|receives|installed|installs)\s(?:\w+\s){0,3}(?:first|initial)\s(?:(?!sample|test|evaluation|pilot|validation)[\w-]+\s){0,3}(?:racks?|units?|systems?|chips?|batch|servers?|gpus?|processors?|shipment)\b(?!\sof\s(?:sample|test))|"
        r"\bfirst\s(?:[\w-]+\s){0,3}(?:racks?|units?|systems?|chips?|batch|servers?|shipments?|gpus?)\s(?:has|have|were|was|are\snow)\s(?:\w+\s)?(?:shipped|delivered|arrived|installed|left|live|in\splace|running)\b|"
        r"(?:開始|已|首批)[^。，]{0,6}(?:出貨|交付)|(?:开始|已|首批)[^。，]{0,6}(?:出货|交付)|出荷を(?:開始|始め)|(?:출하|납품)(?:를|을)?\s?시작",
    ),
    Rule(
        "under construction",
        None,
        2,
        "ground construction steel foundation crews cranes",
        r"\b(?:has|have|had)\s(?:already\s)?broken\sground\b|\bconstruction\s(?:\w+\s)?(?:is|was)\s(?:already\s|now\s|well\s)?under\s?way\b|\b(?:has|have)\s(?:already\s)?(?:begun|started)\s(?:\w+\s)?(?:construction|building|site\swork)\b|"
        r"\bsteel\s(?:is\sgoing|went|has\sgone)\sup\b|\bfoundations?\s(?:is|are|have\sbeen|were)\s(?:being\s)?(?:poured|laid)\b|\btopp(?:ed|ing)\sout\b",
    ),
    Rule(
        "construction to begin",
        None,
        2,
        "ground construction building work",
        r"\bground\s(?:will|is\sto|is\sdue\sto|should)\sbe\sbroken\b|\b(?:will|plans?\sto|expects?\sto|is\sto|due\sto)\sbreak\sground\b|"
        r"\b(?:construction|building|work)\s(?:has\s(?:not|yet)\s(?:yet\s)?(?:to\s)?(?:begun|begin|started|start)|(?:is|was)\s(?:due|set|expected|scheduled|planned)\sto\s(?:begin|start))\b",
    ),
    Rule(
        "terminated",
        Status.CANCELLED,
        2,
        "ended terminat cancel lapse expire called_off walk",
        r"\b(?:ended|terminated|terminates|cancel(?:s|led)|rescinded)\s(?:the|their|its|that|a)\s(?:[\w-]+\s){0,2}(?:merger|agreement|contract|deal|pact|lease|talks|partnership|plan|order|commitment)\b|"
        r"\blet\s(?:the|its|an?)\s(?:[\w-]+\s){0,2}(?:option|lease|agreement|deal|contract)\s(?:lapse|expire|run\sout)\b|\b(?:option|agreement|deal|lease|contract|offer|exclusivity)\s(?:has\s|had\s)?(?:lapsed|expired)\b|\bwalk(?:s|ed)\saway\sfrom\s(?:the|its|a)\b",
    ),
    Rule(
        "delayed",
        Status.DELAYED,
        2,
        "not_be no_longer_be behind push put_back longer_than slower postpone missed miss_ 늦 미뤄 미뤘 밀 遅 後ろ 延",
        r"\b(?:will|would)\s(?:\w+\s)?(?:not|no\slonger)\s(?:\w+\s)?be\s(?:ready|complete\w*|finished|done|delivered)\b|\b(?:will|would)\s\w+\snot\sbe\s(?:ready|complete\w*|finished|done|delivered)\b|"
        r"\b(?:been|was|were|is)\sput\sback\b(?!\s(?:on|in|together))|\blonger\sthan\s(?:planned|expected|hoped|promised)\b|\bpush(?:es|ed|ing)\s(?:the\s|its\s|that\s|their\s)?(?:[\w-]+\s){1,4}(?:back|out)\s(?:to|by|from|until|into)\b|\bmiss(?:es|ed)\s(?:its|the|a|their)\s(?:[\w-]+\s){0,2}(?:deadline|target\sdate|date|milestone|start)\b|遅らせ|늦춰|늦췄|미뤄|미뤘|밀려|밀렸",
    ),
    Rule(
        "date moved",
        None,
        2,
        "rather_than instead_of will_now once_expected originally no_earlier not_before not_expect",
        r"\b(?:in|by|until|during)\s[^.;,]{2,40}\srather\sthan\s(?:in\s|by\s|this\s|next\s|the\s)?(?:\w+\s){0,3}(?:spring|summer|autumn|fall|winter|year|quarter|20\d\d|month)\b|\binstead\sof\s(?:by\s)?20\d\d\b|\bnot\sexpect\b[^.;]{0,50}\buntil\b|\bonce\sexpected\b|\bwill\snow\s(?:come|start|open|ship|begin|arrive|be\s(?:ready|finished|complete\w*|delivered|reached|running))\b|"
        r"\boriginally\s(?:planned|expected|due|scheduled|set)\s(?:for|in|by|to)\b|\b(?:no\searlier\sthan|not\sbefore)\s(?:\w+\s){0,3}(?:spring|summer|autumn|fall|winter|20\d\d|january|february|march|april|may|june|july|august|september|october|november|december)\b",
    ),
    Rule(
        "term changed",
        Status.AMENDED,
        2,
        "now_run now_last now_extend stretch more_years extended shorten prolonged",
        r"\b(?:contract|agreement|deal|lease|commitment|pact|it)\snow\s(?:runs?|lasts?|extends?)\s(?:through|until|to)\b|\bstretch(?:es|ed|ing)?\sout\s(?:the|its|that|their)\b|"
        r"\b(?:two|three|four|five|\d)\smore\syears\sto\b|\b(?:was|is|has\sbeen|were)\s(?:extended|shortened|prolonged)\s(?:to|until|through|by)\b",
    ),
    Rule(
        "option exercised",
        Status.AMENDED,
        2,
        "オプション 購入権 옵션 took_up takes_up picked_up picks_up",
        r"(?:オプション|購入権)[^。]{0,8}行使|옵션[^.]{0,8}행사|\b(?:took|takes|picked|picks)\sup\s(?:an?\s|its\s|the\s)?(?:[\w-]+\s)?options?\b",
    ),
    Rule(
        "exclusive",
        None,
        2,
        "exclusive",
        r"\b(?:the|an?|its)\s(?:sole\s|only\s)?exclusive\s(?:[\w-]+\s){0,3}(?:cloud|supplier|partner|provider|distributor|customer|buyer)\b",
    ),
    Rule(
        "not exclusive",
        None,
        2,
        "exclusiv",
        r"\b(?:isn['’]t|is\snot|not|non-?)\s?exclusive\b|\bno\sexclusiv\w+",
    ),
    Rule(
        "conditional",
        None,
        2,
        "condition",
        r"\b(?:when|once|if|until|after|unless)\s(?:certain\s|all\s|the\s|some\s|agreed\s)?conditions\b|\b(?:waits?|hing(?:es|ing)|depend(?:s|ing)?|rests?|contingent|conditional)\s(?:up)?on\s(?:\w+\s){0,3}conditions\b|\bsubject\sto\s(?:\w+\s){0,2}conditions\b",
    ),
    Rule(
        "in operation",
        Status.DELIVERED,
        2,
        "energi operation begun started moved_into",
        r"\b(?:has|have)\sbeen\senergi[sz]ed\b|\bin\s(?:full|regular|commercial)\soperation\b|\b(?:has|have)\s(?:begun|started)\s(?:training|running|serving)\b|\b(?:has|have)\smoved\sinto\s(?:the|its)\b",
    ),
    Rule(
        "in production",
        None,
        2,
        "production taped",
        r"\bmass\sproduction\s(?:has\s|had\s)?(?:began|begun|started)\b|\b(?:has|have)\s(?:begun|started)\s(?:mass\s)?production\b|\b(?:has|have|been|was)\s(?:\w+\s)?taped\sout\b",
    ),
    Rule(
        "partly complete",
        None,
        2,
        "complete finished",
        r"\b(?:first|second|third|initial|last)\s(?:phase|stage|building|hall)s?\s(?:is|was|are|were)\s(?:now\s)?(?:complete|completed|finished|done)\b|\b\d{1,2}\s?(?:%|percent|per\scent)\s(?:complete|finished)\b",
    ),
    Rule(
        "approved",
        None,
        2,
        "clearance approval permit consent",
        r"\b(?:received|receives|won|wins|got|gets|obtained|secured|gained)\s(?:\w+\s){0,3}(?:clearance|approval|permits?|consent)\b|\bpermits?\s(?:have|has|were|was)\s(?:been\s)?(?:granted|issued|approved)\b",
    ),
    Rule(
        "rejected",
        None,
        2,
        "reject turned_down refus denied",
        r"\b(?:rejected|denied|turned\sdown|refused|rejects)\s(?:the|its|an?|their)\s(?:[\w-]+\s){0,3}(?:application|permit|request|rezoning|proposal|petition|appeal|bid)\b",
    ),
    Rule(
        "financing secured",
        None,
        2,
        "oversubscribed fully_f signed_off",
        r"\boversubscribed\b|\bfully\s(?:funded|financed)\b|\bsigned\soff\son\s(?:the|a)\s(?:\w+\s)?(?:loan|financing|credit)\b",
    ),
    Rule(
        "in stages",
        None,
        2,
        "stages tranches phases progressively as_each tied_to instal payment",
        r"\btied\sto\s(?:[\w-]+\s){0,3}(?:milestones?|deployments?|targets?|deliver\w+|performance)\b|\b(?:released|paid|invested|invest|made|disbursed|comes?|arrives?|flows?)\s(?:\w+\s)?(?:in\s(?:\w+\s)?(?:stages|tranches|phases|instal?ments)|progressively|as\seach\s\w+)\b|"
        r"\b(?:tranche|instal?lment|payment)\s(?:has|was|have|had)\s(?:already\s)?(?:been\s)?(?:paid|made|transferred)\b",
    ),
    Rule(
        "prepaid",
        None,
        2,
        "prepa advance front down_payment take-or-pay fully_l fully_booked backstop",
        r"\b(?:paid|payable|pays?|paying)\b[^.;]{0,30}\b(?:in\sadvance|up\s?-?front)\b|\bprepa(?:id|yments?)\b|\bdown\spayment\b|\btake-or-pay\b|\bfully\s(?:leased|let|booked)\b|\bbackstop(?:s|ped|ping)?\b",
    ),
    Rule(
        "framework agreement",
        Status.LETTER,
        2,
        "framework",
        r"\bframework\s(?:agreement|deal|pact|accord)\b",
    ),
    Rule(
        "finalized",
        Status.DEFINITIVE,
        2,
        "finali executed",
        r"\b(?:has|have|was|were)\s(?:now\s|been\s|since\s)*(?:finali[sz]ed|executed)\b(?!\sits)",
    ),
    Rule(
        "brought forward",
        None,
        2,
        "forward moved_up earlier_than",
        r"\b(?:brought|moved|pulled)\sforward\b|\bmoved\sup\b|\b(?:months?|weeks|quarters?|year)\searlier\sthan\s(?:planned|expected|promised)\b",
    ),
    Rule(
        "under construction",
        None,
        2,
        "bau_ travaux 建設 動工 动工 착공",
        r"\bBau\s(?:hat|habe|ist)\s(?:\w+\s){0,2}begonnen\b|\btravaux\sont\s(?:\w+\s)?(?:commencé|débuté)|建設[^。]{0,12}(?:始ま|始め)|(?:已|於|于)[^。，]{0,6}(?:動工|动工)",
    ),
    Rule(
        "lease signed",
        Status.DEFINITIVE,
        2,
        "lease tenancy",
        r"\bsign(?:s|ed)\s(?:an?|the|its)\s(?:[\w-]+\s){0,2}lease\b|\b(?:lease|tenancy)\b[^.;]{0,30}\b(?:is|are|was|has\sbeen)\s(?:signed|in\splace|executed)\b",
    ),
)
