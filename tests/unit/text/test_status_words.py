"""The state of a deal and what it leaves open, in many wordings; never more than the wording says."""

import json
from pathlib import Path

import pytest

from bot.model.reading import Speaker, Status
from bot.text.options import CUES as OPTION_CUES
from bot.text.options import find_options
from bot.text.sentences import paragraphs, sentences
from bot.text.speakers import speaker_of
from bot.text.status_words import CUES, NO_COMMITMENT, find_status


def values(text):
    """The values found, without the plain ladder."""
    return {found.value for found in find_status(text, particular=True)}


@pytest.mark.parametrize(
    "text",
    [
        "The pact carries no purchase commitment.",
        "It comes without any financial obligations for either side.",
        "Neither purchase commitments nor payments are part of it.",
        "The agreement does not oblige the lab to buy anything; there is no obligation to purchase.",
        "Purchase commitments are not included.",
        "Neither of them has to buy anything.",
        "The lab is not obliged to buy the racks.",
        "El acuerdo no obliga a comprar los sistemas.",
        "L’accord ne comporte aucun engagement d’achat.",
        "Die Vereinbarung enthält keine Kaufverpflichtung.",
        "協議不含採購承諾或財務義務。",
        "该协议没有采购承诺。",
        "契約には購入義務は含まれない。",
        "이번 계약에는 구매 약정이 포함되지 않는다.",
    ],
)
def test_no_commitment_is_recognised(text):
    """That nothing need be bought or paid is said in many ways, and is always the same value; the cues hide none of them."""
    assert NO_COMMITMENT in values(text)
    assert find_status(text, woken=(1 << len(CUES)) - 1) == find_status(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The two signed a letter of intent.", "letter of intent"),
        ("They signed a memorandum of understanding.", "memorandum of understanding"),
        ("The agreement is not legally binding.", "non-binding"),
        ("The plan has stalled.", "stalled"),
        ("Talks over the site are on hold.", "stalled"),
        ("The companies have scrapped the project.", "dropped"),
        ("The lender pulled out of the financing.", "backer left"),
        ("The first racks will come six months late.", "delayed"),
        ("The opening was postponed.", "delayed"),
        ("The chief executive denied the report.", "denied"),
        ("The company said the plan is on track.", "on track"),
        ("Terms of the deal were not disclosed.", "terms undisclosed"),
        ("The companies did not disclose financial terms.", "terms undisclosed"),
        ("Neither company has confirmed the deal.", "unconfirmed"),
        ("A spokesperson declined to comment.", "no comment"),
        ("The purchase is subject to regulatory approval.", "subject to approval"),
        ("The two are in advanced talks.", "in talks"),
        ("It will be announced next week.", "announcement pending"),
        ("The site is already under construction.", "under construction"),
        ("The $4 billion financing has closed.", "financing closed"),
        ("The cloud loses its right of first refusal.", "right of first refusal"),
        ("The new plan replaces the old agreement.", "replaced"),
        ("They entered into a definitive agreement.", "binding agreement"),
        ("Both sides have yet to finalise the terms.", "not signed"),
        ("The value of the order was not made public.", "terms undisclosed"),
        ("The lab had no comment.", "no comment"),
        ("The deal has been cleared by the regulator.", "subject to approval"),
        ("The purchase closed on Friday.", "closed"),
        ("The first hall is now operating.", "in operation"),
        ("Work has started on the campus.", "under construction"),
        ("The launch was moved back by a quarter.", "delayed"),
        ("Talks collapsed last week.", "dropped"),
        ("The order was cut by half.", "scaled back"),
        ("The contract was extended by three years.", "enlarged"),
        ("The chief executive called the report untrue.", "report rejected"),
        ("The investment is still planned.", "on track"),
        ("The two are close to a deal.", "in talks"),
        ("Residents oppose the site.", "contested"),
        ("The agreement is tentative.", "tentative"),
        ("No purchase order had been signed.", "not signed"),
        ("No price was mentioned.", "terms undisclosed"),
        ('The maker said the report was "not factual".', "denied"),
        ("There have been no delays at the site.", "denied"),
        ("公司澄清報導不實", "denied"),
        ("The page confirms what two people had said.", "confirmed"),
        ("The sale closes once regulators agree.", "subject to approval"),
        ("The lab runs them in early tests.", "under test"),
        ("The bank is reluctant to fund the halls.", "financing open"),
        ("The first two halls are live.", "in operation"),
        ("The racks could slip to spring.", "delayed"),
        ("The lab has exercised its option.", "option exercised"),
        ("客戶依協議行使購買選擇權", "option exercised"),
        ("The block entered commercial operation on Tuesday.", "in operation"),
        ("The maker turned over a cluster last week.", "delivered"),
        ("出荷を1四半期後ろ倒しする", "delayed"),
        ("She dismissed a report that it is late.", "report rejected"),
        ("두 회사가 본계약을 체결했다.", "binding agreement"),
        ("The chips are being validated by the buyer.", "under test"),
        ("該晶片正在測試", "under test"),
        ("The maker has begun shipping to the lab.", "first deliveries"),
        ("The first servers have arrived.", "first deliveries"),
        ("랙 출하를 시작했다", "first deliveries"),
        ("The developer has broken ground in Texas.", "under construction"),
        ("Ground will be broken in spring.", "construction to begin"),
        ("The two sides ended the merger agreement.", "terminated"),
        ("The option has lapsed.", "terminated"),
        ("The second hall will not be finished this year.", "delayed"),
        ("완공 시점이 늦춰졌다", "delayed"),
        ("The contract now runs through 2034.", "term changed"),
        ("購入オプションを行使した", "option exercised"),
        ("The partnership is not exclusive.", "not exclusive"),
        ("The rest comes when certain conditions are met.", "conditional"),
        ("The tenant signed a 15-year lease.", "lease signed"),
        ("The buyer is under no obligation whatsoever.", NO_COMMITMENT),
        ("Nothing had been ordered so far.", "not signed"),
        ("尚無訂單", "not signed"),
        ("No final decision has been made.", "not decided"),
        ("Nobody would talk about price.", "terms undisclosed"),
        ("No sites or dates were given.", "terms undisclosed"),
        ("The claim could not be independently verified.", "unconfirmed"),
        ("Meta is not the mystery buyer.", "denied"),
        ("“It wasn't Meta.”", "denied"),
        ("The lab still intends to take all of it.", "on track"),
        ("予定通り進んでいる", "on track"),
        ("The agreement has been finalized.", "finalized"),
        ("The sale has yet to close.", "not signed"),
        ("The deal fell through in March.", "dropped"),
        ("Negotiations continue.", "in talks"),
        ("Talks have cooled, two people said.", "stalled"),
        ("The lab is no longer pursuing the project.", "dropped"),
        ("It is reviewing its options for the site.", "under review"),
        ("The merger has received regulatory clearance.", "approved"),
        ("The campus is 80% complete.", "partly complete"),
        ("It is a framework agreement.", "framework agreement"),
        ("The project is fully funded.", "financing secured"),
        ("The developer still needs financing.", "financing open"),
        ("The council imposed a moratorium.", "contested"),
        ("A contract is set to be signed this week.", "announcement pending"),
        ("Payments are tied to deployment milestones.", "in stages"),
        ("A fifth of the sum is paid in advance.", "prepaid"),
        ("The first building has been energized.", "in operation"),
        ("The plan is still preliminary.", "tentative"),
        ("The state rejected the application.", "rejected"),
        ("The bank pulled its commitment.", "backer left"),
        ("Financial terms of the sale were not revealed.", "terms undisclosed"),
        ("The opening was brought forward by a quarter.", "brought forward"),
        ("Delivery will take longer than planned.", "delayed"),
        ("It has signed, but no money has changed hands.", NO_COMMITMENT),
        ("Die Verträge sind noch nicht unterschrieben.", "not signed"),
        ("L’accord n’est pas encore signé.", "not signed"),
        ("契約はまだ締結されていない。", "not signed"),
        ("Der Bau hat begonnen.", "under construction"),
        ("Construction is ahead of schedule.", "on track"),
    ],
)
def test_states_are_recognised(text, value):
    """Each rung and turn has its words."""
    assert value in values(text)
    assert find_status(text, woken=(1 << len(CUES)) - 1) == find_status(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Oracle disputes that the plan was scrapped.", "dropped"),
        ("It hit back at a report that the halls are a year late.", "delayed"),
        ("AMD pushed back against the note.", "delayed"),
        ("They make cables and power shelves for the rack.", "dropped"),
        ("The shares gave up an early gain.", "dropped"),
        ("The buyer could have cancelled the second part.", "dropped"),
        ("Oracle pushed back over the weekend against the story.", "delayed"),
        ("If everything goes to plan, it earns money.", "on track"),
        ("The line will not start this autumn as planned.", "on track"),
    ],
)
def test_what_is_disputed_did_not_happen(text, value):
    """A turn of events that somebody disputes is none, nor is a word that only looks like one."""
    assert value not in values(text)


