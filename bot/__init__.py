"""dealwire: a Slack and Discord alert bot for AI-infrastructure deals."""

__version__ = "0.1.0"
