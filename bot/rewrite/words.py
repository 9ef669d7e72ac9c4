"""The words that the rules of `faithful` turn on: those that say nothing, and those that may never be left out."""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


NEUTRAL = _words("a an the and that")
"""May be left out or put in anywhere: they carry no fact."""

HELD = _words(
    # negation and exception
    "not no never none neither nor without cannot hardly barely except excluding instead rather but although though despite however",
    "fake false untrue supposed supposedly so-called hypothetical theoretical mock",
    # condition
    "if unless provided pending subject contingent conditional depending assuming once until before after when while whether or either",
    # modality and plans
    "will would could may might can should shall must plan plans planned planning intend intends intended expect expects expected aim aims aimed "
    "hope hopes hoped want wants wanted seek seeks sought consider considers considering considered weigh weighs weighing mull mulls mulling "
    "explore explores exploring talks negotiate negotiating negotiations discuss discusses discussing discussed discussions propose proposes "
    "proposed proposal offer offers offered bid bids ask asks asked urge urges urged set due ready near nears nearing close likely unlikely probably "
    "possibly perhaps potential potentially preliminary tentative tentatively nonbinding non-binding binding definitive letter intent memorandum "
    "understanding draft try tries tried attempt attempts attempted help helps helped threaten threatens threatened promise promises promised pledge "
    "pledges pledged vow vows vowed agree agrees agreed allow allows allowed invite invites invited lobby lobbies lobbied study studies studied "
    "evaluate evaluates evaluated assess assesses assessed test tests tested trial pilot resume resumes resumed initial initially target targets goal forecast forecasts project projected estimate estimates estimated",
    # who says so
    "said says say saying told tells tell according report reports reported reportedly source sources people person familiar claim claims claimed "
    "allege alleges alleged allegedly believe believes believed understood rumor rumors rumored rumour rumours rumoured speculation apparently "
    "confirm confirms confirmed announce announces announced",
    # what went wrong, or was refused
    "decline declines declined deny denies denied reject rejects rejected refuse refuses refused fail fails failed block blocks blocked halt halts "
    "halted pause pauses paused suspend suspends suspended delay delays delayed cancel cancels cancelled canceled scrap scraps scrapped drop drops "
    "dropped end ends ended abandon abandons abandoned withdraw withdraws withdrew withdrawn pull pulls pulled postpone postpones postponed stop "
    "stops stopped terminate terminates terminated lose loses lost avoid avoids avoided prevent prevents prevented ban bans banned sue sues sued "
    "oppose opposes opposed exit exits exited quit quits leave leaves left dispute disputes disputed",
    # when
    "was were been had previously earlier former formerly ex last ago since originally then already still yet soon later eventually next by within "
    "today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday year years month months week weeks quarter",
    # whose
    "rival rivals partner partners supplier suppliers customer customers unit units subsidiary subsidiaries parent affiliate affiliates competitor "
    "competitors investor investors backer backers chief executive analyst analysts spokesman spokeswoman spokesperson chairman president founder "
    "lawyer lawyers regulator regulators government official officials someone somebody one",
    # how much of it
    "only just least most half double doubled triple tripled third twice each every all some part partly several many few another other additional "
    "more less fewer than total combined annual annually yearly monthly weekly per first second third phase option options optional optionally right "
    "rights warrant warrants stake stakes exclusive exclusively nonexclusive non-exclusive",
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty "
    "fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion billions trillion trillions dozen dozens",
    # prepositions, which tell who does what to whom
    "as of in into on at to from for with against under over between through via up down about around among beside",
)
"""May not be left out: without one of them the sentence says something else."""

SAME = {
    word: group[0]
    for group in (
        ("company", "firm"),
        ("build", "construct"),
        ("make", "manufacture", "produce"),
        ("making", "manufacturing", "producing"),
        ("buy", "purchase"),
        ("buys", "purchases"),
        ("bought", "purchased"),
        ("begin", "start"),
        ("begins", "starts"),
        ("began", "started"),
        ("deal", "agreement"),
        ("canceled", "cancelled"),
        ("center", "centre"),
        ("centers", "centres"),
        ("artificial-intelligence", "ai"),
    )
    for word in group
}
"""Words that may stand for one another."""
