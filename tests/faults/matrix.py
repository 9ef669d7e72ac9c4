"""The hundred faults: what each is, the tests that prove it handled, and the guard whose absence those tests must notice.

A test named `test_f07_…` (or `test_f48_to_f51_…`, `test_f63_f64_…`) belongs to its numbers by its name; tests of other names are listed here.
"""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WAITING = frozenset({19, 86, 92})
"""Faults of OAuth and stored tokens: dealwire takes its tokens from settings and stores none, so these cannot happen yet."""
_NAME = re.compile(r"test_((?:f\d\d+_(?:to_)?)+)")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault."""

    number: int
    title: str
    guard: str
    """What is switched off by `GUARD=off:<number>`."""
    also: tuple[str, ...] = ()
    """Tests under other names."""

    @property
    def tests(self) -> tuple[str, ...]:
        """Return the node ids of its tests."""
        return (*named_tests().get(self.number, ()), *self.also)


@cache
def named_tests() -> dict[int, tuple[str, ...]]:
    """Return the tests of this folder by the numbers in their names."""
    found: dict[int, tuple[str, ...]] = {}
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Assign):
                name = node.name if not isinstance(node, ast.Assign) else getattr(node.targets[0], "id", "")
                for number in numbers_of(name):
                    found[number] = (*found.get(number, ()), f"{path.relative_to(ROOT)}::{name}")
    return found


def numbers_of(name: str) -> tuple[int, ...]:
    """Return the faults that a test's name says."""
    match = _NAME.match(name)
    if match is None:
        return ()
    numbers = [int(number) for number in re.findall(r"f(\d+)", match[1])]
    return tuple(range(numbers[0], numbers[-1] + 1)) if "_to_" in match[1] else tuple(numbers)


