"""Logs: events with fields, one JSON object a line or words for a terminal; the SDKs' lines too, all without secrets."""

import logging
import sys
from collections.abc import Collection
from typing import TYPE_CHECKING, TextIO

import structlog

from bot.ops.redact import redact

if TYPE_CHECKING:
    from structlog.typing import Processor

NOISY = ("apscheduler", "aiohttp.access", "asyncio", "procrastinate", "slack_bolt", "slack_sdk", "discord")
"""Loggers that say too much at `info`; they keep their warnings."""


class Redacting(logging.Formatter):
    """Formats with another formatter and hides secrets in what came out, tracebacks included."""

    def __init__(self, inner: logging.Formatter, secrets: Collection[str]) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return redact(self._inner.format(record), self._secrets)


def configure_logging(form: str = "console", level: str = "info", *, secrets: Collection[str] = (), stream: TextIO | None = None) -> None:
    """Set up logging for this process: `form` is `json` or `console`, to standard error unless a stream is given.

    structlog and the standard library end in one handler, so that what discord.py or slack_sdk write is hidden as well.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    last: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if form == "json":
        last += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(default=str, ensure_ascii=False)]
    else:
        plain = structlog.dev.plain_traceback
        last += [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)]
    formatter = structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Redacting(formatter, secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.NOTSET if level == "debug" else logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        cache_logger_on_first_use=False,
    )
