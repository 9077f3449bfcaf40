"""The lines behind the sums of a list of entities or of accounts: row by row, what came in and then what went out.

One payment between two of the list stands behind both. The query lists all lines on the warehouse; of the site's own
file only the first rows of the list are asked, and the numbers of lines were counted when it was written.
"""

from collections.abc import Iterable
from typing import Any

from headwater.publish.behind import LINE_COLUMNS, LINE_ORDER, Listed, behind, first_lines
from headwater.publish.citing import SHOWN_LINES, sql_text
from headwater.publish.ranked import ranked
from headwater.publish.site_db import SiteDb

SHOWN_BOOKS = 300
"""Accounts whose books stand on a page; a table of the site's file counts their lines."""
_NAME = 120
_LISTED = ", ".join(f"l.{one}" for one in LINE_COLUMNS)
_SIDES = (
    "(SELECT payment_id, kind, date_to AS day, payee_entity_id AS side_id, 0 AS is_out FROM payments UNION ALL "
    "SELECT payment_id, kind, date_to, payer_entity_id, 1 FROM payments)"
)
ALL_LINES = f"SELECT {', '.join(LINE_COLUMNS)} FROM lines ORDER BY {', '.join(LINE_ORDER)}"
"""Lists every line, as the site's own file holds them."""
BOOKED = (
    "SELECT whose_entity_id, whose, in_cents, out_cents, unknown_cents, period_from, period_thru FROM conservation "
    "ORDER BY in_cents + out_cents DESC, whose NULLS LAST, whose_entity_id NULLS LAST, unknown_cents"
)
"""The accounts in the order in which their books are listed."""
_IN_TIME = (
    "kind <> 'in_kind' AND ({a}period_from IS NULL OR {day} >= {a}period_from) "
    "AND ({a}period_thru IS NULL OR {day} <= {a}period_thru)"
)
_ONE_SIDE = (
    "SELECT coalesce(sum(coalesce(evidence_lines, line_count)), 0) AS line_rows, "
    "max(CASE WHEN evidence_of IS NULL THEN date_to ELSE evidence_last END) AS last FROM payments "
    "LEFT JOIN site_evidence ON evidence_of = payments.rowid WHERE {side}_entity_id = a.whose_entity_id AND "
    + _IN_TIME.format(a="a.", day="date_to")
)
FILL_BOOKS = (
    "INSERT INTO site_books SELECT whose_entity_id, whose, period_from, period_thru, "
    + ", ".join(
        f"(SELECT {column} FROM ({_ONE_SIDE.format(side=side)}))"
        for side in ("payee", "payer")
        for column in ("line_rows", "last")
    )
    + f" FROM ({BOOKED} LIMIT {SHOWN_BOOKS}) a"
)
"""Counts the lines behind the books of the accounts that are shown, once."""


def lines_of_ranked(where: str, limit: int, offset: int) -> str:
    """Lists the lines behind a slice of the entities by money."""
    return (
        f"SELECT {_LISTED}, {_label('m.name')} AS of_row FROM ({ranked(where, limit, offset)}) m "
        f"JOIN {_SIDES} s ON s.side_id = m.entity_id JOIN lines l ON l.payment_id = s.payment_id "
        f"ORDER BY coalesce(m.in_cents, 0) + coalesce(m.out_cents, 0) DESC, m.name, m.entity_id, {_order()}"
    )


def ranked_lines_here(db: SiteDb, limit: int, offset: int) -> Listed:
    """The same of the site's own file."""
    rows = db.rows(
        "SELECT entity_id, name, in_lines, in_last, out_lines, out_last FROM site_money "
        "WHERE rowid > ? AND rowid <= ? ORDER BY rowid",
        (offset, offset + limit),
    )
    return _listed(db, rows, "1 = 1")


def lines_of_books() -> str:
    """Lists the lines behind what the first accounts received and paid in the time of their books."""
    return (
        f"SELECT {_LISTED}, {_label('a.whose')} AS of_row FROM ({BOOKED} LIMIT {SHOWN_BOOKS}) a "
        f"JOIN {_SIDES} s ON s.side_id = a.whose_entity_id AND s.{_IN_TIME.format(a='a.', day='s.day')} "
        "JOIN lines l ON l.payment_id = s.payment_id ORDER BY a.in_cents + a.out_cents DESC, a.whose NULLS LAST, "
        f"a.whose_entity_id NULLS LAST, a.unknown_cents, {_order()}"
    )


def book_lines_here(db: SiteDb) -> Listed:
    """The same of the site's own file."""
    rows = db.rows("SELECT * FROM site_books ORDER BY rowid")
    return _listed(db, rows, "kind <> 'in_kind'")


def all_lines_here(db: SiteDb) -> Listed:
    """Every line: the first ones, and how many the site's file counted; not their last day."""
    rows = db.rows(f"SELECT {', '.join(LINE_COLUMNS)} FROM lines ORDER BY rowid LIMIT {SHOWN_LINES}")
    return Listed(rows, db.value("SELECT row_count FROM site_views WHERE name = 'lines'"), "")


def _listed(db: SiteDb, rows: Iterable[dict[str, Any]], also: str) -> Listed:
    found: list[dict[str, Any]] = []
    count, last = 0, ""
    for row in rows:
        for side, own in (("in", "payee"), ("out", "payer")):
            held = row[f"{side}_lines"] or 0
            count, last = count + held, max(last, row[f"{side}_last"] or "")
            if held and len(found) < SHOWN_LINES:
                where = f"{own}_entity_id = {sql_text(row['entity_id'])} AND {also}{_days(row)}"
                label = f"{'received' if side == 'in' else 'paid'} by {row['name'][:_NAME]}"
                shown = db.rows(first_lines(behind(where), SHOWN_LINES - len(found)))
                found += [{**line, "of_row": label} for line in shown]
    return Listed(found, count, last)


def _days(row: dict[str, Any]) -> str:
    """The time of an account's books as a condition; none for an entity's sums of all years."""
    first, last = row.get("period_from"), row.get("period_thru")
    return (f" AND date_to >= '{first}'" if first else "") + (f" AND date_to <= '{last}'" if last else "")


def _label(name: str) -> str:
    return f"CASE WHEN s.is_out = 1 THEN 'paid' ELSE 'received' END || ' by ' || substr({name}, 1, {_NAME})"


def _order() -> str:
    return ", ".join(("s.is_out", *(f"l.{one}" for one in LINE_ORDER)))
