"""Every kind of card that a reader meets, made by the code that makes them: alerts from stories and ledgers, answers by the desk."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.clock import ManualClock
from bot.model.alert import Act, Destination, Subscription
from bot.model.card import Button, Card, Tone, bold, line, link
from bot.model.catalogue import Catalogue
from bot.model.command import CommandCall
from bot.model.deal import Deal, Evidence, LedgerField
from bot.model.delivery import DeliveryState
from bot.model.entry import Entry, Extent
from bot.model.feed import Feed, Grade
from bot.model.ids import stable_id
from bot.model.reading import Claim, ClaimKind, Genre, Hedge, Match, Reading, Role, Scope, Status
from bot.model.story import FactChange, Likeness, Story, StoryEntry
from bot.model.storyline import Company, Party, Storyline
from bot.pipeline.alert import act, new_alert
from bot.pipeline.card import COMMANDS, Linked, alert_card, reply_card
from bot.ports import Tables
from bot.store import open_store
from handlers.context import Context
from handlers.desk import CommandDesk
from handlers.registry import COMMANDS as DECLARED
from handlers.registry import HANDLERS

NOW = datetime(2026, 3, 2, 14, 53, tzinfo=UTC)
NAMES = ("Northwind", "Contoso", "Fabrikam", "Tailspin")
CATALOGUE = Catalogue(
    companies=tuple(Company(id=name.lower(), name=name) for name in NAMES),
    storylines=tuple(
        Storyline(
            id=f"northwind-{name.lower()}",
            title=f"Northwind × {name}",
            parties=(Party(company="northwind", role="buyer"), Party(company=name.lower(), role="supplier")),
        )
        for name in NAMES[1:]
    ),
)
KNOWN = ("help", "latest", "show", "facts", "why", "storylines", "list", "health", "subscribe", "unsubscribe", "quiet", "undo")
"""The commands that the desk of these cards has, so that a new one changes no golden file."""
ASKED = {
    "latest": "latest", "facts": "facts northwind-contoso", "show": "show sopened", "why": "why https://northwind.example/racks",
    "why_never": "why https://elsewhere.example/x", "help": "help", "health": "health", "list": "list", "storylines": "storylines",
    "subscribe": "subscribe northwind-contoso", "quiet": "quiet 22-7 Europe/Berlin", "unknown": "lates", "no_such": "facts @everyone",
}  # fmt: skip


def entry(name: str, *, host: str, grade: Grade, title: str, text: str = "", minutes: int = 0, **more: object) -> Entry:
    """Return an entry of that host, seen so many minutes after the first."""
    url = f"https://{host}/{name}"
    made = Entry(
        id=f"e{name}",
        url=url,
        page=url,
        title=title,
        text=text,
        seen=NOW + timedelta(minutes=minutes - 1),
        feed_id="f1",
        host=host,
        publisher=host,
        grade=grade,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def said(source: Entry, kind: ClaimKind, value: str, quote: str, **more: object) -> Evidence:
    """Return a claim of an entry."""
    claim = replace(Claim(kind=kind, value=value, quote=quote, storyline="northwind-contoso"), **more)  # type: ignore[arg-type]
    return Evidence(
        claim=claim, entry_id=source.id, publisher=source.publisher, host=source.host, url=source.url, grade=source.grade, seen=source.seen
    )


OFFICIAL = entry(
    "racks",
    host="northwind.example",
    grade=Grade.PRIMARY,
    title="Northwind and Contoso to design racks together, made in the U.S.",
    text="Northwind and Contoso will design racks together.",
)
DAILY = entry("five", host="daily.example", grade=Grade.PRESS, title="Northwind in $5 billion rack deal with Contoso", minutes=9)
WIRE = entry("wire", host="wire.example", grade=Grade.WIRE, title="Northwind and Contoso design racks", minutes=3)
OPENED = Story(
    id="sopened", storyline="northwind-contoso", storylines=("northwind-contoso",), headline=OFFICIAL.title, opened_at=OFFICIAL.seen, updated_at=NOW,
    parties=("northwind", "contoso"), status=Status.ANNOUNCED, deal_id="g1", lead_entry=OFFICIAL.id, alertable=True,
    summary=(
        "Northwind and Contoso announced that they design racks together, made in the U.S.",
        "The agreement carries no purchase commitment; Northwind gets early access and an option to buy.",
        "Contoso will make cabling, cooling and power systems.",
    ),
)  # fmt: skip
MEMBERS = tuple(
    StoryEntry(story_id=OPENED.id, entry=item, likeness=likeness)
    for item, likeness in ((OFFICIAL, Likeness.FIRST), (WIRE, Likeness.INDEPENDENT), (DAILY, Likeness.INDEPENDENT))
)
_NO_MONEY = said(OFFICIAL, ClaimKind.STATUS, "no purchase commitment", "The agreement carries no purchase commitment")
_FIVE = said(DAILY, ClaimKind.VALUE, "USD 5e9", "a $5 billion rack deal", hedge=Hedge.ABOUT)
DEAL = Deal(
    id="g1", storyline="northwind-contoso", title="Northwind × Contoso", opened_by=OPENED.id, opened_at=OPENED.opened_at, status=Status.ANNOUNCED,
    fields=(
        LedgerField(kind="value", value=None, supports=(_NO_MONEY,), contradicts=(_FIVE,)),
        LedgerField(kind="power", value="1.2 GW", hedge="up_to", supports=(said(WIRE, ClaimKind.POWER, "1.2 GW", "up to 1.2 gigawatts"),)),
        LedgerField(kind="site", value="US", supports=(said(OFFICIAL, ClaimKind.SITE, "US", "made in the U.S."),)),
        LedgerField(kind="date", value="2026-03-02", supports=(said(WIRE, ClaimKind.DATE, "2026-03-02", "announced on Monday"),)),
        LedgerField(kind="date", value="2026-H2", supports=(said(OFFICIAL, ClaimKind.DATE, "2026-H2", "from the second half of 2026"),)),
    ),
    company_facts=tuple(
        LedgerField(kind="site", value=place, supports=(said(WIRE, ClaimKind.SITE, place, "Contoso has plants in five states", scope=Scope.PARTY, party="contoso"),))
        for place in ("US-WI", "US-OH", "US-TX", "US-VA", "US-IN")
    ),
)  # fmt: skip
LATER = replace(
    OPENED, id="slater", headline="Contoso denies that its racks for Northwind are late", status=Status.DENIED, follows=OPENED.id,
    lead_entry="edenial", opened_at=NOW + timedelta(days=3), summary=("Contoso said on Thursday that work goes to plan.",),
)  # fmt: skip
DENIAL = entry("denial", host="wire.example", grade=Grade.WIRE, title=LATER.headline, minutes=3 * 24 * 60)
KOREAN = entry(
    "ko",
    host="press.example",
    grade=Grade.PRESS,
    title="노스윈드, 콘토소와 랙 공동 설계 계약",
    text="노스윈드가 콘토소와 랙을 함께 설계하기로 했다.",
    lang="ko",
)
LONG = "Northwind and Contoso to design, build, test, ship, install, power, cool, run and in the end take back racks for data centers " * 4
ALERT = Card(
    tone=Tone.FIRM,
    chip="ANNOUNCED",
    kicker="Northwind × Contoso",
    source_mark="official source",
    title="Northwind and Contoso to design racks together, made in the U.S.",
    title_url="https://northwind.example/news/racks?a=1&b=2",
    body=(
        line("No purchase commitment; Northwind gets early access and an option to buy."),
        line("Contoso will make cabling and cooling."),
    ),
    facts=(
        line("Value: not stated ⚠ 1 outlet says ", link("$5B", "https://daily.example/5b"), ", against the official text"),
        line("Made in ", bold("Ohio"), " & Texas"),
    ),
    footer=line("3 independent sources of 14 · first seen 14:52 UTC · ", link("northwind.example", "https://northwind.example/news/racks")),
    buttons=(
        Button(label="Why", command="why", argument="s1"),
        Button(label="Facts", command="facts", argument="northwind-contoso"),
        Button(label="Open", url="https://northwind.example/news/racks"),
    ),
)
"""An alert by hand, for what the renderers make of each of its parts."""
VARIANTS = {
    "alert": ALERT,
    "alert_late_linked": replace(
        ALERT,
        tone=Tone.TENTATIVE,
        chip="RUMOUR",
        source_mark="",
        notes=(line("Later: denied, 3 Feb → ", link("the denial", "https://press.example/denial")), line("late: first seen 6 h ago")),
    ),
    "denied": replace(ALERT, tone=Tone.ADVERSE, chip="DENIED", facts=(), body=(line("Contoso says that no such talks took place."),)),
    "retracted": replace(
        ALERT, tone=Tone.ADVERSE, chip="RETRACTED", struck=True, buttons=(), notes=(line("Retracted by an admin: a test page."),)
    ),
}


def alerts() -> dict[str, Card]:
    """Return alerts and replies by name."""
    reported = replace(OPENED, status=Status.REPORTED, lead_entry=WIRE.id, summary=OPENED.summary[1:])
    figure = LedgerField(kind="value", value="USD 5e9", hedge="about", supports=(_FIVE,), contradicts=())
    change = FactChange(
        kind="value", old="about $5 billion", new="not stated", entry_id=OFFICIAL.id, publisher="northwind.example", url=OFFICIAL.url
    )
    member = StoryEntry(story_id=LATER.id, entry=DENIAL, likeness=Likeness.FIRST)
    korean = replace(OPENED, headline=KOREAN.title, summary=(KOREAN.text,), lead_entry=KOREAN.id, status=Status.REPORTED)
    return {
        "announced": _alert(OPENED, DEAL),
        "first": _alert(OPENED, replace(DEAL, fields=DEAL.fields[1:3], company_facts=()), members=MEMBERS[:1]),
        "reported": _alert(reported, replace(DEAL, fields=(figure, *DEAL.fields[1:])), members=MEMBERS[1:]),
        "shortened": _alert(replace(OPENED, summary=("The agreement carries no purchase commitment.",)), DEAL, shortened=True),
        "denied": _alert(LATER, DEAL, members=(member,), now=LATER.opened_at, earlier=Linked(story=OPENED, url=OFFICIAL.url)),
        "developed": _alert(OPENED, DEAL, now=LATER.opened_at, later=(Linked(story=LATER, url=DENIAL.url),)),
        "late": _alert(OPENED, DEAL, late=True, now=NOW + timedelta(hours=7)),
        "retracted": _alert(OPENED, DEAL, struck="a test page, put online by mistake"),
        "other_language": _alert(korean, None, members=(StoryEntry(story_id=korean.id, entry=KOREAN, likeness=Likeness.FIRST),)),
        "headline_only": _alert(
            replace(OPENED, summary=()), None, members=(replace(MEMBERS[0], entry=replace(OFFICIAL, extent=Extent.TITLE)),)
        ),
        "no_news": _alert(
            replace(OPENED, headline="Why Northwind should fear its racks", summary=(), alertable=False, status=Status.REPORTED),
            None,
            members=MEMBERS[2:],
        ),
        "reply": reply_card(OPENED, (change,), CATALOGUE),
        **_odd(),
    }


def _odd() -> dict[str, Card]:
    """Return alerts at the edge: too long, too many, of every script."""
    places = ["US-OH", "US-TX", "US-IN", "US-VA", "US-WI", "US-NM", "US-AZ", "US-GA", "NO", "GB", "KR", "AE"]
    sites = tuple(
        LedgerField(kind="site", value=place, supports=(said(WIRE, ClaimKind.SITE, place, "sites in many places"),)) for place in places
    )
    figures = tuple(said(replace(DAILY, host=f"paper{n}.example"), ClaimKind.VALUE, f"USD {n}e9", f"${n} billion") for n in range(3, 8))
    many = replace(DEAL, fields=(replace(DEAL.fields[0], contradicts=figures), *DEAL.fields[1:2], *sites))
    mixed = "🚀 Northwind ❤️ Contoso: عقد بقيمة 5 مليارات — Нордвинд *bold* <!channel> @everyone `x` 👩‍🚀"
    return {
        "long": _alert(
            replace(OPENED, headline=LONG, summary=(LONG, LONG)), DEAL, later=(Linked(story=replace(LATER, headline=LONG), url=DENIAL.url),)
        ),
        "many": _alert(OPENED, many),
        "mixed": _alert(replace(OPENED, headline=mixed, summary=(mixed,)), DEAL),
    }


def _alert(
    story: Story,
    deal: Deal | None,
    *,
    members: tuple[StoryEntry, ...] = MEMBERS,
    now: datetime = NOW,
    shortened: bool = False,
    **more: object,
) -> Card:
    """Return a story's card; the summary's sentences stand in the entries' texts, unless a model `shortened` them."""
    if not shortened:
        members = tuple(replace(m, entry=replace(m.entry, text=" ".join((m.entry.text, *story.summary)))) for m in members)
    return alert_card(story, deal, members, CATALOGUE, now=now, commands=COMMANDS, **more)  # type: ignore[arg-type]


