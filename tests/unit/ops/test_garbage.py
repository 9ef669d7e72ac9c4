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


needs_glibc = pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="needs glibc")
THREADS = """
import ctypes, threading
from bot.ops.garbage import keep_heap_small
{first}
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


HOLES = """
import ctypes, re
from pathlib import Path
from bot.ops.garbage import keep_heap_small
{first}
def held():
    return int(re.search(r"RssAnon:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
libc = ctypes.CDLL(None)
bytearray(1_000_000)
before, bodies = held(), []
for _ in range(200):
    bodies.append(bytearray(120_000))
    libc.malloc(2000)
bodies.clear()
print(held() - before)
"""
"""Blocks of a feed's size, between each two of them something small that stays; prints the KiB that are held when they are freed."""


def run(program, first):
    """Return what a program prints that begins so."""
    return subprocess.run([sys.executable, "-c", program.format(first=first)], capture_output=True, text=True, check=True).stdout


@needs_glibc
@pytest.mark.parametrize(("first", "one"), [("keep_heap_small()", True), ("", False)])
def test_threads_share_one_heap(first, one):
    """Threads that allocate at once have a heap each, unless they are told to share."""
    assert (run(THREADS, first).count("<heap nr=") == 1) is one


@needs_glibc
@pytest.mark.parametrize(("first", "small"), [("keep_heap_small()", True), ("", False)])
def test_bodies_leave_no_holes(first, small):
    """What a feed's body took is the system's again when it is freed, whatever was allocated meanwhile."""
    assert (int(run(HOLES, first)) < 5_000) is small
