"""Metrics: what `/metrics` shows. Labels are platforms, states and error classes: small fixed sets, never a feed or a person."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_BREAKER = {"closed": 0, "probing": 1, "open": 2}


class Metrics:
    """Counts and gauges in a registry of their own; a `Meter` for the passes."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._deliveries = Counter("deliveries", "Deliveries that came to a state.", ["platform", "state"], registry=self.registry)
        self._uncertain = Counter("delivery_uncertain", "Sends whose outcome was in doubt.", ["platform"], registry=self.registry)
        self._unchecked = Counter("delivery_unchecked", "Doubtful sends that could not be looked up.", ["platform"], registry=self.registry)
        self._oldest = Gauge("outbox_oldest_seconds", "Age of the oldest delivery that is due and unsent.", registry=self.registry)
        self._rows = Gauge("outbox_rows", "Deliveries by platform and state.", ["platform", "state"], registry=self.registry)
        self._lag = Histogram(
            "poll_lag_seconds",
            "How long after it was due a feed was polled.",
            buckets=(0.1, 1, 5, 15, 60, 300, 1800, 7200),
            registry=self.registry,
        )
        self._feed_errors = Gauge("feed_errors", "Polls that failed, by class.", ["class"], registry=self.registry)
        self._breaker = Gauge("breaker_state", "0 closed, 1 probing, 2 open.", ["platform"], registry=self.registry)
        self._loop = Gauge("loop_lag_seconds", "The worst lag of the event loop in the last minute.", registry=self.registry)
        self._rewrites = Counter(
            "rewrites", "Summaries that a model was asked to shorten, by what came of it.", ["outcome"], registry=self.registry
        )
        self._kills = Counter("parse_kills", "Parsers that had to be killed.", registry=self.registry)

    def delivery(self, platform: str, state: str) -> None:
        """Count a delivery that came to a state."""
        self._deliveries.labels(platform, state).inc()
        if state == "uncertain":
            self._uncertain.labels(platform).inc()

    def unchecked(self, platform: str) -> None:
        """Count a doubtful send that could not be looked up."""
        self._unchecked.labels(platform).inc()

    def poll(self, problem: str, lag_seconds: float) -> None:
        """Count a poll."""
        self._lag.observe(max(0.0, lag_seconds))
        if problem:
            self._feed_errors.labels(problem).inc()
        if problem == "parser_killed":
            self._kills.inc()

    def rewrite(self, outcome: str) -> None:
        """Count a summary that a model was asked to shorten: `used`, `refused` or `failed`."""
        self._rewrites.labels(outcome).inc()

    def breaker(self, platform: str, state: str) -> None:
        """Show a platform's breaker."""
        self._breaker.labels(platform).set(_BREAKER[state])

    def outbox(self, rows: Mapping[tuple[str, str], int], oldest_seconds: float) -> None:
        """Show how the outbox stands."""
        self._rows.clear()
        for (platform, state), count in rows.items():
            self._rows.labels(platform, state).set(count)
        self._oldest.set(oldest_seconds)

    def loop_lag(self, seconds: float) -> None:
        """Show the event loop's lag."""
        self._loop.set(seconds)

    def text(self) -> bytes:
        """Return everything in Prometheus's text form."""
        return generate_latest(self.registry)
