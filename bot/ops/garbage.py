"""The garbage collector of a process that runs for weeks: what was made at the start stays, and is not walked through again and again."""

import gc

EACH = 5_000
"""Objects made beyond those freed before the youngest are looked at: a poll makes hundreds, nearly all freed without the collector."""


def settle() -> None:
    """Collect once, and leave what lives now out of every later collection; call it again when much of that was replaced."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(EACH, 10, 10)
