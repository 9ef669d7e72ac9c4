"""Claims of whole entries: what is a fact of the deal, whose it is, and on which words it stands."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.catalogue import Catalogue
from bot.model.entry import Entry, Extent
from bot.model.reading import ClaimKind, Hedge, Match, Role, Scope, Status
from bot.model.storyline import Company, Party, Storyline
from bot.pipeline.extract import extract
from bot.pipeline.figures import denies_value
from bot.text.document import read_document
from bot.text.gazetteer import Gazetteer

NAMES = (
    ("openai", "OpenAI"),
    ("foxconn", "Foxconn"),
    ("broadcom", "Broadcom"),
    ("nvidia", "Nvidia"),
    ("intel", "Intel"),
    ("oracle", "Oracle"),
)
COMPANIES = tuple(Company(id=key, name=name) for key, name in NAMES)
LINES = tuple(
    Storyline(id=f"openai-{other}", title=other, parties=(Party(company="openai", role="buyer"), Party(company=other, role="supplier")))
    for other in ("foxconn", "broadcom", "nvidia", "oracle")
)
CATALOGUE = Catalogue(companies=COMPANIES, storylines=LINES)
GAZETTEER = Gazetteer(COMPANIES)
PRIMARY = "openai-foxconn"


def entry(title, text, **more):
    """An entry published on a Tuesday."""
    when = datetime(2026, 3, 17, 9, tzinfo=UTC)
    return Entry(id="e", url="https://news.example/a", title=title, text=text, seen=when, published=when, **more)


def claims(title, text, *, primary=PRIMARY, others=("openai-broadcom", "openai-nvidia", "openai-oracle"), **more):
    """The claims of a text about the primary storyline that mentions the others."""
    item = entry(title, text, **more)
    matches = [Match(storyline=primary, role=Role.ABOUT, score=1.0)] if primary else []
    role = Role.MENTION if primary else Role.ABOUT
    matches += [Match(storyline=other, role=role, score=0.5) for other in others]
    return extract(read_document(title, text, item.lang, GAZETTEER), tuple(matches), primary, CATALOGUE, item)


def of(found, kind, *, owned=True):
    """The values of one kind, of the main deal or of nobody."""
    return [c.value for c in found if c.kind is kind and (c.storyline == PRIMARY) is owned]


ARTICLE = """OpenAI and Foxconn announced on March 16 a partnership to build AI racks in Kentucky worth up to $7 billion. The pact carries no purchase commitments, but OpenAI has an option to buy the racks.

Production is to begin in early 2027. The plant draws 300 megawatts. Foxconn says it can make 4,000 racks a week at all its factories.

In 2025 OpenAI also signed a $90 billion deal with Broadcom for 11 gigawatts of chips. Foxconn had revenue of $210 billion last year.

Also read:

Intel sells a $6 billion stake to Nvidia"""


def test_facts_of_the_deal_are_its_own():
    """Amount, power, place, date, state and option of the article's own deal have it as owner."""
    found = claims("OpenAI and Foxconn to build racks in Kentucky", ARTICLE)

    assert of(found, ClaimKind.VALUE) == ["USD 7e9"]
    assert of(found, ClaimKind.POWER) == ["300 MW"]
    assert of(found, ClaimKind.SITE) == ["US-KY"]
    assert {"2026-03-16", "2027-early"} <= set(of(found, ClaimKind.DATE))
    assert "no purchase commitment" in of(found, ClaimKind.STATUS)
    assert of(found, ClaimKind.OPTION) == ["option to purchase"]


def test_figures_of_other_deals_and_of_companies_are_not():
    """Another deal in the background and a company's revenue are nobody's here."""
    found = claims("OpenAI and Foxconn to build racks in Kentucky", ARTICLE)

    assert {"USD 90e9", "USD 210e9"} <= set(of(found, ClaimKind.VALUE, owned=False))
    assert "11 GW" in of(found, ClaimKind.POWER, owned=False)


def test_asides_claim_nothing():
    """A teaser of another article adds nothing at all."""
    found = claims("OpenAI and Foxconn to build racks in Kentucky", ARTICLE)

    assert all("6e9" not in c.value for c in found)


def test_a_pace_is_the_makers_as_a_whole():
    """What a company turns out in all its plants has scope PARTY, so that it conflicts with nothing of the deal."""
    (pace,) = [c for c in claims("OpenAI and Foxconn", ARTICLE) if c.kind is ClaimKind.UNITS]

    assert (pace.value, pace.scope, pace.basis, pace.storyline) == ("4000 racks/week", Scope.PARTY, "week", PRIMARY)


