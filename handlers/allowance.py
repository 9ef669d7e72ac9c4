"""How many commands a workspace may use a minute: a bucket each, so that one workspace cannot keep the bot from the others."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

MOST_REMEMBERED = 10_000
"""Workspaces whose buckets are kept; one that was forgotten has a full one again."""


class Allowance:
    """Buckets of `a_minute` uses each that fill evenly; a command that fetches weighs more than one that reads."""

    def __init__(self, a_minute: int, now: Callable[[], datetime]) -> None:
        self._most = float(a_minute)
        self._now = now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, tenant: str, weight: int = 1) -> float:
        """Use up a weight; return 0.0, or the seconds after which that much will be there (nothing is used up then)."""
        now = self._now().timestamp()
        left, at = self._left.pop(tenant, (self._most, now))
        left = min(self._most, left + max(0.0, now - at) * self._most / 60.0)
        wait = max(0.0, (min(weight, self._most) - left) * 60.0 / self._most)
        self._left[tenant] = (left if wait else left - weight, now)
        while len(self._left) > MOST_REMEMBERED:
            self._left.popitem(last=False)
        return wait
