"""Telling the language of a text."""

import pytest

from bot.text.language import detect


@pytest.mark.parametrize(
    ("text", "stated", "lang"),
    [
        ("鴻海與美國公司簽約，將在當地興建資料中心。", "en", "zh-Hant"),
        ("富士康与美国公司签约，将在当地建数据中心。", "en", "zh-Hans"),
        ("両社はデータセンターの建設で合意したと発表した。", "en", "ja"),
        ("두 회사는 데이터센터를 짓기로 했다고 밝혔다.", "en", "ko"),
        ("Die Firma baut mit dem Partner ein Werk in der Stadt und liefert von dort.", "en", "de"),
        ("La empresa construirá con su socio una planta en la ciudad y es la mayor del país.", "en", "es"),
        ("Le groupe construit avec son partenaire une usine dans la ville et produit pour le pays.", "", "fr"),
        ("Компания построит завод вместе с партнёром в этом городе.", "en", "ru"),
        ("The firm will build a plant with its partner in the city and ship from there.", "de", "en"),
        ("OpenAI Foxconn", "de", "de"),
        ("", "", "en"),
    ],
)
def test_detect(text, stated, lang):
    """Script and common words outweigh what a feed says; too little text keeps what it says."""
    assert detect(text, stated) == lang
