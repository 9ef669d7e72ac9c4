"""`companies.toml`: who makes deals, under which names, and where they speak for themselves."""

import re

from bot.catalogue.toml import Table, TomlFile
from bot.model.storyline import Company

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}")


def read_companies(file: TomlFile, known: dict[str, str]) -> tuple[Company, ...]:
    """Return the file's `[[company]]` tables.

    `known` maps each name in lower case to the company that has it, over all files; two companies cannot share one.
    """
    return tuple(company for table in file.tables("company") if (company := _company(table, known)))


def _company(table: Table, known: dict[str, str]) -> Company | None:
    table.only({"id", "name", "aliases", "weak", "domains", "infra", "pure", "serves"})
    company_id = table.text("id", required=True)
    name = table.text("name", required=True)
    if company_id and not _ID.fullmatch(company_id):
        table.note("id", f"`{company_id}` cannot be an id; use lower-case letters, digits and hyphens.")
    aliases, weak, domains = table.texts("aliases"), table.texts("weak"), table.texts("domains")
    for key, names in (("name", (name,)), ("aliases", aliases), ("weak", weak)):
        for alias in filter(None, names):
            _claim(table, key, alias, company_id, known)
    if known.setdefault(f"id {company_id}", company_id) and f"seen {company_id}" in known:
        table.note("id", f"there are two companies with the id `{company_id}`; rename or merge one.")
    known[f"seen {company_id}"] = company_id
    for domain in domains:
        if not _HOST.fullmatch(domain):
            table.note("domains", f"`{domain}` is not a host; write it in lower case without https:// and path.")
    infra = table.flag("infra", default=True)
    if not company_id or not name:
        return None
    return Company(
        id=company_id,
        name=name,
        aliases=aliases,
        domains=domains,
        weak=weak,
        infra=infra,
        pure=table.flag("pure", default=False),
        serves=table.flag("serves", default=False),
    )


def _claim(table: Table, key: str, alias: str, company_id: str, known: dict[str, str]) -> None:
    if len(alias) < 2:
        table.note(key, f"`{alias}` is too short for a name; every text would hold it.")
    folded = f"name {alias.lower()}"
    if folded in known:
        other = known[folded]
        twice = "twice here" if other == company_id else f"also a name of `{other}`"
        table.note(key, f"the name `{alias}` is {twice}; keep it in one place.")
    known.setdefault(folded, company_id)
