"""An article's own text out of a page, by trafilatura. Runs in the child process only."""

import re

import trafilatura

from bot.text.plain import legal_text

_LONGEST = 60_000
# Lines that a site puts between the paragraphs: pointers to other articles, invitations, consent.
_NOISE = re.compile(
    r"(?:also read|read also|read more|read next|related|recommended|see also|more from|most read|trending|editor'?s? picks?|don'?t miss|up next"
    r"|watch|listen|advertisement|sponsored|story continues|article continues|continue reading|sign up|subscribe|newsletter|follow us|share this"
    r"|download (?:our|the) app|lesen sie auch|mehr zum thema|à lire aussi|lire aussi|lea también|leggi anche|関連記事|あわせて読みたい|延伸閱讀|相關新聞"
    r"|相关阅读|관련 ?기사)(?:\b|(?<=[^\x00-\x7f]))\s*(?:[:|–—>»：]|$|our\b|to\b|on\b|below\b|in\b|this\b|by\b|the\b)",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\b(?:we|our)\b.{0,80}\b(?:cookies?|partners)\b|\baccept (?:all )?cookies\b|\bcookie (?:policy|settings|preferences)\b|\bmanage (?:your )?consent\b"
    r"|\bprivacy (?:policy|settings)\b.{0,60}\b(?:accept|agree|consent)\b|\benable javascript\b|\bad ?blocker\b",
    re.IGNORECASE,
)
_FEWEST = 200
"""Characters below which what was found is no article."""


def extract_article(body: bytes, content_type: str, url: str) -> str:
    """Return the article's paragraphs, or an empty string when the page holds none (a menu, a consent wall, an error page)."""
    found = re.search(r"charset=[\"']?([A-Za-z0-9_.:-]{2,40})", content_type, re.IGNORECASE)
    page: bytes | str = body
    if found:
        try:
            page = body.decode(found[1], "replace")
        except (LookupError, UnicodeError):
            page = body
    text = trafilatura.extract(page, url=url, fast=True, include_comments=False, include_tables=True, deduplicate=True) or ""
    lines = [line.strip() for line in str(text).split("\n")]
    kept = [line for line in lines if line and not _is_noise(line)]
    article = legal_text("\n\n".join(kept), _LONGEST)
    return article if len(article) >= _FEWEST else ""


def _is_noise(line: str) -> bool:
    """Tell whether a paragraph is the site's and not the article's; only short ones can be."""
    if len(line) > 400:
        return False
    bare = line.lstrip("-*•|>#[ ").strip()
    return bool(_NOISE.match(bare)) or bool(_CONSENT.search(bare))
