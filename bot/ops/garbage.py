"""The memory of a process that runs for weeks: what was made at the start is not walked through again and again, what was freed is used again."""

import contextlib
import ctypes
import gc

_M_ARENA_MAX = -8  # glibc's malloc.h
EACH = 5_000
"""Objects made beyond those freed before the youngest are looked at: a poll makes hundreds, nearly all freed without the collector."""


def share_heap() -> None:
    """Let all threads share one heap, where the C library is glibc: each thread's own would keep what was freed in it.

    Under the interpreter's lock they seldom allocate at the same time.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def settle() -> None:
    """Collect once, and leave what lives now out of every later collection; call it again when much of that was replaced."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(EACH, 10, 10)
