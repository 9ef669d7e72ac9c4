"""Further wordings of a deal's states, and some rarer states, as data: see `bot.text.status_words`."""

from bot.model.reading import Status
from bot.text.status_rules import Rule

VARIANTS: tuple[Rule, ...] = (
    Rule(
        "not signed",
        None,
        2,
        "sign final contract firm",
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
        "secret private public how_much withheld undisclosed specif neither",
        r"\b(?:price|terms|value|size|figures?|amount|details|cost)\s(?:\w+\s){0,4}(?:was|were|is|are|remain(?:s|ed)?|kept|stay)\s(?:kept\s)?(?:not\smade\spublic|secret|private|withheld|unknown|confidential|unspecified)|\bnot\smade\spublic\b|"
        r"\b(?:would|did|do|does|will)(?:n['’]t|\snot)\ssay\b[^.;]{0,30}\b(?:how\smuch|worth|what)|\bneither\b[^.;]{0,40}\b(?:how\smuch|figure|terms|price|value)\b|\bunspecified\s(?:sum|amount|value)",
    ),
    Rule(
        "unconfirmed",
        None,
        2,
        "comment reply replied drawn confirm respond",
        r"\bno\scomment\b|\b(?:not|n['’]t)\s(?:immediately\s)?(?:repl(?:y|ied)|return)\b|\bnot\sbe\sdrawn\b|\b(?:awaits?|without)\sconfirmation|\bhave\snot\sconfirmed",
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
        "collapse broke_down torn_up against backed_off backs_off dead off_the_table no_longer pull",
        r"\b(?:talks|negotiations|deal|plan|pact|agreement)\s(?:have\s|has\s|had\s)?(?:collapsed|broke(?:n)?\sdown|fell\sthrough)|\btorn\sup\b|\bdecided\s(?:against|not\sto)\b|\bback(?:ed|s)\soff\b|\b(?:is|was)\s(?:dead|off\sthe\stable)\b|\bno\slonger\s(?:plans?|intends?|part)",
    ),
    Rule(
        "scaled back",
        Status.AMENDED,
        2,
        "cut trim smaller reduc halv slash less_than_the",
        r"\b(?:cut|cuts|trim(?:s|med)|reduc(?:es|ed)|slash(?:es|ed)|halv(?:es|ed))\b[^.;]{0,30}\b(?:target|order|commitment|plan|pledge|half|investment|spending|outlay)|\bsmaller\sthan\s(?:first|originally|announced|planned)|\bwas\s(?:cut|reduced|halved)\b|"
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
        "untrue false brush nonsense baseless wrong inaccurate refut reject disput",
        r"\b(?:called|calls|is|was|said\s\w+\s\w+\sis|as)\b[^.;]{0,60}\b(?:untrue|false|nonsense|baseless|wrong|inaccurate)\b|\bbrush(?:es|ed)\s(?:aside|off)\b|"
        r"\b(?:refut(?:es|ed)|reject(?:s|ed)|disput(?:es|ed))\s(?:\w+\s){0,3}(?:account|reports?|claims?|story)\b",
    ),
    Rule(
        "on track",
        None,
        2,
        "still_planned to_plan unchanged as_expected committed_to remains",
        r"\bstill\splanned\b|\bto\splan\b|\b(?:is|are|remains?)\sunchanged\b|\bas\sexpected\b|\bremains?\s(?:committed|in\s(?:force|place)|intact|valid)\b",
    ),
    Rule(
        "announcement pending",
        None,
        2,
        "within_weeks as_soon_as could_come expected_to_be due_to_be days",
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
        "oppos lawsuit sued protest objection",
        r"\b(?:residents|neighbou?rs|locals|opponents|unions?)\s(?:\w+\s)?(?:oppose|object|protest|sue)\w*|\b(?:sued|lawsuit)\sover\b",
    ),
    Rule(
        "filed",
        Status.FILED,
        1,
        "sec_ filing",
        r"\b(?:in\sa|a|the)\s(?:\w+\s)?filing\s(?:with|to|shows?|said|disclos\w+|on)\b",
    ),
)