@pytest.mark.parametrize(
    "text",
    [
        "The campus stretches over 900 acres.",
        "Cooling would cost 20 million a year.",
        "The maker does not expect revenue until 2028.",
        "It isn't cheap.",
        "The maker shipped sample racks to the lab.",
        "Three evaluation units were built in Texas.",
        "The chip has taped out.",
        "Talks ended on Friday with a handshake.",
        "Payments are spread over eight years.",
        "A unit was put back on its shelf.",
        "The first gigawatt is due to go live in spring.",
    ],
)
def test_what_only_sounds_like_a_turn_is_none(text):
    """Size, price, a forecast, samples and a production step put no deal among the delayed, denied, amended or delivered."""
    assert {found.status for found in find_status(text)} <= {None, Status.ANNOUNCED, Status.REPORTED}


def test_wording_is_never_raised():
    """An announcement is no contract, and a letter of intent no announcement of one."""
    assert {f.status for f in find_status("The firms announced a partnership.")} == {Status.ANNOUNCED}
    assert Status.DEFINITIVE not in {f.status for f in find_status("They signed a non-binding letter of intent.")}
    assert Status.DEFINITIVE not in {f.status for f in find_status("A definitive agreement has yet to be signed.")}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The lab has early access to the systems.", "early access"),
        ("It may test the racks early.", "early access"),
        ("It has an option to buy the racks.", "option to purchase"),
        ("The lab can purchase them later.", "option to purchase"),
        ("AMD issued a warrant for up to 90 million shares.", "warrants up to 90 million shares"),
        ("It holds warrants for up to 12% of the company.", "warrants up to 12%"),
        ("There is an option to expand the deal from 2028.", "expansion"),
        ("Capacity is scalable to 2 GW.", "expansion"),
        ("The lab could take up the maker's own chips.", "may adopt"),
        ("It gets a first look at the hardware.", "early access"),
        ("It can order more if demand rises.", "option to purchase"),
        ("It holds an option for a further 400 MW.", "expansion"),
        ("The site could eventually reach 3 GW.", "expansion"),
        ("A second tranche would raise the total to $9 billion.", "expansion"),
        ("The lease comes with extension options.", "expansion"),
        ("The tenant gets first say over another 120 MW.", "first refusal"),
        ("The tenant may leave after year four.", "exit"),
        ("The tenant may terminate the lease.", "exit"),
        ("It keeps the right to order another 300 racks.", "option to purchase"),
        ("The lab has until June to decide on the first halls.", "option to purchase"),
        ("The lab can book additional capacity up to 2 GW.", "expansion"),
        ("The lease has two five-year renewals.", "renewal"),
        ("A first block vests when the gigawatt is live.", "vesting"),
        ("It gets as many as 90 million shares.", "warrants"),
        ("The rest is held back until conditions are met.", "conditional"),
        ("The lab can extend the lease by five years.", "expansion"),
        ("It gets shares worth $200 million.", "stake"),
        ("It may sublease the halls.", "freedom"),
        ("It has the right to match any offer.", "first refusal"),
        ("Either side can walk away after 2028.", "exit"),
        ("The customer has priority access to the next chips.", "early access"),
        ("Half of the money depends on a listing.", "conditional"),
        ("The maker could also supply switches.", "may adopt"),
        ("tiene la opción de comprarlos", "option to purchase"),
        ("une option d’achat", "option to purchase"),
        ("購入オプションを持つ", "option to purchase"),
        ("取得優先評估權與選擇權", "option to purchase"),
    ],
)
def test_options_are_recognised(text, value):
    """What a party may do later is told with the size of its warrants."""
    assert value in {found.value for found in find_options(text)}
    assert find_options(text, woken=(1 << len(OPTION_CUES)) - 1) == find_options(text)


