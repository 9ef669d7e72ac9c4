"""Which part of a Discord bot's servers one process listens to."""

import re
from dataclasses import dataclass
from typing import Final, Self

MOST: Final = 16_384
_PATTERN: Final = re.compile(r"(?:(?P<ids>\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)/)?(?P<count>\d+)")


@dataclass(frozen=True)
class Shards:
    """Shards that are this process's own: a server belongs to shard `(id >> 22) % count`, direct messages to shard 0."""

    count: int | None = 1
    """Of all processes together; None for as many as Discord recommends."""
    ids: tuple[int, ...] = ()
    """This process's, ascending; empty for all."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `auto`, a number of shards, or some of a number as `0-3/8` or `0,2/4`; raise ValueError for anything else."""
        words = text.strip().lower().replace(" ", "")
        if words == "auto":
            return cls(count=None)
        found = _PATTERN.fullmatch(words)
        if found is None or not 1 <= int(found["count"]) <= MOST:
            raise ValueError(f"{text!r} is neither auto, nor a number of shards such as 4, nor some of them such as 0-3/8")
        count = int(found["count"])
        ranges = [[int(end) for end in part.split("-")] for part in (found["ids"] or "").split(",") if part]
        if any(ends[-1] >= count or ends[0] > ends[-1] for ends in ranges):
            raise ValueError(f"{text!r} names shards that are not there: {count} shards are numbered 0 to {count - 1}")
        return cls(count=count, ids=tuple(sorted({number for ends in ranges for number in range(ends[0], ends[-1] + 1)})))
