"""Asks for known weaknesses of what the lock pins, and says plainly where nobody could be asked.

python .ci/audit.py requirements.lock      0: none known, or NOT RUN; 1: some are known
"""

import json
import subprocess
import sys
from pathlib import Path


def main(lock: str) -> int:
    """Run pip-audit on a lock and read its report."""
    program = Path(sys.executable).with_name("pip-audit")
    words = [str(program), "--disable-pip", "--require-hashes", "--requirement", lock, "--format", "json", "--progress-spinner", "off"]
    run = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603  our own words
    try:
        found = json.loads(run.stdout)["dependencies"]
    except (ValueError, KeyError):
        sys.stdout.write(f"pip-audit: NOT RUN: {run.stderr.strip().splitlines()[-1] if run.stderr.strip() else 'no report'}\n")
        return 0
    asked = [one for one in found if "skip_reason" not in one]
    if not asked:
        sys.stdout.write(f"pip-audit: NOT RUN: no advisory service knows any of the {len(found)} packages; is there a network?\n")
        return 0
    weak = [(one["name"], one["version"], flaw["id"], flaw.get("fix_versions")) for one in asked for flaw in one["vulns"]]
    for name, version, flaw, fixed in weak:
        sys.stdout.write(f"pip-audit: {name} {version}: {flaw}, fixed in {', '.join(fixed or ()) or 'nothing yet'}\n")
    sys.stdout.write(f"pip-audit: {len(asked)} of {len(found)} packages asked about, {len(weak)} weaknesses known.\n")
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
