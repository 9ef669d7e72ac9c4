"""Saying in a reader's words why an entry was taken as it was."""

from collections.abc import Mapping, Sequence

from bot.model.reading import Genre, Match, Role
from bot.text.scan import Line

Terms = Mapping[str, float]

_ABOUT = {
    "title_pair": "the title has {names} together",
    "title_served": "the title names who builds or funds it, the first sentences {names}",
    "lead_pair": "the first sentences have {names} together",
    "lead_side_pair": "the first sentences say that it serves {names}",
    "told_item": "a list tells its figure",
    "told_figure": "a figure stands beside them",
    "implied_figure": "a figure of that deal is told",
    "lead_in_turn": "the first sentences name its parties one after the other",
    "implied_deal": "its partner stands beside a deal word",
    "lead_of_title": "the first sentences bind the title's company to another",
    "title_unknown": "the title binds {names}",
    "title_borrowed": "the title has a site that others build under that name",
    "title_half_known": "the title binds {names}",
    "builds_alone": "the title says what {names} builds, and how large",
    "lead_crowd": "the first sentences name its partners in a list",
    "lead_unknown": "another party stands beside a deal word",
    "lead_partner": "the first sentences name a partner",
}
_MENTION = {
    "title_of_other": "the title tells of another deal",
    "title_of_strangers": "the title tells of others",
    "title_with_stranger": "the title tells of another company too",
    "crowd_only": "they are only named in a list",
    "apart": "no sentence has {names} together",
    "no_infra_at_all": "nothing in it is AI infrastructure",
    "product": "it is about a product",
    "earlier_only": "only background recounts it",
    "title_tracked": "the title tells of a storyline of its own",
}
_NEWS = {
    "title_pair": "the title has the parties together",
    "title_deal": "the title has a deal word",
    "title_verb": "the title says what is done",
    "title_turn": "the title says what befell a deal",
    "lead_deal": "the first sentences tell of a deal",
    "lead_said": "somebody is quoted as saying so",
    "title_figure": "the title has a figure",
}
_NO_NEWS = {
    "title_market": "the title is about share prices",
    "title_earnings": "the title is about a quarter's figures",
    "title_opinion": "the title comments",
    "title_stock_moves": "the title tells how a share moved",
    "title_comment": "the title judges",
    "title_why": "the title explains or weighs",
    "title_question": "the title asks a question",
    "title_asks": "the title asks or explains",
    "title_teaser": "an announcement is only promised",
    "title_roundup": "it is a roundup",
    "title_recap": "the title looks back",
    "title_aside": "the title tells of a court, of jobs, of shares or of bills",
    "title_idle": "the title says of nobody what is done",
    "title_launch": "the title shows a product",
    "lead_label": "it calls itself commentary",
    "told_list": "it lists several deals",
    "lead_earlier": "it begins with what was before",
    "title_degree": "the title weighs",
    "pair_late": "its parties stand together only further down",
    "told_many": "it tells of several deals",
    "text_market": "much of it is about share prices",
    "text_earnings": "much of it is about a quarter's figures",
    "text_opinion": "much of it comments",
    "lead_opinion": "its first sentences comment",
    "lead_teaser": "an announcement is only promised",
    "first_person": "a commentator speaks",
    "questions": "it asks more than it tells",
    "nobody_said": "nobody is quoted",
}
_GENRE = {
    Genre.DEAL: "news of a deal",
    Genre.RECAP: "an old deal told again",
    Genre.ROUNDUP: "a roundup of several deals",
    Genre.OPINION: "commentary",
    Genre.MARKET: "a piece on share prices or earnings",
    Genre.OTHER: "no news of a deal",
}


_NO_DEAL = "Not worth an alert: it tells no deal between parties that a storyline follows."
_WOULD_HAVE = "A title or first sentence that binds two of them to AI infrastructure would have made it about their storyline."


