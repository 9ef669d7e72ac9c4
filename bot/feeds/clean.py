"""Bytes made harmless before feedparser sees them: what would make it raise, and lose a whole feed, costs one character instead."""

import re

from feedparser.encodings import convert_to_utf8

# Only references that may be bad: control characters, surrogates, the ends of a plane, and what is long. The others are never looked at.
_REFERENCE = re.compile(
    rb"&#(?:[xX](0*(?:[0-9a-fA-F]{5,}|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF]|[01]?[0-9a-fA-F])(?![0-9a-fA-F]))"
    rb"|(0*(?:[0-9]{6,}|5[5-7][0-9]{3}|6553[45]|[012]?[0-9]|3[01])(?![0-9])));?"
)
_CONTROLS = bytes(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)) + b"\x7f"
_NON_CHARACTERS = re.compile(b"\xef\xbf[\xbe\xbf]|\xed[\xa0-\xbf][\x80-\xbf]")
_REPLACEMENT = b"&#xFFFD;"
_DECLARATION = re.compile(rb"\A\s*<\?xml[^>]{0,500}\?>")


def utf8_bytes(body: bytes, content_type: str) -> bytes:
    """Return the body in UTF-8 with an XML declaration that says so, by feedparser's own rules for finding the encoding."""
    if body[:1].isspace() and body[1:2] != b"\0":  # UTF-16 apart: a blank before the XML declaration would make the whole ill-formed
        body = body.lstrip()
    result: dict[str, object] = {}
    try:
        data = convert_to_utf8({"content-type": content_type} if content_type else {}, body, result)
    except (ValueError, LookupError, TypeError, RecursionError):
        data = body  # a codec that cannot be used for this, as named by a stranger
    if not result.get("encoding"):
        data = body.decode("utf-8", "replace").encode()
        data = _DECLARATION.sub(b"<?xml version='1.0' encoding='utf-8'?>", data)
    return bytes(data)


def harmless(data: bytes) -> bytes:
    """Return UTF-8 bytes without control characters, non-characters, and references to what is no character."""
    data = data.translate(None, _CONTROLS)
    if b"\xef\xbf" in data or b"\xed" in data:
        data = _NON_CHARACTERS.sub(b"", data)
    return _REFERENCE.sub(_checked, data) if b"&#" in data else data


def _checked(reference: re.Match[bytes]) -> bytes:
    digits, base = (reference[1], 16) if reference[1] is not None else (reference[2], 10)
    digits = digits.lstrip(b"0") or b"0"
    if len(digits) > 7:
        return _REPLACEMENT
    code = int(digits, base)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE:
        return _REPLACEMENT
    if code < 0x20 and code not in (0x09, 0x0A, 0x0D):
        return b""
    return reference[0]
