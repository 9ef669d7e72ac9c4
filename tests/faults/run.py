"""Runs the faults: all of them, one without its guard, or all both ways into `results.json`.

python -m tests.faults.run                       every test of this folder, long ones too
python -m tests.faults.run GUARD=off:7           those of fault 7 without its guard: they must fail
python -m tests.faults.run ALL=1 [ONLY=7,8]      each fault with its guard and without; the outcome is kept for the documents
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.faults.matrix import FAULTS, ROOT, Fault, numbers_of

RESULTS = Path(__file__).parent / "results.json"
LONGEST = 3600
AT_ONCE = 8
"""Faults whose outcome is kept together: a run that is stopped has kept the earlier ones."""


EVERY = "slow or not slow"
"""Long ones too: `make test` leaves them out."""


def pytest(nodes: Sequence[str], guard: str = "", *more: str) -> dict[str, str]:
    """Run tests; return `passes`, `fails` or `skipped` by the test's name with its parameters."""
    if not nodes:  # pytest without a name would run everything
        return {}
    environment = {name: value for name, value in os.environ.items() if name != "GUARD"} | ({"GUARD": guard} if guard else {})
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        words = [sys.executable, "-m", "pytest", "-q", "-m", EVERY, "-p", "no:randomly", "--tb=no", f"--junitxml={report}", *more, *nodes]
        try:
            subprocess.run(words, cwd=ROOT, env=environment, check=False, stdout=subprocess.DEVNULL, timeout=LONGEST)
        except subprocess.TimeoutExpired:
            return dict.fromkeys(nodes, "fails")
        if not report.exists():
            return {}
        cases = ET.parse(report).iter("testcase")
        return {case.get("name", ""): _said(case) for case in cases}


def _said(case: ET.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "fails"
    return "skipped" if case.find("skipped") is not None else "passes"


def together(outcomes: Sequence[str]) -> str:
    """Return what many tests say together."""
    if "fails" in outcomes:
        return "fails"
    return "passes" if "passes" in outcomes else "not run"


def of_fault(fault: Fault, cases: dict[str, str]) -> str:
    """Return what the tests of a fault say among those of all."""
    names = {node.partition("::")[2] for node in fault.tests}
    return together(
        [said for name, said in cases.items() if (plain := name.partition("[")[0]) in names or fault.number in numbers_of(plain)]
    )


def without_guard(fault: Fault) -> str:
    """Return what the tests of a fault say when its guard is off."""
    return together(list(pytest(fault.tests, f"off:{fault.number}", "-x").values()))


def both_ways(numbers: Sequence[int]) -> int:
    """Run faults with their guards, then without; keep what they say; return how many are not as they must be."""
    nodes = sorted({node for number in numbers for node in FAULTS[number].tests})
    on, off, wrong = pytest(nodes), pytest(nodes, "off:all", "--timeout=45"), 0
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for number in numbers:
        fault = FAULTS[number]
        said = {"on": of_fault(fault, on), "off": of_fault(fault, off)}
        wrong += said["on"] == "fails" or said["off"] in {"passes", "not run"}
        kept[str(number)] = said
        print(f"{number:3} {said['on']:8} {said['off']:8} {fault.title}", flush=True)
    RESULTS.write_text(json.dumps({key: kept[key] for key in sorted(kept, key=int)}, indent=0) + "\n")
    return wrong


def main(words: Sequence[str]) -> int:
    """Run what the words ask for; return the exit code."""
    given = dict(word.split("=", 1) for word in words if "=" in word and word.split("=", 1)[1])
    guard = given.get("GUARD", "")
    if guard:
        fault = FAULTS.get(int(number)) if (number := guard.removeprefix("off:")).isdigit() else None
        if fault is None or not guard.startswith("off:"):
            print(f"{guard}: name a fault of the matrix, as GUARD=off:7")
            return 2
        said = without_guard(fault)
        print(
            f"fault {fault.number}, {fault.title}, without {fault.guard}: {said}" + ("" if said == "fails" else ": THE TESTS DO NOT NOTICE")
        )
        return 0 if said == "fails" else 1
    if given.get("ALL"):
        only = [int(number) for number in given.get("ONLY", "").split(",") if number]
        numbers = only or sorted(FAULTS)
        wrong = [both_ways(numbers[first : first + AT_ONCE]) for first in range(0, len(numbers), AT_ONCE)]
        return 1 if any(wrong) else 0
    return subprocess.run([sys.executable, "-m", "pytest", "-q", "-m", EVERY, "tests/faults"], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
