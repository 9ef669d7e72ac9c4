"""The claims of an event's deal, numbered: what `claim dismiss` and `claim restore` choose from."""

from dataclasses import dataclass

from bot.model.card import Card, Line, Section, Span, Style, code, line, link
from bot.model.command import CommandCall, Reply
from bot.model.deal import Evidence
from bot.model.ruling import RulingKind
from bot.model.story import Story
from bot.model.view import claim_name
from bot.ports import Tables
from bot.text.phrases import date_words, place_words, value_words
from handlers.correcting import named, open_event

MOST = 30


@dataclass(frozen=True, kw_only=True)
class Claims:
    """An event with the claims of its deal, in the order in which they were seen."""

    story: Story
    stated: tuple[Evidence, ...]
    dismissed: frozenset[str]

    def chosen(self, typed: str) -> Evidence | None:
        """Return the claim that a number or a name means."""
        typed = typed.strip().lstrip("#")
        if typed.isascii() and typed.isdigit() and len(typed) < 6:
            return self.stated[int(typed) - 1] if 0 < int(typed) <= len(self.stated) else None
        return next((item for item in self.stated if claim_name(item) == typed), None)


def claims_of(tables: Tables, typed: str, call: CommandCall) -> Claims | None:
    """Return the claims of the deal of an event that this workspace can see."""
    story = open_event(tables, typed, call)
    if story is None:
        return None
    stated: dict[str, Evidence] = {}
    for item in tables.deals.evidence(story.deal_id) if story.deal_id else ():
        if item.claim.kind.value != "party":
            stated.setdefault(claim_name(item), item)
    dismissed = frozenset(ruling.key for ruling in tables.rulings.of(call.tenant, (RulingKind.DISMISSED_CLAIM,)))
    return Claims(story=story, stated=tuple(stated.values()), dismissed=dismissed)


def claim_words(item: Evidence) -> str:
    """Return a claim in a reader's words."""
    claim = item.claim
    words = {"site": place_words, "date": date_words}.get(claim.kind.value)
    said = words(claim.value) if words else value_words(claim.value, hedge=claim.hedge.value, basis=claim.basis)
    return f"{claim.kind.value.capitalize()}: {said}"


def listed_claims(claims: Claims, command: str, note: str = "") -> Reply:
    """List the claims with their numbers, dismissed ones struck through."""
    rows = tuple(_row(number, item, claims) for number, item in enumerate(claims.stated[:MOST], start=1))
    if len(claims.stated) > MOST:
        rows = (*rows, line(f"and {len(claims.stated) - MOST} more, numbered on"))
    title = f"{note} The claims about “{claims.story.headline}”".strip() if claims.stated else "No claim about it is in the ledger."
    return Reply(
        card=Card(
            title=title,
            sections=(Section(lines=rows),) if rows else (),
            footer=line("By its number: ", code(f"{command} {named(claims.story)} 1")),
        )
    )


def _row(number: int, item: Evidence, claims: Claims) -> Line:
    struck = claim_name(item) in claims.dismissed
    said = Span(claim_words(item), style=Style.STRUCK if struck else Style.PLAIN)
    source = item.host or item.publisher
    return line(f"{number}. ", said, " — ", link(source, item.url) if item.url else source, " (dismissed here)" if struck else "")
