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
    *("file_sha256", "document", "state", "county_fips", "county_name", "office", "district"),
    *("election_date", "stage", "nomination"),
)
_WHOLE_COUNTY = r"^((.* )?(county|parish) totals?( votes)?|county ?wide)$"
"""Names of precincts, in small letters, that stand for a county's own sum."""
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
    unplaced_votes: int
    units: tuple[str, ...]
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
        unplaced_votes=_.votes.sum(where=_.is_unplaced).fill_null(0),
        units=_.unit.collect(where=_.votes > 0),
        row=_.row.min(),
        stated_percent=_.stated_percent.max(),
        elected=_.elected.cast("int64").max().cast("boolean"),
    )
    rows = (
        grouped.order_by(["file_sha256", "row", *(name for name in _SUM if name != "file_sha256")])
        .to_pyarrow()
        .to_pylist()
    )
    return [
        replace(Sum(**row), candidate_filed=row["candidate"], units=tuple(sorted(set(row["units"] or ()))))
        for row in rows
    ]


def _without_totals(cells: ibis.Table) -> ibis.Table:
    """The same cells; those of no unit that count what the units beside them count are marked as their total.

    A file by precincts may close each contest with rows that name no precinct. Where such a row comes to the sum of
    the rows with a precinct for every name, or to more where cells of the name are withheld, they are its total, and
    to add them would count every vote twice. Otherwise they are votes that no precinct is named for.
    """
    one_contest = ibis.window(group_by=list(_TOTALLED))
    one_name = ibis.window(group_by=[*_TOTALLED, "bare"])
    votes = _.votes.fill_null(0)
    county_name = _.county_name.lower() + " total"
    named = cells.mutate(
        bare=_.candidate.lower().re_replace("[^a-z0-9]+", " ").strip(),
        unit_words=_.unit.lower().re_replace("[^a-z0-9]+", " ").strip(),
    ).mutate(
        is_name=_.row_kind == "candidate",
        in_none=(_.level == "precinct")
        & (
            (_.unit == "") | _.unit_words.re_search(_WHOLE_COUNTY) | _.unit_words.isin([county_name, county_name + "s"])
        ),
    )
    of_name = named.mutate(
        by_unit=ibis.ifelse(_.is_name & ~_.in_none, votes, 0).sum().over(one_name),
        by_none=ibis.ifelse(_.is_name & _.in_none, votes, 0).sum().over(one_name),
        has_none=(_.is_name & _.in_none).cast("int64").max().over(one_name) == 1,
        withheld=(_.is_name & ~_.in_none & _.votes.isnull()).cast("int64").max().over(one_name) == 1,
    )
    apart = (_.by_none - _.by_unit).abs()
    is_near = (apart * 100 <= _.by_unit) | ((apart <= 2) & (apart * 20 <= _.by_unit))
    summed = of_name.mutate(
        differs=_.is_name & _.has_none & ~(is_near | (_.withheld & (_.by_none >= _.by_unit))),
        compared=ibis.ifelse(_.is_name & ~_.in_none & _.has_none, votes, 0),
        counted=ibis.ifelse(_.is_name & ~_.in_none, votes, 0),
    ).mutate(
        any_differs=_.differs.cast("int64").max().over(one_contest) == 1,
        compared=_.compared.sum().over(one_contest),
        counted=_.counted.sum().over(one_contest),
    )
    # rows that leave most of the votes out are no total, though each of them may fit
    is_total = _.in_none & ~_.any_differs & (_.counted > 0) & (_.compared * 10 >= _.counted * 9)
    return summed.mutate(
        row_kind=ibis.ifelse(is_total, "total_unit", _.row_kind),
        is_unplaced=_.in_none & ~is_total & (_.counted > 0),
    )


def stated(votes: Iterable[Mapping[str, Any]]) -> list[Sum]:
    """Rows of the table ``source_votes`` (without president) in the same shape: publishers' own figures."""
    names = (
        *("source", "file_sha256", "file_name", "publisher", "url", "office", "election_date", "stage", "party"),
        *("candidate", "votes", "row", "elected", "division", "denominator", "denominator_kind", "count_status"),
        *("as_of", "committees"),
    )
    blank = {"document": "", "level": "stated", "county_fips": "", "county_name": "", "district": "", "nomination": ""}
    blank |= {"row_kind": "candidate", "stated_percent": "", "county": ""}
    none: dict[str, Any] = {
        "unit_count": 0,
        "withheld_count": 0,
        "repeated_count": 0,
        "repeated_votes": 0,
        "unplaced_votes": 0,
        "units": (),
    }
    found = []
    for vote in votes:
        state = vote["division"].partition("state:")[2].partition("/")[0]
        values: dict[str, Any] = {name: vote[name] for name in names} | blank | none
        found.append(Sum(**values, state=state, candidate_filed=vote["candidate"]))
    return found
