"""Bounds on what a party's voters did: between how many and how many of them chose a name, county by county."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import Citations, sql_text
from headwater.publish.page import Context
from headwater.publish.sections import contest_title
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import COUNT_STATUS, long_day

SHOWN = 1000
_WORDS = (
    "Of P voters for a party’s candidate for president at least max(0, votes − (ballots − P)) and at most min(votes, "
    "P) chose the name (Duncan and Davis 1953). Ballots: the larger of all votes in the contest and all for president. "
    "In an election-night or partial count the ballots not yet counted are added to the most: each can be the name’s."
)
_LEADERS = (
    "candidate IN (SELECT r.candidate FROM results r WHERE r.contest_id = voter_bounds.contest_id AND r.rank = 1)"
)


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """The one page, where bounds were computed."""
    if db.has("voter_bounds", "results"):
        yield addresses.VOTERS, "1"


def context(db: SiteDb, _key: str) -> Context:
    """The bounds of the leading name of each contest, for both parties' voters."""
    cites = Citations(db)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in bounds(cites, _LEADERS):
        found.setdefault(row["contest_id"], []).append(row)
    contests = [
        {
            **contest,
            "title": contest_title(db, contest),
            "rows": found[contest["contest_id"]],
            "statuses": _statuses(db, contest["contest_id"]),
            "is_unfinished": bool(
                db.rows(
                    "SELECT 1 FROM results WHERE contest_id = ? AND count_status IN ('night', 'partial') LIMIT 1",
                    (contest["contest_id"],),
                )
            ),
        }
        for contest in db.rows("SELECT * FROM contests ORDER BY election_date DESC, contest_id")
        if contest["contest_id"] in found
    ]
    return {
        "title": "Between how many and how many of a party’s voters chose a name",
        "crumbs": [("Contests", addresses.CONTESTS)],
        "contests": contests,
        "cites": cites,
    }


def of_contest(db: SiteDb, cites: Citations, contest_id: str) -> list[dict[str, Any]]:
    """The bounds of every name of one contest, for its page."""
    return bounds(cites, f"contest_id = {sql_text(contest_id)}") if db.has("voter_bounds") else []


def bounds(cites: Citations, where: str) -> list[dict[str, Any]]:
    """Rows of bounds; a county's name is the last part of its id, empty for the whole jurisdiction."""
    rows = cites.table(
        "SELECT DISTINCT contest_id, candidate, party, county, votes, party_votes, ballots, low, high, low_share, "
        f"high_share FROM voter_bounds WHERE {where} "
        "ORDER BY contest_id, candidate, party, county, votes, party_votes, ballots "
        f"LIMIT {SHOWN}",
        {
            **dict.fromkeys(("votes", "party_votes", "ballots", "low", "high"), "count"),
            **dict.fromkeys(("low_share", "high_share"), "share"),
        },
        _WORDS,
        f"SELECT DISTINCT ticket_file AS file_name FROM voter_bounds WHERE {where} ORDER BY ticket_file",
    )
    counties: dict[tuple[str, ...], set[str]] = {}
    for row in rows:
        counties.setdefault((row["contest_id"], row["candidate"], row["party"]), set()).add(row["county"])
        row["place"] = row["county"].rpartition(":")[2].replace("_", " ").title()
    # of a contest in one county the county's row repeats the whole's
    return [
        row
        for row in rows
        if not row["county"] or len(counties[row["contest_id"], row["candidate"], row["party"]] - {""}) > 1
    ]


def _statuses(db: SiteDb, contest_id: str) -> list[str]:
    """The status of each count of a contest, in words, with its day."""
    rows = db.rows(
        "SELECT DISTINCT count_status, as_of FROM results WHERE contest_id = ? ORDER BY count_status, as_of",
        (contest_id,),
    )
    return [
        COUNT_STATUS.get(row["count_status"], row["count_status"])
        + (f", as of {long_day(row['as_of'])}" if row["as_of"] else "")
        for row in rows
    ]
