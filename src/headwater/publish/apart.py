"""What tells apart those whose name alone says too little: a recall's Yes and No, and candidates of one name."""

from collections.abc import Mapping

from headwater.publish.sections import contest_title, recalled
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import long_day

_PLACES = (
    "SELECT DISTINCT d.candidate_entity_id, c.office, coalesce(nullif(c.place, ''), c.division) AS place "
    "FROM candidacies d JOIN contests c ON c.contest_id = d.contest_id WHERE {where} ORDER BY 1, 2, 3"
)
_NAMED = (
    "SELECT d.candidate_entity_id, e.name FROM (SELECT DISTINCT candidate_entity_id FROM candidacies) d "
    "JOIN entities e ON e.entity_id = d.candidate_entity_id"
)
_ALIKE = (
    f"SELECT candidate_entity_id FROM ({_NAMED}) WHERE name IN "
    f"(SELECT name FROM ({_NAMED}) GROUP BY name HAVING count(*) > 1)"
)
_RECALLS = (
    "SELECT d.candidate_entity_id, c.* FROM candidacies d JOIN contests c ON c.contest_id = d.contest_id "
    "WHERE c.stage = 'recall' ORDER BY c.election_date, c.contest_id"
)


def told_apart(db: SiteDb) -> Mapping[str, str]:
    """Words beside a name, by entity id: for every option of a recall, and for candidates who share their name.

    An option of several recalls has the words of the first.
    """
    return db.kept("apart", lambda: _found(db))


def standing(db: SiteDb, entity_id: str = "") -> dict[str, str]:
    """Where one candidate stood, or each: such as ``district attorney, Sacramento County, CA`` by entity id."""
    if not db.has("contests", "candidacies"):
        return {}
    one = ("d.candidate_entity_id = ?", (entity_id,)) if entity_id else ("d.candidate_entity_id IS NOT NULL", ())
    return _places(db, *one)


def target_name(db: SiteDb, target: str, name: str) -> str:
    """A target's name; a recall's Yes or No with its contest, a candidate who shares a name with where it stood."""
    if target not in db.options:
        words = told_apart(db).get(target)
        return f"{name}, {words}" if words else name
    contest = db.rows(
        "SELECT c.* FROM contests c JOIN candidacies d ON d.contest_id = c.contest_id "
        "WHERE d.candidate_entity_id = ? ORDER BY c.election_date, c.contest_id LIMIT 1",
        (target,),
    )
    return f"{name}: {contest_title(db, contest[0])}"


def _found(db: SiteDb) -> dict[str, str]:
    if not db.has("contests", "candidacies"):
        return {}
    alike = _places(db, f"d.candidate_entity_id IN ({_ALIKE})", ()) if db.has("entities") else {}
    found = {one: words for one, words in alike.items() if one not in db.options}
    for row in db.rows(_RECALLS):
        if row["candidate_entity_id"] in db.options:
            person = recalled(db, row)
            where = f"of {person}" if person else f"in {row['place'] or row['division']}"
            found.setdefault(row["candidate_entity_id"], f"recall {where}, {long_day(row['election_date'])}")
    return found


def _places(db: SiteDb, where: str, values: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for row in db.rows(_PLACES.format(where=where), values):
        found.setdefault(row["candidate_entity_id"], []).append(f"{row['office']}, {row['place']}")
    return {one: "; ".join(places) for one, places in found.items()}
