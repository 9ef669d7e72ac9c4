"""Response headers, their names in lower case, read with suspicion: whatever is odd counts as absent."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

DAY = 86_400.0
_ETAG = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,510}")
_HTTP_DATE = re.compile(r"[A-Za-z0-9 ,:+-]{6,64}")
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)


def etag(headers: Mapping[str, str]) -> str | None:
    """Return a validator of at most 511 visible ASCII characters."""
    value = headers.get("etag", "").strip()
    return value if _ETAG.fullmatch(value) else None


def last_modified(headers: Mapping[str, str]) -> str | None:
    """Return the text of a date that can be read; it is sent back as it came."""
    value = headers.get("last-modified", "").strip()
    return value if http_date(value) else None


def max_age(headers: Mapping[str, str]) -> float | None:
    """Return Cache-Control's max-age in seconds, a day at most."""
    said = headers.get("cache-control")
    found = _MAX_AGE.search(said[:1_000]) if said else None
    return min(float(found[1]), DAY) if found else None


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that Retry-After asks for, in either of its forms (RFC 9110, 10.2.3), between 0 and a day."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return DAY if len(value) > 6 else min(float(value), DAY)
    moment = http_date(value)
    return None if moment is None else min(max((moment - now).total_seconds(), 0.0), DAY)


def http_date(value: str) -> datetime | None:
    """Read an HTTP date, or return None."""
    if not _HTTP_DATE.fullmatch(value):
        return None
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
