"""Garbage: a process that runs for weeks does not walk through its catalogue again and again."""

import gc

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
