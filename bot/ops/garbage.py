"""The memory of a process that runs for weeks: what was made at the start is not walked through again and again, what was freed is used again."""

import contextlib
import ctypes
import gc

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # glibc's malloc.h
_LARGE = 32 * 1024
"""Bytes from which a block has pages of its own, which go back to the system as soon as it is freed."""
EACH = 5_000
"""Objects made beyond those freed before the youngest are looked at: a poll makes hundreds, nearly all freed without the collector."""


def keep_heap_small() -> None:
    """Leave few holes in the heap, where the C library is glibc.

    All threads share one, since each one's own would keep what was freed in it, and under the interpreter's lock they seldom allocate at the
    same time. Large blocks, mostly feeds' bodies, stay out of it: glibc would let them in as soon as the first of their size was freed, and what
    little is still in use between them holds their place for good.
    """
    with contextlib.suppress(OSError, AttributeError):
        set_option = ctypes.CDLL(None).mallopt
        set_option(_M_ARENA_MAX, 1)
        set_option(_M_MMAP_THRESHOLD, _LARGE)
        set_option(_M_TRIM_THRESHOLD, 2 * _LARGE)


def settle() -> None:
    """Collect once, and leave what lives now out of every later collection; call it again when much of that was replaced."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(EACH, 10, 10)
