"""Health, metrics, heartbeat."""