@pytest.mark.parametrize(
    ("text", "kind", "own", "nobodys"),
    [
        ("OpenAI and Foxconn plan 6 gigawatts of capacity. The first gigawatt is due in 2027.", ClaimKind.POWER, ["6 GW"], ["1 GW"]),
        ("OpenAI and Foxconn agreed on a $9 billion order. Foxconn gets $2 billion up front.", ClaimKind.VALUE, ["USD 9e9"], ["USD 2e9"]),
        (
            "OpenAI and Foxconn agreed on a $9 billion order, which takes the total to $30 billion.",
            ClaimKind.VALUE,
            ["USD 9e9"],
            ["USD 30e9"],
        ),
        ("OpenAI will order 400 racks from Foxconn. OpenAI may order another 2,000 racks.", ClaimKind.UNITS, [], ["2000 racks"]),
        ("March 17 (Reuters) - OpenAI and Foxconn said that deliveries will start in June.", ClaimKind.DATE, ["2026-06"], ["2026-03-17"]),
        ("OpenAI and Foxconn expect the plant to open in 2029 rather than 2028.", ClaimKind.DATE, ["2029"], ["2028"]),
        ("OpenAI and Foxconn moved the start of production from 2027 to 2028.", ClaimKind.DATE, ["2028"], ["2027"]),
    ],
)
def test_what_is_a_part_an_option_or_was_replaced_is_nobodys(text, kind, own, nobodys):
    """The first of several gigawatts, what is paid at the start, what may be ordered one day, an old date and a dateline are evidence alone."""
    found = claims("OpenAI and Foxconn agree", text)

    assert of(found, kind) == own
    assert set(nobodys) <= set(of(found, kind, owned=False))


def test_a_sentence_says_one_state_and_what_else_it_says_is_evidence():
    """The first particular state is the deal's; a second one in the same sentence, and silence, are in nobody's ledger."""
    found = claims(
        "OpenAI and Foxconn agree",
        "OpenAI and Foxconn have a memorandum of understanding that is subject to regulatory approval. Foxconn declined to comment.",
    )

    assert of(found, ClaimKind.STATUS) == ["memorandum of understanding"]
    assert set(of(found, ClaimKind.STATUS, owned=False)) == {"subject to approval", "no comment"}


def test_taiwan_dollars_are_no_us_dollars():
    """`T$` is how wires write Taiwan's currency."""
    found = claims("OpenAI and Foxconn agree", "OpenAI and Foxconn agreed on an order of T$150 billion.")

    assert of(found, ClaimKind.VALUE) == ["TWD 150e9"]


def test_hedges_stand_beside_the_value():
    """`up to $7 billion` is USD 7e9 with the hedge up_to."""
    (value,) = [c for c in claims("OpenAI and Foxconn", ARTICLE) if c.value == "USD 7e9"]

    assert value.hedge is Hedge.UP_TO


def test_the_ledger_knows_a_denied_amount():
    """“No purchase commitments” is recognised by the ledger as speaking against any amount."""
    assert any(denies_value(c) for c in claims("OpenAI and Foxconn", ARTICLE))


def test_a_total_is_nobodys():
    """$1.3 trillion over all deals is no term of this one."""
    found = claims("OpenAI and Foxconn agree", "OpenAI and Foxconn agree on racks. OpenAI has about $1.3 trillion in spending commitments.")

    (total,) = [c for c in found if c.kind is ClaimKind.VALUE]
    assert (total.value, total.scope, total.storyline) == ("USD 1.3e12", Scope.TOTAL, None)


def test_the_nearest_party_owns_in_a_roundup():
    """Where no deal is the main one, each figure goes to the party that stands beside it."""
    text = "Broadcom gets a $20 billion order from OpenAI, and Nvidia invests $40 billion in OpenAI. Oracle won a $70 billion contract."
    found = claims("OpenAI's deals", text, primary=None, others=("openai-broadcom", "openai-nvidia", "openai-oracle"))

    owned = {c.value: c.storyline for c in found if c.kind is ClaimKind.VALUE}
    assert owned == {"USD 20e9": "openai-broadcom", "USD 40e9": "openai-nvidia", "USD 70e9": "openai-oracle"}


def test_rows_of_a_table_belong_to_the_party_of_their_label():
    """`| Oracle | $70B |` and a heading above a paragraph name the owner."""
    text = "| Partner | Value |\n| Broadcom | ~$20B co-development |\n| Oracle | $70B cloud contract |\n"
    found = claims("The deal book", text, primary=None)

    assert {c.value: c.storyline for c in found if c.kind is ClaimKind.VALUE} == {
        "USD 20e9": "openai-broadcom",
        "USD 70e9": "openai-oracle",
    }


def test_a_title_alone_is_never_above_reported():
    """Of an opaque link only the title is known: no fact of the text, no rung above reported."""
    found = claims("OpenAI signs definitive agreement with Foxconn worth $7 billion", ARTICLE, extent=Extent.TITLE)

    assert all(c.quote in "OpenAI signs definitive agreement with Foxconn worth $7 billion" for c in found)
    assert all(c.status in (None, Status.REPORTED, Status.RUMOUR) for c in found)
    assert "USD 7e9" in of(found, ClaimKind.VALUE)


