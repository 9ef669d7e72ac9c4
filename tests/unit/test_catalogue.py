"""Reading `config/`: everything that is wrong, at once, each with its place."""

import shutil
from pathlib import Path

import pytest

from bot.catalogue import load_catalogue
from bot.errors import ConfigurationError
from bot.model.feed import Grade

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(CONFIG, tmp_path / "config")


def problems(folder):
    with pytest.raises(ConfigurationError) as caught:
        load_catalogue(folder)
    return [str(problem) for problem in caught.value.problems]


def write(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(folder, name, needle):
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if needle in line)


def test_the_shipped_catalogue_is_broad():
    """Twelve storylines, over 150 companies with names in other scripts, over 200 graded hosts."""
    catalogue = load_catalogue(CONFIG)

    assert len(catalogue.storylines) == 12
    assert len(catalogue.companies) >= 150
    assert len(catalogue.grades) >= 200
    assert "鴻海" in catalogue.company("foxconn").aliases
    assert catalogue.grade("investor.openai.com") is Grade.PRIMARY
    assert catalogue.grade("nowhere.example") is Grade.PRESS


def test_every_problem_at_once(folder):
    """Problems of several files are told together, each with its file and line."""
    write(folder, "companies.toml", 'id = "amd"', 'id = "amd"\ncolour = "red"')
    write(folder, "feeds.toml", "https://openai.com/news/rss.xml", "openai dot com")
    write(folder, "storylines/openai-amd.toml", 'company = "amd"', 'company = "amdd"')
    told = problems(folder)

    assert any(p.startswith(f"config/companies.toml:{line_of(folder, 'companies.toml', 'colour')}: `colour`") for p in told)
    assert any(p.startswith(f"config/feeds.toml:{line_of(folder, 'feeds.toml', 'openai dot com')}:") and "https://" in p for p in told)
    assert any(p.startswith(f"config/storylines/openai-amd.toml:{line_of(folder, 'storylines/openai-amd.toml', 'amdd')}:") for p in told)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("companies.toml", 'aliases = ["Open AI"', 'aliases = ["Foxconn"', "also a name of `openai`"),
        ("companies.toml", 'domains = ["openai.com"]', 'domains = "openai.com"', "`domains` must be a list"),
        ("companies.toml", 'name = "OpenAI"', "name = 7", "`name` must be a text"),
        ("sources.toml", '"reuters.com"', '"https://reuters.com"', "not a host"),
        ("sources.toml", '"apnews.com"', '"reuters.com"', "graded twice"),
        ("feeds.toml", 'grade = "primary"', 'grade = "prime"', "not a grade"),
        ("feeds.toml", 'id = "nvidia-blog"', 'id = "nvidia-newsroom"', "two feeds have the id"),
        ("storylines/openai-amd.toml", "title =", "titel =", "did you mean `title`"),
        ("storylines/openai-amd.toml", 'role = "buyer"', 'role = "byer"', "not a role"),
        ("storylines/openai-amd.toml", "[[matching]]", "[[not_matching]]", "are too few"),
        ("storylines/openai-amd.toml", "[[party]]", "[[party", "not valid TOML"),
        ("storylines/openai-amd.toml", "title =", "together = 0\ntitle =", "at least 1"),
    ],
)
def test_each_kind_of_mistake(folder, name, old, new, told):
    """A mistake is told in words that say what to write instead."""
    write(folder, name, old, new)

    assert any(told in problem and problem.startswith(f"config/{name}:") for problem in problems(folder)), problems(folder)


def test_missing_folder_and_file(tmp_path, folder):
    """A folder or file that is not there is told by its name."""
    (folder / "sources.toml").unlink()

    assert any(problem.startswith("config/sources.toml:1: cannot be read") for problem in problems(folder))
    assert "no such folder" in problems(tmp_path / "nowhere")[0]


def test_a_storyline_of_ones_own_is_one_file(folder):
    """One file adds a storyline, the companies that only it needs included."""
    (folder / "storylines" / "tidewater-harbor.toml").write_text(
        "\n".join(
            [
                'title = "Tidewater × Harbor"',
                '[[company]]\nid = "tidewater"\nname = "Tidewater Compute"',
                '[[company]]\nid = "harbor"\nname = "Harbor Grid"',
                '[[party]]\ncompany = "tidewater"\nrole = "buyer"',
                '[[party]]\ncompany = "harbor"\nrole = "supplier"',
                *[f'[[matching]]\ntitle = "Tidewater Compute and Harbor Grid sign data center deal {n}"' for n in range(3)],
                *[f'[[not_matching]]\ntitle = "Tidewater Compute beats Harbor Grid in charity race {n}"' for n in range(3)],
            ]
        ),
        encoding="utf-8",
    )
    catalogue = load_catalogue(folder)

    assert catalogue.storyline("tidewater-harbor").source == "config/storylines/tidewater-harbor.toml"
    assert catalogue.company("harbor").name == "Harbor Grid"
