"""Dates: ISO days, and ranges where a day is only known to lie between two."""

import re
from datetime import date

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse_date(text: str) -> date:
    """A calendar day written ``YYYY-MM-DD``.

    Raises:
        ValueError: with the reason, if the text is anything else or no such day exists.
    """
    stripped = text.strip()
    if not _ISO.fullmatch(stripped) or not stripped.isascii():
        raise ValueError(f"date {stripped[:40]!r} is not YYYY-MM-DD" if stripped else "the date is empty")
    try:
        return date.fromisoformat(stripped)
    except ValueError:
        raise ValueError(f"date {stripped!r} does not exist") from None


def cycle_of(day: date) -> int:
    """The two-year election cycle that a day falls in, named by its even year (52 U.S.C. 30101 usage)."""
    return day.year + day.year % 2
