"""Rewrites what the documents repeat of the code: `python docs/generate.py`, or `--check` to fail where something is stale.

A document holds `<!-- generated: NAME -->` … `<!-- end -->`; what stands between is replaced.
"""

import ast
import inspect
import json
import re
import sys
from itertools import pairwise
from pathlib import Path

from bot.catalogue import load_catalogue
from bot.model.command import Access, Command
from bot.settings import PREFIX, TABLES, Settings
from handlers.registry import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "docs/operations.md", "docs/adding.md")
_BLOCK = re.compile(r"(<!-- generated: ([a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def commands() -> str:
    """Return the table of all commands."""
    rows = ["| command | who | what it does |", "|---|---|---|"]
    rows += [
        f"| `{_usage(c)}` | {'all' if c.access is Access.EVERYONE else 'admins*' if c.own else 'admins'} | {c.summary} |" for c in COMMANDS
    ]
    return "\n".join(rows)


def _usage(command: Command) -> str:
    options = [(f"<{o.name}{'…' if o.rest else ''}>" if o.required else f"[{o.name}]") for o in command.options]
    return " ".join([command.name, *sorted(options, key=lambda text: text[0] == "[")])


def settings() -> str:
    """Return the table of all settings."""
    rows = ["| setting | variable | default | |", "|---|---|---|---|"]
    said = _attribute_docstrings(ROOT / "bot" / "settings.py", Settings.__name__)
    for name, field in Settings.model_fields.items():
        variable = "" if name in TABLES else f"`{PREFIX}{name.upper()}`"
        default = "packaged" if name == "config" else _default(field.default)
        rows.append(f"| `{name}` | {variable} | {default} | {said.get(name)} |")
    return "\n".join(rows)


def _attribute_docstrings(file: Path, name: str) -> dict[str, str]:
    """Return what a class says below each attribute. From its source: so nobody who starts the bot pays for reading that."""
    parsed = ast.parse(file.read_text(encoding="utf-8"))
    (body,) = (node.body for node in parsed.body if isinstance(node, ast.ClassDef) and node.name == name)
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def _default(value: object) -> str:
    plain = value.get_secret_value() if hasattr(value, "get_secret_value") else value
    return f"`{plain}`" if plain not in (None, "", ()) else ""


def storylines() -> str:
    """Return the table of the shipped storylines."""
    catalogue = load_catalogue(ROOT / "config")
    rows = ["| storyline | who |", "|---|---|"]
    rows += [f"| `{storyline.id}` | {storyline.title} |" for storyline in catalogue.storylines]
    return "\n".join(rows)


def faults() -> str:
    """Return the table of the faults, from the matrix and what the last run of it said."""
    from tests.faults.matrix import FAULTS  # noqa: PLC0415  only a checkout has tests

    kept = ROOT / "tests" / "faults" / "results.json"
    results = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    rows = ["| | fault | guard | with it | without |", "|---|---|---|---|---|"]
    for number, fault in FAULTS.items():
        said = results.get(str(number), {"on": "not run", "off": "not run"})
        rows.append(f"| {number} | {fault.title} | {fault.guard} | {said['on']} | {said['off']} |")
    return "\n".join(rows)


GENERATORS = {"faults": faults, "commands": commands, "settings": settings, "storylines": storylines}


def fresh(text: str) -> str:
    """Return a document with its generated blocks made anew."""
    return _BLOCK.sub(lambda found: f"{found[1]}{GENERATORS[found[2]]()}\n{found[3]}", text)


def main() -> int:
    """Rewrite or check; return the exit code."""
    stale = []
    for name in DOCUMENTS:
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        made = fresh(text)
        if made != text and "--check" in sys.argv:
            stale.append(name)
        elif made != text:
            path.write_text(made, encoding="utf-8")
    if stale:
        sys.stderr.write(f"stale: {', '.join(stale)}; run `make generated`.\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
