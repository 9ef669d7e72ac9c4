"""robots.txt by RFC 9309: whether a page may be read. Linear in the file and in the path, whatever stands in them."""

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

_LONGEST = 500 * 1024
"""Bytes that RFC 9309 asks a reader to take at least (section 2.5)."""
_MOST_RULES = 2_000


@dataclass(frozen=True)
class Robots:
    """The rules for us: (allowed, path pattern)."""

    rules: tuple[tuple[bool, str], ...] = ()

    def allows(self, url: str) -> bool:
        """Tell whether the address may be fetched: the longest pattern that fits decides, allowing wins a tie."""
        parts = urlsplit(url)
        path = _normal(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        fitting = [(len(pattern), allowed) for allowed, pattern in self.rules if _fits(pattern, path)]
        return max(fitting, default=(0, True))[1]


EVERYTHING = Robots()
NOTHING = Robots(((False, "/"),))


def read_robots(body: bytes, agent: str) -> Robots:
    """Return the rules of the groups that name `agent`, else of those for everybody."""
    groups: dict[bool, list[tuple[bool, str]]] = {True: [], False: []}
    named = False
    agents: set[str] = set()
    in_rules = True
    for line in body[:_LONGEST].decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            agents = set() if in_rules else agents
            in_rules = False
            agents.add(value.split("/", maxsplit=1)[0].strip().lower())
            named = named or agent in agents
        elif name in {"allow", "disallow"}:
            in_rules = True
            if not value:
                continue
            for ours in (True, False):
                if (agent if ours else "*") in agents and len(groups[ours]) < _MOST_RULES:
                    groups[ours].append((name == "allow", _normal(value[:2_000])))
    return Robots(tuple(groups[named]))


def _normal(path: str) -> str:
    """Return a path with one spelling of percent-encoding."""
    return quote(unquote(path), safe="/*$?=&;:@!'()+,~-._%")


def _fits(pattern: str, path: str) -> bool:
    """Match a pattern with `*` and a closing `$`: each piece is searched once, left to right."""
    anchored = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    position = len(pieces[0])
    for index, piece in enumerate(pieces[1:], 1):
        if anchored and index == len(pieces) - 1:
            return len(path) - len(piece) >= position and path.endswith(piece)
        position = path.find(piece, position)
        if position < 0:
            return False
        position += len(piece)
    return not anchored or position == len(path)
