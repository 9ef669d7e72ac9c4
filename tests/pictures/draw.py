"""Cards to pictures: renders them for a platform, has them shown in headless Chromium, and returns what a reader sees."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.model.card import Card
from bot.platforms.discord.render import render as discord
from bot.platforms.slack.render import render as slack

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A message as it is shown."""

    card: Card
    private: bool = False
    edited: bool = False
    reply: bool = False


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Messages under one another, on one platform in one theme."""

    name: str
    platform: str
    messages: Sequence[Shown]
    theme: str = "dark"
    width: int = 700
    payloads: Sequence[dict[str, Any]] = field(default=())
    """Instead of `messages`: what was rendered already."""


def missing() -> str:
    """Return what this machine lacks for pictures, as a sentence; empty where nothing is missing."""
    if not shutil.which("node"):
        return "node is not installed (Node.js 20 or newer)"
    browser = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    if not Path(browser).exists():
        return f"Chromium is not at {browser}; install it, or set CHROMIUM to its path"
    if not (HERE / "node_modules" / "playwright-core").is_dir():
        return "the node packages are not installed; `make pictures` does it"
    return ""


def payload(card: Card, platform: str) -> dict[str, Any]:
    """Return a card's wire form."""
    if platform == "slack":
        message = slack(card)
        return {"text": message.text, "blocks": list(message.blocks)}
    return discord(card, key="xkey").payload()


def draw(pictures: Sequence[Picture], folder: Path | None = None) -> dict[str, list[str]]:
    """Show the pictures, write each as `<name>.png` where there is a folder, and return the text of each message by picture."""
    jobs = [
        {
            "name": picture.name,
            "platform": picture.platform,
            "theme": picture.theme,
            "width": picture.width,
            "png": str(folder / f"{picture.name}.png") if folder else None,
            "messages": [{"payload": made} for made in picture.payloads]
            or [
                {"payload": payload(shown.card, picture.platform), "private": shown.private, "edited": shown.edited, "reply": shown.reply}
                for shown in picture.messages
            ],
        }
        for picture in pictures
    ]
    node = shutil.which("node") or "node"
    done = subprocess.run([node, str(HERE / "show.mjs")], input=json.dumps(jobs), capture_output=True, text=True, timeout=240, check=False)
    if done.returncode:
        raise RuntimeError(f"The pictures could not be drawn: {done.stderr[-2000:]}")
    return {answer["name"]: answer["texts"] for answer in json.loads(done.stdout)}
