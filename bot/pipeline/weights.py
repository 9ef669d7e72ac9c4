"""The learned weights: three sums of named terms, kept as data beside the package and read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

Terms = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What each feature adds: to being about a storyline, to being a deal of the catch-all, to being news of a deal."""

    storyline: Terms
    unbound: Terms
    news: Terms


def load_weights(text: str | None = None) -> Weights:
    """Return the weights of `bot/text/data/weights.toml`, or of a TOML text in its place."""
    data = tomllib.loads(text if text is not None else files("bot.text").joinpath("data/weights.toml").read_text(encoding="utf-8"))
    return Weights(storyline=data["storyline"], unbound=data["unbound"], news=data["news"])


def weights_toml(weights: Weights, head: str) -> str:
    """Return the weights as TOML, largest terms first, under a comment."""
    lines = [f"# {line}" for line in head.splitlines()]
    for name in ("storyline", "unbound", "news"):
        lines += ["", f"[{name}]"]
        terms: Terms = getattr(weights, name)
        lines += [f"{key} = {value}" for key, value in sorted(terms.items(), key=lambda item: (item[0] != "bias", -abs(item[1]), item[0]))]
    return "\n".join(lines) + "\n"
