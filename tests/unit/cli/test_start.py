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
print(code, *sorted({name if name.startswith("bot.") else name.partition(".")[0] for name in sys.modules}))
"""


def test_check_imports_no_sdk_and_no_database():
    """Reading the configuration starts nothing that a chat, a database, a page or a picture needs."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True)

    code, *modules = done.stdout.splitlines()[-1].split()

    assert code == "0", done.stderr
    assert "bot.pipeline.sort" in modules
    assert not HEAVY & set(modules)


def test_check_proves_examples_without_reading_claims():
    """What the examples prove is the subject of an entry; the patterns of its claims are many, and compiled by nobody."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True)

    modules = set(done.stdout.splitlines()[-1].split())

    assert not {"bot.pipeline.extract", "bot.text.amounts", "bot.text.dates", "bot.text.status_words"} & modules
