"""Parts that several pages share: titles, gaps in the records, stated totals and bounds."""

import re
from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import Citations, sql_list, sql_text
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import long_day, sentence

PAGE_ROWS = 500
_YEAR = re.compile(r"\d{4}")


def contest_title(db: SiteDb, contest: dict[str, Any]) -> str:
    """A contest in words, such as ``District attorney, Sacramento County, June 5, 2018 (primary)``.

    A recall says whose office it is about, where the roster names one person only.
    """
    place = contest["place"] or contest["division"]
    person = recalled(db, contest)
    stage = f"{contest['stage']} of {person}" if person else contest["stage"]
    return f"{sentence(contest['office'])}, {place}, {long_day(contest['election_date'])} ({stage})"


def recalled(db: SiteDb, contest: dict[str, Any]) -> str | None:
    """Whom a recall was about: the person whose term a recall ended then, else who held the office on that day.

    None where the contest is no recall, or the roster names nobody or several.
    """
    if contest["stage"] != "recall" or not db.has("terms"):
        return None
    here = (contest["division"], contest["office"], contest["election_date"], contest["election_date"])
    for ended in ("end_kind = 'recall'", "end_kind <> 'recall' AND start_date IS NOT NULL"):
        people = db.rows(
            "SELECT DISTINCT person FROM terms WHERE division = ? AND office = ? "
            "AND coalesce(start_date, '') <= ? AND coalesce(end_date, '9999') >= ? "
            f"AND {ended} ORDER BY person",
            here,
        )
        if len(people) == 1:
            return str(people[0]["person"])
    return None


def gaps_of(db: SiteDb, division: str, year: int, contest_id: str = "") -> list[str]:
    """What the case says its records do not hold of a jurisdiction's money around one election year.

    A gap that names its contests touches no other; without `contest_id` it is asked of the whole place.
    """
    found = []
    for gap in db.rows("SELECT division, years, words, contests FROM site_gaps"):
        inside = division == gap["division"] or division.startswith(gap["division"] + "/")
        named = gap["contests"].split(";") if gap["contests"] else []
        is_another = bool(contest_id and named and contest_id not in named)
        if inside and not is_another and _touches(gap["years"], year):
            found.append(gap["words"])
    return found


def _touches(years: str, year: int) -> bool:
    """Whether a gap such as ``2015-2022`` meets an election's year or the year before; no years: always."""
    named = [int(found) for found in _YEAR.findall(years)]
    return not named or (min(named) <= year and max(named) >= year - 1)


def stated_totals(db: SiteDb, cites: Citations, entities: list[str], day: str = "") -> list[dict[str, Any]]:
    """Totals that filers and agencies state of some entities, each page's own beside the ledger's, never averaged.

    With the day of an election those that name another one are left out.
    """
    if not db.has("reconciliation"):
        return []
    where = f"whose_entity_id IN {sql_list(entities)}"
    where += f" AND (election_date IS NULL OR election_date = {sql_text(day)})" if day else ""
    order = (
        "ORDER BY whose, whose_entity_id, election_date NULLS LAST, period_from NULLS LAST, period_thru, measure, "
        "page, source, file_name"
    )
    return cites.table(
        "SELECT whose_entity_id, whose, measure, page, source, election_date, period_from, period_thru, "
        "stated_cents, ledger_cents, difference_cents, difference_class, reason, other_stated_cents, url "
        f"FROM reconciliation WHERE {where} {order}",
        dict.fromkeys(("stated_cents", "ledger_cents", "difference_cents", "other_stated_cents"), "cents"),
        "A total as one page or summary line states it, beside the sum of this ledger’s counted lines for the same "
        "thing; the difference is ledger minus stated. Where two pages state different totals, both are shown.",
        f"SELECT source, page, file_name, url, stated_cents AS cents FROM reconciliation WHERE {where} {order}",
    )


def numbered_pages(index: str, count: int) -> Iterator[tuple[str, str]]:
    """The addresses of an index of `count` rows, each with its number as key; an empty index has one page."""
    for number in range(1, max(1, -(-count // PAGE_ROWS)) + 1):
        yield addresses.numbered(index, number), str(number)


def entity_ids_of_sets(db: SiteDb) -> dict[str, list[dict[str, Any]]]:
    """The members of each donor set, with the name of the entity that each identifier belongs to."""
    members: dict[str, list[dict[str, Any]]] = {}
    for row in db.rows(
        "SELECT m.donor_set, m.identifier, m.entity_id, e.name FROM site_members m "
        "LEFT JOIN entities e ON e.entity_id = m.entity_id ORDER BY e.name NULLS LAST, m.identifier"
    ):
        members.setdefault(row["donor_set"], []).append(row)
    return members
