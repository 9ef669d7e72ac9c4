"""One company's own plan: `X to build a 2 GW campus in Y` names no second party, yet what is to be built, where and for how much is news."""

from collections.abc import Collection, Sequence

from bot.text.folded import folded
from bot.text.scan import Line

_BUILDS = folded(
    r"\b(?:to\s(?:build|spend|invest|develop|open|construct|restart|expand|pour|put|double|triple|launch)|(?:will|would)\s(?:build|spend|invest|develop|open|construct)|plans?|eyes|builds?|building|commits?|"
    r"invests?|earmarks|pledges?|pours|breaks\sground|reach(?:es|ed)|passes|completes|finishes|powers\sup|opens|switches\son|turns\son|activates|inaugurates|eröffnet|nimmt|schaltet|inaugure|inaugura|unveils?|announces?|proposes|buys|acquires|leases|starts\swork|begins\swork|picks|chooses|selects|expands|adds|drops|scraps|cancels|pauses|halts|delays|shelves|postpones|withdraws|"
    r"baut|bauen|investiert|plant|errichtet|construira|construit|investira|investit|prévoit|annonce|va\s(?:construire|investir)|construirá|invertirá|planea|planean|anuncia|invierte|construye)\b|"
    r"建設|興建|兴建|投資|投资|斥資|斥资|打造|건설|투자|짓|구축|조성"
)
_SITE = folded(
    r"\bdata[\s-]?cent(?:er|re)s?\b|\b(?:ai|gw|gigawatt|mw|megawatt|computing|compute|hyperscale|server)[\s-](?:\w+[\s-]){0,2}(?:campus(?:es)?|hub|park|factory|factories|site|cluster|complex)\b|\bsupercomputer\b|\b(?:colossus|hyperion|prometheus|project\srainier|stargate)\b|\bai\sinfrastructure\b|"
    r"\b(?:computing|compute|training|inference)\scapacity\b|\brechenzentr|\bki-fabrik|\bcentres?\sde\sdonn|\bcentros?\sde\sdatos|データセンター|資料中心|数据中心|數據中心|데이터\s?센터"
)
_CAMPUS = folded(r"\bcampus(?:es)?\b|\bai\b|\bki\b|\bcloud\b|\bstargate\b")
_OTHER = folded(
    r"\b(?:chip\s(?:manufactur|plant|factor)|semiconductor|fabs?\b|wafer|capex|capital\s(?:spending|expenditure)|this\syear\b|quarter|salary|startups?\b|hiring|jobs\b|train(?:ing)?\sworkers|skills|schools?)"
)


def builds_alone(title: Line, lead: Sequence[Line], names: Collection[str]) -> bool:
    """Tell whether the title says that one company, known or of `names`, builds or stops building a site of a stated size or price."""
    if len(title.core) > 1 or not (title.core or names) or "product" in title.kinds or "market" in title.kinds:
        return False
    low = title.folded
    if not _BUILDS.search(low) or _OTHER.search(low):
        return False
    first = lead[:2]
    if _SITE.search(low):
        return title.figure or any(line.figure for line in first)
    if not title.core or not title.figure:
        return False
    told = lead[:1] if _CAMPUS.search(low) is None else first
    return any(_SITE.search(line.folded) and "product" not in line.kinds for line in told)
