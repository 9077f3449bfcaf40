"""Lists that the home page and the index pages share: contests, claims and sources."""

from typing import Any

from headwater.publish.citing import Citations
from headwater.publish.evidence import NET, OWN_COMMITTEE, WINDOW, WINDOW_WORDS, files_of, lines_of
from headwater.publish.rows_behind import CLAIMS
from headwater.publish.sections import contest_title, gaps_of
from headwater.publish.site_db import SiteDb

_CHOSEN = (
    "(SELECT contest_id, division, place, office, election_date, stage, candidate_count, "
    "CAST(substr(CAST(election_date AS VARCHAR), 1, 4) AS INTEGER) AS year FROM contests "
    "ORDER BY election_date DESC, contest_id LIMIT {limit} OFFSET {offset})"
)


def contests(db: SiteDb, cites: Citations, limit: int, offset: int) -> list[dict[str, Any]]:
    """A slice of the contests, the latest first, each with its money in these records, its winner and its gaps."""
    if not db.has("contests"):
        return []
    chosen = _CHOSEN.format(limit=limit, offset=offset)
    rows = cites.table(
        f"SELECT contest_id, division, place, office, election_date, stage, candidate_count FROM {chosen} c "
        "ORDER BY election_date DESC, contest_id",
        {"candidate_count": "count"},
        "Names on the ballot of each contest in these records.",
        _results_of(chosen) if db.has("results") else "",
    )
    money = {**_gifts(db, cites, chosen), **_spending(db, cites, chosen)}
    for row in rows:
        year = int(row["election_date"][:4])
        row["title"] = contest_title(db, row)
        row["gaps"] = gaps_of(db, row["division"], year, row["contest_id"])
        row["winners"] = db.rows(
            "SELECT candidate, candidate_entity_id FROM candidacies WHERE contest_id = ? AND elected "
            "ORDER BY candidate",
            (row["contest_id"],),
        )
        row["is_recall"] = any(one["candidate_entity_id"] in db.options for one in row["winners"])
        row["gifts"] = money.get(("gifts", row["contest_id"]))
        row["spending"] = money.get(("spending", row["contest_id"]))
    return rows


def verdict_counts(db: SiteDb, cites: Citations) -> list[dict[str, Any]]:
    """How many claims have each verdict."""
    if not db.has("claims", "verdicts"):
        return []
    return cites.table(
        "SELECT verdict, count(*) AS claims FROM verdicts GROUP BY verdict ORDER BY verdict",
        {"claims": "count"},
        "Claims of this case by verdict. Each verdict is the answer of the claim’s own query.",
        CLAIMS,
    )


def claims_by_verdict(db: SiteDb) -> dict[str, list[dict[str, Any]]]:
    """The claims under each verdict, in the order of their ids."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in db.rows(
        "SELECT c.claim_id, c.statement, c.speaker, v.verdict FROM claims c "
        "JOIN verdicts v ON v.claim_id = c.claim_id ORDER BY v.verdict, c.claim_id"
    ):
        grouped.setdefault(row["verdict"], []).append(row)
    return grouped


def sources(db: SiteDb, cites: Citations) -> list[dict[str, Any]]:
    """The sources, each with how many rows were read, kept, left out by name and rejected."""
    if not db.has("sources", "source_files"):
        return []
    counts = ("files", "rows_read", "rows_kept", "rows_ignored", "rows_rejected")
    rows = cites.table(
        "SELECT s.source, s.title, count(f.source) AS files, "
        "coalesce(sum(f.rows_read), 0) AS rows_read, coalesce(sum(f.rows_kept), 0) AS rows_kept, "
        "coalesce(sum(f.rows_ignored), 0) AS rows_ignored, coalesce(sum(f.rows_rejected), 0) AS rows_rejected "
        "FROM sources s LEFT JOIN source_files f ON f.source = s.source "
        "GROUP BY s.source, s.title ORDER BY count(f.source) = 0, s.source",
        dict.fromkeys(counts, "count"),
        "Rows of each source’s raw files: read, kept as records, left out by name, and rejected because they could "
        "not be read.",
        files_of(),
    )
    return [{**row, "publisher": db.publishers[row["source"]]} for row in rows]


def _gifts(db: SiteDb, cites: Citations, chosen: str) -> dict[tuple[str, str], Any]:
    if not db.has("payments", "candidacies", "identifiers"):
        return {}
    named = _takers(
        chosen, f"JOIN candidacies d USING (contest_id) JOIN identifiers i ON d.committees <> '' AND {OWN_COMMITTEE}"
    )
    held = _takers(chosen, "JOIN site_committees i USING (contest_id)")
    rows = cites.table(
        _gifts_of(named),
        {"gift_cents": "cents"},
        "Money and in-kind gifts to the committees named for each contest’s candidates or sides, or to the candidates "
        "by name, minus returns, in all years these records hold. A committee named for two contests counts in both. "
        "The lines behind one row stand on the contest’s page.",
        _lines_to(named),
        here=(_gifts_of(held), _lines_to(held)),
    )
    return {("gifts", row["contest_id"]): row["gift_cents"] for row in rows}


def _takers(chosen: str, committees: str) -> str:
    """The entities to whom gifts in each chosen contest go: the committees, which `committees` joins, and the names."""
    return (
        f"SELECT c.contest_id, i.entity_id FROM {chosen} c {committees} UNION SELECT d.contest_id, "
        f"d.candidate_entity_id FROM {chosen} c JOIN candidacies d ON d.contest_id = c.contest_id"
    )


def _gifts_of(takers: str) -> str:
    return (
        f"SELECT o.contest_id, {NET} AS gift_cents FROM ({takers}) o "
        "JOIN payments p ON (p.payee_entity_id = o.entity_id AND p.kind IN ('monetary', 'in_kind')) "
        "OR (p.payer_entity_id = o.entity_id AND p.kind = 'return' AND p.about_entity_id IS NULL) "
        "GROUP BY o.contest_id ORDER BY o.contest_id"
    )


def _lines_to(takers: str) -> str:
    ids = f"SELECT entity_id FROM ({takers}) o"
    return lines_of(
        f"kind IN ('monetary', 'in_kind') AND payee_entity_id IN ({ids}) "
        f"OR kind = 'return' AND about_entity_id IS NULL AND payer_entity_id IN ({ids})"
    )


def _spending(db: SiteDb, cites: Citations, chosen: str) -> dict[tuple[str, str], Any]:
    if not db.has("payments", "candidacies"):
        return {}
    spent = (
        f"FROM {chosen} c JOIN (SELECT DISTINCT contest_id, candidate_entity_id FROM candidacies) d "
        f"ON d.contest_id = c.contest_id JOIN payments p ON p.about_entity_id = d.candidate_entity_id AND {WINDOW} "
        "AND p.kind IN ('independent_expenditure', 'return')"
    )
    rows = cites.table(
        f"SELECT c.contest_id, {NET} AS spent_cents {spent} GROUP BY c.contest_id ORDER BY c.contest_id",
        {"spent_cents": "cents"},
        f"Independent expenditures for, against or about the candidates or options of each contest, {WINDOW_WORDS}. "
        "The lines behind one row stand on the contest’s page.",
        lines_of(f"payment_id IN (SELECT p.payment_id {spent})"),
    )
    return {("spending", row["contest_id"]): row["spent_cents"] for row in rows}


def _results_of(chosen: str) -> str:
    return (
        "SELECT publisher, source, as_of, file_name, row, url FROM results WHERE contest_id IN "
        f"(SELECT contest_id FROM {chosen} c) ORDER BY contest_id, publisher, file_name, row"
    )
