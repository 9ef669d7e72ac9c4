"""Facts, and nothing but facts: frozen dataclasses that import the standard library only."""