def test_an_entry_of_no_storyline_claims_nothing():
    """No match, no claim."""
    item = entry("Intel earns $4 billion", "Intel earned $4 billion.")

    assert extract(read_document(item.title, item.text, "en", GAZETTEER), (), None, CATALOGUE, item) == ()


def test_a_maker_named_with_its_goods_owns_nothing():
    """“2,000 Nvidia chips” in a deal between two others is not Nvidia's deal."""
    found = claims(
        "OpenAI and Foxconn agree", "OpenAI and Foxconn will build racks. The first will hold 40,000 Nvidia GPUs and draw 90 megawatts."
    )

    assert of(found, ClaimKind.UNITS) == ["40000 GPUs"]
    assert of(found, ClaimKind.POWER) == ["90 MW"]


def test_plants_a_company_runs_anyway_are_the_companys():
    """Where a company already operates is true of the company, not a term of the deal."""
    text = "OpenAI and Foxconn agreed on racks. Foxconn currently operates plants in Nevada and Utah. The racks will be made at a new plant in Iowa."
    found = {c.value: c.scope for c in claims("OpenAI and Foxconn agree", text) if c.kind is ClaimKind.SITE}

    assert found == {"US-NV": Scope.PARTY, "US-UT": Scope.PARTY, "US-IA": Scope.DEAL}


def test_a_figure_that_is_replaced_is_no_longer_the_deals():
    """What a new plan takes the place of is the past."""
    found = claims(
        "OpenAI and Foxconn agree on $3 billion", "OpenAI and Foxconn agreed to invest $3 billion, which replaces the $9 billion plan."
    )

    assert of(found, ClaimKind.VALUE) == ["USD 3e9"]


def test_the_rung_stands_beside_a_particular_state():
    """“No purchase commitment” says nothing of the ladder; the claim carries the rung that the entry's words support."""
    (claim,) = [c for c in claims("OpenAI and Foxconn", ARTICLE) if c.kind is ClaimKind.STATUS and c.storyline]

    assert (claim.value, claim.status) == ("no purchase commitment", Status.ANNOUNCED)


def test_a_conversion_is_not_a_second_amount():
    """`7 trillion won ($5 billion)` is one sum: the dollars are the deal's."""
    found = claims("OpenAI and Foxconn agree", "OpenAI and Foxconn signed a contract worth 7 trillion won ($5 billion) for racks.")

    assert of(found, ClaimKind.VALUE) == ["USD 5e9"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("鴻海與OpenAI簽署合約，總值70億美元。雙方今天對外說明。", "USD 7e9"),
        ("OpenAIとFoxconnは70億ドルの契約を締結した。両社が発表した。", "USD 7e9"),
        ("OpenAI는 Foxconn과 70억 달러 규모의 계약을 체결했다. 양사가 발표했다.", "USD 7e9"),
        ("OpenAI und Foxconn haben einen Vertrag über 7 Milliarden Dollar geschlossen. Das teilten sie mit.", "USD 7e9"),
        ("OpenAI y Foxconn firmaron un acuerdo de 7.000 millones de dólares. Lo anunciaron hoy.", "USD 7e9"),
        ("OpenAI et Foxconn ont signé un contrat de 7 milliards de dollars. Ils l’ont annoncé.", "USD 7e9"),
    ],
)
def test_amounts_of_other_languages_are_owned_too(text, value):
    """The deal's amount is its own in every language that is read."""
    found = claims("OpenAI Foxconn", text, lang={"鴻": "zh-Hant"}.get(text[0], "en"))

    assert value in of(found, ClaimKind.VALUE)


PIECES = st.sampled_from(
    ["OpenAI", "Foxconn", " $5 billion", " up to 10 GW", "\n\n", ". ", " 1,000 racks a week", " in Ohio", " 2026年", "億美元", " Nvidia ", "| Oracle | $3B |", " 100조 원", "，", "option to buy",
     " no purchase commitments", "Also read:", "$", "1" * 40, ",,,,", " a" * 30, "\u202e", "🚀", "\x00", "stalled", " November 31, 2026 ", "99/99/2026", "(", "兆"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=40).map("".join), st.sampled_from([PRIMARY, None, "other-ai-infra-deal"]))
def test_any_text_gives_quotes_that_stand_in_it(text, primary):
    """Whatever the text, there is no exception, and every quote is a short piece of title or text."""
    found = claims(text[:80], text, primary=primary)

    for claim in found:
        assert claim.quote in text[:80] or claim.quote in text
        assert claim.quote
        assert len(claim.quote) <= 400
        assert len(claim.quote.split()) <= 60


def test_the_same_entry_gives_the_same_claims():
    """Reading is pure."""
    item = entry("OpenAI and Foxconn", ARTICLE)

    assert claims(item.title, item.text) == claims(item.title, replace(item).text)