_FILE, _SERVER, _BACKUPS = ("tests/faults/test_database_file.py", "tests/faults/test_database_server.py", "tests/faults/test_backups.py")
_ALSO = {
    28: (f"{_SERVER}::test_two_workers_never_claim_one_place",),
    34: (f"{_SERVER}::test_unreachable_server",),
    36: (f"{_SERVER}::test_more_callers_than_connections",),
    40: (f"{_FILE}::test_kill_in_the_middle_of_writing",),
    41: (f"{_FILE}::test_locked_by_another_process",),
    42: (
        f"{_FILE}::test_full_disk",
        f"{_FILE}::test_read_only_folder",
        "tests/unit/ops/test_health.py::test_a_database_that_takes_no_write_is_not",
    ),
    43: (f"{_FILE}::test_damaged_file",),
    44: (f"{_BACKUPS}::test_old_backup_posts_nothing", f"{_BACKUPS}::test_copied_backup_is_on_hold_too"),
    45: (
        "tests/contracts/test_store_schema.py::test_an_interrupted_migration_has_not_happened",
        f"{_SERVER}::test_workers_start_on_an_empty_database_at_once",
    ),
    93: (
        "tests/unit/test_container.py::test_it_runs_as_nobody_special",
        "tests/unit/test_container.py::test_compose_hardens_the_service",
        "tests/acceptance/test_entry_point.py::test_it_runs_unprivileged_and_drains",
    ),
}
_TITLES = {
    1: ("kill -9 before the request", "the reaper"),
    2: ("kill -9 after Discord took the message", "the nonce"),
    3: ("kill -9 after Slack took the message", "the look-back"),
    4: ("the same, and the message is visible late", "the settle delay"),
    5: ("the same, and history may not be read", "counting what cannot be checked"),
    6: ("Discord has forgotten the nonce", "the look-back"),
    7: ("the connection ends before the answer", "doubts are looked up"),
    8: ("the answer comes after the time limit", "the nonce"),
    9: ("five server errors, then success", "the bound of a call"),
    10: ("200 with a page of HTML", "a result needs an id"),
    11: ("429 with Retry-After 30", "the pause of the channel"),
    12: ("429 with a wait that is none", "bounded waits"),
    13: ("a global wait of Discord", "the reach of a wait"),
    14: ("Cloudflare bars the machine", "the breaker"),
    15: ("the channel was deleted", "parking"),
    16: ("archived, then unarchived", "the greatest age"),
    17: ("removed from the workspace", "parking by workspace"),
    18: ("the token was revoked", "parking by workspace"),
    20: ("no permission for embeds", "the form without embeds"),
    21: ("the message's form is refused", "giving up after one plain try"),
    22: ("one dead channel among many", "sends side by side"),
    23: ("a platform is down for hours", "the greatest age"),
    24: ("two rules lead to one channel", "the row's unique place"),
    25: ("200 reports at once", "the hold"),
    26: ("a muted channel and siblings of its stories", "the mute's rule"),
    27: ("an edit of a deleted message", "who deletes does not want it back"),
    28: ("two workers, one outbox", "the lease"),
    29: ("a worker sleeps past its lease", "the look-back"),
    30: ("unsubscribed while a post waits", "the second look at the subscription"),
    31: ("a worker is killed at its work", "the reaper"),
    32: ("the loop stalls past its lease", "the nonce"),
    33: ("a row that kills the process", "attempts counted before the work"),
    34: ("PostgreSQL killed", "commits written before they are told"),
    35: ("PostgreSQL restarted during claims and finishes", "one transaction"),
    36: ("every connection is busy", "a connection for each thread"),
    37: ("a hundred thousand old rows", "retention"),
    38: ("every worker was down for hours", "missed runs are made one"),
    39: ("three workers woken at once", "the feed's lease"),
    40: ("a poll cannot be stored whole", "one transaction"),
    41: ("SQLite is locked by another process", "the time that SQLite waits"),
    42: ("the disk is full or read-only", "health that writes"),
    43: ("the database file is damaged", "errors told as sentences"),
    44: ("an old backup is restored", "the hold of `restore`"),
    45: ("a migration is interrupted", "one transaction"),
    46: ("old and new process side by side", "the lease"),
    47: ("stopped at any moment", "the drain"),
    48: ("private addresses, literal", "the address guard"),
    49: ("private addresses in odd spellings", "the address guard"),
    50: ("names of private addresses, rebinding", "the address guard"),
    51: ("redirects to elsewhere", "the guard at every hop"),
    52: ("proxies of the environment", "their not being read"),
    53: ("compressed bombs", "the limit on unpacked bytes"),
    54: ("bodies and headers without end", "the limit in time and bytes"),
    55: ("broken answers", "failures are values"),
    56: ("validators that are none", "their check"),
    57: ("200 with an empty body", "the class `empty`"),
    58: ("gone, missing, moved", "the confirmations of a move"),
    59: ("Retry-After of a day", "its being honoured"),
    60: ("certificates nobody vouches for", "their check"),
    61: ("ten thousand feeds of one host", "two at once for a host"),
    62: ("name servers that hang", "look-ups side by side"),
    63: ("XML bombs and external entities", "the killable child"),
    64: ("markup that takes for ever", "the killable child"),
    65: ("references to no character", "the cleaning before parsing"),
    66: ("a hundred thousand items", "the first 500"),
    67: ("titles and links of megabytes", "bounded lengths"),
    68: ("illegal signs and wrong codings", "the cleaning of text"),
    69: ("what is no feed", "its class"),
    70: ("JSON feeds, deep JSON", "the parser's own bounds"),
    71: ("a feed flips between well-formed and not", "canonical identities"),
    72: ("guids of every manner", "several identities an item"),
    73: ("items reordered, gone and back, redated", "identities without dates"),
    74: ("500 items at the first poll", "the silent first sight"),
    75: ("dates of every kind", "the checks of dates"),
    76: ("marks of Discord's", "the escaping"),
    77: ("marks of Slack's, raw and encoded", "the escaping"),
    78: ("links that pretend", "the host beside the link"),
    79: ("links of other protocols", "the check of the protocol"),
    80: ("directions and look-alikes", "the cleaning of text and hosts"),
    81: ("hostile strings in every field and argument", "the renderers"),
    82: ("fields of 100,000 signs", "the cutting"),
    83: ("requests that Slack did not sign", "the signature's check"),
    84: ("a signed request sent again", "the memory of signatures"),
    85: ("an event that Slack repeats", "the memory of event ids"),
    87: ("ids of another workspace", "the tenant in each query"),
    88: ("commands of those who may not", "the look at the caller's rights"),
    89: ("a thousand commands in a minute", "the quota"),
    90: ("a private address as a feed", "fixed classes of errors"),
    91: ("secrets in the log", "the log's filter"),
    93: ("the container", "the hardening lines"),
    94: ("clocks change in spring and autumn", "slots by local day"),
    95: ("the clock jumps by an hour", "the greatest age"),
    96: ("the machine slept for an hour", "the jitter"),
    97: ("the loop stood still for 7.5 s", "a grace without end"),
    98: ("no time zones on the machine", "the fallback to UTC"),
    99: ("virtual deliveries by the hundred thousand", "retries"),
    100: ("random commands, polls, faults and restarts", "the reaper"),
}
FAULTS = {
    number: Fault(number=number, title=title, guard=guard, also=_ALSO.get(number, ())) for number, (title, guard) in sorted(_TITLES.items())
}
