"""Makes a newsroom whose parties, figures, order and copies are drawn from a seed; its words are ours."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.demo.newsroom import NewsItem, Newsroom, NewsroomFeed
from bot.model.feed import Grade

OPENS = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
APART = timedelta(minutes=40)
"""Between editions: the second reports each event again while its message is still edited for more coverage."""
PARTNERS = ("Foxconn", "Broadcom", "Nvidia", "AMD", "Oracle", "CoreWeave", "Cerebras")
PLACES = {"Ohio": "US-OH", "Texas": "US-TX", "Michigan": "US-MI", "Wisconsin": "US-WI", "Arizona": "US-AZ", "Virginia": "US-VA"}
OPENINGS = (
    "OpenAI and {partner} announced today that they will build AI data centers together in {place}.",
    "{partner} will supply OpenAI with AI data center systems for a campus in {place}, the two companies announced.",
    "OpenAI has signed an agreement with {partner} for AI infrastructure in {place}, both companies said.",
)
TERMS = (
    "The agreement is worth ${value} billion and covers {power} gigawatts of capacity.",
    "It covers {power} gigawatts and is valued at ${value} billion.",
    "The contract, for {power} gigawatts of computing, has a value of ${value} billion.",
)
TITLES = (
    "OpenAI and {partner} sign ${value} billion AI data center agreement",
    "{partner} to supply OpenAI with {power} gigawatts of AI capacity",
    "OpenAI, {partner} announce {power}-gigawatt AI infrastructure deal",
)
ENDINGS = (
    "Work on the site begins in {year}.",
    "First systems are due in {year}, a spokesperson said.",
    "The companies expect the first halls to open in {year}.",
)
NEGATIVES = (
    (
        "{partner} shares close higher after analyst day",
        "Shares of {partner} rose 2 percent. Analysts kept their price targets and spoke of steady margins.",
    ),
    (
        "Opinion: what the AI boom owes its plumbers",
        "Every gigawatt that OpenAI announces needs pipes. I think we should talk about the people who weld them, not about {partner}.",
    ),
    ("How to choose a laptop for school", "Weight, battery and a keyboard that lasts. Our guide has five picks for every budget."),
    (
        "Foxconn hires for the phone season",
        "The plant that assembles phones is taking on temporary workers and pays a bonus after ninety days.",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Event:
    """What happened, for the test to compare with what was told."""

    partner: str
    value: int
    power: int
    place: str
    year: int
    titles: frozenset[str]
    reports: int

    @property
    def storyline(self) -> str:
        return f"openai-{self.partner.lower()}"


def make(seed: int, *, events: int = 5) -> tuple[Newsroom, tuple[Event, ...]]:
    """Return a newsroom of three editions and its events, one per partner."""
    chance = random.Random(seed)
    partners = chance.sample(PARTNERS, events)
    values, powers = chance.sample(range(3, 90), events), chance.sample(range(1, 20), events)
    items = [_item("wire", 0, 0, "A quiet morning", "Nothing of note happened overnight.", "wire.example", seed)]
    made = []
    for number, partner in enumerate(partners):
        place = chance.choice(list(PLACES))
        facts = {"partner": partner, "value": values[number], "power": powers[number], "place": place, "year": chance.choice((2027, 2028))}
        reports = _reports(chance, number, facts)
        items += reports
        titles = frozenset(item.title.removesuffix(" - Ledger Post") for item in reports)
        made.append(
            Event(
                partner=partner,
                value=values[number],
                power=powers[number],
                place=place,
                year=facts["year"],
                titles=titles,
                reports=len(reports),
            )
        )
    for number, (title, text) in enumerate(NEGATIVES):
        words = {"partner": chance.choice(partners)}
        feed, host = chance.choice((("wire", "wire.example"), ("trade", "rackweekly.example")))
        items.append(_item(feed, 1 + number % 2, 36 + number, title.format(**words), text.format(**words), host, f"negative-{number}"))
    chance.shuffle(items)
    feeds = (
        NewsroomFeed(id="official", title="Official", format="atom", grade=Grade.PRIMARY),
        NewsroomFeed(id="wire", title="Wire", format="rss", grade=Grade.WIRE),
        NewsroomFeed(id="trade", title="Trade", format="rdf", grade=Grade.TRADE),
        NewsroomFeed(id="headlines", title="Headlines", format="rss", grade=Grade.AGGREGATOR, aggregator=True),
    )
    grades = {
        "official.example": Grade.PRIMARY,
        "wire.example": Grade.WIRE,
        "copies.example": Grade.PRESS,
        "rackweekly.example": Grade.TRADE,
    }
    return Newsroom(title=f"seed {seed}", opens=OPENS, feeds=feeds, items=tuple(items), grades=grades, apart=APART), tuple(made)


def _reports(chance: random.Random, number: int, facts: dict) -> list[NewsItem]:
    def say(choices):
        return chance.choice(choices).format(**facts)

    at = 6 * number
    wire_title, wire_text = say(TITLES), f"{say(OPENINGS)}\n\n{say(TERMS)} {say(ENDINGS)}"
    reports = []
    if chance.random() < 0.6:
        reports.append(_item("official", 1, at, say(TITLES), f"{say(OPENINGS)}\n\n{say(TERMS)} {say(ENDINGS)}", "official.example", number))
    reports.append(_item("wire", 1, at + 5, wire_title, wire_text, "wire.example", number))
    reports += [
        _item("wire", 1, at + 6 + copy, wire_title, wire_text, "copies.example", f"{number}-{copy}") for copy in range(chance.randint(0, 2))
    ]
    reports.append(_item("trade", 2, at + 9, say(TITLES), f"{say(OPENINGS)}\n\n{say(ENDINGS)} {say(TERMS)}", "rackweekly.example", number))
    reports.append(
        _item("headlines", 2, at + 11, f"{wire_title} - Ledger Post", wire_title, "headlines.example", number, publisher="Ledger Post")
    )
    return reports


def _item(feed, edition, minute, title, text, host, key, *, publisher=""):
    return NewsItem(
        feed=feed,
        edition=edition,
        title=title,
        text=text,
        url=f"https://{host}/{feed}/{key}",
        published=OPENS + (edition - 1) * APART + timedelta(minutes=minute),
        publisher=publisher,
        publisher_url="https://ledgerpost.example" if publisher else "",
    )
