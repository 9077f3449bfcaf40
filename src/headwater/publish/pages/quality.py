"""Data quality: stated totals against the ledger, accounts' books, coverage, and what does not count."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.behind import LINE_COLUMNS, LINE_ORDER
from headwater.publish.by_row import ALL_LINES, SHOWN_BOOKS, all_lines_here, book_lines_here, lines_of_books
from headwater.publish.citing import Citations
from headwater.publish.page import Context
from headwater.publish.rows_behind import MISSING_MONTHS
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import DIFFERENCES

SHOWN_ROWS = 300
_RECONCILED = ("stated_cents", "ledger_cents", "difference_cents", "other_stated_cents")
_BOOKS = (
    "opening_cents", "in_cents", "out_cents", "closing_cents", "unknown_cents", "unlisted_in_cents",
    "unlisted_out_cents", "stated_gap_cents",
)  # fmt: skip
_FILE_LINES = "SELECT source, page, file_name, url, stated_cents AS cents FROM reconciliation ORDER BY file_name, page"


def paths(_db: SiteDb) -> Iterator[tuple[str, str]]:
    """The one page on data quality."""
    yield addresses.QUALITY, ""


def context(db: SiteDb, _key: str) -> Context:
    """What the page on data quality shows."""
    cites = Citations(db)
    return {
        "title": "Data quality",
        "crumbs": [],
        "classes": _classes(db, cites),
        "share": _share(db, cites),
        "missing": _missing(db, cites),
        "reconciliation": _reconciliation(db, cites),
        "conservation": _conservation(db, cites),
        "coverage": _coverage(db, cites),
        "rejected": _rejected(db, cites),
        "reasons": _reasons(db, cites),
        "shown_rows": SHOWN_ROWS,
        "cites": cites,
    }


def _classes(db: SiteDb, cites: Citations) -> list[dict[str, Any]]:
    if not db.has("reconciliation"):
        return []
    rows = cites.table(
        "SELECT difference_class, count(*) AS totals FROM reconciliation GROUP BY difference_class "
        "ORDER BY difference_class",
        {"totals": "count"},
        "Totals that filers and agencies state, by how the ledger’s own sum compares.",
        _FILE_LINES,
    )
    for row in rows:
        row["words"] = DIFFERENCES.get(row["difference_class"], row["difference_class"])
    return rows


def _share(db: SiteDb, cites: Citations) -> dict[str, Any] | None:
    """Filers with a stated total and lines for it, and those whose totals are met to the dollar."""
    if not db.has("reconciliation"):
        return None
    (found,) = cites.table(
        "SELECT count(*) AS filers, coalesce(sum(CASE WHEN worst < 100 THEN 1 ELSE 0 END), 0) AS to_the_dollar, "
        "avg(CASE WHEN worst < 100 THEN 1.0 ELSE 0.0 END) AS share FROM (SELECT max(CASE WHEN difference_class = "
        "'equal' THEN 0 ELSE abs(difference_cents) END) AS worst FROM reconciliation GROUP BY filer_number)",
        {"filers": "count", "to_the_dollar": "count", "share": "share"},
        "Filers that state a total of themselves, or of whom an agency states one, and whose lines for it are in these "
        "records; and those of them whose every such total differs from the ledger by less than a dollar.",
        _FILE_LINES,
    )
    return found


def _missing(db: SiteDb, cites: Citations) -> list[dict[str, Any]]:
    if not db.has("coverage"):
        return []
    return cites.table(
        "SELECT filer_entity_id, filer, source, form, count(*) AS months, min(year * 100 + month) AS first_month, "
        "max(year * 100 + month) AS last_month FROM coverage WHERE state = 'missing' GROUP BY 1, 2, 3, 4 "
        f"ORDER BY months DESC, filer NULLS LAST, filer_entity_id NULLS LAST, source, form LIMIT {SHOWN_ROWS}",
        {"months": "count"},
        "Months between a filer’s first and last report of a form, in these records, that none of its reports covers; "
        "and months of a publisher’s bulk file that is not among these records.",
        MISSING_MONTHS,
    )


def _reconciliation(db: SiteDb, cites: Citations) -> list[dict[str, Any]]:
    if not db.has("reconciliation"):
        return []
    rows = cites.table(
        "SELECT whose_entity_id, whose, measure, page, source, election_date, period_from, period_thru, "
        f"{', '.join(_RECONCILED)}, difference_class, reason, url FROM reconciliation "
        "ORDER BY CASE WHEN other_stated_cents IS NULL THEN 1 ELSE 0 END, "
        "CASE WHEN difference_class = 'equal' THEN 1 ELSE 0 END, whose NULLS LAST, "
        f"whose_entity_id NULLS LAST, measure, page, source, file_name LIMIT {SHOWN_ROWS}",
        dict.fromkeys(_RECONCILED, "cents"),
        "A total as one page or summary line states it, beside the sum of this ledger’s counted lines for the same "
        "thing; the difference is ledger minus stated. Where another page states another total, it stands beside.",
        _FILE_LINES,
    )
    for row in rows:
        row["words"] = DIFFERENCES.get(row["difference_class"], row["difference_class"])
    return rows


def _conservation(db: SiteDb, cites: Citations) -> list[dict[str, Any]]:
    if not db.has("conservation"):
        return []
    return cites.table(
        f"SELECT whose_entity_id, whose, {', '.join(_BOOKS)}, is_opening_reported, is_exact FROM conservation "
        "ORDER BY in_cents + out_cents DESC, whose NULLS LAST, whose_entity_id NULLS LAST, unknown_cents "
        f"LIMIT {SHOWN_BOOKS}",
        dict.fromkeys(_BOOKS, "cents"),
        "The books of each account: opening balance as reported, or the least that covers every day’s payments; "
        "received; paid; closing balance as reported; and what is left unexplained, opening + in − out − closing; "
        "beside it what the filer states as received and as paid beyond what these records itemize (below zero: they "
        "hold more than is stated), and what the stated figures themselves do not add up to. The lines are "
        "those of what each account received and paid in the time of its books, account by account.",
        lines_of_books() if db.has("payments", "lines") else "",
        listed=lambda: book_lines_here(db),
    )


def _coverage(db: SiteDb, cites: Citations) -> Context:
    """Filers down, years across: how many lines these records hold; an empty cell is no lines, not zero dollars."""
    if not db.has("coverage"):
        return {}
    rows = cites.table(
        "SELECT filer_entity_id, filer, year, sum(line_count) AS line_total FROM coverage WHERE state = 'held' "
        "GROUP BY 1, 2, 3 ORDER BY filer NULLS LAST, filer_entity_id NULLS LAST, year",
        {"line_total": "count"},
        "Lines of filings that these records hold, by filer and calendar year of the lines’ dates.",
        ALL_LINES if db.has("lines") else "",
        listed=lambda: all_lines_here(db),
    )
    years = sorted({row["year"] for row in rows})
    filers: dict[tuple[str | None, str | None], dict[str, Any]] = {}
    for row in rows:
        key = (row["filer_entity_id"], row["filer"])
        filer = filers.setdefault(key, {"id": key[0], "name": key[1], "cells": dict.fromkeys(years)})
        filer["cells"][row["year"]] = row["line_total"]
    return {"years": years, "filers": list(filers.values())[:SHOWN_ROWS], "has_more": len(filers) > SHOWN_ROWS}


def _rejected(db: SiteDb, cites: Citations) -> list[dict[str, Any]]:
    if not db.has("rejected"):
        return []
    rows = cites.table(
        "SELECT source, field, reason, count(*) AS rejected_rows FROM rejected GROUP BY 1, 2, 3 "
        f"ORDER BY rejected_rows DESC, source, field, reason LIMIT {SHOWN_ROWS}",
        {"rejected_rows": "count"},
        "Rows of raw files that could not be read, by source, field and reason. They count nowhere.",
        "SELECT source, file_name, row FROM rejected ORDER BY source, file_name, row, field",
    )
    titles = {row["source"]: row["title"] for row in db.rows("SELECT source, title FROM sources")}
    return [{**row, "title": titles.get(row["source"], row["source"])} for row in rows]


def _reasons(db: SiteDb, cites: Citations) -> list[dict[str, Any]]:
    if not db.has("lines"):
        return []
    return cites.table(
        "SELECT why_not, count(*) AS line_total, sum(cents) AS cents_total FROM lines WHERE NOT counts "
        f"GROUP BY why_not ORDER BY line_total DESC, why_not LIMIT {SHOWN_ROWS}",
        {"line_total": "count", "cents_total": "cents"},
        "Lines that do not count as money of their own, by reason, and their sum as filed.",
        f"SELECT {', '.join(LINE_COLUMNS)} FROM lines WHERE NOT counts ORDER BY {', '.join(LINE_ORDER)}",
    )
