"""The words of a deal's states, as data: see `bot.text.status_words`."""

from typing import NamedTuple

from bot.model.reading import Status

NO_COMMITMENT = "no purchase commitment"
"""The value of a claim that no purchase is promised and no money owed; the ledger sets it against any amount."""


NO_COMMENT = "no comment"
"""The value of a claim that somebody did not answer: it says something of the report, and nothing of the deal's state."""


class Rule(NamedTuple):
    """Words that say one thing of a deal's state."""

    value: str
    status: Status | None
    weight: int
    stems: str
    """Pieces of words, one of which every match holds; `_` is a space; empty where a look is always due."""
    pattern: str


RULES: tuple[Rule, ...] = (
    Rule(
        NO_COMMITMENT,
        None,
        2,
        "neither nobody none_ no_one no_side purchas buying financial monetary payment spending off-take offtake obligation oblig must_be_paid no_money compr achat kauf abnahme zahlungs finanziell financi 採購 采购 購買 购买 財務 财务 購入 調達 金銭 구매 매입 재정 재무 금전 commit bind",
        r"\b(?:no|not|without|neither|nor|never|doesn['’]t|does\snot|do\snot)\b[^.;:]{0,50}?\b(?:purchas\w*|buying|financial|monetary|payment|spending|binding\spurchase|off-?take)\s?(?:\w+\s){0,2}(?:commitments?|obligations?|agreements?|duties|promises?|pledges?|contracts?|orders?)|"
        r"\b(?:purchase|financial|spending)\s(?:\w+\s){0,2}(?:commitments?|obligations?|agreements?|duties)\s(?:are|is|were)\s(?:not|absent)|"
        r"\bnot?\s(?:\w+\s){0,4}(?:to\smake\spurchases|obliged?\sto\s(?:buy|purchase|pay)|(?:commit|bind)\w*\s\w+\sto\s(?:buy|purchase|pay|spend))|"
        r"\b(?:neither|nobody|none|no\sone|no\sside)\s(?:[\w’']+\s){0,3}(?:has|have|need|needs|is|are|must)\s(?:\w+\s){0,2}(?:buy|purchase|pay)\b|"
        r"\bno\sobligations?\s(?:to|on)\b|\bno\smoney\s(?:changes|changing|has\schanged|is|was)|\bnothing\smust\sbe\spaid|\bno\sobliga\sa\scomprar|"
        r"\b(?:sin|ning[uú]n|no\sincluye|no\scontempla)\s[^.;]{0,30}(?:compromisos?|obligaci\w+)\sde\s(?:compra|pago)|"
        r"\b(?:aucun|aucune|sans|ni|pas\sd[’'e])\s?(?:\w+\s){0,3}(?:engagements?\sd[’']achat|obligations?\s(?:financières?|d[’']achat))|"
        r"\bkeine(?:rlei)?\s(?:\w+\s){0,3}(?:Kauf|Abnahme|Zahlungs)\w*|\bkeine\s(?:\w+\s){0,2}finanziellen\s\w+|"
        r"(?:沒有|没有|不含|不包括|不包含|無|无|未包含|不涉及|未涉及|並無|并无|尚無|尚无)[^。；]{0,14}(?:採購|采购|購買|购买|財務|财务)[^。；，]{0,6}(?:承諾|承诺|義務|义务|協議|协议)|"
        r"(?:購入|調達|財務|金銭)[^。]{0,14}(?:義務|約束|確約|コミットメント|責任)[^。]{0,12}(?:な[いくし]|含ま(?:れ|な)|伴わ|負わ)|"
        r"(?:구매|매입|재정|재무|금전)[^.]{0,14}(?:약정|의무|약속|확약)[^.]{0,14}(?:없|않|아니)",
    ),
    Rule(
        "not a commitment",
        None,
        2,
        "commitment promise firm_order guarantee upper_limit a_ceiling order_book",
        r"\b(?:never|not|no|wasn['’]t|isn['’]t)\s(?:an?\s)?(?:\w+\s){0,2}(?:commitment|promise|firm\sorder|guarantee)\b(?:\sof\b[^.;]{0,30}(?:was|were)\sever\smade)?|"
        r"\bupper\slimit|\ba\sceiling\b|\bnot\san\sorder\sbook",
    ),
    Rule(
        "non-binding",
        None,
        2,
        "binding verbindlich vinculante contraignant 約束力 约束力 拘束力 구속력",
        r"\bnon-?binding\b|\b(?:not|never|none\s[^.;]{0,80}?is)\s(?:yet\s)?(?:legally\s)?binding\b|\bunverbindlich\w*|\bno\svinculante|"
        r"\bnon\scontraignant|不具約束力|不具约束力|無約束力|法的拘束力(?:の|は)ない|구속력\s?(?:이|은)?\s?없",
    ),
    Rule(
        "letter of intent",
        Status.LETTER,
        2,
        "of_intent loi absichtserkl de_intenci d'intention d’intention 意向書 意向书 基本合意書 의향서",
        r"\bletters?\sof\sintent(?:ion)?\b|\bLOI\b|\bAbsichtserklärung\w*|\bcarta\sde\sintenci\w+|\blettre\sd[’']intention|意向書|意向书|"
        r"基本合意書|의향서",
    ),
    Rule(
        "memorandum of understanding",
        Status.LETTER,
        2,
        "memorand mou 備忘錄 备忘录 覚書 양해각서 entendimiento protocole",
        r"\bmemorand(?:um|a)\s(?:of\sunderstanding)?|\bMOUs?\b|備忘錄|备忘录|覚書|양해각서|\bmemorando\sde\sentendimiento|\bprotocole\sd[’']accord",
    ),
    Rule(
        "definitive agreement pending",
        None,
        2,
        "definitive final no_assurance no_contract nothing_signed no_guarantee binding",
        r"\bdefinitive\s(?:agreements?|contracts?|terms)\s(?:is|are|has|have|will|would|to|remain|yet|still)\b[^.;]{0,30}|"
        r"\b(?:not|no|yet\sto|towards?\s(?:a|signing)|before|until|pending)\s(?:\w+\s){0,4}(?:definitive|final|binding)\s(?:agreement|contract)|"
        r"\bunfinali[sz]ed\b|\bnot\s(?:yet\s)?final(?:i[sz]ed)?\b|\bno\s(?:assurance|contract\swas\ssigned|guarantee)|\bnothing\ssigned",
    ),
    Rule(
        "binding agreement",
        Status.DEFINITIVE,
        2,
        "binding definitive",
        r"(?<!non-)(?<!not\s)(?<!no\s)\b(?:legally\s)?binding\s(?:\w+\s){0,3}(?:agreement|contract|deal|order)|"
        r"\b(?:signed|entered\sinto|reached|executed|have|has)\s(?:an?\s|the\s)?(?:\w+\s){0,2}definitive\s(?:agreements?|contracts?|documents)",
    ),
    Rule(
        "on track",
        None,
        2,
        "on_track on_schedule on_course ahead intact stands as_planned proceed forward still_on den dismiss reject",
        r"\bon\s(?:track|schedule|course\sto)\b|\bgo(?:es|ing)?\sahead\b(?!\swith\sit)|\bis\sintact\b|"
        r"\b(?:deal|pact|agreement|plan)\s(?:still\s)?stands\b|\b(?:is|are|goes|go|going|proceeds?|continues?|remains?)\b(?![^.;]{0,30}\bnot\b)[^.;]{0,30}\bas\splanned\b|\bproceed(?:s|ing)?\b|\bmov(?:es|ing)\sforward\b|"
        r"\bstill\son\b|\bgoes\sforward\b",
    ),
    Rule(
        "on track",
        None,
        2,
        "on_track on_schedule on_course ahead intact stands as_planned proceed forward still_on den dismiss reject",
        r"\b(?:den(?:y|ies|ied|ying)|dismiss\w*|reject\w*)\s(?:[\w’'-]+\s){0,4}(?:rumou?rs?|tension|rift|unhapp\w+|drama|friction|trouble|unease)",
    ),
    Rule(
        "denied",
        Status.DENIED,
        2,
        "den not_the no_such no_plan false untrue desmin niega negó 否認 否认 澄清 否定 부인 dementiert desmiente dément",
        r"\b(?:is|are|was|were)\s(?:simply\s|entirely\s|completely\s|just\s)?(?:false|untrue)\b|\bden(?:y|ies|ied|ying)\b|\b(?:has|have|had|having|with|are|is)\s(?:currently\s)?no\s(?:current\s|firm\s)?plans?\s(?:to|for)\b|"
        r"\bis\snot\sthe\s(?:mystery\s)?customer|\bno\ssuch\s(?:deal|agreement|order)|否認|否认|澄清|否定し|부인|dementiert|desmiente|desminti\w+|\bniega\b|\bnegó\b|dément",
    ),
    Rule(
        "may fall through",
        Status.DELAYED,
        2,
        "may might could in_doubt jeopardy in_question",
        r"\b(?:may|might|could)\s(?:\w+\s)?(?:come\sto\snothing|fall\sthrough|fall\sapart|collapse|not\s(?:happen|go\sahead|materiali[sz]e|close)|be\s(?:scrapped|dropped|cancel\w+))|"
        r"\bin\s(?:doubt|jeopardy|question)\b",
    ),
    Rule(
        "stalled",
        Status.DELAYED,
        2,
        "stall stuck paused frozen halted suspended on_ice on_hold limbo 擱置 搁置 停滯 停滞 頓挫 보류 중단",
        r"\b(?:(?:is|are|was|were|has|have|had|be|been|being|'s|’s)|had|has)\s(?:\w+\s)?(?:stalled|stuck|paused|frozen|halted|suspended)\b|"
        r"\bstall(?:s|ed)\b|\bon\s(?:ice|hold)\b|\bin\slimbo\b|\bpaused\b|擱置|搁置|停滯|停滞|頓挫|보류|중단",
    ),
    Rule(
        "dropped",
        Status.CANCELLED,
        2,
        "vot reject given_up drop abandon scrap cancel call terminat shelve ditch withdrawn fell_apart give gave not_to_go 取消 終止 终止 撤回 중단 철회 취소 aufgegeben annul",
        r"\b(?<!could\s)(?<!might\s)(?<!would\s)(?:(?:is|are|was|were|has|have|had|be|been|being|'s|’s))\s(?:\w+\s){0,2}?(?:given\sup|dropped|abandoned|scrapped|cancel(?:l)?ed|called\soff|terminated|shelved|ditched|withdrawn)\b|"
        r"\b(?:drops|abandons|scraps|cancels|terminates|shelves(?=\s(?:the|its|a|an|plans?|it)\b)|ditches|abandoned|scrapped|calls\soff|g(?:ave|ives)\sup(?!\s(?:\w+\s){0,3}gains?\b))\b|"
        r"\bvot(?:e|es|ed|ing)\s(?:it\s)?down\b|\breject(?:s|ed)?\s(?:[\w’']+\s){0,3}(?:takeover|acquisition|merger|offer|bid|proposal)\b|\bfell\sapart\b|\bagreed\snot\sto\sgo\sahead|取消|終止|终止|撤回|중단|철회|취소|aufgegeben|cancelad|annul(?:é|e)",
    ),
    Rule(
        "backer left",
        Status.AMENDED,
        2,
        "walk pull back has_left drop withdr will_not",
        r"\b(?<!can\s)(?<!may\s)(?<!could\s)(?:walk(?:s|ed|ing)?\s(?:away|out|from)|pull(?:s|ed|ing)?\sout|back(?:s|ed|ing)?\sout|has\sleft\s(?:a|the)\s(?:planned\s)?(?:package|deal|project|financing)|drop(?:s|ped)\sout|withdr[ae]ws?(?:n)?\sfrom|will\snot\s(?:help\s)?(?:pay|fund|finance|back|take\spart))",
    ),
    Rule(
        "replaced",
        Status.AMENDED,
        2,
        "geändert angepasst replac place_of lieu the_place supersed instead 取代 代替 대체",
        r"\b(?:vertrag|vereinbarung|abkommen)\w*\s(?:\w+\s){0,3}(?:geändert|angepasst)\b|\breplac(?:es|ed|ing|e)\b|\bin\s(?:place|lieu)\sof\b|\btak(?:es|ing|en)\s(?:\w+\s)?the\splace\sof\b|\bsupersed(?:es|ed)\b|"
        r"\binstead\sof\s(?:the|its|an?)\s(?:\w+\s){0,3}(?:deal|plan|agreement|investment)|取代|代替|대체",
    ),
    Rule(
        "scaled back",
        Status.AMENDED,
        2,
        "scal shr cut lower target will_spend rul not_expect",
        r"\bscal(?:ed|es|ing)\s(?:back|down)\b|\bshr(?:inks|unk|ank)\b|"
        r"\bcut(?:s|ting)?\s(?:its|the|their)\s(?:\w+\s){0,3}(?:target|plan|commitment|order)|"
        r"\blowers?\s(?:its\s)?(?:\w+\s){0,2}(?:target|commitment)|"
        r"\b(?:it\snow\s)?(?:targets|will\sspend)\b[^.;]{0,60}\b(?:down\sfrom|less\sthan)|\brul(?:es|ed|ing)\sout\b|"
        r"\bdoes\snot\sexpect\b(?![^.;]{0,60}\buntil\b)",
    ),
    Rule(
        "right of first refusal",
        Status.AMENDED,
        2,
        "refusal rofr exclusiv 優先 우선협상 préemption preferencia vorkaufsrecht",
        r"\bright[-\s]of[-\s]first[-\s]refusal\b|\bfirst\sright\sof\srefusal\b|\bROFR\b|"
        r"\b(?:lost|loses?|ends?|ended|gives?\sup|dropped)\s(?:its\s)?exclusiv\w+|\bno\slonger\s(?:the\s)?exclusiv\w+|優先購買權|優先權|우선협상|droit\sde\spréemption|"
        r"derecho\sde\spreferencia|Vorkaufsrecht",
    ),
    Rule(
        "renegotiated",
        Status.AMENDED,
        2,
        "negotiat renegoci verhandel amend revis",
        r"\b(?:renegotiat|renegoci|neu\sverhandel)\w+|\bamend(?:s|ed|ment)\b|"
        r"\brevis(?:es|ed)\s(?:\w+\s){0,2}(?:terms|agreement|contract|deal)",
    ),
    Rule(
        "delayed",
        Status.DELAYED,
        2,
        "late behind later delay as_planned postpon push slip verzöger retras retard 延 推 遅れ 지연 연기",
        r"\b(?:months?|weeks?|quarters?|years?)\s(?:late|behind|later\sthan)\b|\b(?:will|would|did|does)\snot\s(?:start|begin|open|ship|come|be)\b[^.;]{0,40}\bas\splanned\b|\bbehind\sschedule\b|\bdelay(?:s|ed|ing)?\b(?!-draw)|"
        r"\bpostpon\w+|\bpush(?:es|ed)\s(?:back|out)\b(?![^.;]{0,30}\b(?:against|at|on)\b)|\bslip(?:s|ped)\s(?:to|by|into|from)\b|\bverzöger\w+|\bretras\w+|\bretard\w*|延後|延后|"
        r"延遲|延迟|推遲|推迟|延期|遅れ|지연|연기",
    ),
    Rule(
        "financing closed",
        Status.DEFINITIVE,
        2,
        "financing funding loan debt",
        r"\bfinancing\s(?:\w+\s){0,3}(?:closed|completed|secured)\b|"
        r"\b(?:closed|closes|completed|completes|secures?d?)\s(?:an?\s|the\s|its\s)?(?:[$€\w.]+\s){0,4}(?:financing|funding|loan|debt\ssale)\b",
    ),
    Rule(
        "under construction",
        None,
        2,
        "construction ground 動工 动工 開工 着工 착공",
        r"\bunder\sconstruction\b|\bbroke\sground\b|\bbreaks\sground\b|"
        r"\bconstruction\s(?:has\s|had\s)?(?:already\s)?(?:begun|started|begins?|under\s?way)|動工|动工|開工|着工|착공",
    ),
    Rule(
        "terms undisclosed",
        None,
        2,
        "undisclosed disclos details terms figure price value share reveal provide specif number term timeline dates 未披露 未透露 未公開 未公布 非公開 明らかに 공개 비공개 revel nicht dévoil divulgu précis bekannt",
        r"\bundisclosed\b|\bnot\s(?:been\s)?disclos(?:ed|ing)\b|"
        r"\b(?:did|do|does|would|has|have)(?:n['’]t|\snot)\s(?:yet\s)?(?:shared?|disclosed?|given?|reveal(?:ed)?|provided?|say|specif\w+)[^.;]{0,40}\b(?:financial|details|terms|value|figures?|price|amount|much|worth|size)|"
        r"\bgave\sno\s(?:\w+\s)?(?:figure|number|value|price|detail|term|timeline)s?|"
        r"\bno\s(?:financial\s|further\s|launch\s)?(?:terms|details|value|figures?|price|dates)\s(?:were|was|have\sbeen|has\sbeen)\s(?:given|disclosed|released|announced|provided)|"
        r"\bno\sfinancial\s(?:details|terms)|\bno\s(?:term|value|price)\sdisclosed|\bterms\s(?:were|of\sthe\sdeal\swere)\snot\b|未披露|"
        r"未透露|未公開|未公布|非公開|明らかにしていない|공개하지\s?않|비공개|no\s(?:se\s)?revel\w+|n[’']ont\spas\s(?:été\s)?(?:dévoil|divulgu|précis)\w+|"
        r"nicht\s(?:bekannt\sgegeben|genannt|veröffentlicht|offengelegt|mitgeteilt)",
    ),
    Rule(
        "unconfirmed",
        None,
        2,
        "confirm comment name identi keep_quiet 未證實 未证实 확인",
        r"\b(?:neither|none|nor)\b[^.;]{0,50}\b(?:confirmed|commented|confirm|comment)\b|"
        r"\b(?:not|yet\sto|declined?\sto|would\snot|wouldn['’]t|refus\w+\sto|(?:did|has|have)(?:n['’]t|\snot))\s(?:immediately\s|publicly\s|yet\s)?(?:confirm(?:ed)?|name(?:d)?|identif(?:y|ied))\b|"
        r"\bunconfirmed\b|\b(?:name|identity)\s(?:was|is)\s(?:withheld|not)|\bkeep\squiet\b|未證實|未证实|확인하지\s?않",
    ),
    Rule(
        NO_COMMENT,
        None,
        2,
        "comment respond repl return drawn available 評論 置评 コメント 논평",
        r"\b(?:not|yet\sto|declined?\sto|would\snot|wouldn['’]t|refus\w+\sto|(?:did|has|have)(?:n['’]t|\snot))\s(?:immediately\s|publicly\s|yet\s)?(?:comment(?:ed)?|respond(?:ed)?|repl(?:y|ied)|return(?:ed)?)\b|"
        r"\bno\scomment\b|\bnot\sbe\sdrawn\b|\b(?:not|un)\s?available\sfor\scomment\b|\bdeclined\s(?:to\s)?comment|拒絕評論|拒绝置评|コメントを控え|논평을\s?거부",
    ),
    Rule(
        "customer named by sources",
        None,
        2,
        "people person source insider",
        r"\b(?:people|persons?|sources?|insiders?)\b[^.;]{0,60}\b(?:told|say|said|named|identified)\b[^.;]{0,50}\b(?:it\sis|is\sthe\s(?:buyer|customer)|as\sthe\s(?:buyer|customer)|later\snamed)\b|"
        r"\bsources\s(?:later\s)?named\b",
    ),
    Rule(
        "announcement pending",
        None,
        2,
        "hint preparation preparing due set_to should_come details announcement news will_announce will_be tease about_to expected_to 將宣布 将宣布 預告 予定 見通し 예정",
        r"\bhint(?:s|ed)?\s(?:at|that)\b|\bin\spreparation\b|\bis\s(?:preparing|due|set)\sto\s(?:be\s)?announce\w*|"
        r"\bmore\sshould\scome\b|\b(?:details|announcement|news)\s(?:\w+\s)?(?:promised|due|to\sfollow|expected|next\sweek)|"
        r"\bwill\s(?:be\s)?announced?\b|\bteases?\b|\bis\sabout\sto\b|\bexpected\sto\s(?:be\s)?announced?\b|將宣布|将宣布|預告|发表予定|発表する見通し|"
        r"발표할\s?예정",
    ),
    Rule(
        "subject to approval",
        None,
        2,
        "subject pending must",
        r"\bsubject\sto\s(?:\w+\s){0,3}(?:regulat\w+|approval|conditions|clos\w+|review)|"
        r"\bpending\s(?:\w+\s)?(?:approval|clearance|review)|\bmust\sapprove\b|\bregulat\w+\smust\b",
    ),
    Rule(
        "no milestones",
        None,
        2,
        "milestone strings conditions_tied",
        r"\b(?:no|without|not\stied\sto)\s(?:\w+\s){0,2}(?:milestones|strings)\b|\bno\sconditions\stied\b",
    ),
    Rule(
        "in talks",
        Status.RUMOUR,
        2,
        "talks discuss negotiati talking in_advanced in_early in_final in_prelim in_explor 洽談 洽谈 磋商 協議中 交渉中 협상 논의 gesprächen négociations negociaciones",
        r"\b(?:is|are|was|were|been|still|remain)\s(?:also\s)?(?:in|holding)\s(?:\w+\s){0,2}(?:talks|discussions|negotiations)\b|"
        r"\b(?:has|have)\s(?:held\stalks|discussed)\b|\b(?:is|are|was|were|be|been)\s(?:\w+\s)?(?:discussing|talking\s(?:to|with))\b|"
        r"\bin\s(?:advanced|early|exploratory|preliminary|final)\s(?:talks|discussions|negotiations|stages)\b|\bnegotiating\b|"
        r"\btalks\s(?:are|were|on)\b|洽談|洽谈|磋商|協議中|交渉中|협상\s?중|논의\s?중|in\sGesprächen|en\snegociaciones|en\snégociations",
    ),
    Rule(
        "close to signing",
        Status.RUMOUR,
        1,
        "close near last_stage final_stage about_to",
        r"\b(?:close|near|nears|nearing)\s(?:to\s)?(?:an?\s|the\s)?(?:[$\w]+\s){0,2}(?:deal|agreement|signing|pact|stake|investment|equity|completing)\b|"
        r"\bin\sthe\s(?:last|final)\sstages?\b|\babout\sto\s(?:close|sign)\b",
    ),
    Rule(
        "reported",
        Status.REPORTED,
        1,
        "report said_to understood_to people person source according 據報 据报 報導 报道 据悉 知情 消息人士 報じ 関係者 소식통 보도 berichten insider fuentes",
        r"\b(?:reportedly|is\ssaid\sto|are\ssaid\sto|is\sunderstood\sto|is\sreported\sto)\b|"
        r"\bthe\sinformation\s(?:first\s)?report(?:s|ed)\b|"
        r"\b(?:people|persons?|sources?)\s(?:familiar|with\sknowledge|in\sthe\sknow|close\sto|briefed)\b|"
        r"\baccording\sto\s(?:people|sources|reports?|a\sreport|the\s(?:wall\sstreet|financial|new\syork))|"
        r"\breports?\s(?:say|says|said)\b|據報導|據報|據\S{2,12}報導|据\S{2,12}报道|据报道|据悉|知情人士|消息人士|と報じ|によると報|関係者|소식통|보도|보도했|Berichten\szufolge|Insider|según\sfuentes|"
        r"selon\s(?:des\ssources|nos\sinformations)",
    ),
    Rule(
        "filed",
        Status.FILED,
        1,
        "8-k 10-q 10-k s-1 filing filed",
        r"\b(?:8-K|10-Q|10-K|S-1|SEC\sfiling|regulatory\sfiling|securities\sfiling|filing\swith|filed\swith)\b",
    ),
    Rule(
        "delivered",
        Status.DELIVERED,
        1,
        "delivered shipped live online now_operational in_operation",
        r"\b(?:has|have)\s(?:been\s)?(?:delivered|shipped)\s(?:the\s)?(?:first|all)|\b(?:(?:went|gone)\slive|goes\slive(?!\s(?:in|by|next|from|during|later|this)\b))\b|"
        r"\b(?:came|has\scome)\sonline\b|\bis\snow\s(?:live|operational|in\soperation)\b",
    ),
    Rule(
        "announced",
        Status.ANNOUNCED,
        0,
        "announc unveil reveal present confirm sign ink struck strike seal finali agree entered team join partner commit expand formed shake secure win land buy invest will_ 宣 簽 签 攜手 携手 合作 発表 契約 提携 締結 발표 체결 계약 협력 kündig vereinbar unterzeichn anunci firm annonc conclu",
        r"\b(?:announc(?:es?|ed|ing)|unveil(?:s|ed)|reveal(?:s|ed)|present(?:s|ed)|confirm(?:s|ed)|sign(?:s|ed)|ink(?:s|ed)|str(?:uck|ikes?)|seal(?:s|ed)|finali[sz]ed|agree(?:s|d)\s(?:to|on|a)|entered\s(?:into|an?)|team(?:s|ed)?\sup|join(?:s|ed)?\sforces|partner(?:s|ed)|commits?\sto|committed|expand(?:s|ed)\s(?:its|their)|has\sformed|have\sformed|shake\shands|secures?d?|wins?|lands?|buys?|invests?|will\s(?:buy|invest|spend|build|supply|design|work|co-design|make))\b|"
        r"宣布|宣佈|簽署|签署|簽約|签约|攜手|携手|合作|発表|契約|提携|締結|발표|체결|계약|협력|kündig\w+|vereinbar\w+|unterzeichn\w+|anuncia\w*|firma\w*|annonce\w*|"
        r"sign[ée]\w*|conclu\w*",
    ),
)
