"""Switches: under `GUARD=off:<fault>` the tests of that fault run without its guard, and must fail; `off:all` is each test without its own."""

import os
from typing import TypeVar

T = TypeVar("T")


def is_off(fault: str) -> bool:
    """Tell whether this fault's guard is switched off."""
    return os.environ.get("GUARD") in {f"off:{fault}", "off:all"}


def guarded(fault: str, guard: T, without: T) -> T:
    """Return the guard, or what stands in its place when it is switched off."""
    return without if is_off(fault) else guard
