"""What is wrong or remarkable in counts, and counts held against each other: for all contests, and for one."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import Citations, sql_list, sql_text
from headwater.publish.page import Context
from headwater.publish.sections import contest_title
from headwater.publish.site_db import SiteDb

SHOWN = 500
SHOWN_OF_A_CONTEST = 100
"""Rows of a list that a page shows; all of them are in the data files."""
_ORDER = "ORDER BY election_date DESC, division, office, stage, candidate, issue_id"
_CHECKED = (
    "One name’s votes in a publisher’s file of larger units against the sum of its rows in a file of smaller units; "
    "difference: the sum less the larger unit’s figure. The two are never added."
)
SHOWN_OF_A_KIND = 60
_KINDS = {
    "same_person_twice": "One person as two names of one count",
    "shares_exceed_100": "Shares that add up to more than 100 percent",
    "shares_below_100": "Shares that leave room for names that are missing",
    "share_differs": "A share that is not that of the votes",
    "same_votes_twice": "Two names with as many votes as each other",
    "name_differs_between_counts": "Other names with the same votes in another count",
    "name_unlike_others": "A family name unlike the same office’s in other contests",
    "winner_without_most_votes": "A winner without the most votes",
    "total_row_differs": "A file’s own total that is not the sum of its rows",
    "votes_without_precinct": "Votes in rows without a precinct, added to the precincts",
    "broken_encoding": "Letters broken by an encoding",
    "votes_not_a_number": "Cells of votes that are no numbers",
    "correction_unused": "Corrections that apply to nothing",
    "unknown_district": "Districts that the law as given here does not name",
    "part_of_jurisdiction": "Counts of a part of the jurisdiction: no results",
    "two_levels": "Contests counted by two kinds of units: never added",
    "no_jurisdiction": "Votes of which nothing says in whose contest they were cast",
}
"""The kinds of issues in words, those that can make a number wrong first."""
_DOUBTFUL = (
    *("same_person_twice", "shares_exceed_100", "shares_below_100", "share_differs", "same_votes_twice"),
    *("winner_without_most_votes", "total_row_differs", "votes_not_a_number"),
    "votes_without_precinct",
)
_STATUS = {
    "equal": "equal",
    "differs": "differs",
    "only_whole": "the name is in the file of larger units only",
    "only_parts": "the name is in the file of smaller units only",
    "no_whole": "no file of larger units",
    "no_parts": "no file of smaller units",
}


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """The one page, where counts were looked through."""
    if db.has("contest_issues", "count_checks"):
        yield addresses.CHECKS, "1"


def context(db: SiteDb, _key: str) -> Context:
    """Every issue, how the comparisons came out, and each that is not equal."""
    cites = Citations(db)
    return {
        "title": "What was found in the counts",
        "crumbs": [("Contests", addresses.CONTESTS)],
        "issue_count": cites.number(
            "SELECT count(*) FROM contest_issues",
            "count",
            "Issues found in the counts of these records.",
            _lines("1 = 1"),
        ),
        "kinds": _kinds(db, cites),
        "statuses": _statuses(cites),
        "differing": checks(cites, "status <> 'equal'", SHOWN),
        "cites": cites,
    }


def _kinds(db: SiteDb, cites: Citations) -> list[dict[str, Any]]:
    """Each kind of issue with its count and its first rows, the latest elections first."""
    rows = cites.table(
        "SELECT kind, count(*) AS found FROM contest_issues GROUP BY kind ORDER BY kind",
        {"found": "count"},
        "Issues found in the counts of these records, by kind.",
        _lines("1 = 1"),
    )
    order = list(_KINDS)
    for row in rows:
        row["words"] = _KINDS.get(row["kind"], row["kind"].replace("_", " "))
        row["issues"] = issues(db, f"kind = {sql_text(row['kind'])}", SHOWN_OF_A_KIND)
    return sorted(rows, key=lambda row: (order.index(row["kind"]) if row["kind"] in order else len(order), row["kind"]))


def issues(db: SiteDb, where: str, limit: int) -> list[dict[str, Any]]:
    """Issues of counts, each with the address of its contest where that has a page."""
    rows = db.rows(
        "SELECT i.*, (SELECT c.contest_id FROM contests c WHERE c.division = i.division AND c.office = i.office "
        "AND c.election_date = i.election_date AND c.stage = i.stage) AS contest_id "
        f"FROM contest_issues i WHERE {where} {_ORDER} LIMIT ?",
        (limit,),
    )
    ids = sql_list(sorted({row["contest_id"] for row in rows if row["contest_id"]}))
    contests = db.rows(f"SELECT * FROM contests WHERE contest_id IN {ids}")
    titles = {one["contest_id"]: contest_title(db, one) for one in contests}
    return [{**row, "title": titles.get(row["contest_id"])} for row in rows]


def checks(cites: Citations, where: str, limit: int) -> list[dict[str, Any]]:
    """Comparisons of two files, name by name."""
    rows = cites.table(
        "SELECT publisher, place, office, election_date, stage, candidate, whole_level, whole_document, whole_votes, "
        f"parts_level, parts_document, parts_votes, difference, status, reason FROM count_checks WHERE {where} "
        "ORDER BY election_date DESC, place, office, stage, candidate, whole_document, parts_document, publisher "
        f"LIMIT {limit}",
        {"whole_votes": "count", "parts_votes": "count", "difference": "signed"},
        _CHECKED,
        _documents_of(where),
    )
    for row in rows:
        row["status_words"] = _STATUS.get(row["status"], row["status"])
    return rows


def of_contest(db: SiteDb, cites: Citations, contest: dict[str, Any]) -> dict[str, Any]:
    """The issues and comparisons of one contest, for its page."""
    if not db.has("contest_issues", "count_checks"):
        return {"issues": [], "checks": [], "is_doubtful": False}
    held, asked = SHOWN_OF_A_CONTEST, SHOWN_OF_A_CONTEST + 1
    names = ("division", "office", "election_date", "stage")
    where = " AND ".join(f"{name} = {sql_text(contest[name])}" for name in names)
    found, compared = issues(db, where, asked), checks(cites, where, asked)
    # a correction of one row of a pair settles both, and the shares that they spoiled
    doubtful, corrected = db.rows(
        f"SELECT coalesce(max(kind IN {sql_list(sorted(_DOUBTFUL))}), 0) AS doubtful, "
        f"coalesce(max(correction <> ''), 0) AS corrected FROM contest_issues WHERE {where}"
    )[0].values()
    return {
        "issues": found[:held],
        "has_more_issues": len(found) > held,
        "checks": compared[:held],
        "has_more_checks": len(compared) > held,
        "is_doubtful": bool(doubtful and not corrected),
    }


def _statuses(cites: Citations) -> list[dict[str, Any]]:
    rows = cites.table(
        "SELECT publisher, whole_level, parts_level, status, count(*) AS comparisons FROM count_checks "
        "GROUP BY publisher, whole_level, parts_level, status ORDER BY publisher, whole_level, status",
        {"comparisons": "count"},
        "Comparisons of one name’s votes by publisher, by the units compared and by how they came out.",
        _documents_of("1 = 1"),
    )
    for row in rows:
        row["status_words"] = _STATUS.get(row["status"], row["status"])
    return rows


def _documents_of(where: str) -> str:
    return (
        "SELECT publisher, election_date AS date_from, whole_document AS page, parts_document AS file_name "
        f"FROM count_checks WHERE {where} ORDER BY election_date DESC, place, office, stage, candidate"
    )


def _lines(where: str) -> str:
    return f"SELECT publisher, election_date, file_name, row FROM contest_issues WHERE {where} ORDER BY issue_id"
