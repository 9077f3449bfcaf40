"""Rows of returns summed to one for each name, county and file; modes of a cell are never added to its total."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import ibis
from ibis import _

from headwater.base.ids import stable_id

_CELL = (
    *("file_sha256", "document", "state", "county_fips", "county_name", "unit", "office_filed", "district"),
    *("election_date", "stage", "nomination", "party", "candidate", "row_kind"),
)
_SUM = (
    *("source", "file_sha256", "file_name", "document", "publisher", "url", "level", "state", "county_fips"),
    *("county_name", "office", "district", "election_date", "stage", "nomination", "party", "candidate", "row_kind"),
)
_TOTALLED = (
    *("file_sha256", "document", "state", "county_fips", "county_name", "office_filed", "district"),
    *("election_date", "stage", "nomination"),
)
_ABOUT = 10
"""Rows without a unit are a total where they differ from the units' sum by at most a tenth of it."""
PARTIES = {"DEM": "Democratic", "REP": "Republican"}


@dataclass(frozen=True, slots=True)
class Sum:
    """One name's votes (or one kind of other votes) in one county of one file, or a publisher's own figure.

    ``county`` and ``division`` are OCD ids, empty until they are found; ``candidate_filed`` keeps the name as filed.
    """

    source: str
    file_sha256: str
    file_name: str
    document: str
    publisher: str
    url: str
    level: str
    state: str
    county_fips: str
    county_name: str
    office: str
    district: str
    election_date: date
    stage: str
    nomination: str
    party: str
    candidate: str
    row_kind: str
    votes: int | None
    unit_count: int
    withheld_count: int
    repeated_count: int
    repeated_votes: int
    row: int
    stated_percent: str
    elected: bool | None
    county: str = ""
    division: str = ""
    candidate_filed: str = ""
    denominator: int | None = None
    denominator_kind: str = ""
    count_status: str = "unknown"
    as_of: date | None = None
    committees: str = ""

    @property
    def contest(self) -> tuple[str, str, date, str]:
        """Division, office with nomination, day and stage."""
        return self.division, office_words(self.office, self.nomination), self.election_date, self.stage

    @property
    def count_id(self) -> str:
        """The id of the count that the sum belongs to: one file's rows of one level."""
        return stable_id("K", self.publisher, self.file_sha256, self.document, self.level)

    @property
    def shown_file(self) -> str:
        """The raw file, and the publisher's file within it."""
        return f"{self.file_name}: {self.document}" if self.document else self.file_name


def office_words(office: str, nomination: str) -> str:
    """An office as contests name it: a party's primary is a contest of its own."""
    return f"{office}, {PARTIES.get(nomination, nomination.title())} nomination" if nomination else office


def sums(counts: ibis.Table) -> list[Sum]:
    """The sums of the table ``source_counts``, without president.

    A cell (one name in one unit) that has a total and counts by mode is counted by its total; one with modes alone by
    their sum. Rows that repeat a cell with the same mode and votes are counted as filed, and their number is kept.
    """
    cells = counts.filter(_.office != "president")
    whole = ibis.window(group_by=list(_CELL))
    same = ibis.window(group_by=[*_CELL, "mode", "votes"], order_by=[_.row])
    marked = cells.mutate(
        has_total=((_.mode == "total") & _.votes.notnull()).cast("int64").max().over(whole) == 1,
        place=ibis.row_number().over(same),
    ).filter((_.mode == "total") | ~_.has_total)
    marked = _without_totals(marked)
    grouped = marked.group_by(*_SUM).aggregate(
        votes=_.votes.sum(),
        unit_count=_.unit.nunique(where=_.unit != ""),
        withheld_count=_.votes.isnull().sum(),
        repeated_count=(_.place > 0).sum(),
        repeated_votes=_.votes.sum(where=_.place > 0).fill_null(0),
        row=_.row.min(),
        stated_percent=_.stated_percent.max(),
        elected=_.elected.cast("int64").max().cast("boolean"),
    )
    rows = (
        grouped.order_by(["file_sha256", "row", *(name for name in _SUM if name != "file_sha256")])
        .to_pyarrow()
        .to_pylist()
    )
    return [replace(Sum(**row), candidate_filed=row["candidate"]) for row in rows]


def _without_totals(cells: ibis.Table) -> ibis.Table:
    """The same cells; those of no unit that count what the units beside them count are marked as their total.

    A file by precincts may close each contest with a row that names no precinct. Where such rows come to about the
    sum of the rows with a precinct, they are its total, and to add them would count every vote twice.
    """
    one_contest = ibis.window(group_by=list(_TOTALLED))
    is_name = _.row_kind == "candidate"
    votes = _.votes.fill_null(0)
    summed = cells.mutate(
        of_units=ibis.ifelse(is_name & (_.unit != ""), votes, 0).sum().over(one_contest),
        of_none=ibis.ifelse(is_name & (_.unit == ""), votes, 0).sum().over(one_contest),
    )
    is_total = (
        (_.level == "precinct")
        & (_.unit == "")
        & (_.of_none > 0)
        & ((_.of_none - _.of_units).abs() * _ABOUT <= _.of_units)
    )
    return summed.mutate(row_kind=ibis.ifelse(is_total, "total_unit", _.row_kind))


def stated(votes: Iterable[Mapping[str, Any]]) -> list[Sum]:
    """Rows of the table ``source_votes`` (without president) in the same shape: publishers' own figures."""
    names = (
        *("source", "file_sha256", "file_name", "publisher", "url", "office", "election_date", "stage", "party"),
        *("candidate", "votes", "row", "elected", "division", "denominator", "denominator_kind", "count_status"),
        *("as_of", "committees"),
    )
    blank = {"document": "", "level": "stated", "county_fips": "", "county_name": "", "district": "", "nomination": ""}
    blank |= {"row_kind": "candidate", "stated_percent": "", "county": ""}
    none = {"unit_count": 0, "withheld_count": 0, "repeated_count": 0, "repeated_votes": 0}
    found = []
    for vote in votes:
        state = vote["division"].partition("state:")[2].partition("/")[0]
        values: dict[str, Any] = {name: vote[name] for name in names} | blank | none
        found.append(Sum(**values, state=state, candidate_filed=vote["candidate"]))
    return found
