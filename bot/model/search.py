"""What is looked for in the full text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Query:
    """Every term must be there; a term of several words is a phrase. Words are letters and digits, folded as the index folds them."""

    terms: tuple[tuple[str, ...], ...]
