"""Alembic's entry: runs on the connection that `bot.store.migrate` hands over, inside its transaction."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import types

from bot.store.schema import metadata


def render(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types as what the database sees, so that a migration stays true when our code changes."""
    if kind == "type" and isinstance(thing, types.TypeDecorator):
        return f"sa.{type(thing.impl_instance).__name__}()"
    if kind == "type" and getattr(thing, "_variant_mapping", None):
        return "KEY" if isinstance(thing, types.String) else "SEQUENCE"
    return False


context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_item=render)
with context.begin_transaction():
    context.run_migrations()
