"""Publishers as people name them."""

from bot.model.card import Card, Tone, code, line
from bot.model.command import Reply
from bot.text.addresses import host_of


def host_named(typed: str) -> str:
    """Return the host that somebody means by a host or an address; empty for anything else."""
    typed = typed.strip().strip("<>").split("|")[0]
    host = host_of(typed if "://" in typed else f"https://{typed}")
    return host if "." in host else ""


def no_host(typed: str, command: str) -> Reply:
    """Say that something is no publisher's host."""
    return Reply(
        card=Card(
            tone=Tone.TROUBLE,
            title=f"“{typed[:60]}” is no publisher's host. Nothing was changed.",
            body=(line("For example: ", code(f"{command} example.com")),),
        )
    )
