"""An optional model that shortens summaries, and the rules that keep it from adding anything."""
