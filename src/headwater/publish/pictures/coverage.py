"""What the records hold at a glance: places down, years of elections across; whether results and money are held."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import Citations
from headwater.publish.evidence import OWN_COMMITTEE, WINDOW
from headwater.publish.pictures.drawing import Picture, level, rect, words
from headwater.publish.site_db import SiteDb

MOST_PLACES = 30
_ROW, _TOP = 36, 40
_COLUMNS = {
    "place": "Place",
    "year": "Year",
    "contests": "Contests",
    "with_results": "With results",
    "with_money": "With money",
}
_COUNTS = ("contests", "with_results", "with_money")
_CONTESTS = (
    "(SELECT contest_id, division, coalesce(nullif(place, ''), division) AS place, "
    "CAST(substr(CAST(election_date AS VARCHAR), 1, 4) AS INTEGER) AS year FROM contests)"
)
_BY_PLACE = (
    "SELECT c.division, c.place, c.year, count(*) AS contests, count(r.contest_id) AS with_results, "
    f"count(m.contest_id) AS with_money FROM {_CONTESTS} c "
    "LEFT JOIN (SELECT DISTINCT contest_id FROM results WHERE votes IS NOT NULL) r ON r.contest_id = c.contest_id "
    "LEFT JOIN (SELECT contest_id FROM ({takers}) o WHERE EXISTS (SELECT 1 FROM payments p "
    "WHERE p.payee_entity_id = o.entity_id AND p.kind IN ('monetary', 'in_kind')) UNION "
    f"SELECT d.contest_id FROM candidacies d JOIN {_CONTESTS} c ON c.contest_id = d.contest_id WHERE EXISTS "
    "(SELECT 1 FROM payments p WHERE p.about_entity_id = d.candidate_entity_id AND p.kind = 'independent_expenditure' "
    f"AND {WINDOW})) m ON m.contest_id = c.contest_id GROUP BY 1, 2, 3"
)
_TAKERS = (
    "SELECT contest_id, candidate_entity_id AS entity_id FROM candidacies UNION SELECT d.contest_id, i.entity_id FROM "
    f"candidacies d JOIN identifiers i ON d.committees <> '' AND {OWN_COMMITTEE}"
)
_TAKERS_HERE = (
    "SELECT contest_id, candidate_entity_id AS entity_id FROM candidacies UNION "
    "SELECT contest_id, entity_id FROM site_committees WHERE entity_id IS NOT NULL"
)
_OF_STATES = (
    "SELECT upper(substr(division, 31, 2)) AS place, year, sum(contests) AS contests, "
    "sum(with_results) AS with_results, sum(with_money) AS with_money FROM {found} GROUP BY 1, 2 ORDER BY 1, 2"
)
_OF_PLACES = (
    "SELECT place, year, sum(contests) AS contests, sum(with_results) AS with_results, "
    "sum(with_money) AS with_money FROM {found} GROUP BY 1, 2 ORDER BY 1, 2"
)
_IN_ALL = (
    "SELECT sum(contests) AS contests, sum(with_results) AS with_results, sum(with_money) AS with_money FROM {found}"
)
_RESULTS = (
    "SELECT publisher, source, as_of, file_name, row, url FROM results ORDER BY contest_id, publisher, file_name, row"
)
FILL_COVERAGE = f"INSERT INTO site_coverage {_BY_PLACE.format(takers=_TAKERS_HERE)} ORDER BY 1, 2, 3"
"""Counts, once, the contests of each place and year, and those of which results and money are held."""


def keys(db: SiteDb) -> Iterator[str]:
    """One for the site, where it has contests."""
    if db.has("contests", "candidacies", "results", "payments", "identifiers") and db.value("SELECT 1 FROM contests"):
        yield ""


def coverage(db: SiteDb, cites: Citations, _key: str = "") -> Picture | None:
    """The picture, whose rows are numbers with a note of `cites`; states where the places are many."""
    if not list(keys(db)):
        return None
    is_of_places = db.value("SELECT count(DISTINCT place) FROM site_coverage") <= MOST_PLACES
    query = _OF_PLACES if is_of_places else _OF_STATES
    rows = cites.table(
        query.format(found=f"({_BY_PLACE.format(takers=_TAKERS)}) t"),
        dict.fromkeys(_COUNTS, "count"),
        "Contests of these records by place and year of the election; those of which some votes are held; and those of "
        "which any gift to a candidate’s committee, or any independent expenditure about a candidate of that election, "
        "is held. One payment suffices: held is not whole.",
        _RESULTS,
        here=(query.format(found="site_coverage"), ""),
    )
    first, last = min(row["year"] for row in rows), max(row["year"] for row in rows)
    places = list(dict.fromkeys(row["place"] for row in rows))
    what = "place" if is_of_places else "state"
    return Picture(
        title=f"Elections in these records, and whether their results and money are held, by {what} and year",
        alt=(
            f"A square for each {what} and year with an election in these records, {first} to {last}: full where the "
            "results of all of them are held, with a dot where any money is. The table says the same."
        ),
        height=_TOP + _ROW * len(places) + 20,
        marks="".join(_marks(rows, places, (first, last))),
        columns=_COLUMNS,
        rows=rows,
        page=addresses.HOME,
        address=addresses.picture("coverage", addresses.HOME),
    )


def coverage_totals(db: SiteDb, cites: Citations) -> dict[str, Any] | None:
    """How many contests there are, and of how many results and any money are held; None without contests."""
    if not list(keys(db)):
        return None
    return cites.table(
        _IN_ALL.format(found=f"({_BY_PLACE.format(takers=_TAKERS)}) t"),
        dict.fromkeys(_COUNTS, "count"),
        "Contests of these records; those of which some votes are held; and those of which any gift to a candidate’s "
        "committee, or any independent expenditure about a candidate of that election, is held.",
        _RESULTS,
        here=(_IN_ALL.format(found="site_coverage"), ""),
    )[0]


def _marks(rows: list[dict[str, Any]], places: list[str], years: tuple[int, int]) -> Iterator[str]:
    first, span = years[0], years[1] - years[0] + 1
    wide = min(70 / span, 7)
    yield words(0, 14, "faint: an election · full: its results are held")
    yield words(0, 30, "dot: some of its money is held · nothing: no election here")
    for at, place in enumerate(places):
        top = _TOP + _ROW * at
        yield words(0, top + 12, place, "strong")
        yield level(top + 29)
        for row in (one for one in rows if one["place"] == place):
            x = 100 * (row["year"] - first) / span
            is_whole = row["with_results"].value == row["contests"].value
            yield rect(x, top + 17, wide, 12, "fill" if is_whole else "ground")
            if row["with_money"].value:
                yield f'<circle class="tick" cx="{round(x + wide / 2, 2):g}%" cy="{top + 23}" r="3.5"/>'
    step = -(-span // 6)
    for at in range(0, span, step):
        yield words(100 * at / span, _TOP + _ROW * len(places) + 12, str(first + at))
