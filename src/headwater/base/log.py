"""Structured logs: events with fields, to standard error, never mixed with what a command prints."""

import logging
import sys

import structlog


def start_log(level: str) -> None:
    """Sets up the log once; `level` is debug, info, warning or error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        # Whatever standard error is when something is said: who runs commands in one process may have changed it.
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