def match_reasons(features: Terms, names: Sequence[str], held: Sequence[Line], role: Role) -> tuple[str, ...]:
    """Return up to three short phrases, with the words that matched."""
    shown = listed(names)
    table = _ABOUT if role is Role.ABOUT else _MENTION
    reasons = [phrase.format(names=shown) for name, phrase in table.items() if features.get(name)]
    words = _matched(held)
    if words and role is Role.ABOUT:
        reasons.insert(min(1, len(reasons)), f"{listed([f'“{word}”' for word in words])} beside them")
    if not reasons:
        reasons = [f"it names {shown}" if shown else "it names its parties"]
    return tuple(reasons[:3])


def _matched(held: Sequence[Line]) -> list[str]:
    """Return a deal word and an infrastructure word from the sentences that count."""
    words: list[str] = []
    for kind in ("deal", "turn", "infra"):
        for line in held[:3]:
            hit = max((hit for hit in line.hits if hit.kind == kind), key=lambda hit: hit.end - hit.start, default=None)
            if hit is not None:
                words.append(line.sentence.text[hit.start : hit.end])
                break
    return list(dict.fromkeys(words))[:2]


def explain(
    matches: Sequence[Match],
    titles: Mapping[str, str],
    *,
    primary: str | None,
    alert: bool,
    genre: Genre,
    news: Terms | None,
    weights: Terms,
    words: Mapping[str, str],
) -> tuple[str, ...]:
    """Return one to four lines: what it is about, what it only mentions, whether it is worth an alert, and what would have changed that."""
    about = [match for match in matches if match.role is Role.ABOUT]
    lines: list[str] = []
    if about:
        first = next((match for match in about if match.storyline == primary), about[0])
        also = [titles.get(match.storyline, match.storyline) for match in about if match is not first]
        lines.append(
            f"About {titles.get(first.storyline, first.storyline)}: {'; '.join(first.reasons)}."
            + (f" Also about {listed(also)}." if also else "")
        )
    mentions = [match for match in matches if match.role is Role.MENTION]
    if mentions:
        named = listed([titles.get(match.storyline, match.storyline) for match in mentions[:3]])
        lines.append(f"Only mentions {named}: {mentions[0].reasons[0]}.")
    if not about:
        return (*lines, _NO_DEAL, _WOULD_HAVE)
    news = news or {}
    signs = _signs(news, weights, _NEWS if alert else _NO_NEWS, words, sign=1 if alert else -1)
    verdict = "Worth an alert" if alert else "Not worth an alert"
    lines.append(f"{verdict}, as {_GENRE[genre]}" + (f": {'; '.join(signs[:3])}." if signs else "."))
    lines.append(_otherwise(news, weights, alert=alert))
    return tuple(line for line in lines if line)[:4]


def _signs(news: Terms, weights: Terms, table: Mapping[str, str], words: Mapping[str, str], *, sign: int) -> list[str]:
    parts = {name: value * weights.get(name, 0.0) * sign for name, value in news.items()}
    strongest = [name for name in sorted(parts, key=lambda n: -parts[n]) if parts[name] > 0.05 and name in table]
    shown = []
    for name in strongest:
        word = words.get(name.partition("_")[2])
        shown.append(f"{table[name]} (“{word}”)" if word else table[name])
    return shown


def _otherwise(news: Terms, weights: Terms, *, alert: bool) -> str:
    """Say what would have changed the verdict: the fewest of the strongest signs whose absence turns the sum."""
    total = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in news.items())
    table = _NEWS if alert else _NO_NEWS
    parts = {name: weights.get(name, 0.0) * value for name, value in news.items() if name in table}
    taken: list[str] = []
    for name in sorted(parts, key=lambda n: parts[n], reverse=alert):
        if (parts[name] > 0) != alert or abs(parts[name]) < 0.05:
            break
        taken.append(table[name])
        total -= parts[name]
        if (total >= 0) != alert:
            return f"It would be otherwise if this did not hold: {'; '.join(taken[:3])}."
    return (
        "No single sign decides: it would take words of commentary, markets or a roundup in the title."
        if alert
        else "A title that names both parties with a deal word would have made it news."
    )


def listed(items: Sequence[str]) -> str:
    """Return the items as a list in words: `a, b and c`."""
    items = [item for item in items if item]
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
