"""A problem in a TOML file is told with file and line."""

import pytest

from bot.errors import ConfigurationError
from bot.toml_file import read_toml


def test_keys_know_their_lines(tmp_path):
    """Keys, tables and entries of arrays of tables are found at their lines, whatever strings and arrays hold."""
    path = tmp_path / "a.toml"
    path.write_text('a = 1\nb = [\n "x = 3",\n]\n[t.u]\nc = """\nd = 4\n"""\n[[r]]\ne = 1\n[[r]]\ne = 2\n"f g" = 3\n')

    file = read_toml(path)

    assert [file.where(*k) for k in [("a",), ("b",), ("t", "u", "c"), ("r", 0, "e"), ("r", 1, "e"), ("r", 1, "f g")]] == [
        f"{path}:{n}" for n in (1, 2, 6, 10, 12, 13)
    ]
    assert file.where("r", 1, "nothing") == f"{path}:11"
    assert file.where("nothing") == f"{path}:1"


def test_broken_toml_names_its_line(tmp_path):
    """What is not TOML is refused with the line."""
    path = tmp_path / "a.toml"
    path.write_text("a = 1\nb = = 2\n")

    with pytest.raises(ConfigurationError, match=r"a\.toml:2: is not valid TOML"):
        read_toml(path)


def test_missing_file_is_a_problem(tmp_path):
    """A file that is not there is a configuration problem, not a crash."""
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_toml(tmp_path / "none.toml")
