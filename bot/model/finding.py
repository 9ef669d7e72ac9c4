"""Findings: what an examination of a part saw, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    """`Discord`, `Discord channel 99`, `DEALWIRE_SLACK_APP_TOKEN`."""
    ok: bool
    what: str
    """A sentence: what works, or what does not and what that costs."""
    advice: str = ""
    """Where to click or what to set; empty where nothing is to be done."""
