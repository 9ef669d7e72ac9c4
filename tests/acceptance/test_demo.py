"""The demo as a newcomer runs it: a process of its own, nothing on standard input, the terminal's text read back."""

import os
import re
import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.demo.newsroom import BUNDLED, read_newsroom

ROOT = Path(__file__).resolve().parents[2]
CPU_SECONDS = 30.0


def demo(*arguments):
    """Run the demo without a terminal; return the finished process and the seconds of processor time that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo", *arguments],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=240, check=False, cwd=ROOT,
        env={key: value for key, value in os.environ.items() if not key.startswith("DEALWIRE_")} | {"COLUMNS": "80"},
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def panels(text, indent=""):
    """Return the framed messages at this indent, each as one line of words with its head (status and storyline) first."""
    framed = re.findall(rf"^{indent}╭─+╮\n((?:{indent}│.*│\n)+){indent}╰", text, re.MULTILINE)
    return [" ".join(line.strip().strip("│").strip() for line in block.splitlines()) for block in framed]


@pytest.fixture(scope="module")
def played():
    """The bundled newsroom's demo, run once."""
    return demo()


def root_of(newsroom, roots, event):
    """Return the one root message whose headline is a title of the event."""
    titles = [re.sub(r" - [^-]+$", "", item.title) for item in newsroom.items if item.event == event]
    (root,) = [root for root in roots if any(title in root.split(" Earlier: ")[0] for title in titles)]
    return root


def test_each_event_has_one_root_message(played):
    """Exit 0 without a terminal, one framed message for each event of the newsroom, in bounded processor time."""
    done, seconds = played
    newsroom = read_newsroom(BUNDLED)
    events = {item.event for item in newsroom.items} - {""}

    assert (done.returncode, done.stderr) == (0, "")
    roots = panels(done.stdout)
    told = Counter(event for event in events for _ in [root_of(newsroom, roots, event)])
    assert len(events) >= 12
    assert len(roots) == len(events) == told.total()
    assert seconds < CPU_SECONDS


def test_what_changed_and_what_followed_is_told(played):
    """A corrected figure is a reply in its thread; developments are messages that name the earlier one, which is edited to name them."""
    text, newsroom = played[0].stdout, read_newsroom(BUNDLED)
    roots, flowing = panels(text), " ".join(text.split())

    (reply,) = panels(text, indent="    ")
    assert "CoreWeave" in reply
    assert "$4 billion → up to $6.5 billion" in reply
    for event, status in (("foxconn-ohio", "Foxconn"), ("nvidia-not-a-commitment", "DENIED"), ("broadcom-delay", "DELAYED")):
        root = root_of(newsroom, roots, event)
        assert "Earlier: " in root
        assert status in root
    assert flowing.count("— Later: ") == 3


def test_conflicts_are_flagged_and_the_rest_is_silent(played):
    """The figure that the official text denies is flagged as such; negatives and recaps appear nowhere."""
    text, newsroom = played[0].stdout, read_newsroom(BUNDLED)
    flowing = " ".join(text.split())

    assert "about $5 billion, against the official text" in root_of(newsroom, panels(text), "foxconn-announcement")
    silent = [item for item in newsroom.items if not item.event]
    assert len(silent) > 10
    assert [item.title for item in silent if item.title in flowing] == []


def test_a_broken_newsroom_is_refused_with_file_and_line(tmp_path):
    """A newsroom that cannot be read: exit 2, the file and the line on standard error, nothing started."""
    broken = 'title = "Mine"\nopens = 2026-03-02T08:00:00Z\n\n[[feeds]]\nid = "wire"\ntitle = unquoted\n'
    (tmp_path / "newsroom.toml").write_text(broken, encoding="utf-8")

    done, _ = demo("--newsroom", str(tmp_path))

    assert done.returncode == 2
    assert re.search(r"newsroom\.toml:6\b", done.stderr), done.stderr
    assert done.stdout == ""
