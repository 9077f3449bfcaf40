"""The lines behind numbers: the query that lists them, and how the site's own file gives its answer fast."""

_LINE = (
    "publisher, source, filing_id, form, schedule, record_id, date_from, date_to, cents, file_name, row, url, why_not"
)
LINE_ORDER = ("date_from", "line_id", "file_name", "row")
"""The order of lines in a list; the site's own table of lines is written in it."""
_BEHIND = f"SELECT {_LINE} FROM lines WHERE payment_id IN (SELECT payment_id FROM payments WHERE "
_IN_ORDER = f") ORDER BY {', '.join(LINE_ORDER)}"


def behind(where: str) -> str:
    """Lists the lines that are evidence of the payments a condition selects."""
    return f"{_BEHIND}{where}{_IN_ORDER}"


def first_lines(query: str, most: int) -> str:
    """The first rows of a query that lists lines.

    Of a list by `behind` the site's file gives the same by places of rows alone, whatever the number of lines: they
    were written in that order. Only the rows that are shown are read.
    """
    if not query.startswith(_BEHIND):
        return f"{query} LIMIT {most}"
    where = query.removeprefix(_BEHIND).removesuffix(_IN_ORDER)
    return (
        f"SELECT {_LINE} FROM lines WHERE rowid IN (SELECT rowid FROM lines WHERE payment_id IN "
        f"(SELECT payment_id FROM payments WHERE {where}) ORDER BY rowid LIMIT {most}) ORDER BY rowid"
    )


def count_and_last(query: str, day: str) -> str:
    """How many rows a query that lists lines has, and the latest of a column of days."""
    unordered = f"{query.removesuffix(_IN_ORDER)})" if query.endswith(_IN_ORDER) else query
    return f"SELECT count(*), max({day}) FROM ({unordered})"
