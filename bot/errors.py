"""Errors that dealwire raises on purpose; everything else is a bug and is not wrapped."""

from dataclasses import dataclass


class DealwireError(Exception):
    """The root of what a user or operator can act on; its text says what happened, where, and what to do."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the configuration, and where."""

    where: str
    """`file:line`, or the name of an environment variable."""
    what: str
    """A sentence that says what is wrong and what to write instead."""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class ConfigurationError(DealwireError):
    """Settings, storylines or feeds are wrong: every problem at once; exit code 2."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class UnavailableError(DealwireError):
    """A database or a platform cannot be used now: one sentence; exit code 1, a supervisor tries again."""


class SchemaVersionError(DealwireError):
    """The database was written by another version of dealwire; exit code 2."""
