"""Storylines of a workspace's own: what is tracked, and which events are about it. Only that workspace sees either."""

from dataclasses import dataclass, replace

from bot.model.catalogue import Catalogue
from bot.model.reading import Status
from bot.model.storyline import Company, Storyline

PREFIX = "my-"
"""Begins the id of every tracked storyline, so that none can be taken for a shipped one."""


@dataclass(frozen=True, kw_only=True)
class Tracked:
    """A tracked storyline with the companies that no file names."""

    storyline: Storyline
    companies: tuple[Company, ...] = ()

    def within(self, catalogue: Catalogue) -> Catalogue:
        """Return the catalogue with this storyline beside the shipped ones."""
        return replace(catalogue, storylines=(*catalogue.storylines, self.storyline), companies=(*catalogue.companies, *self.companies))


@dataclass(frozen=True, kw_only=True)
class TrackedMatch:
    """What a report of an event says of a tracked storyline."""

    storyline: str
    entry_id: str
    alert: bool
    status: Status = Status.REPORTED
    parties: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
