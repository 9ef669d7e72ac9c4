"""Addresses as strangers write them: the form that is safe to show, and the form by which two of them are the same page."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from bot.text.plain import unescape

LONGEST = 2_048
_KEPT = 1_024
"""Addresses whose form is remembered: of one item it is asked for several times, by guid, link, page and host."""
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff<>\"`{}|\\^]")
# Only names that carry no article's number anywhere: `cid`, `sid` or `source` name the article on some sites.
_TRACKING = re.compile(
    r"(?:utm_\w*|mtm_\w*|hsa_\w+|at_(?:medium|campaign|custom\d|link_\w+|bbc_team|format|ptr_name)|mc_[ce]id|_hs(?:enc|mi)|gclid|dclid|gbraid|wbraid"
    r"|gad_source|fbclid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|mkt_tok|oly_(?:anon|enc)_id|vero_id|ns_(?:source|mchannel|campaign)"
    r"|xtor|cmpid|ocid|ref|ref_src|ref_url|referrer|soc_src|soc_trk|spm|s_cid|smid|guccounter|guce_\w+|__twitter_impression|ved|usg"
    r"|sessionid|phpsessid|jsessionid)",
    re.IGNORECASE,
)
_SAFE = r"[A-Za-z0-9._~/%+=&,;:@!$'()*-]"
_AS_IT_IS = re.compile(rf"https?://(?=[a-z0-9.-]{{1,253}}(?:[/?]|$))[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+(?<!-)(?:/{_SAFE}*)?(?:\?{_SAFE}+)?")
"""Most addresses: there is nothing to take apart and to quote. One label alone, a port, a fragment and capitals in the host are for the long way."""
_NEVER_QUOTED = re.compile(r"[A-Za-z0-9/:@!$&'()*+,;=~._-]*")
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?]*", re.IGNORECASE)
_MOBILE = ("www.", "m.", "amp.", "mobile.")


@lru_cache(maxsize=_KEPT)
def web_address(text: str) -> str:
    """Return the address as it may be shown and linked: absolute http(s), a host, no user information; else an empty string.

    Characters that could end a link early or hide its end are percent-encoded; the host is in ASCII (IDNA), so that look-alikes show.
    """
    text = text.strip()
    if not text or len(text) > 4 * LONGEST:
        return ""
    if len(text) <= LONGEST and _AS_IT_IS.fullmatch(text):
        return text
    text = re.sub(r"[\t\r\n]", "", text)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not host or "@" in parts.netloc:
        return ""
    ascii_host = idna_host(host)
    if not ascii_host:
        return ""
    netloc = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme.lower()]:
        netloc += f":{port}"
    path, query, fragment = (_FORBIDDEN.sub(_percent, piece) for piece in (parts.path, parts.query, parts.fragment))
    address = urlunsplit((parts.scheme.lower(), netloc, path, query, fragment))
    return address if len(address) <= LONGEST else ""


def _percent(found: re.Match[str]) -> str:
    return quote(found[0], safe="", errors="replace")


@lru_cache(maxsize=_KEPT)
def idna_host(host: str) -> str:
    """Return a host in lower-case ASCII, or an empty string when it cannot be one."""
    host = host.rstrip(".").lower()
    if ":" in host:
        return host if re.fullmatch(r"[0-9a-f:.]+(?:%[0-9a-z.]+)?", host) else ""
    if not host.isascii():
        import idna  # noqa: PLC0415  its tables are loaded for foreign hosts only

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError, IndexError):
            return ""
    return host if len(host) <= 253 and re.fullmatch(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?", host) and ".." not in host else ""


def host_of(address: str) -> str:
    """Return the host of an address without `www.`, or an empty string."""
    try:
        host = urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""
    return idna_host(host).removeprefix("www.")


def canonical_address(text: str, *, fragment: bool = False) -> str:
    """Return the form by which two addresses are one page: no scheme, `www.`, tracking, fragment or closing slash; else an empty string.

    With `fragment` the place within the page is kept: some feeds show one page's sections as items. `&amp;` and other references are decoded first, because parsers disagree on them; parameters are sorted. Not meant to be opened.
    """
    address = _canonical(text)
    return address if fragment else address.partition("#")[0]


@lru_cache(maxsize=_KEPT)
def _canonical(text: str) -> str:
    """Return the canonical form with the place within the page; no `#` stands unquoted before that."""
    text = _decoded(text)
    if text.startswith("//"):
        text = "https:" + text
    shown = web_address(text)
    if not shown:
        return ""
    parts = urlsplit(shown)
    host = parts.netloc
    for prefix in _MOBILE:
        if host.startswith(prefix) and host.count(".") > 1:
            host = host.removeprefix(prefix)
            break
    for port in (":80", ":443"):
        host = host.removesuffix(port)
    path = parts.path
    if not _NEVER_QUOTED.fullmatch(path):
        path = quote(unquote(path, errors="replace"), safe="/:@!$&'()*+,;=~-._", errors="replace")
    path = re.sub(r"/(?:index|default)\.(?:html?|php|aspx?)$", "/", re.sub(r"//+", "/", _SESSION_IN_PATH.sub("", path))).rstrip("/")
    pairs = parse_qsl(parts.query[:LONGEST], keep_blank_values=True, max_num_fields=None, errors="replace") if parts.query else ()
    kept = sorted((name, value) for name, value in pairs if not _TRACKING.fullmatch(name))
    place = parts.fragment if not _TRACKING.match(parts.fragment.split("=", maxsplit=1)[0]) else ""
    return host + path + ("?" + urlencode(kept) if kept else "") + ("#" + place if place else "")


def _decoded(text: str) -> str:
    """Decode references twice: some feeds encode an encoded address."""
    for _ in range(2):
        decoded = unescape(text)
        if decoded == text:
            break
        text = decoded
    return text.strip()
