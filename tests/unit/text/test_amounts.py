"""Amounts of money in seven languages and more notations."""

import pytest

from bot.model.reading import Hedge
from bot.text.amounts import find_amounts, find_vague

CASES = (
    # English
    ("a $7 billion deal", "en", ["USD 7e9"]),
    ("US$12.5bn and NT$400 million", "en", ["USD 12.5e9", "TWD 400e6"]),
    ("C$3 billion, A$2bn, HK$9 billion, S$1.2 billion", "en", ["CAD 3e9", "AUD 2e9", "HKD 9e9", "SGD 1.2e9"]),
    ("worth £6bn (€7 billion)", "en", ["GBP 6e9", "EUR 7e9"]),
    ("¥900 billion from Tokyo", "en", ["JPY 900e9"]),
    ("40 billion yuan, 3 trillion won, 700 billion yen", "en", ["CNY 40e9", "KRW 3e12", "JPY 700e9"]),
    ("Rs 8,000 crore and ₹2 lakh crore", "en", ["INR 80e9", "INR 2e12"]),
    ("between $3 billion and $4 billion", "en", ["USD 3e9-4e9"]),
    ("$3 billion to $4 billion", "en", ["USD 3e9-4e9"]),
    ("$3-4 billion", "en", ["USD 3e9-4e9"]),
    ("$3bn–$4bn", "en", ["USD 3e9-4e9"]),
    ("from $3 billion to $9 billion", "en", ["USD 3e9", "USD 9e9"]),
    ("$3 billion and $9 billion", "en", ["USD 3e9", "USD 9e9"]),
    ("$1.2 trillion to $700 billion", "en", ["USD 1.2e12", "USD 700e9"]),
    ("six billion dollars, half a billion dollars", "en", ["USD 6e9", "USD 500e6"]),
    ("a 20-billion-dollar order", "en", ["USD 20e9"]),
    ("$9 billion per gigawatt", "en", ["USD 9e9/GW"]),
    ("$6 billion a year; $6 billion annually; $6 billion-a-year", "en", ["USD 6e9/year"] * 3),
    ("$1,250,000,000 in cash", "en", ["USD 1.25e9"]),
    ("$5bn-plus and $40-$50 billion", "en", ["USD 5e9", "USD 40e9-50e9"]),
    ("cent milliards de dollars", "fr", ["USD 100e9"]),
    ("300억불", "ko", ["USD 30e9"]),
    ("It pays $8 B, $9M and $3T", "en", ["USD 8e9", "USD 9e6", "USD 3e12"]),
    ("2 billion USD and USD 3 billion", "en", ["USD 2e9", "USD 3e9"]),
    ("$5 billion to four customers", "en", ["USD 5e9"]),
    ("12 billion Taiwan dollars", "en", ["TWD 12e9"]),
    # German
    ("für 4,5 Milliarden Dollar", "de", ["USD 4.5e9"]),
    ("ein Auftrag über 12 Mrd. Euro", "de", ["EUR 12e9"]),
    ("2 bis 3 Milliarden US-Dollar", "de", ["USD 2e9-3e9"]),
    ("eine Billion Dollar", "de", ["USD 1e12"]),
    ("1,2 Billionen Dollar", "de", ["USD 1.2e12"]),
    ("ein 9-Milliarden-Dollar-Vertrag", "de", ["USD 9e9"]),
    ("750 Millionen Euro", "de", ["EUR 750e6"]),
    ("5 Milliarden €", "de", ["EUR 5e9"]),
    # Spanish
    ("25.000 millones de dólares", "es", ["USD 25e9"]),
    ("38 mil millones de dólares", "es", ["USD 38e9"]),
    ("1,5 billones de dólares", "es", ["USD 1.5e12"]),
    ("entre 1.000 y 5.000 millones de dólares", "es", ["USD 1e9-5e9"]),
    ("300 millones de euros", "es", ["EUR 300e6"]),
    # French
    ("11,5 milliards de dollars", "fr", ["USD 11.5e9"]),
    ("entre 1 et 5 milliards de dollars", "fr", ["USD 1e9-5e9"]),
    ("2 à 3 milliards d’euros", "fr", ["EUR 2e9-3e9"]),
    ("800 millions de dollars", "fr", ["USD 800e6"]),
    ("un milliard de dollars", "fr", ["USD 1e9"]),
    # Chinese, both scripts
    ("總值70億美元", "zh-Hant", ["USD 7e9"]),
    ("新台幣3,000億元", "zh-Hant", ["TWD 300e9"]),
    ("斥資一兆美元", "zh-Hant", ["USD 1e12"]),
    ("10億至50億美元", "zh-Hant", ["USD 1e9-5e9"]),
    ("价值3000亿美元", "zh-Hans", ["USD 300e9"]),
    ("投资1.4万亿美元", "zh-Hans", ["USD 1.4e12"]),
    ("200亿元人民币", "zh-Hans", ["CNY 20e9"]),
    ("四十億美元", "zh-Hant", ["USD 4e9"]),
    ("约5000万美元", "zh-Hans", ["USD 50e6"]),
    # Japanese
    ("最大1000億ドルを投資", "ja", ["USD 100e9"]),
    ("1兆5000億円の契約", "ja", ["JPY 1.5e12"]),
    ("10億〜50億ドル", "ja", ["USD 1e9-5e9"]),
    ("380億ドル（約5兆8000億円）", "ja", ["USD 38e9", "JPY 5.8e12"]),
    ("30億ユーロ", "ja", ["EUR 3e9"]),
    # Korean
    ("최대 1000억 달러를 투자", "ko", ["USD 100e9"]),
    ("50억달러 규모", "ko", ["USD 5e9"]),
    ("1조5000억원", "ko", ["KRW 1.5e12"]),
    ("2조 3천억 원", "ko", ["KRW 2.3e12"]),
    ("10억~50억 달러", "ko", ["USD 1e9-5e9"]),
)