@pytest.mark.parametrize("text", ["The lab has exercised its option to buy.", "They dropped plans to expand the site."])
def test_an_option_that_was_used_or_given_up_is_none(text):
    """What was exercised or abandoned leaves nothing open."""
    assert find_options(text) == ()


@pytest.mark.parametrize(
    ("text", "official", "speaker"),
    [
        ("People familiar with the matter said the deal is near.", False, Speaker.UNNAMED),
        ("The companies said they will build it.", False, Speaker.COMPANY),
        ("Analysts at a bank expect more.", False, Speaker.NAMED),
        ("The deal is large.", False, Speaker.OUTLET),
        ("The deal is large.", True, Speaker.COMPANY),
    ],
)
def test_the_speaker_is_told(text, official, speaker):
    """A company's own page speaks for the company; elsewhere the words decide."""
    assert speaker_of(text, names=(), official=official) is speaker


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Recent reports on the site are false.", Status.DENIED),
        ("The lab has no plans to deploy them.", Status.DENIED),
        ("Shareholders voted down the takeover.", Status.CANCELLED),
        ("The bank is talking to the lab about a loan.", Status.RUMOUR),
    ],
)
def test_turns_in_plain_words(text, status):
    """A report called false, plans that nobody has, a vote against and talks have their rung."""
    assert status in {found.status for found in find_status(text)}


@pytest.mark.parametrize("text", ["A hall that goes live in 2027.", "It closed a delayed-draw loan."])
def test_what_is_to_come_is_neither_delivered_nor_late(text):
    """A date ahead is no delivery, and a kind of loan no delay."""
    assert not {Status.DELIVERED, Status.DELAYED} & {found.status for found in find_status(text)}


def test_the_cues_hide_nothing_of_the_test_news():
    """Whatever a rule finds in a sentence of the reports, one of its pieces wakes it."""
    rows = [json.loads(line) for line in (Path(__file__).parents[2] / "data/reports.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = [
        piece for row in rows for _, line in paragraphs(f"{row['title']}\n{row['text']}") for piece in sentences(line, row["lang"] or "en")
    ]

    assert [text for text in texts if find_status(text, woken=(1 << len(CUES)) - 1) != find_status(text)] == []
    assert [text for text in texts if find_options(text, woken=(1 << len(OPTION_CUES)) - 1) != find_options(text)] == []
