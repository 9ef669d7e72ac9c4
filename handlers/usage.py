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
    now = context.clock.now()
    return tuple(f"{words}: {_of(use, tables.usage.used(tenant, use, now=now), context)}" for use, words in _WORDS.items())


def used_up(tables: Tables, tenant: str, context: Context) -> tuple[str, ...]:
    """Return a line for each quota of which nothing is left, with the time when there is again."""
    now, lines = context.clock.now(), []
    for use, words in _WORDS.items():
        limit, count = context.quotas.limit(use), tables.usage.used(tenant, use, now=now)
        if limit and count >= limit:
            lines.append(f"🔴 {words}: {_of(use, count, context)}, all used; it goes on at {window(use, now).until:%H:%M} UTC")
    return tuple(lines)


def _of(use: Use, count: int, context: Context) -> str:
    scale = 1_000_000 if use is Use.BYTES else 1
    limit = context.quotas.limit(use)
    return f"{count // scale:,} of {limit // scale:,}" if limit else f"{count // scale:,}, as many as it likes"
