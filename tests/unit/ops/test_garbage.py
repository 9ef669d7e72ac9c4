"""Garbage: a process that runs for weeks does not walk through its catalogue again and again, and uses again what was freed."""

import ctypes
import gc
import subprocess
import sys

import pytest

from bot.ops.garbage import EACH, settle


def test_what_lives_at_the_start_is_left_out_of_later_collections():
    """Objects are set apart, the young ones are looked at less often; twice is as good as once."""
    before = gc.get_threshold()
    try:
        settle()
        settle()

        assert gc.get_freeze_count() > 0
        assert gc.get_threshold()[0] == EACH
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


THREADS = """
import ctypes, threading
from bot.ops.garbage import share_heap
{share}
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
together = threading.Barrier(4)
held = [threading.Thread(target=lambda: (libc.malloc(2000), together.wait())) for _ in range(4)]
[thread.start() for thread in held]
[thread.join() for thread in held]
out = ctypes.c_void_p.in_dll(libc, "stdout")
libc.malloc_info(0, out)
libc.fflush(out)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="needs glibc")
@pytest.mark.parametrize(("share", "one"), [("share_heap()", True), ("", False)])
def test_threads_share_one_heap(share, one):
    """Threads that allocate at once have a heap each, unless they are told to share."""
    told = subprocess.run([sys.executable, "-c", THREADS.format(share=share)], capture_output=True, text=True, check=True).stdout

    assert (told.count("<heap nr=") == 1) is one
