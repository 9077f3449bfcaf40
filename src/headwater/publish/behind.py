"""The lines behind numbers: the query that lists them, and how the site's own file gives its answer fast."""

from dataclasses import dataclass
from typing import Any

LINE_COLUMNS = (
    "publisher", "source", "filing_id", "form", "schedule", "record_id", "date_from", "date_to", "cents", "file_name",
    "row", "url", "why_not",
)  # fmt: skip
"""What a list of lines says of each."""
_LINE = ", ".join(LINE_COLUMNS)
LINE_ORDER = ("date_from", "line_id", "file_name", "row")
"""The order of lines in a list; the site's own tables of lines and of payments are written in it."""
FILL_EVIDENCE = (
    "INSERT INTO site_evidence SELECT place, line_rows, last FROM (SELECT payments.rowid AS place, "
    "count(lines.rowid) AS line_rows, max(lines.date_to) AS last, line_count, payments.date_to AS own FROM payments "
    "LEFT JOIN lines ON lines.payment_id = payments.payment_id GROUP BY payments.rowid) "
    "WHERE line_rows <> line_count OR last IS NOT own"
)
_BEHIND = f"SELECT {_LINE} FROM lines WHERE payment_id IN (SELECT payment_id FROM payments WHERE "
_IN_ORDER = f") ORDER BY {', '.join(LINE_ORDER)}"


@dataclass(frozen=True, slots=True)
class Listed:
    """The first lines of a list, how many it has, and the latest day on any of them."""

    rows: list[dict[str, Any]]
    count: int
    last: str


def behind(where: str) -> str:
    """Lists the lines that are evidence of the payments a condition selects."""
    return f"{_BEHIND}{where}{_IN_ORDER}"


def first_lines(query: str, most: int) -> str:
    """The first rows of a query that lists lines.

    Of a list by `behind` the site's file gives the same by places of rows alone, whatever the number of lines: it
    holds lines in that order, and payments in the order of each one's first line. So the first lines are among those
    of the first payments, and only rows that are shown are read.
    """
    where = _condition(query)
    if where is None:
        return f"{query} LIMIT {most}"
    return (
        f"SELECT {_LINE} FROM lines WHERE rowid IN (SELECT rowid FROM lines WHERE payment_id IN "
        f"(SELECT payment_id FROM payments WHERE {where} ORDER BY rowid LIMIT {most}) ORDER BY rowid LIMIT {most}) "
        "ORDER BY rowid"
    )


def count_and_last(query: str, day: str) -> str:
    """How many rows a query that lists lines has, and the latest of a column of days.

    Of a list by `behind` the site's file knows both from the payments: how many lines each has, and the last of their
    days, which is the payment's own but for those in ``site_evidence``.
    """
    where = _condition(query)
    if where is None:
        return f"SELECT count(*), max({day}) FROM ({query})"
    return (
        "SELECT coalesce(sum(CASE WHEN evidence_of IS NULL THEN line_count ELSE evidence_lines END), 0), "
        "max(CASE WHEN evidence_of IS NULL THEN date_to ELSE evidence_last END) "
        f"FROM payments LEFT JOIN site_evidence ON evidence_of = payments.rowid WHERE {where}"
    )


def _condition(query: str) -> str | None:
    """The condition on payments of a list by `behind`; None for any other query."""
    is_ours = query.startswith(_BEHIND) and query.endswith(_IN_ORDER)
    return query.removeprefix(_BEHIND).removesuffix(_IN_ORDER) if is_ours else None
