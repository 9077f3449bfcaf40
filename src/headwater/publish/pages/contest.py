"""A contest: who ran and won, the money of each candidate side by side, and who spent independently."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.bars import width_of
from headwater.publish.citing import Citations, Number, sql_list, sql_text
from headwater.publish.evidence import (
    GIFTS,
    NET,
    SUM,
    WINDOW_WORDS,
    by_giver,
    by_spender,
    gifts_to,
    lines_of,
    spending_about,
    window_of,
)
from headwater.publish.page import Context
from headwater.publish.pages import checks, voters
from headwater.publish.pages._results import has_tie, leads, results, ticket_tops
from headwater.publish.pictures.timeline import timeline
from headwater.publish.sections import contest_title, gaps_of, stated_totals
from headwater.publish.site_db import SiteDb
from headwater.publish.traced import add_members, bounds, targets

SHOWN_GIVERS = 100
_GIFT_WORDS = (
    "Payments of kind money or in kind to the committees named for this candidate or this side, or to the candidate by "
    "name, minus what was returned; all dates that these records hold. "
)
_LOAN_WORDS = (
    "Loans to the committees named for this candidate or this side, or to the candidate by name, before what was paid "
    "back; all dates that these records hold. A loan is no gift and stands in no sum of gifts."
)
_SPENDING_WORDS = f"Independent expenditures whose filing names this contest’s candidate or option, {WINDOW_WORDS}. "


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """One page for each contest."""
    for row in db.rows("SELECT contest_id FROM contests ORDER BY contest_id"):
        yield addresses.contest(row["contest_id"]), row["contest_id"]


def context(db: SiteDb, key: str) -> Context:
    """What the page of one contest shows, by the contest's id."""
    contest = db.rows("SELECT * FROM contests WHERE contest_id = ?", (key,))[0]
    year = int(contest["election_date"][:4])
    cites = Citations(db)
    running = _running(db, key)
    page: Context = {
        "title": contest_title(db, contest),
        "crumbs": [("Contests", addresses.CONTESTS)],
        "contest": contest,
        "gaps": gaps_of(db, contest["division"], year, key),
        "candidates": running,
        "window": window_of(year),
        "is_recall": bool(running) and all(one["candidate_entity_id"] in db.options for one in running),
        "winners": [one for one in running if one["elected"]],
        "leads": [] if any(one["elected"] is not None for one in running) else leads(db, cites, key),
        "results": results(db, cites, key),
        "ticket": ticket_tops(db, cites, contest, running),
        "counts": checks.of_contest(db, cites, contest),
        "voters": voters.of_contest(db, cites, key),
        "cites": cites,
    }
    page["tied"] = any(has_tie(count) for count in page["results"])
    has_money = db.has("payments")
    own = cites.of_entities(name for one in running for name in (one["candidate_entity_id"], *one["own_ids"]))
    for one in running:
        one["money"] = _money(own.db, own, one, (running, year)) if has_money else None
    page["has_sums"] = any(one["money"] and one["money"].get("has_sums") for one in running)
    people = [one["candidate_entity_id"] for one in running]
    page["timeline"] = timeline(own.db, own, key)
    page["spending"] = _spending(own, people, year) if has_money else []
    for one in running:
        ids = [one["candidate_entity_id"], *one["own_ids"]]
        one["bounds"] = _bounds(db, cites, one, ids)
        one["stated"] = stated_totals(db, cites, ids, contest["election_date"])
    return page


def _running(db: SiteDb, key: str) -> list[dict[str, Any]]:
    """The candidacies by name, each with its own committees as entities."""
    rows = db.rows("SELECT * FROM candidacies WHERE contest_id = ? ORDER BY candidate", (key,))
    for row in rows:
        row["committees"] = db.rows(
            "SELECT o.identifier, o.entity_id, e.name FROM site_committees o LEFT JOIN entities e "
            "ON e.entity_id = o.entity_id WHERE o.contest_id = ? AND o.candidate = ? ORDER BY o.identifier",
            (key, row["candidate"]),
        )
        row["own_ids"] = sorted({one["entity_id"] for one in row["committees"] if one["entity_id"]})
        row["has_page"] = row["candidate_entity_id"] not in db.options and bool(
            db.value("SELECT 1 FROM entities WHERE entity_id = ?", (row["candidate_entity_id"],))
        )
    return rows


