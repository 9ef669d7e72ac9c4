"""Telling the article's own lines from what stands around it: menus, teasers, author lines, newsletters.

Only the shape of a line and its place decide, never its subject: what an aside says may well be about the very same companies.
"""

import re
from collections.abc import Sequence

# A line that opens a list of other articles; what follows belongs to it until a real paragraph comes.
_LIST_OPENER = re.compile(
    r"^[\W_]*(?:also\s+read|read\s+also|read\s+more|read\s+next|up\s+next|related(?:\s+(?:news|stories|articles|posts|reading|content|topics|coverage))?"
    r"|recommended(?:\s+(?:readings?|stories|articles|for\s+you))?|more\s+(?:from|on|in|stories|news|articles)\b.{0,40}|most\s+(?:read|popular|viewed)"
    r"|trending(?:\s+\w+)?|latest\s+(?:stories|news|posts|articles|headlines)|continue\s+readings?|you\s+may\s+(?:also\s+)?like"
    r"|don['’]t\s+miss|must[\s-]reads?|in\s+other\s+news|editor['’]?s['’]?\s+picks?|top\s+stories|popular\s+(?:posts|stories)|see\s+also"
    r"|recent\s+(?:posts|articles|news|stories)|further\s+reading|lesen\s+sie\s+auch|mehr\s+zum\s+thema|lea\s+también|te\s+puede\s+interesar"
    r"|à\s+lire\s+aussi|lire\s+aussi|延伸閱讀|延伸阅读|相關新聞|相关新闻|相关阅读|相關報導|推薦閱讀|推荐阅读|更多新聞|関連記事|あわせて読みたい|おすすめ記事|관련\s*기사|관련\s*뉴스"
    r"|читайте\s+также)\s*[:：»>\-–—|]*\s*$",
    re.IGNORECASE,
)
# A sentence or line that points elsewhere, with the other article's headline in it.
_POINTER = re.compile(
    r"^[\W_]*(?:also\s+read|read\s+also|read\s+more|read\s+next|hot\s+right\s+now|trending(?:\s+now)?|popular(?:\s+now)?|related(?:\s+(?:news|stor(?:y|ies)|articles?|reading))?|see\s+also|recommended|don['’]t\s+miss|more\s+on\s+this"
    r"|watch|listen|lesen\s+sie\s+auch|lea\s+también|lire\s+aussi|à\s+lire(?:\s+aussi)?|延伸閱讀|延伸阅读|相關新聞|相关新闻|関連記事|관련\s*기사|читайте\s+также)\s*(?:[:：|»>]|\s[-–—]\s)",
    re.IGNORECASE,
)
_CHROME = re.compile(
    r"^[\W_]*(?:share(?:\s+(?:this|on|via)\b.{0,40})?|follow\s+us.{0,40}|listen\s+to\s+this\s+article|table\s+of\s+contents|advertis(?:e)?ments?|sponsored.{0,30}"
    r"|sign\s+(?:up|in)\b.{0,80}|log\s+in\b.{0,40}|subscribe\b.{0,120}|newsletters?\b.{0,80}|skip\s+to\b.{0,40}|mobile\s+menu.{0,20}|menu|home|search|print|comments?|reply"
    r"|download\s+(?:on|the)\b.{0,60}|get\s+it\s+on\b.{0,40}|written\s+by\b.{0,60}|published\s+on\b.{0,60}|posted\s+(?:by|on|in)\b.{0,60}|updated?\s*(?:on|at|:).{0,60}"
    r"|\d+\s+min(?:ute)?s?\s+read.{0,30}|photo(?:\s+(?:by|credit|illustration))?\s*:.{0,100}|image(?:\s+(?:credit|source|by))?\s*:.{0,100}|credit\s*:.{0,80}|source\s*:.{0,80}"
    r"|copyright\b.{0,120}|©.{0,120}|all\s+rights\s+reserved.{0,60}|terms\s+of\s+(?:use|service).{0,60}|privacy\s+policy.{0,60}|cookie.{0,80}|by|by\s+[\w.'’-]+(?:\s+[\w.'’-]+){0,3}"
    r"|thread\s+author|tags?\s*:.{0,200}|topics?\s*:.{0,200}|categor(?:y|ies)\s*:.{0,100}|date\s*:.{0,60}|for\s+feedback\b.{0,80}|contact\b.{0,80}|click\s+here\b.{0,160}"
    r"|already\s+have\s+an\s+account.{0,60}|unlimited\s+articles.{0,40}|disclaimer\b.{0,400}|\S+@\S+\.\w+|https?://\S+|\[[^\]]{1,60}\]\(\S+\))[\W_]*$",
    re.IGNORECASE,
)
_BIO = re.compile(
    r"(?:\bI['’]m\s+the\s+(?:founder|editor|author)\b|\bMy\s+name\s+is\b|\bis\s+an?\s+(?:\w+\s+){0,4}(?:writer|journalist|reporter|editor|author|blogger|correspondent|columnist|contributor)\b"
    r"|\bour\s+(?:free\s+)?(?:daily\s+|weekly\s+)?newsletter\b|\bin\s+your\s+inbox\b|\bthe\s+views\s+expressed\b|\bnot\s+(?:financial|investment)\s+advice\b"
    r"|\bher\s+(?:experience|work)\s+(?:with|has)\b|\bhis\s+work\s+has\s+appeared\b|\bcovers?\s+(?:technology|tech|business|markets?)\s+for\b)",
    re.IGNORECASE,
)
_BIO_WORDS = (
    "I'm",
    "I’m",
    "My name",
    " is a",
    "newsletter",
    "inbox",
    "views expressed",
    "advice",
    "experience",
    "appeared",
    "covers",
    "cover ",
)
_END = re.compile(r"[.!?。！？…][\"'”’」』)\]]*$")
_BULLET = re.compile(r"^(?:[-*•·▪◦‣–—]\s+|\d{1,2}[.)]\s+|\|)")


