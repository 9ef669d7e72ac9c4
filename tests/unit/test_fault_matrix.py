"""The matrix of faults is whole: each number has a test, each test that it names exists, and none is left out."""

import ast
from pathlib import Path

import pytest

from tests.faults.matrix import FAULTS, ROOT, WAITING, named_tests, numbers_of


def test_every_number_is_there():
    """A hundred faults, but for those of stored tokens."""
    assert set(FAULTS) == set(range(1, 101)) - WAITING


@pytest.mark.parametrize("number", sorted(FAULTS))
def test_each_fault_has_tests_that_exist(number):
    """Each fault is proved by at least one test, and every test named for it stands in its file."""
    assert FAULTS[number].tests, FAULTS[number].title
    for node in FAULTS[number].also:
        path, _, name = node.partition("::")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert any(isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef) and n.name == name for n in tree.body), node


def test_no_test_names_a_number_that_is_no_fault():
    """A test's number is one of the matrix."""
    assert set(named_tests()) <= set(FAULTS)


@pytest.mark.parametrize("number", sorted(FAULTS))
def test_each_guard_can_be_switched_off(number):
    """Every fault's guard is asked about somewhere in its tests' files."""
    texts = [(ROOT / path).read_text(encoding="utf-8") for path in {node.partition("::")[0] for node in FAULTS[number].tests}]
    asks = (f'"{number}"', f"'{number}'", "is_off(fault)", "guarded(fault,", "guarded(bomb[2]")

    assert any(ask in text for text in texts for ask in asks)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [("test_f07_reset", (7,)), ("test_f63_f64_bombs", (63, 64)), ("test_f48_to_f51_routes", (48, 49, 50, 51)), ("test_full_disk", ())],
)
def test_a_name_says_its_numbers(name, numbers):
    """One number, several, or a range."""
    assert numbers_of(name) == numbers


def test_paths_are_of_this_repository():
    """The registry is found from wherever the tests run."""
    assert (ROOT / "pyproject.toml").is_file()
    assert Path("tests") / "faults" in {Path(node.partition("::")[0]).parent for node in FAULTS[1].tests}
