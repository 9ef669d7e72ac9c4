"""Names that stay the same when the same thing is seen again."""

import base64
import hashlib

SHARED = "shared"
"""The tenant of what everybody sees: shipped feeds and the public news read from them."""


def stable_id(prefix: str, *parts: str) -> str:
    """Return `prefix` and 13 base32 characters (64 bits) that depend on the parts and their order alone."""
    digest = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return prefix + base64.b32encode(digest).decode("ascii").rstrip("=").lower()
