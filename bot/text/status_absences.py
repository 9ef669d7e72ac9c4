"""What of a deal is not there (any more), not said, not settled or unchanged, as data: see `bot.text.status_words`."""

from bot.model.reading import Status
from bot.text.status_rules import NO_COMMITMENT, Rule

_SUMS = r"(?:price|dollar|money|terms|value|cost|worth|sums?|figures?|numbers)"
ABSENCES: tuple[Rule, ...] = (
    Rule(
        NO_COMMITMENT,
        None,
        2,
        "oblig nothing_says abnahme verpflicht",
        r"\b(?:isn['’]t|aren['’]t|not|no\slonger|hardly)\s(?:\w+\s)?obliged\sto\b|\bwithout\sobliging\b|\bno\s(?:\w+\s)?obligation\s(?:to|for|whatsoever)\b|\bunder\sno\sobligation\b|\bnothing\ssays\sit\s(?:has|must|needs)\b|\bAbnahmeverpflichtung\b[^.;]{0,30}\b(?:nicht|keine)\b",
    ),
    Rule(
        "not signed",
        None,
        2,
        "nothing signed_no no_order no_contract no_po hasn't hasn’t not_yet yet_to not_given not_placed not_order haven't haven’t bislang 訂單 订单 注文 주문 purchase_contract not_bought bought received_no to_close been_ordered been_agreed not_agreed noch_nicht pas_encore aún_no 締結 아직",
        r"\bnothing\s(?:had|has|have|is|was)\s(?:yet\s|so\sfar\s)?(?:been\s)?(?:yet\s)?(?:booked|ordered|signed|agreed|bought|sold|committed|decided|placed|final)\b|\bsigned\sno\b|\bno\s(?:firm\s|purchase\s|formal\s|binding\s)?(?:orders?|contracts?|POs?)\s(?:yet|so\sfar|exists?)\b|"
        r"\b(?:has|have|had)(?:n['’]t|\snot)\s(?:yet\s|actually\s)?(?:given|placed|issued|ordered|booked|bought|signed|committed)\b|\bnot\s(?:yet\s)?signed\s(?:any|an?)\b|\byet\sto\s(?:place|book|issue|sign|order|commit)\b|\b(?:bestellt|unterschrieben)\b[^.;]{0,40}\b(?:bislang|noch)\s(?:nichts|nicht)|"
        r"(?:還沒有|尚無|還沒|尚未|没有|尚未有)[^。，]{0,4}(?:訂單|订单|下單|下单)|まだ[^。]{0,6}(?:注文|契約)|아직[^.]{0,10}(?:주문|계약)|\breceived\sno\s(?:\w+\s)?(?:orders?|payments?|money)\b|\byet\sto\sclose\b|\b(?:has|have)\snot\s(?:yet\s)?been\s(?:ordered|agreed|booked|paid)\b|"
        r"\b(?:has|have)\snot\s(?:yet\s)?agreed\b|\bsigned\snothing\b|\bnoch\snicht\s(?:unterschrieben|unterzeichnet|abgeschlossen)\b|\bpas\sencore\s(?:été\s)?sign\w+|\baún\sno\s(?:está|han|ha|se)\s(?:\w+\s)?(?:firm|cerr|acord)\w*|締結(?:されて|して)いない|아직[^.]{0,14}(?:계약|합의)[^.]{0,10}(?:않|못)",
    ),
    Rule(
        "not decided",
        None,
        2,
        "decision decided may might could undecided not_fixed no_decision not_settled not_final not_yet",
        r"\bno\s(?:final\s|investment\s)?decision\b[^.;]{0,30}\b(?:made|taken|yet)\b|\b(?:has|have)(?:n['’]t|\snot)\s(?:yet\s)?(?:been\s)?decided\b|\bundecided\b|\b(?:terms|timing|details|plans?|size|amount)\b[^.;]{0,30}\b(?:may|could|might)\s(?:still\s|yet\s)?change\b|\b(?:is|are|were|was)\snot\s(?:yet\s)?(?:fixed|settled|final)\b",
    ),
    Rule(
        "terms undisclosed",
        None,
        2,
        "nobody neither no_one nor_ no_site no_start no_date no_timetable no_timeline no_schedule no_price no_value no_sum no_figure no_terms no_detail disclosed_no gave_no say_how without_naming without_saying without_giving parties disclose 金額 金额",
        rf"\b(?:nobody|neither|no\sone|nor)\b[^.;]{{0,40}}\b(?:talk|say|speak|discuss|spell|give|gave|wrote|write|put|disclose|name)\w*\s(?:\w+\s){{0,2}}{_SUMS}\b|\bno\s(?:sites?|start\sdates?|dates?|timetable|timeline|schedule|prices?|value|sum|figures?|terms|details|locations?)\b[^.;]{{0,50}}\b(?:given|laid\sout|set|disclosed|named|mentioned|announced|provided|published|released)\b|"
        rf"\b(?:disclosed|gave|named|offered|provided)\sno\s(?:\w+\s)?(?:{_SUMS}|sites?|dates?|details|timetable|timeline)|\bwithout\s(?:naming|saying|giving|disclosing)\s(?:\w+\s){{0,3}}(?:{_SUMS}|how\smuch)\b|(?:未|沒有|没有|並未|并未)(?:公布|公佈|透露|披露)[^。，]{{0,6}}(?:金額|金额)|(?:金額|金额)[^。，]{{0,4}}未(?:公布|公佈|透露|披露)",
    ),
    Rule(
        "terms undisclosed",
        None,
        2,
        "terms details detalles value price amount sum conditions financières",
        r"\b(?:terms|details|value|price|amount|sum)\b[^.;]{0,30}\b(?:were|was|are|is|have|has)\snot\s(?:been\s)?(?:revealed|released|published|given|shared|provided|disclosed|announced|made\sknown)\b|\bno\sse\sdieron\sa\sconocer\b",
    ),
    Rule(
        "in talks",
        Status.RUMOUR,
        2,
        "negotiations talks working_out drafted hammer ironed",
        r"\b(?:negotiations|talks|discussions)\s(?:\w+\s)?(?:continue|are\s(?:ongoing|continuing|under\s?way)|go\son)\b|\b(?:working|hammering|ironing)\sout\s(?:the\s)?(?:final\s)?(?:details|terms)\b|\b(?:still\s)?being\sdrafted\b",
    ),
    Rule(
        "stalled",
        Status.DELAYED,
        2,
        "talks negotiations discussions",
        r"\b(?:talks|negotiations|discussions)\s(?:\w+\s)?(?:have\s|had\s)?(?:cooled|slowed|gone\scold)\b",
    ),
    Rule(
        "dropped",
        Status.CANCELLED,
        2,
        "fell_through fallen_through no_longer_pursu",
        r"\b(?:fell|fallen)\sthrough\b|\bno\slonger\spursu\w+",
    ),
    Rule(
        "under review",
        None,
        2,
        "review",
        r"\b(?:is|are|remains?)\s(?:\w+\s)?under\sreview\b|\breviewing\s(?:its|the|their)\s(?:\w+\s)?(?:options|plans?|terms|agreement|contract)\b",
    ),
    Rule(
        "tentative",
        None,
        2,
        "preliminary",
        r"\b(?:is|are|was|were|remains?)\s(?:still\s|very\s|only\s)*preliminary\b",
    ),
    Rule(
        "contested",
        None,
        2,
        "moratorium suit complaint",
        r"\bmoratorium\b|\bfiled\s(?:a|the|an)\s(?:\w+\s)?(?:lawsuit|suit|complaint)\b",
    ),
    Rule(
        "financing open",
        None,
        2,
        "still_need balk wary hesitat",
        r"\bstill\sneeds?\s(?:\w+\s){0,2}(?:financing|funding|money|capital)\b|\b(?:lenders?|banks?|investors?|backers?)\s(?:\w+\s){0,2}(?:balk\w*|hesitat\w*|wary)\b",
    ),
    Rule(
        "backer left",
        Status.AMENDED,
        2,
        "pull",
        r"\bpull(?:s|ed)\s(?:its|their|the)\s(?:\w+\s)?(?:commitment|funding|support|backing|offer|bid)\b",
    ),
    Rule(
        "unconfirmed",
        None,
        2,
        "neither available verif reach answered independent confirm",
        r"\bneither\b[^.;]{0,40}\b(?:answered|responded|replied|commented|confirms?|confirmed)\b|\b(?:could|can)\s?not\s(?:be\s)?(?:independently\s|immediately\s)?(?:verif\w+|confirm\w*)|\bhas\snot\sbeen\s(?:independently\s)?(?:confirmed|verified)\b",
    ),
    Rule(
        "denied",
        Status.DENIED,
        2,
        "not_the wasn't isn't wasn’t isn’t no_active speculation conjecture no_intention merely_spec not_intend 臆測 臆测",
        r"\bis\snot\sthe\s(?:[\w$.-]+\s){0,3}(?:customer|buyer|client)\b|\bit\s(?:was|is)n['’]t\s(?:openai|meta|google|microsoft|amazon|nvidia|anthropic|xai|apple|oracle|amd|broadcom)\b|\bno\s(?:active\s|concrete\s|current\s|immediate\s)plans?\b|\b(?:is|was|are|were)\s(?:\w+\s)?(?:media\s|market\s|pure\s|mere\s|merely\s|just\s)?(?:speculation|conjecture)\b|"
        r"\b(?:does|do)\snot\s(?:intend|plan)\sto\s(?:roll|use|deploy|build|buy|put|go|run)\b|臆測|臆测",
    ),
    Rule(
        "on track",
        None,
        2,
        "ahead_of_schedule milestone where_we proceeding still_mean still_plan still_intend still_aim still_expect no_change not_changed what_it_was still_in_force in_force schedule 예정대로 如期 按計 按计 予定通り 予定どおり planmäßig previsto prévu",
        r"\bahead\sof\sschedule\b|\bwhere\swe\splanned\b|\bmilestones?\s(?:is|are)\s(?:all\s)?(?:being\s)?(?:met|reached)\b|\b(?:is|are)\sproceeding\b|\bstill\s(?:means|plans|intends|aims|expects)\sto\b|\b(?:there\s(?:is|was)\s)?no\schange\s(?:to|in)\b|\b(?:has|have)\s(?:not|n['’]t)\schanged\b|\bremains?\swhat\sit\swas\b|\b(?:still|remains?)\sin\sforce\b|예정대로|如期|按[計计][畫划]進?|予定(?:通|どお)り|\bplanmäßig\b|\bsegún\slo\sprevisto\b|\bcomme\sprévu\b",
    ),
)
