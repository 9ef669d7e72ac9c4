"""`storylines/<slug>.toml`: a file each, named as the storyline's id."""

import re

from bot.catalogue.toml import Table, TomlFile
from bot.model.storyline import CATCH_ALL, Example, Party, Storyline

EXAMPLES = 3
"""Fewest examples of each kind: what a storyline must match, and what it must not."""
_ROLES = ("buyer", "supplier", "investor", "partner", "landlord")
_FLOORS = ("material", "all")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_KEYS = {"title", "about", "mention", "terms", "together", "floor", "party", "matching", "not_matching", "company"}


def read_storyline(file: TomlFile, slug: str, companies: frozenset[str]) -> Storyline | None:
    """Return the file's storyline; `companies` are the ids that exist, those of this file included."""
    if not file.data:
        return None
    top = file.top()
    top.only(_KEYS)
    if not _SLUG.fullmatch(slug):
        file.note(1, f"`{slug}` cannot be a storyline's id; name the file with lower-case letters, digits and hyphens.")
    parties = tuple(party for table in file.tables("party") if (party := _party(table, companies)))
    together = top.number("together", default=2, least=1)
    catch_all = slug == CATCH_ALL
    if catch_all and parties:
        file.note(file.line("party"), "the catch-all is for parties that no file names; remove `[[party]]` here.")
    if not catch_all and len({party.company for party in parties}) < max(1, together):
        file.note(1, f"a storyline needs at least {max(1, together)} parties; add a `[[party]]` table with `company` and `role` for each.")
    return Storyline(
        id=slug,
        title=top.text("title", required=True),
        parties=parties,
        terms=top.texts("terms"),
        together=together,
        about=top.text("about"),
        mention=top.text("mention"),
        floor=top.choice("floor", _FLOORS, default="material"),
        matching=_examples(file, "matching"),
        not_matching=_examples(file, "not_matching"),
        source=file.shown,
    )


def _party(table: Table, companies: frozenset[str]) -> Party | None:
    table.only({"company", "role"})
    company = table.text("company", required=True)
    role = table.choice("role", _ROLES, default="partner")
    if company and company not in companies:
        table.note("company", f"no company has the id `{company}`; add it to companies.toml, or as a `[[company]]` table to this file.")
        return None
    return Party(company=company, role=role) if company else None


def _examples(file: TomlFile, kind: str) -> tuple[Example, ...]:
    examples = []
    for table in file.tables(kind):
        table.only({"title", "text"})
        examples.append(Example(title=table.text("title", required=True), text=table.text("text"), line=table.where))
    if len(examples) < EXAMPLES:
        word = "match" if kind == "matching" else "must not match"
        file.note(
            file.line(kind),
            f"{len(examples)} examples that {word} are too few; write at least {EXAMPLES} `[[{kind}]]` tables with `title` and `text`.",
        )
    return tuple(examples)