async def answers() -> dict[str, Card]:
    """Return what the desk answers over a store that holds the stories above, asked by an admin and, once, by somebody who is none."""
    clock = ManualClock(NOW)
    store = open_store("sqlite:///:memory:", clock=clock)
    try:
        await store.write(_fill)
        desk = CommandDesk(
            Context(
                store=store,
                catalogue=CATALOGUE,
                clock=clock,
                commands=tuple(one for one in DECLARED if one.name in KNOWN),
                handlers=HANDLERS,
            )
        )
        told = {name: (await desk.answer(_call(words))).card for name, words in ASKED.items()}
        told["refused"] = (await desk.answer(replace(_call("subscribe northwind-contoso"), is_admin=False))).card
        return told
    finally:
        await store.close()


def _call(words: str) -> CommandCall:
    return CommandCall(
        tenant="slack:T1",
        platform="slack",
        workspace="T1",
        channel="C1",
        channel_name="#deals",
        user="U1",
        user_name="Ann",
        is_admin=True,
        text=words,
        at=NOW,
    )


def _fill(tables: Tables) -> None:
    tables.feeds.sync((Feed(id="f1", url="https://northwind.example/feed", title="Northwind newsroom", grade=Grade.PRIMARY),), NOW)
    match = Match(storyline="northwind-contoso", role=Role.ABOUT, score=1.0, reasons=("the title names Northwind and Contoso",))
    tables.entries.add(
        [
            Reading(
                entry=member.entry, matches=(match,), primary=match.storyline, genre=Genre.DEAL, alert=True, status=Status.ANNOUNCED,
                why=("About Northwind × Contoso: the title has both together.", "Worth an alert: the title says what is done."),
            )
            for member in MEMBERS
        ]
    )  # fmt: skip
    tables.stories.put(OPENED)
    for member in MEMBERS:
        tables.stories.join(member)
    tables.deals.put(DEAL)
    place = Destination(id="d1", tenant="slack:T1", platform="slack", workspace="T1", channel="C1", name="#deals")
    place = replace(place, id=stable_id("d", place.platform, place.workspace, place.channel))
    tables.places.put_destination(place)
    tables.places.put_subscription(
        Subscription(id="u1", tenant=place.tenant, destination_id=place.id, storylines=("*",), created_by="U1", created_at=NOW)
    )
    alert = new_alert(place.tenant, OPENED, _alert(OPENED, DEAL), NOW, primary=True)
    tables.alerts.put(alert)
    post = act(alert, place, Act.POST, alert.card, NOW)
    tables.deliveries.add([replace(post, state=DeliveryState.SENT, message_ref="C1:1.0", settled_at=NOW)])
