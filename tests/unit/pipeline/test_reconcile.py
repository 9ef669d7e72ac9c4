"""Reconcile: claims in, a ledger out, whatever their order."""

import itertools

from bot.model.feed import Grade
from bot.model.reading import ClaimKind, Hedge, Scope, Status
from bot.pipeline.reconcile import reconcile
from tests.unit.pipeline.news import claim, evidence

OFFICIAL = evidence("quill", claim(ClaimKind.STATUS, "no purchase commitment"), grade=Grade.PRIMARY)
FIVE = evidence("outlet", claim(ClaimKind.VALUE, "USD 5e9", hedge=Hedge.ABOUT))


def the(ledger, kind):
    """Return the ledger's only field of a kind."""
    (field,) = [field for field in ledger.fields if field.kind == kind]
    return field


def test_an_amount_stands_against_an_official_text_that_promises_no_money():
    """No amount is held for true where a better-graded source says that nothing is owed; the amount is shown as the other side."""
    value = the(reconcile([FIVE, OFFICIAL]), ClaimKind.VALUE)

    assert value.value is None
    assert value.supports == (OFFICIAL,)
    assert value.contradicts == (FIVE,)


def test_an_outlet_that_denies_money_does_not_undo_the_companys_figure():
    """A worse-graded denial is kept as the other side of a figure that the company states."""
    official = evidence("quill", claim(ClaimKind.VALUE, "USD 5e9"), grade=Grade.PRIMARY)
    denial = evidence("outlet", claim(ClaimKind.STATUS, "no financial obligations"))

    value = the(reconcile([official, denial]), ClaimKind.VALUE)

    assert value.value == "USD 5e9"
    assert value.contradicts == (denial,)


def test_figures_that_cannot_both_be_true_are_never_averaged():
    """The better grade's figure is held for true and the other stands against it, whatever most outlets say."""
    wire = evidence("wire", claim(ClaimKind.POWER, "10 GW"), grade=Grade.WIRE)
    others = [evidence(f"blog{i}", claim(ClaimKind.POWER, "6 GW")) for i in range(3)]

    power = the(reconcile([*others, wire]), ClaimKind.POWER)

    assert power.value == "10 GW"
    assert {item.host for item in power.contradicts} == {item.host for item in others}


def test_one_article_with_two_figures_contradicts_nobody():
    """A total and its first part in one article are both true: who states the held figure too is not against it."""
    total = [evidence("a", claim(ClaimKind.VALUE, "USD 100e9")), evidence("b", claim(ClaimKind.VALUE, "USD 100e9"))]
    part = evidence("a", claim(ClaimKind.VALUE, "USD 10e9"))

    assert not the(reconcile([*total, part]), ClaimKind.VALUE).disputed


def test_a_figure_per_year_is_no_other_side_of_a_total():
    """Figures of another basis are facts of their own."""
    ledger = reconcile(
        [evidence("a", claim(ClaimKind.VALUE, "USD 300e9")), evidence("b", claim(ClaimKind.VALUE, "USD 30e9/year", basis="year"))]
    )

    assert [(field.value, field.disputed) for field in ledger.fields] == [("USD 300e9", False), ("USD 30e9/year", False)]


def test_what_is_a_companys_as_a_whole_is_in_conflict_with_nothing():
    """Claims of scope party and total stand apart from the deal's fields."""
    plants = evidence("a", claim(ClaimKind.UNITS, "900 racks/week", scope=Scope.PARTY, party="harrow"))
    own = evidence("b", claim(ClaimKind.UNITS, "50 racks/week"))

    ledger = reconcile([plants, own])

    assert the(ledger, ClaimKind.UNITS).value == "50 racks/week"
    assert not the(ledger, ClaimKind.UNITS).disputed
    assert [field.value for field in ledger.company_facts] == ["900 racks/week"]


def test_a_plant_of_the_company_is_the_deals_site_only_on_better_word():
    """Where one outlet gives a plant to the deal and another to the company, it is the company's, with both as evidence."""
    theirs = evidence("a", claim(ClaimKind.SITE, "US-OH", scope=Scope.PARTY, party="harrow"))
    deals = evidence("b", claim(ClaimKind.SITE, "US-OH"))
    official = evidence("quill", claim(ClaimKind.SITE, "US-OH"), grade=Grade.PRIMARY)

    assert [field.kind for field in reconcile([theirs, deals]).fields] == []
    assert [field.value for field in reconcile([theirs, official]).fields] == ["US-OH"]


def test_the_ledger_does_not_depend_on_arrival():
    """Every order of the same claims gives the same ledger."""
    claims = [
        OFFICIAL,
        FIVE,
        evidence("c", claim(ClaimKind.VALUE, "USD 6e9")),
        evidence("d", claim(ClaimKind.STATUS, "announced", status=Status.ANNOUNCED)),
    ]

    assert len({reconcile(order) for order in itertools.permutations(claims)}) == 1


def test_the_best_grade_says_how_far_a_deal_has_come():
    """An outlet's bigger word never lifts the status above what the company's own words support."""
    letter = evidence("quill", claim(ClaimKind.STATUS, "letter of intent", status=Status.LETTER), grade=Grade.PRIMARY)
    bigger = evidence("blog", claim(ClaimKind.STATUS, "signed", status=Status.DEFINITIVE))

    assert reconcile([letter, bigger]).status is Status.LETTER


def test_a_later_denial_is_where_the_deal_stands():
    """A turn of events holds while the newest claims tell of it."""
    announced = evidence("quill", claim(ClaimKind.STATUS, "announced", status=Status.ANNOUNCED), grade=Grade.PRIMARY)
    denied = evidence("wire", claim(ClaimKind.STATUS, "denied", status=Status.DENIED), minutes=8 * 1440)

    assert reconcile([denied, announced]).status is Status.DENIED
