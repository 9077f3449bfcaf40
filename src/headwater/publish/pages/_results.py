"""Votes of a contest as each publisher counts them, and the same voters' top of the ticket."""

from typing import Any

from headwater.publish.bars import width_of
from headwater.publish.citing import Citations, sql_text
from headwater.publish.evidence import results_of
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import COUNT_STATUS, DENOMINATORS

_PARTIES = {"d": "democratic_votes", "r": "republican_votes"}
_SPELLINGS = {"d": "d", "dem": "d", "democrat": "d", "democratic": "d", "r": "r", "rep": "r", "republican": "r"}
_COMPARED = {
    "all_votes_cast": "shares of all votes cast",
    "listed_candidates": "shares of the two parties’ votes",
    "two_party": "shares of the two parties’ votes",
}


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


def has_tie(count: dict[str, Any]) -> bool:
    """Whether the strongest names of a count have as many votes as each other."""
    margin = count["rows"][0]["margin_votes"] if count["rows"] else None
    return margin is not None and margin.value == 0


def ticket_tops(
    db: SiteDb, cites: Citations, contest: dict[str, Any], running: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The presidential count of the same county in the same year, where it is in these records, with gaps."""
    if not db.has("ticket_tops"):
        return []
    year = int(contest["election_date"][:4])
    where = f"division = {sql_text(contest['division'])} AND year = {year}"
    tops = cites.table(
        "SELECT DISTINCT year, democratic_votes, republican_votes, total_votes, "
        "CAST(democratic_votes AS DOUBLE) / total_votes AS democratic_share, "
        "CAST(republican_votes AS DOUBLE) / total_votes AS republican_share "
        f"FROM ticket_tops WHERE {where} ORDER BY democratic_votes, republican_votes, total_votes",
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
        counts = " AND ".join(
            f"{one} = {top[one].value}" for one in (*_PARTIES.values(), "total_votes") if top[one] is not None
        )
        gaps = [(one, _gap(cites, contest["contest_id"], one, f"{where} AND {counts}")) for one in running]
        top["gaps"] = [{"candidate": one["candidate"], **gap} for one, gap in gaps if gap]
    return tops


def leads(db: SiteDb, cites: Citations, contest_id: str) -> list[dict[str, Any]]:
    """By how many votes the strongest name of each count leads, for contests of which nobody says who won."""
    if not db.has("results"):
        return []
    rows = db.rows(
        "SELECT candidate, publisher, file_name, row FROM results WHERE contest_id = ? AND rank = 1 "
        "AND margin_votes > 0 ORDER BY publisher, file_name, row",
        (contest_id,),
    )
    for row in rows:
        row["number"] = cites.number(
            f"SELECT margin_votes FROM results WHERE contest_id = {sql_text(contest_id)} "
            f"AND candidate = {sql_text(row['candidate'])} AND file_name = {sql_text(row['file_name'])} "
            f"AND row = {row['row']}",
            "count",
            "Votes more than the strongest other name, in one publisher’s count; a lead is not a declared result.",
            results_of(contest_id),
        )
    return rows


def _gap(cites: Citations, contest_id: str, one: dict[str, Any], top: str) -> dict[str, Any] | None:
    """A candidate's share less the same party's share for president, both of one kind of denominator.

    Shares of the names listed leave out other votes, so both sides are then taken of the two parties' votes, which
    needs one name of each party in the count; None where the two cannot be made of one kind.
    """
    mine = _party(one["party"])
    found = cites.db.rows(
        "SELECT publisher, file_name, row, denominator_kind FROM results WHERE contest_id = ? AND candidate = ? "
        "AND share IS NOT NULL ORDER BY count_status <> 'certified', publisher, file_name, row LIMIT 1",
        (contest_id, one["candidate"]),
    )
    if not mine or not found or found[0]["denominator_kind"] not in _COMPARED:
        return None
    count = found[0]
    here = (
        f"r.contest_id = {sql_text(contest_id)} AND r.file_name = {sql_text(count['file_name'])} "
        f"AND r.row = {count['row']} AND r.candidate = {sql_text(one['candidate'])}"
    )
    share, whole = "r.share", "t.total_votes"
    tables = (
        f"results r, (SELECT DISTINCT democratic_votes, republican_votes, total_votes FROM ticket_tops WHERE {top}) t"
    )
    if count["denominator_kind"] != "all_votes_cast":
        rival = _rival(cites.db, contest_id, count, mine)
        if rival is None:
            return None
        share, whole = "CAST(r.votes AS DOUBLE) / (r.votes + o.votes)", "(t.democratic_votes + t.republican_votes)"
        tables += ", results o"
        here += (
            f" AND o.contest_id = r.contest_id AND o.file_name = r.file_name AND o.row = {rival['row']} "
            f"AND o.candidate = {sql_text(rival['candidate'])}"
        )
    words = _COMPARED[count["denominator_kind"]]
    number = cites.number(
        f"SELECT {share} - CAST(t.{_PARTIES[mine]} AS DOUBLE) / {whole} FROM {tables} WHERE {here}",
        "points",
        "The candidate’s share in this contest less the share of the same party’s candidate for president in the "
        f"same county and year; both are {words}.",
        results_of(contest_id),
    )
    return {"number": number, "words": words}


def _rival(db: SiteDb, contest_id: str, count: dict[str, Any], mine: str) -> dict[str, Any] | None:
    """The only name of the other party in a count in which `mine` has one name too; None otherwise."""
    rows = db.rows(
        "SELECT r.candidate, r.row, r.votes, d.party FROM results r JOIN candidacies d ON d.contest_id = r.contest_id "
        "AND d.candidate = r.candidate WHERE r.contest_id = ? AND r.publisher = ? AND r.file_name = ? ORDER BY r.row",
        (contest_id, count["publisher"], count["file_name"]),
    )
    sides = {side: [row for row in rows if _party(row["party"]) == side] for side in _PARTIES}
    if any(len(side) != 1 or not side[0]["votes"] for side in sides.values()):
        return None
    return next(sides[side][0] for side in _PARTIES if side != mine)


def _party(words: str) -> str:
    return _SPELLINGS.get(words.strip().casefold(), "")
