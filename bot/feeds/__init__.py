"""Bringing entries in: the only place that fetches what a stranger names."""
