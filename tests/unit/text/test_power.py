"""Power and pieces of hardware."""

import pytest

from bot.model.reading import Hedge
from bot.text.power import find_power
from bot.text.units import find_units


@pytest.mark.parametrize(
    ("text", "lang", "values"),
    [
        ("a 3-gigawatt campus", "en", ["3 GW"]),
        ("750MW, 1.5 GW and 900 megawatts", "en", ["750 MW", "1.5 GW", "900 MW"]),
        ("more than a gigawatt", "en", ["1 GW"]),
        ("a further gigawatt", "en", ["1 GW"]),
        ("seven gigawatts of capacity", "en", ["7 GW"]),
        ("100–200 megawatts", "en", ["100-200 MW"]),
        ("from 1.2 GW to about 2 GW", "en", ["1.2 GW", "2 GW"]),
        ("grow from 1.2 to 2 gigawatts", "en", ["1.2 GW", "2 GW"]),
        ("1,200 MW", "en", ["1.2 GW"]),
        ("adds one gigawatt of compute every week", "en", ["1 GW/week"]),
        ("it used 40 GWh last year", "en", []),
        ("(2317-TW) rose", "en", []),
        ("mindestens 4,5 Gigawatt", "de", ["4.5 GW"]),
        ("hasta 2 gigavatios", "es", ["2 GW"]),
        ("une puissance de 1,5 gigawatt", "fr", ["1.5 GW"]),
        ("10吉瓦的算力", "zh-Hant", ["10 GW"]),
        ("500兆瓦", "zh-Hans", ["500 MW"]),
        ("每週做出2GW算力", "zh-Hant", ["2 GW/week"]),
        ("10ギガワット規模", "ja", ["10 GW"]),
        ("300メガワット", "ja", ["300 MW"]),
        ("최대 6기가와트", "ko", ["6 GW"]),
        ("1.2GW급", "ko", ["1.2 GW"]),
    ],
)
def test_power_is_read_to_its_normal_form(text, lang, values):
    """Gigawatts from one thousand megawatts on; energy and tickers are no power."""
    assert [figure.value for figure in find_power(text, lang)] == values


@pytest.mark.parametrize(
    ("text", "lang", "values"),
    [
        ("3,000 racks per week", "en", ["3000 racks/week"]),
        ("up to 3,000 AI server racks a week", "en", ["3000 racks/week"]),
        ("3,000 racks weekly", "en", ["3000 racks/week"]),
        ("some 2 million GPUs", "en", ["2000000 GPUs"]),
        ("400,000 wafers a month", "en", ["400000 wafers/month"]),
        ("hundreds of thousands of Nvidia GPUs", "en", ["hundreds of thousands of Nvidia GPUs"]),
        ("its 2026 server plans", "en", []),
        ("3 000 baies par semaine", "fr", ["3000 racks/week"]),
        ("3.000 racks por semana", "es", ["3000 racks/week"]),
        ("每週3,000個機櫃", "zh-Hant", ["3000 racks/week"]),
        ("週3000ラック", "ja", ["3000 racks/week"]),
        ("주당 3000개 랙", "ko", ["3000 racks/week"]),
        ("10万個のGPU", "ja", ["100000 GPUs"]),
        ("最新GPUを26万個以上供給する", "ja", ["260000 GPUs"]),
        ("AI 서버 랙 3500대", "ko", ["3500 racks"]),
        ("約4000櫃AI伺服器", "zh-Hant", ["4000 racks"]),
        ("约30万颗英伟达GB300 GPU", "zh-Hans", ["300000 GPUs"]),
        ("up to two million TPUs", "en", ["2000000 TPUs"]),
        ("3 million to 4 million GPUs", "en", ["3000000-4000000 GPUs"]),
        ("des centaines de milliers de GPU Nvidia", "fr", ["centaines de milliers de GPU"]),
        ("monthly output will reach 5,000 racks", "en", ["5000 racks/month"]),
        ("40 racks a week", "en", ["40 racks/week"]),
        ("the racks it is buying, 300 of them, come in May", "en", ["300 racks"]),
        ("每週約150櫃", "zh-Hant", ["150 racks/week"]),
        ("第5櫃和櫃台", "zh-Hant", []),
    ],
)
def test_pieces_are_counted_with_their_pace(text, lang, values):
    """Racks, chips and wafers keep what they are per; a number in words alone stays words."""
    assert [figure.value for figure in find_units(text, lang)] == values


def test_power_keeps_its_hedge():
    """A ceiling is not a promise."""
    assert [f.hedge for f in find_power("up to 5 gigawatts, at least 2 GW")] == [Hedge.UP_TO, Hedge.AT_LEAST]


@pytest.mark.parametrize(("text", "lang"), [("the first gigawatt comes in 2027", "en"), ("das erste Gigawatt soll 2027 laufen", "de")])
def test_the_first_gigawatt_is_one(text, lang):
    """A first gigawatt is one gigawatt."""
    assert [figure.value for figure in find_power(text, lang)] == ["1 GW"]
