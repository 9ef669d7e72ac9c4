"""Where messages go and commands come from."""
