"""Citations: what a published number carries so that a reader can walk back to the lines of a filing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cite:
    """One number on a page: its value, what it is, the query that gives it, and the lines behind it."""

    value: str
    definition: str
    query: str
    lines: tuple["CitedLine", ...] = ()
    line_count: int = 0


@dataclass(frozen=True, slots=True)
class CitedLine:
    """One line of a filing, or one row of a published table, as a citation shows it."""

    publisher: str
    document: str
    record: str
    date: str
    text: str
    url: str = ""