@pytest.mark.parametrize(("text", "lang", "values"), CASES)
def test_amounts_are_read_to_their_normal_form(text, lang, values):
    """Signs, words, scales, ranges and bases of each language come out in one form."""
    found = [figure.value for figure in find_amounts(text, lang)]

    assert found == values


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("up to $4 billion", Hedge.UP_TO),
        ("as much as $4 billion", Hedge.UP_TO),
        ("no more than $4 billion", Hedge.UP_TO),
        ("about $4 billion", Hedge.ABOUT),
        ("an estimated $4 billion", Hedge.ABOUT),
        ("nearly a $4 billion deal", Hedge.ABOUT),
        ("~$4B", Hedge.ABOUT),
        ("more than $4 billion", Hedge.AT_LEAST),
        ("at least $4 billion", Hedge.AT_LEAST),
        ("over another $4 billion", Hedge.AT_LEAST),
        ("$4 billion or more", Hedge.AT_LEAST),
        ("$4B+", Hedge.AT_LEAST),
        ("the $4 billion deal", Hedge.EXACT),
        ("$4 billion to $6 billion", Hedge.RANGE),
        ("bis zu 4 Milliarden Dollar", Hedge.UP_TO),
        ("hasta 4.000 millones de dólares", Hedge.UP_TO),
        ("plus de 4 milliards de dollars", Hedge.AT_LEAST),
        ("最高40億美元", Hedge.UP_TO),
        ("超过40亿美元", Hedge.AT_LEAST),
        ("約40億ドル", Hedge.ABOUT),
        ("최대 40억 달러", Hedge.UP_TO),
        ("40億ドル以上", Hedge.AT_LEAST),
    ],
)
def test_the_words_beside_a_figure_hedge_it(text, hedge):
    """A hedge is read before and after the figure, in every language."""
    (figure,) = find_amounts(text, "en")

    assert figure.hedge is hedge


@pytest.mark.parametrize(
    "text", ["GB200 chips", "in 2026 they said", "4 billion people", "Revenue rose 12%", "chipmakers 5 times", "美國的晶片"]
)
def test_numbers_without_a_currency_are_no_amounts(text):
    """People, years, models and percentages are not money."""
    assert find_amounts(text) == ()


def test_billions_without_a_figure_are_vague():
    """`multi-billion-dollar` and `tens of billions of dollars` are told apart from figures."""
    text = "a multi-billion-dollar deal, tens of billions of dollars in all"

    assert [text[a:b] for a, b in find_vague(text)] == ["multi-billion-dollar", "tens of billions of dollars"]


@pytest.mark.parametrize("text", ["交易金額達數十億美元", "数十億ドル規模の契約", "수십억 달러 규모의 계약"])
def test_several_billion_is_no_figure(text):
    """`數十億` says several billion, not one."""
    assert not find_amounts(text, "zh")
