"""Which addresses are fetched at all: decided on the text, before anything is looked up."""

import re

from yarl import URL

from bot.text.addresses import LONGEST, idna_host

PORTS = frozenset({80, 443, 8080, 8443})
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|\d+)")
DOTTED = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)")


class RefusedUrlError(ValueError):
    """The address is not one that is fetched; the text says why."""


def fetchable(text: str | URL, *, any_port: bool = False) -> URL:
    """Return the address ready to fetch: http(s), no user information, an IDNA host, a usual port; raise RefusedUrlError otherwise.

    A host whose last label is a number must be four plain decimals: the octal, hexadecimal, short and full-width spellings exist to
    mislead (WHATWG URL, "host parsing").
    """
    try:
        url = text if isinstance(text, URL) else URL(text.strip())
        port = url.port
        host = (url.raw_host or "").lower().rstrip(".")
    except (ValueError, UnicodeError) as error:
        raise RefusedUrlError("not an address") from error
    if len(str(url)) > LONGEST:
        raise RefusedUrlError("longer than 2,048 characters")
    if url.scheme not in {"http", "https"}:
        raise RefusedUrlError("only http and https are fetched")
    if url.raw_user is not None or url.raw_password is not None:
        raise RefusedUrlError("user names and passwords in addresses are refused")
    if not idna_host(host):
        raise RefusedUrlError("the host is no legal name")
    if ":" not in host and _NUMBER.fullmatch(host.rsplit(".", maxsplit=1)[-1]) and not DOTTED.fullmatch(host):
        raise RefusedUrlError("the host is a number in a misleading spelling")
    if port not in PORTS and not any_port:
        raise RefusedUrlError("only ports 80, 443, 8080 and 8443 are fetched")
    return url.with_fragment(None)
