"""Fault 99: many deliveries, one call in twenty going wrong, workers vanishing: nothing lost, nothing doubled, nothing grows."""

import logging
from pathlib import Path

import pytest
import structlog

from tests.faults.guards import is_off
from tests.faults.soak import soak


@pytest.fixture(autouse=True)
def _quiet():
    """A line for each delivery would be most of the work."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    yield
    structlog.reset_defaults()


async def test_f99_a_small_soak(tmp_path: Path):
    """A thousand deliveries (a million by `make soak`): none lost or doubled, memory and descriptors flat. Guard: the reaper."""
    found = await soak(1_000, tmp_path, batch=100, reap=not is_off("99"))

    print(found)
    assert found.deliveries == 1_000
    assert found.died > 50
    assert found.calls > 1_000
    assert (found.lost, found.doubled) == (0, 0)
    assert found.growth < 20_000
    assert found.descriptors[-1] <= found.descriptors[0] + 2
