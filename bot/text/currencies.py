"""Currencies by every sign and word that news uses for them, as ISO 4217 codes."""

SIGNS: dict[str, str] = {
    "US$": "USD", "$US": "USD", "U.S.$": "USD", "USD$": "USD", "USD": "USD", "US dollars": "USD", "$": "USD", "NT$": "TWD", "T$": "TWD", "NTD": "TWD", "TWD": "TWD", "NT": "TWD", "C$": "CAD", "CA$": "CAD", "CAD": "CAD",
    "A$": "AUD", "AU$": "AUD", "AUD": "AUD", "HK$": "HKD", "HKD": "HKD", "S$": "SGD", "SG$": "SGD", "SGD": "SGD", "NZ$": "NZD", "R$": "BRL",
    "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP", "CN¥": "CNY", "RMB": "CNY", "CNY": "CNY", "¥": "JPY", "JP¥": "JPY", "JPY": "JPY", "￥": "JPY",
    "₹": "INR", "Rs.": "INR", "Rs": "INR", "INR": "INR", "₩": "KRW", "KRW": "KRW", "CHF": "CHF", "SEK": "SEK", "NOK": "NOK", "AED": "AED", "SAR": "SAR",
}  # fmt: skip
"""Written before the figure."""

WORDS: dict[str, str] = {
    "us dollars": "USD", "us dollar": "USD", "u.s. dollars": "USD", "u.s. dollar": "USD", "american dollars": "USD", "us-dollar": "USD", "us-dollars": "USD", "dollars": "USD", "dollar": "USD", "usd": "USD",
    "dólares": "USD", "dolares": "USD", "dólares estadounidenses": "USD", "dollari": "USD", "dollars américains": "USD", "долларов": "USD", "доллара": "USD", "$": "USD", "us$": "USD",
    "taiwan dollars": "TWD", "new taiwan dollars": "TWD", "taiwanese dollars": "TWD", "taiwan-dollar": "TWD", "nt dollars": "TWD", "twd": "TWD", "dollars taïwanais": "TWD", "dólares taiwaneses": "TWD",
    "canadian dollars": "CAD", "australian dollars": "AUD", "australische dollar": "AUD", "australischen dollar": "AUD", "kanadische dollar": "CAD", "kanadischen dollar": "CAD", "dollars australiens": "AUD", "dollars canadiens": "CAD", "dólares australianos": "AUD", "dólares canadienses": "CAD", "hong kong dollars": "HKD", "singapore dollars": "SGD", "canadian dollar": "CAD", "australian dollar": "AUD",
    "euros": "EUR", "euro": "EUR", "eur": "EUR", "€": "EUR", "евро": "EUR", "pounds": "GBP", "pound": "GBP", "pounds sterling": "GBP", "gbp": "GBP", "£": "GBP", "libras": "GBP", "livres sterling": "GBP", "pfund": "GBP",
    "yuan": "CNY", "yuans": "CNY", "yuanes": "CNY", "renminbi": "CNY", "rmb": "CNY", "cny": "CNY", "yen": "JPY", "yens": "JPY", "yenes": "JPY", "jpy": "JPY", "won": "KRW", "wons": "KRW", "krw": "KRW",
    "rupees": "INR", "rupee": "INR", "rupias": "INR", "roupies": "INR", "rupien": "INR", "inr": "INR", "francs suisses": "CHF", "swiss francs": "CHF", "franken": "CHF", "chf": "CHF", "dirhams": "AED", "riyals": "SAR", "рублей": "RUB",
}  # fmt: skip
"""Written after the figure, in languages with spaces; lower case."""

EAST: dict[str, str] = {
    "美元": "USD", "弗": "USD", "불": "USD", "美金": "USD", "美圓": "USD", "米ドル": "USD", "ドル": "USD", "달러": "USD", "미국 달러": "USD", "미 달러": "USD", "美": "USD", "億美": "USD",
    "新台幣": "TWD", "新臺幣": "TWD", "台幣": "TWD", "臺幣": "TWD", "台湾ドル": "TWD", "대만달러": "TWD", "대만 달러": "TWD", "新台币": "TWD", "人民幣": "CNY", "人民币": "CNY", "人民元": "CNY", "위안": "CNY",
    "日圓": "JPY", "日元": "JPY", "円": "JPY", "엔": "JPY", "歐元": "EUR", "欧元": "EUR", "ユーロ": "EUR", "유로": "EUR", "英鎊": "GBP", "英镑": "GBP", "ポンド": "GBP", "파운드": "GBP",
    "韓元": "KRW", "韩元": "KRW", "韓圜": "KRW", "ウォン": "KRW", "원": "KRW", "港元": "HKD", "港幣": "HKD", "港币": "HKD", "盧比": "INR", "卢比": "INR", "ルピー": "INR", "루피": "INR", "USD": "USD", "US$": "USD", "元": "",
}  # fmt: skip
"""Written after the figure in Chinese, Japanese and Korean; `元` is the reader's own: yuan, or Taiwan dollars in the traditional script."""


def own_yuan(lang: str) -> str:
    """Return what a bare `元` is: Taiwan dollars in the traditional script, else yuan."""
    return "TWD" if lang.lower() in ("zh-hant", "zh-tw", "zh-hk") else "CNY"
