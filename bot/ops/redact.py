"""Redaction: no secret reaches a log, whoever wrote the line."""

import re
from collections.abc import Collection

HIDDEN = "[hidden]"

_SHAPES = (
    # Slack: xoxb-, xoxp-, xoxe.xoxp-, xapp-.
    (("xox", "xapp-"), re.compile(r"\b(?:xoxe\.)?xox[a-z]-[\w.-]+|\bxapp-[\w-]+", re.IGNORECASE), HIDDEN),
    # Discord's bot token: the id in base64, a time, a signature.
    ((".",), re.compile(r"\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"), HIDDEN),
    (("/webhooks/",), re.compile(r"(/api(?:/v\d+)?/webhooks/\d+/)[\w-]+"), r"\1" + HIDDEN),
    (("hooks.slack.com/",), re.compile(r"(hooks\.slack\.com/(?:services|workflows|triggers)/)[\w/-]+"), r"\1" + HIDDEN),
    (
        ("author",),
        re.compile(r"(\bauthorization\b[\"']?\s*[:=]\s*[\"']?(?:bot|bearer|basic)?\s*)[^\s\"',}]+", re.IGNORECASE),
        r"\1" + HIDDEN,
    ),
    (("bot", "bearer"), re.compile(r"(\b(?:bot|bearer)\s+)[\w.~+/-]{20,}=*", re.IGNORECASE), r"\1" + HIDDEN),
    # user:password@host.
    (("://",), re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^/\s@\"'<>]+@", re.IGNORECASE), r"\1" + HIDDEN + "@"),
    (
        ("=",),
        re.compile(
            r"((?:^|[?&;\s\"'{,])(?:code|ticket|state|access_token|refresh_token|client_secret|signing_secret|\w*token|api_?key|apikey|key"
            r"|secret|password|passwd|pwd|auth|sig|signature|hmac|session)=)[^&\s\"'<>,;}]+",
            re.IGNORECASE,
        ),
        r"\1" + HIDDEN,
    ),
    (
        ("code", "token", "secret", "password", "key"),
        re.compile(
            r"([\"'](?:code|\w*token|client_secret|signing_secret|password|secret|api_?key)[\"']\s*:\s*[\"'])[^\"']+",
            re.IGNORECASE,
        ),
        r"\1" + HIDDEN,
    ),
)
"""(what a text must have, one of it, for the shape to be looked for at all; the shape; what takes its place): every line is looked through.
No sign has an i: to a shape that ignores case ı and İ are that letter, to `casefold` they are not."""


def redact(text: str, secrets: Collection[str] = ()) -> str:
    """Return the text without tokens, webhook addresses, passwords and secret parameters, nor any of `secrets` word for word."""
    for secret in secrets:
        if len(secret) >= 6:
            text = text.replace(secret, HIDDEN)
    folded = text.casefold()
    for signs, shape, instead in _SHAPES:
        if any(sign in folded for sign in signs):
            text = shape.sub(instead, text)
    return text
