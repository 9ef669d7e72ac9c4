"""Storylines and companies: what people follow and who takes part, as read from `config/`."""

from dataclasses import dataclass

from bot.model.ids import SHARED

CATCH_ALL = "other-ai-infra-deal"
"""The storyline of AI-infrastructure deals between parties that no file names."""


@dataclass(frozen=True, kw_only=True)
class Company:
    """Somebody who makes deals."""

    id: str
    """`openai`, `foxconn`."""
    name: str
    """As cards show it."""
    aliases: tuple[str, ...] = ()
    """Every other name that texts use, in any script; a name of ASCII letters matches whole words only."""
    domains: tuple[str, ...] = ()
    """Hosts (and their subdomains) where the company speaks for itself: primary source."""
    weak: tuple[str, ...] = ()
    """Aliases that count only where another name of the company stands in the same text (`Hon Hai` is strong, `Azure` is weak)."""
    infra: bool = False
    """Whether AI infrastructure is its business, so that the catch-all may name it."""
    pure: bool = False
    """Whether it has no other business, so that a deal with it is one over AI infrastructure whatever the words."""
    serves: bool = False
    """Whether it builds, funds or powers what others use, so that a title may name it alone in news of those others' deal."""


@dataclass(frozen=True, kw_only=True)
class Party:
    """A company's part in a storyline."""

    company: str
    role: str
    """`buyer`, `supplier`, `investor`, `partner`, `landlord`."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """A title that the loader proves: it must match, or must not."""

    title: str
    text: str = ""
    line: int = 0
    """Where its file has it; 0 where no file has."""


@dataclass(frozen=True, kw_only=True)
class Storyline:
    """A named subject that people follow; one file."""

    id: str
    """The file's name: `openai-foxconn`."""
    title: str
    """`OpenAI × Foxconn`."""
    parties: tuple[Party, ...]
    tenant: str = SHARED
    terms: tuple[str, ...] = ()
    """Words that make an entry about this storyline when a party stands beside them (`Stargate`, `Titan`)."""
    together: int = 2
    """How many of the parties must be named."""
    about: str = ""
    """In words, for readers: what an entry must say to be about it."""
    mention: str = ""
    """In words, for readers: what only touches it."""
    floor: str = "material"
    """The least that rings followers who chose no floor of their own: `material` (news of a deal) or `all`."""
    matching: tuple[Example, ...] = ()
    not_matching: tuple[Example, ...] = ()
    source: str = ""
    """`config/storylines/openai-foxconn.toml`."""
