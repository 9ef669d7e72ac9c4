"""The item diff: a body taken apart into its header and raw items, so that only items never seen before are parsed.

A feed that is fetched again has changed by an item or two; parsing the rest anew is nearly all of a poller's work. The split is by the literal
tags, and trusted only where nothing speaks against it: tags alternate, and no comment or CDATA section reaches over a seam.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b

_TAGS = {name: (re.compile(b"<" + name + rb"[\s>]"), b"</" + name + b">") for name in (b"item", b"entry")}
_SECTIONS = ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->"))
_NAMES = b" xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:content='http://purl.org/rss/1.0/modules/content/'"
_ATOM = b"<feed xmlns='http://www.w3.org/2005/Atom'" + _NAMES + b">"
_RSS = b"<rss version='2.0'" + _NAMES + b"><channel>"


@dataclass(frozen=True)
class Split:
    """A feed body in pieces."""

    head: bytes
    items: tuple[bytes, ...]
    tail: bytes
    """What stands between and behind the items."""
    hashes: tuple[str, ...] = ()
    """One `item_hash` for each item; none after a rough split."""

    def document(self, items: Collection[bytes]) -> bytes:
        """Return a feed that has just these items."""
        return b"".join((self.head, *items, self.tail))

    @staticmethod
    def plain_document(item: bytes) -> bytes:
        """Return a feed of this item under a header of our own."""
        return (_ATOM if item.startswith(b"<entry") else _RSS) + item


def split_feed(data: bytes, known: Collection[str] = ()) -> Split | None:
    """Return the pieces of an UTF-8 feed, or None when the split is not certain and the whole has to be parsed.

    Items whose hash is in `known` were looked at when they were split off for the first time.
    """
    name = _name(data)
    opening, closing = _TAGS[name]
    starts = [found.start() for found in opening.finditer(data)]
    if not starts or data.count(closing) != len(starts) or b"<" + name + b"/" in data:
        return None
    items: list[bytes] = []
    gaps: list[bytes] = []
    position = starts[0]
    head = data[:position]
    for index, start in enumerate(starts):
        end = data.find(closing, start) + len(closing)
        following = starts[index + 1] if index + 1 < len(starts) else len(data)
        if not start < end <= following:
            return None
        items.append(data[start:end])
        gaps.append(data[end:following])
    tail = b"".join(gaps)
    hashes = tuple(map(item_hash, items))
    fresh = [item for item, name in zip(items, hashes, strict=True) if name not in known]
    if not all(map(_whole, (head, tail, *fresh))):
        return None
    return Split(head, tuple(items), tail, hashes)


def rough_split(data: bytes) -> Split | None:
    """Return pieces from one opening tag to the next: for a feed that cannot be read otherwise, and has no hashes therefore."""
    name = _name(data)
    opening, closing = _TAGS[name]
    starts = [found.start() for found in opening.finditer(data)]
    if not starts:
        return None
    pieces = [data[start:end] for start, end in zip(starts, [*starts[1:], len(data)], strict=True)]
    return Split(data[: starts[0]], tuple(piece if closing in piece else piece + closing for piece in pieces), b"")


def _name(data: bytes) -> bytes:
    return b"entry" if b"<feed" in data[:2_000].lower() else b"item"


def _whole(piece: bytes) -> bool:
    """Tell whether no comment or CDATA section begins here and ends elsewhere."""
    if b"<!" not in piece and b"]]>" not in piece and b"-->" not in piece:
        return True
    for opening, closing in _SECTIONS:
        position = 0
        while True:
            begins, ends = piece.find(opening, position), piece.find(closing, position)
            if begins < 0:
                if ends >= 0 and opening == b"<![CDATA[":
                    return False
                break
            end = piece.find(closing, begins + len(opening))
            if end < 0 or (opening == b"<![CDATA[" and 0 <= ends < begins):
                return False
            position = end + len(closing)
    return True


def item_hash(item: bytes) -> str:
    """Return twelve characters (48 bits) that stand for a raw item."""
    return blake2b(item, digest_size=6).hexdigest()
