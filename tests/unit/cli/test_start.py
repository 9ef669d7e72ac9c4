"""`check` is quick because it imports little."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
HEAVY = {
    "discord",
    "slack_bolt",
    "slack_sdk",
    "sqlalchemy",
    "trafilatura",
    "matplotlib",
    "aiohttp",
    "feedparser",
    "procrastinate",
    "psycopg",
}
SCRIPT = """
import sys
sys.argv = ["dealwire", "check"]
from bot.cli.main import run
code = run()
print(code, *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_check_imports_no_sdk_and_no_database():
    """Reading the configuration starts nothing that a chat, a database, a page or a picture needs."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True)

    code, *modules = done.stdout.splitlines()[-1].split()

    assert code == "0", done.stderr
    assert "bot" in modules
    assert not HEAVY & set(modules)
