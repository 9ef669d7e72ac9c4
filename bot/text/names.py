"""Names that no list knows: capitalised words beside deal verbs."""

import re
from collections.abc import Collection

_WORD = r"(?:[A-Z][\w&’'.+-]*[\w+]|[A-Z]{2,}|[a-z][A-Z]\w+)"
_NAME = rf"({_WORD}(?:\s+(?:of\s+)?{_WORD}){{0,3}})"
_VERB = (
    r"(?:has|have|will|to|is|are|said|says|would|plans?|agrees?|signs?|signed|inks?|inked|strikes?|struck|leases?|leased|rents?|wins?|won|lands?|landed|secures?|secured|buys?|bought|acquires?|acquired"
    r"|takes?|books?|reserves?|invests?|invested|partners?|partnered|teams?|teamed|joins?|announces?|announced|unveils?|unveiled|commits?|committed|picks?|selects?|selected|taps?|orders?|ordered|supplies|builds?|expands?|expanded"
    r"|closes|closed|raises|raised|seals?|sealed|delays?|delayed|cancels?|cancelled|denies|denied|breaks|broke|completes|completed|confirms|confirmed|Agrees?|Signs?|Inks?|Strikes?|Leases?|Rents?|Wins?|Lands?"
    r"|Secures?|Buys?|Acquires?|Invests?|Partners?|Teams?|Joins?|Announces?|Unveils?|Commits?|Selects?|Taps?|Orders?|Builds?|Expands?|Closes?|To|Will)"
)
_SUBJECT = re.compile(rf"^(?:[A-Z][\w ]{{0,20}}:\s+)?{_NAME}(?:\s*,\s*{_NAME})?(?:\s+(?:and|&)\s+{_NAME})?\s+{_VERB}\b")
_OBJECT = re.compile(
    rf"\b(?:with|from|by|to|for|and|of|buys?|acquires?|acquiring|buying|signs|wins|lands|adds|picks|selects|taps|in|tenant|developer|operator|provider|startup|utility|With|From|By|To|For|And)\s+{_NAME}"
)
_TRAIL = re.compile(
    r"(?:['’]s)?\s+(?:Signs?|Inks?|Strikes?|Leases?|Wins?|Lands?|Secures?|Buys?|Acquires?|To|Will|In|For|With|On|At|From|Deal|Sign|Ink|Agree|Join|Buy|Lease|Build|Partner|Team)\b.*$|['’]s$"
)
_COMMON = frozenset(
    """the a an this that these those ai artificial data center centre centers centres datacenter cloud new us u.s uk eu america american europe european asia africa india japan china taiwan korea south north west
    east texas ohio michigan virginia wisconsin georgia arizona nevada indiana iowa oregon utah wyoming louisiana mississippi tennessee kentucky pennsylvania york jersey mexico carolina dakota alabama florida illinois
    kansas missouri nebraska oklahoma washington california colorado idaho montana maryland germany france britain england scotland wales ireland norway sweden finland denmark iceland spain portugal italy
    netherlands poland canada australia brazil chile singapore malaysia indonesia thailand vietnam israel uae dubai abu dhabi saudi arabia qatar kuwait riyadh london paris berlin tokyo seoul taipei beijing
    shanghai mumbai delhi bengaluru chennai dallas houston austin abilene phoenix chicago atlanta boston seattle francisco san angeles los city county township valley park monday tuesday wednesday thursday
    friday saturday sunday january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec gpu gpus tpu tpus gw mw report reports exclusive
    breaking update news billion million trillion ceo cfo chief executive chairman president trump administration government department commerce state federal wall street journal times financial
    reuters bloomberg cnbc information register it its he she they we i our in on at by for with from and or of as but if when while after before how why what who where inc corp ltd llc plc group project
    stargate inference training compute nuclear solar power energy grid gigawatt megawatt campus site phase q1 q2 q3 q4 h1 h2 ipo nasdaq nyse sec ftc esg stocks shares investors analysts big tech wafer chips
    gtc blackwell rubin hopper grace vera trainium inferentia ironwood maia helios instinct nvlink gemini claude chatgpt copilot azure one two three first second third more most some many all both other another world global national international
    """.split()  # noqa: SIM905  a list of a hundred quoted words reads worse
)


_PLACES = frozenset(
    {"county", "parish", "township", "city", "valley", "island", "province", "prefecture", "park", "lake", "river", "beach", "heights"}
)


def unknown_names(sentence: str, known: Collection[tuple[int, int]], *, limit: int = 4) -> tuple[str, ...]:
    """Return names of parties that stand beside deal verbs in a title or lead, in order, without those at `known` (start, end) places.

    A guess from spelling alone: at most `limit` names, none of them a place, a date or a common word.
    """
    spans = [match.span(group) for match in [_SUBJECT.match(sentence)] if match for group in (1, 2, 3) if match.group(group)]
    spans += [match.span(1) for match in _OBJECT.finditer(sentence)]
    names: list[str] = []
    for start, end in sorted(spans):
        if any(start < known_end and known_start < end for known_start, known_end in known):
            continue
        name = _TRAIL.sub("", sentence[start:end]).strip(" .'’-")
        words = [word.strip(".'’").lower() for word in name.split()]
        if (
            len(name) < 3
            or not words
            or words[0] in _COMMON
            or all(word in _COMMON for word in words)
            or words[-1] in _PLACES
            or name in names
        ):
            continue
        names.append(name)
    return tuple(names[:limit])