def is_listed(line: str) -> bool:
    """Tell whether the line is an item of a list or a row of a table."""
    return bool(_BULLET.match(line))


def is_heading(line: str) -> bool:
    """Tell whether the line reads as a heading: short, with no full stop at its end."""
    return len(line) <= 120 and not _END.search(line) and not is_listed(line) and not line.endswith((":", "：", ",", "，", "、"))


def points_elsewhere(sentence: str) -> bool:
    """Tell whether the sentence only names another article (`Also read: …`)."""
    return bool(_POINTER.match(sentence))


def is_chrome(line: str) -> bool:
    """Tell whether the line belongs to the page, not to the article: a menu, a by-line, a call to subscribe."""
    return len(line) < 420 and bool(_CHROME.match(line))


def asides(lines: Sequence[str]) -> list[bool]:
    """Return, for each line of an article in order, whether it is an aside."""
    aside = [
        is_chrome(line) or points_elsewhere(line) or (number > 2 and len(line) < 900 and _is_bio(line)) for number, line in enumerate(lines)
    ]
    in_list = False
    for index, line in enumerate(lines):
        if _LIST_OPENER.match(line):
            in_list = True
        elif in_list and _is_paragraph(line):
            in_list = False
        aside[index] = aside[index] or in_list
    for index in range(_tail(lines), len(lines)):
        aside[index] = True
    return aside


def _is_bio(line: str) -> bool:
    """Whether the line speaks of its author, or sells a newsletter; the cheap test comes first."""
    return any(word in line for word in _BIO_WORDS) and _BIO.search(line) is not None


def _is_paragraph(line: str) -> bool:
    """Whether the line is running text, not a headline or a one-line teaser."""
    return len(line) > 240 or (len(line) > 110 and len(re.findall(r"[.!?。！？]", line)) >= 2)


def _tail(lines: Sequence[str]) -> int:
    """Return where a closing block of other articles' headlines and teasers begins; the number of lines where there is none.

    Such a block alternates headlines In Title Case and one-line teasers down to the last line. Headings inside an article are
    followed by paragraphs.
    """
    start, headlines = len(lines), 0
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        if _is_paragraph(line) or is_listed(line):
            break
        words = line.split()
        if is_heading(line) and len(words) >= 5 and sum(word[:1].isupper() for word in words) >= 0.6 * len(words):
            headlines += 1
            start = index
    return start if headlines >= 2 and len(lines) - start >= 3 and start >= 2 else len(lines)
