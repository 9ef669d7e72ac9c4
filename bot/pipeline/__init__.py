"""The stages, a file each, in the order of their work."""
