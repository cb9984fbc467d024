"""What a log line looks like: words or JSON, with the id of the request it belongs to."""

import logging
import sys
from contextvars import ContextVar
from typing import Literal

from pythonjsonlogger.json import JsonFormatter

LogFormat = Literal["console", "json"]

CURRENT_REQUEST: ContextVar[str] = ContextVar("request_id", default="-")
CONSOLE = "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"
JSON_FIELDS = ("levelname", "name", "process", "request_id", "message")
# What is known of a request, in the order in which the console shows it.
REQUEST_FIELDS = ("method", "path", "status", "milliseconds", "client", "key_id", "asked")
OWN_LOGGERS = ("index", "qa", "ui")


def configure_logs(level: str, log_format: LogFormat) -> None:
    """Send every log of the process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_with_request_id)
    if log_format == "json":
        renamed = {"levelname": "level", "name": "logger"}
        handler.setFormatter(JsonFormatter(JSON_FIELDS, rename_fields=renamed, timestamp=True))
    else:
        handler.setFormatter(_ConsoleFormatter(CONSOLE))
    root = logging.getLogger()
    root.handlers = [handler]
    # Libraries are heard when something is wrong: some tell of every request, questions included.
    root.setLevel(logging.WARNING)
    for name in OWN_LOGGERS:
        logging.getLogger(name).setLevel(level.upper())


class _ConsoleFormatter(logging.Formatter):
    """Fields of a request as words; what steers a terminal is escaped."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record)
        values = [(name, getattr(record, name, None)) for name in REQUEST_FIELDS]
        words = [line, *(f"{name}={value}" for name, value in values if value is not None)]
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in " ".join(words))


def _with_request_id(record: logging.LogRecord) -> bool:
    record.request_id = CURRENT_REQUEST.get()
    return True
