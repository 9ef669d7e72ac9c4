"""What each slash command does: one platform-neutral file per command."""
