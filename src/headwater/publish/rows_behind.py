"""The rows behind numbers that count no lines of filings: claims, terms, names counted, jurisdictions, documents read.

Where a claim says nothing of the documents behind it, its query does: every document of the views that it reads.
"""

import re

from headwater.publish.citing import sql_text
from headwater.publish.site_db import SiteDb

_SAID = 120
_COLUMNS = ("publisher", "source", "page", "file_name", "url")
_FILES = {"source": "source", "file_name": "file_name"}
_TABLED = {"publisher": "publisher", "file_name": "file_name"}
_OF_VIEW: dict[str, tuple[str, dict[str, str]]] = {
    "terms": ("terms", {**_TABLED, "url": "url"}),
    "timeline": ("timeline", {**_TABLED, "page": "document", "url": "url"}),
    "recall_statements": ("recall_statements", {**_TABLED, "page": "document", "url": "url"}),
    "results": ("results", {**_TABLED, "source": "source", "url": "url"}),
    "ticket_tops": ("ticket_tops", _FILES),
    "jurisdiction_counties": ("jurisdiction_counties", {"page": "source"}),
    "jurisdiction_coverage": ("jurisdiction_coverage", {"page": "source"}),
    "nonprofit_totals": ("nonprofit_totals", {"publisher": "publisher", "page": "document", "url": "url"}),
    "contest_votes": ("contest_votes", _TABLED),
    "contest_issues": ("contest_issues", _TABLED),
    "count_checks": ("count_checks", {**_TABLED, "page": "whole_document", "file_name": "parts_document"}),
    "lines": ("source_files", _FILES),
}  # fmt: skip
"""View -> where its documents stand, and which of its columns says what."""
_MADE_FROM = {
    "term_spans": ("terms",), "tenure_events": ("terms",), "recall_petitions": ("recall_statements",),
    "contests": ("results",), "candidacies": ("results",), "voter_bounds": ("results", "ticket_tops"),
    "scoreboard": ("set_definitions",), "set_members": ("set_definitions",), "place_names": ("jurisdiction_counties",),
} | dict.fromkeys(
    ("payments", "filings", "entities", "identifiers", "traces", "trace_rules", "linking_levels", "linking_counts",
     "linking_overlaps", "reconciliation", "conservation", "coverage"), ("lines",),
)  # fmt: skip
"""Views that say nothing of documents -> those that do."""
CLAIMS = (
    "SELECT c.publication AS publisher, 'claim ' || v.claim_id AS page, "
    f"v.verdict || ': ' || substr(c.statement, 1, {_SAID}) AS of_row "
    "FROM verdicts v JOIN claims c ON c.claim_id = v.claim_id ORDER BY v.verdict, v.claim_id"
)
"""Lists the claims under their verdicts."""
COUNTIES = (
    f"SELECT substr(source, 1, {_SAID}) AS page, county || ': ' || coalesce(division, 'unknown') AS of_row "
    "FROM jurisdiction_counties ORDER BY fips, division NULLS LAST, county, source NULLS LAST"
)
"""Lists the counties with the jurisdiction that the law named puts each in."""
MISSING_MONTHS = (
    "SELECT source, coalesce(filer, 'every filer') || ', form ' || form || ', ' || CAST(year AS VARCHAR) || '-' || "
    "substr('0' || CAST(month AS VARCHAR), -2) AS of_row FROM coverage WHERE state = 'missing' "
    "ORDER BY filer NULLS LAST, filer_entity_id NULLS LAST, source, form, year, month, schedule NULLS LAST"
)
"""Lists each month of a filer that none of its reports covers."""
TRACED = (
    f"SELECT DISTINCT substr(coalesce(e.name, t.target_entity_id), 1, {_SAID}) || ', ' || "
    "replace(t.target_class, '_', ' ') AS of_row, t.target_entity_id FROM traces t "
    "LEFT JOIN entities e ON e.entity_id = t.target_entity_id ORDER BY of_row, t.target_entity_id"
)
"""Lists the targets that are traced, for any donor set."""
REACHED = TRACED.replace(" ORDER BY", " WHERE t.high_cents > 0 ORDER BY")
"""Lists the targets of which a donor set's most is above nothing."""


def members_of(definition: str) -> str:
    """Lists who is counted under a definition as of each day, once for each row that proves it."""
    return (
        f"SELECT as_of, substr(member, 1, {_SAID}) || coalesce(', ' || nullif(evidence, ''), '') AS of_row "
        f"FROM set_members WHERE definition = {sql_text(definition)} ORDER BY as_of, member, evidence NULLS LAST"
    )


def documents_read(db: SiteDb, query: str) -> str:
    """Lists the documents of all rows that a claim's query may read; empty where its views name none."""
    named = _named(query)
    if named & {"scoreboard", "set_members", "set_definitions"} and db.has("set_definitions"):
        for row in db.rows("SELECT query FROM set_definitions ORDER BY definition"):
            named |= _named(row["query"] or "")
    for made, origins in _MADE_FROM.items():
        named |= set(origins) if made in named else set()
    found = {_OF_VIEW[view][0]: _OF_VIEW[view][1] for view in sorted(named & _OF_VIEW.keys())}
    parts = [_documents(table, says) for table, says in found.items() if db.has(table)]
    if not parts:
        return ""
    order = ", ".join(f"{one} NULLS LAST" for one in _COLUMNS)
    return f"SELECT DISTINCT {', '.join(_COLUMNS)} FROM ({' UNION ALL '.join(parts)}) d ORDER BY {order}"


def _documents(table: str, says: dict[str, str]) -> str:
    columns = ", ".join(
        f"nullif(CAST({says[one]} AS VARCHAR), '') AS {one}" if one in says else f"NULL AS {one}" for one in _COLUMNS
    )
    return f"SELECT {columns} FROM {table}"


def _named(query: str) -> set[str]:
    return set(re.findall(r"\b[a-z_]+\b", re.sub("'[^']*'", "", query)))
