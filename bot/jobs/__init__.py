"""Running the passes."""
