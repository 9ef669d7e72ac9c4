"""The catalogue: all that `config/` says of feeds, companies, sources and storylines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.model.feed import Feed, Grade
from bot.model.storyline import Company, Storyline


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Read once at start; pure code is handed it."""

    companies: tuple[Company, ...] = ()
    storylines: tuple[Storyline, ...] = ()
    feeds: tuple[Feed, ...] = ()
    grades: Mapping[str, Grade] = field(default_factory=dict)
    """Host (a subdomain counts as its parent) → grade."""

    def storyline(self, slug: str) -> Storyline | None:
        """Return the storyline with that id."""
        return next((s for s in self.storylines if s.id == slug), None)

    def company(self, company_id: str) -> Company | None:
        """Return the company with that id."""
        return next((c for c in self.companies if c.id == company_id), None)

    def grade(self, host: str, otherwise: Grade = Grade.PRESS) -> Grade:
        """Return the grade of a publisher's host: a company's own domain is primary, then `grades`, then `otherwise`."""
        parts = host.lower().split(".")
        names = [".".join(parts[i:]) for i in range(len(parts) - 1)]
        for name in names:
            if name in self.grades:
                return self.grades[name]
            if name in self._own_domains:
                return Grade.PRIMARY
        return otherwise

    @cached_property
    def _own_domains(self) -> frozenset[str]:
        return frozenset(domain for company in self.companies for domain in company.domains)