def _money(db: SiteDb, cites: Citations, one: dict[str, Any], contest: tuple[list[dict[str, Any]], int]) -> Context:
    """One candidate's gifts by giver, and the independent expenditures for and against, each with its share of all."""
    running, year = contest
    all_gifts = gifts_to(sorted({name for row in running for name in (row["candidate_entity_id"], *row["own_ids"])}))
    all_spending = spending_about([row["candidate_entity_id"] for row in running], year)
    own = [one["candidate_entity_id"], *one["own_ids"]]
    gifts, about = gifts_to(own), spending_about([one["candidate_entity_id"]], year)
    held = db.value(f"SELECT 1 FROM payments WHERE {gifts} LIMIT 1")
    found: Context = {"has_gifts": bool(held), "for": None, "against": None, "unstated": None}
    found |= {"for_share": None, "against_share": None, "unstated_share": None, "loans": _loans(db, cites, own)}
    if held:
        lines = lines_of(gifts)
        ids = ", ".join(row["identifier"] for row in one["committees"]) or "none named"
        words = f"{_GIFT_WORDS}Committees: {ids}."
        found["has_sums"] = bool(db.value(f"SELECT 1 FROM payments WHERE {gifts} AND is_sum LIMIT 1"))
        found["gift_count"] = _gift_count(cites, gifts, words, has_sums=found["has_sums"])
        found["gift_cents"] = cites.number(
            f"SELECT {NET} FROM payments WHERE {gifts}", "cents", "Sum of gifts. " + words, lines
        )
        found["gift_share"] = _share(cites, (gifts, all_gifts), "gifts to all names of this contest", words)
        found["givers"] = _givers(cites, gifts, words)
        found["has_more_givers"] = len(found["givers"]) == SHOWN_GIVERS and _has_more_givers(db, gifts)
    for stance, name in (("for", "for"), ("against", "against"), ("", "unstated")):
        where = f"{about} AND stance = {sql_text(stance)}"
        if db.value(f"SELECT 1 FROM payments WHERE {where} LIMIT 1"):
            said = f"Stance as filed: {stance or 'not stated'}."
            found[name] = cites.number(
                f"SELECT {NET} FROM payments WHERE {where}", "cents", _SPENDING_WORDS + said, lines_of(where)
            )
            of = "independent expenditures about all names of this contest"
            found[f"{name}_share"] = _share(cites, (where, all_spending), of, _SPENDING_WORDS + said)
    return found


def _bounds(db: SiteDb, cites: Citations, one: dict[str, Any], own: list[str]) -> list[dict[str, Any]]:
    """Bounds of the case's donor sets in one candidate's targets, of the kinds that this contest has payments of."""
    held, condition = None, f"target_entity_id = {sql_text(one['candidate_entity_id'])}"
    evidence = ""
    if one["money"] is not None:
        held = _held_of(one["money"])
        condition += f" AND target_class IN {sql_list(sorted(held))}"
        evidence = lines_of(f"{gifts_to(own)} OR about_entity_id IN {sql_list(own)}")
    shown = bounds(db, cites, condition, evidence)
    if held is not None:
        add_members(db, cites, shown)
    return targets(db, cites, shown, one["candidate_entity_id"], held)


def _held_of(money: Context) -> dict[str, int]:
    """The cents of this contest for each class of a trace's target of which it has any.

    A trace is of all payments to a name. Where a contest has none of a class, they are another contest's.
    """
    found = {"gifts": "gift_cents", "expenditures_for": "for", "expenditures_against": "against"}
    return {name: money[key].value for name, key in found.items() if money.get(key) is not None}


def _share(cites: Citations, part: tuple[str, str], of: str, words: str) -> Number:
    """What share one sum is of the sum over all names of the contest."""
    mine, everybody = part
    whole = f"(SELECT {NET} FROM payments WHERE {everybody})"
    return cites.number(
        f"SELECT CAST({NET} AS DOUBLE) / nullif({whole}, 0) FROM payments WHERE {mine}",
        "share",
        f"Share of the sum of {of}. {words}",
        lines_of(everybody),
    )


def _loans(db: SiteDb, cites: Citations, own: list[str]) -> Number | None:
    """Loans to a candidate's committees or to the candidate, which are no gifts; None without one."""
    where = f"kind = 'loan' AND payee_entity_id IN {sql_list(own)}"
    if not db.value(f"SELECT 1 FROM payments WHERE {where} LIMIT 1"):
        return None
    return cites.number(f"SELECT {SUM} FROM payments WHERE {where}", "cents", _LOAN_WORDS, lines_of(where))


def _gift_count(cites: Citations, gifts: str, words: str, *, has_sums: bool) -> Number:
    said = "Number of contributor sums and gifts: a sum stands for several gifts. " if has_sums else "Number of gifts. "
    return cites.number(f"SELECT {GIFTS} FROM payments WHERE {gifts}", "count", said + words, lines_of(gifts))


def _givers(cites: Citations, gifts: str, words: str) -> list[dict[str, Any]]:
    rows = cites.table(
        by_giver(gifts, SHOWN_GIVERS),
        {"gifts": "count", "total_cents": "cents"},
        f"Gifts by giver, the largest first; people below the naming threshold are one row. {words}",
        lines_of(gifts),
    )
    top = max((row["total_cents"].value for row in rows), default=0)
    for row in rows:
        row["width"] = width_of(row["total_cents"].value, top)
    return rows


def _has_more_givers(db: SiteDb, gifts: str) -> bool:
    return len(db.rows(by_giver(gifts, SHOWN_GIVERS + 1))) > SHOWN_GIVERS


def _spending(cites: Citations, people: list[str], year: int) -> list[dict[str, Any]]:
    """Every independent spender of the contest, on all sides, with the share of all such spending."""
    if not people:
        return []
    where = spending_about(people, year)
    rows = cites.table(
        by_spender(where),
        {"payments": "count", "total_cents": "cents", "share": "share"},
        _SPENDING_WORDS + "The share is of all independent expenditures about this contest’s candidates or options in "
        "these records; what their own committees spend is not part of it.",
        lines_of(where),
    )
    top = max((row["total_cents"].value for row in rows), default=0)
    for row in rows:
        row["width"] = width_of(row["total_cents"].value, top)
    return rows
