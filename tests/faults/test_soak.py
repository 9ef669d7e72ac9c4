"""Fault 99: many deliveries, one call in twenty going wrong, workers vanishing: nothing lost, nothing doubled, nothing grows."""

from pathlib import Path

from tests.faults.guards import is_off
from tests.faults.soak import soak


async def test_f99_a_small_soak(tmp_path: Path):
    """Five thousand deliveries (a million by `make soak`): none lost or doubled, memory and descriptors flat. Guard: the reaper."""
    found = await soak(5_000, tmp_path, reap=not is_off("99"))

    print(found)
    assert found.deliveries == 5_000
    assert found.died > 50
    assert found.calls > 5_000
    assert (found.lost, found.doubled) == (0, 0)
    assert found.growth < 20_000
    assert found.descriptors[-1] <= found.descriptors[0] + 2
