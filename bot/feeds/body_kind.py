"""Which kind of feed a body is, by its first bytes: servers name it wrongly too often to ask them. Runs in the child process only."""

from collections.abc import Collection

from bot.feeds.found import NotAFeedError, Read, bound_texts
from bot.feeds.json_feed import read_json
from bot.feeds.xml_feed import read_xml

_MAGIC = {
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"RIFF": "an image or a sound",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
}


def read_feed(body: bytes, *, content_type: str, url: str, known: Collection[str] = ()) -> Read:
    """Return the feed that the body holds; raise NotAFeedError, or what a parser raises."""
    for magic, kind in _MAGIC.items():
        if body.startswith(magic):
            raise NotAFeedError(kind)
    start = body[:256].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1]
    read = (
        read_json(body, url=url, known=known) if start in {b"{", b"["} else read_xml(body, content_type=content_type, url=url, known=known)
    )
    bound_texts(read.items)
    return read
