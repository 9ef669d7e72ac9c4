"""What a workspace has used of its quotas, in words."""

from bot.model.quota import Use, window
from bot.ports import Tables
from handlers.context import Context

_WORDS = {
    Use.POLLS: "Polls of its own feeds this hour",
    Use.BYTES: "Megabytes fetched for its own feeds today",
    Use.MESSAGES: "Messages this hour",
}


def used(tables: Tables, tenant: str, context: Context) -> tuple[str, ...]:
    """Return a line for each quota: `Messages this hour: 40 of 10,000`."""
    counts = tables.usage.of(tenant, now=context.clock.now())
    return tuple(f"{words}: {_of(use, counts[use], context)}" for use, words in _WORDS.items())


def used_up(tables: Tables, tenant: str, context: Context) -> tuple[str, ...]:
    """Return a line for each quota of which nothing is left, with the time when there is again."""
    now = context.clock.now()
    counts = tables.usage.of(tenant, now=now)
    return tuple(
        f"🔴 {words}: {_of(use, counts[use], context)}, all used; it goes on at {window(use, now).until:%H:%M} UTC"
        for use, words in _WORDS.items()
        if context.quotas.left(use, counts[use]) <= 0
    )


def _of(use: Use, count: int, context: Context) -> str:
    scale = 1_000_000 if use is Use.BYTES else 1
    limit = context.quotas.limit(use)
    return f"{count // scale:,} of {limit // scale:,}" if limit else f"{count // scale:,}, as many as it likes"
