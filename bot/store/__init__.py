"""The database: tables, queries by noun, migrations; the only place that knows SQL."""
