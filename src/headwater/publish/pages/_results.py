"""Votes of a contest as each publisher counts them, and the same voters' top of the ticket."""

from typing import Any

from headwater.publish.bars import width_of
from headwater.publish.citing import Citations, Number, sql_text
from headwater.publish.evidence import results_of
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import COUNT_STATUS, DENOMINATORS

_PARTIES = {"d": "democratic_votes", "r": "republican_votes"}
_SPELLINGS = {"d": "d", "dem": "d", "democrat": "d", "democratic": "d", "r": "r", "rep": "r", "republican": "r"}


def results(db: SiteDb, cites: Citations, contest_id: str) -> list[dict[str, Any]]:
    """One table of votes for each count: a publisher's file; two counts are shown beside each other, never added."""
    if not db.has("results"):
        return []
    rows = cites.table(
        "SELECT publisher, file_name, candidate, votes, share, margin_votes, margin_share, denominator, "
        "denominator_kind, count_status, as_of, url FROM results "
        f"WHERE contest_id = {sql_text(contest_id)} "
        "ORDER BY publisher, file_name, votes DESC NULLS LAST, candidate, row",
        {
            "votes": "count",
            "share": "share",
            "margin_votes": "signed",
            "margin_share": "points",
            "denominator": "count",
        },
        "Votes as the publisher counts them; share: votes divided by the denominator that the table names; margin: "
        "votes more or fewer than the strongest other name, and the same divided by the denominator.",
        results_of(contest_id),
    )
    counts: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        row["width"] = width_of(row["share"].value if row["share"] else None, 1)
        count = counts.setdefault(
            (row["publisher"], row["file_name"]),
            {
                "publisher": row["publisher"],
                "url": row["url"],
                "denominator": row["denominator"],
                "of": DENOMINATORS.get(row["denominator_kind"], row["denominator_kind"]),
                "status": COUNT_STATUS.get(row["count_status"], row["count_status"]),
                "is_certified": row["count_status"] == "certified",
                "as_of": row["as_of"] or "",
                "rows": [],
            },
        )
        count["rows"].append(row)
    return list(counts.values())


def ticket_tops(
    db: SiteDb, cites: Citations, contest: dict[str, Any], running: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The presidential count of the same county in the same year, where it is in these records, with gaps."""
    if not db.has("ticket_tops"):
        return []
    year = int(contest["election_date"][:4])
    where = f"division = {sql_text(contest['division'])} AND year = {year}"
    tops = cites.table(
        "SELECT year, democratic_votes, republican_votes, total_votes, "
        "CAST(democratic_votes AS DOUBLE) / total_votes AS democratic_share, "
        "CAST(republican_votes AS DOUBLE) / total_votes AS republican_share, source, file_name, row "
        f"FROM ticket_tops WHERE {where} ORDER BY source, file_name, row",
        {
            "democratic_votes": "count",
            "republican_votes": "count",
            "total_votes": "count",
            "democratic_share": "share",
            "republican_share": "share",
        },
        "Votes for president in the same county and year, and their share of all votes for president.",
        f"SELECT source, file_name, row FROM ticket_tops WHERE {where} ORDER BY source, file_name, row",
    )
    for top in tops:
        gaps = [(one, _gap(cites, contest["contest_id"], one, top)) for one in running]
        top["gaps"] = [{"candidate": one["candidate"], "number": gap} for one, gap in gaps if gap]
    return tops


def _gap(cites: Citations, contest_id: str, one: dict[str, Any], top: dict[str, Any]) -> Number | None:
    """A candidate's share less the same party's share for president; None where either is not known."""
    column = _PARTIES.get(_SPELLINGS.get(one["party"].strip().casefold(), ""))
    if column is None:
        return None
    found = cites.db.rows(
        "SELECT file_name, row FROM results WHERE contest_id = ? AND candidate = ? AND share IS NOT NULL "
        "ORDER BY count_status <> 'certified', publisher, file_name, row LIMIT 1",
        (contest_id, one["candidate"]),
    )
    if not found:
        return None
    return cites.number(
        f"SELECT r.share - CAST(t.{column} AS DOUBLE) / t.total_votes FROM results r, ticket_tops t "
        f"WHERE r.contest_id = {sql_text(contest_id)} AND r.file_name = {sql_text(found[0]['file_name'])} "
        f"AND r.row = {found[0]['row']} AND r.candidate = {sql_text(one['candidate'])} "
        f"AND t.file_name = {sql_text(top['file_name'])} AND t.row = {top['row']}",
        "points",
        "The candidate’s share in this contest less the share of the same party’s candidate for president in the "
        "same county and year; the two shares are of different denominators, each named on this page.",
        results_of(contest_id),
    )
