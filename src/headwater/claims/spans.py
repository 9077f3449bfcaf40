"""Where in an article a claim stands: stretches of characters, and lines."""

import re
from typing import TypeAlias

Spans: TypeAlias = tuple[tuple[int, int], ...]
"""Stretches of an article's text, each from its first character (counted from 0) to before its last."""

_SPANS = re.compile(r"\d+-\d+(, \d+-\d+)*")
_LINES = re.compile(r"\d+(-\d+)?(, \d+(-\d+)?)*")


def spans_of(text: str, field: str) -> Spans:
    """The stretches written as ``120-180, 200-260``; none for an empty text.

    Raises:
        ValueError: if it is written otherwise, a stretch is empty, or they are not in order.
    """
    if not text:
        return ()
    if not _SPANS.fullmatch(text):
        raise ValueError(f"field {field}: {text!r} is not characters such as 120-180, 200-260")
    found = tuple((int(start), int(end)) for start, _, end in (part.partition("-") for part in text.split(", ")))
    ends = [number for span in found for number in span]
    if any(start >= end for start, end in found) or ends != sorted(ends):
        raise ValueError(f"field {field}: {text!r} is not in order, or a stretch of it is empty")
    return found


def check_lines(text: str, field: str) -> None:
    """Refuses what is not lines such as ``3, 7-9``.

    Raises:
        ValueError: saying so.
    """
    if text and not _LINES.fullmatch(text):
        raise ValueError(f"field {field}: {text!r} is not lines such as 3, 7-9")


def last_line(text: str) -> int:
    """The largest line that a text such as ``3, 7-9`` names; 0 where it names none."""
    return max(map(int, re.findall(r"\d+", text)), default=0)


def shown(spans: Spans) -> str:
    """Stretches as text."""
    return ", ".join(f"{start}-{end}" for start, end in spans)
