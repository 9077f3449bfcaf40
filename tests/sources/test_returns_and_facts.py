"""Precinct returns, canvasses, lists of candidates, and the facts that a case ships."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from headwater.base.errors import InputError
from headwater.sources._reading.parsed import Parsed
from headwater.sources._reading.returns import general_day
from headwater.sources.event_csv.read import COLUMNS as EVENT
from headwater.sources.measure_csv.read import COLUMNS as MEASURE
from headwater.sources.nonprofit_csv.read import COLUMNS as FIGURE
from headwater.sources.recall_csv.read import COLUMNS as RECALL

Rows = dict[str, list[dict[str, Any]]]
PLACE = "ocd-division/country:us/state:ca/county:example"
ROWS = {
    "event_csv": dict(zip(EVENT, (PLACE, "sheriff", "Jo", "2020-01-02", "suspension", "", "", "P", ""), strict=True)),
    "recall_csv": dict(
        zip(RECALL, (PLACE, "sheriff", "Jo", "2020", "required", "10", "", "", "", "P", ""), strict=True)
    ),
    "measure_csv": dict(zip(MEASURE, ("m", "t", PLACE, "2020-11-03", "1", "2", "", "", "P", ""), strict=True)),
    "nonprofit_csv": dict(zip(FIGURE, ("Fund", "", "2020", "revenue", "10.50", "", "", "P", ""), strict=True)),
}


def sheet(row: dict[str, str]) -> str:
    return ",".join(row) + "\n" + ",".join(row.values()) + "\n"


def test_precincts_of_the_sample(read_sample: Callable[..., Rows]) -> None:
    rows = read_sample("medsl_precincts")["source_counts"]
    assert [(row["candidate"], row["mode"], row["votes"], row["row_kind"]) for row in rows] == [
        ("JO SAMPLE", "early voting", 30, "candidate"),
        ("JO SAMPLE", "election day", 12, "candidate"),
        ("SAM INSTANCE", "total", 50, "candidate"),
        ("WRITE-IN", "total", 2, "write_in"),
        ("SAM INSTANCE", "total", None, "candidate"),
    ]
    assert rows[4]["votes_filed"] == "*"
    assert {row["county_fips"] for row in rows} == {"04001"}


def test_precincts_of_years_with_other_columns(read_file: Callable[..., Parsed]) -> None:
    """Files of 2016 and 2018 name the party and the state otherwise and state no day: November 6, 2018, by the law."""
    head = (
        "year,stage,special,state,state_postal,county_name,county_fips,precinct,candidate,office,district,writein,"
        "party,mode,votes\n"
    )
    rows = (
        "2018,gen,FALSE,Example,ZZ,Ash,99001,P1,Jo Sample,District Attorney,,FALSE,democratic,early voting,30\n"
        "2018,pri,FALSE,Example,ZZ,Ash,99001,P1,Jo Sample,District Attorney,,FALSE,democratic,total,30\n"
    )
    tables = read_file("medsl_precincts", head + rows.replace(",gen,", ",GEN,").replace(",pri,", ",PRI,")).tables
    (row,) = tables["source_counts"].to_pylist()
    assert (row["election_date"], row["party"], row["state"], row["votes"]) == (
        date(2018, 11, 6),
        "democratic",
        "zz",
        30,
    )
    assert [(one["row"], one["field"]) for one in tables["rejected"].to_pylist()] == [(3, "year")]


def test_precincts_without_a_day_or_a_party_are_refused(read_file: Callable[..., Parsed]) -> None:
    columns = (
        "precinct,office,party,mode,votes,county_name,county_fips,candidate,district,stage,special,writein,state_po,"
        "year"
    )
    for left_out in ("party", "year", "votes"):
        head = ",".join(name for name in columns.split(",") if name != left_out)
        with pytest.raises(InputError) as caught:
            read_file("medsl_precincts", f"{head}\n")
        assert caught.value.line == 1


def test_a_canvass_of_the_sample(read_sample: Callable[..., Rows]) -> None:
    rows = read_sample("county_canvass")["source_counts"]
    found = sorted((row["row_kind"], row["votes"], row["stated_percent"]) for row in rows)
    assert found == [
        ("ballots", 100, ""),
        ("candidate", 42, "44.68"),
        ("candidate", 52, "55.32"),
        ("over_votes", 1, ""),
        ("under_votes", 5, ""),
    ]


def test_a_canvass_must_say_its_county(read_file: Callable[..., Parsed]) -> None:
    with pytest.raises(InputError, match="the name is not like"):
        read_file("county_canvass", "line number\n", "20221108__az__general.csv")


def test_candidates_of_the_sample(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("prosecutor_candidates")
    rows = tables["source_counts"]
    assert [(row["candidate"], row["votes"], row["elected"], row["election_date"]) for row in rows] == [
        ("Jo Sample", 60000, True, date(2018, 6, 5)),
        ("Sam Instance", 40000, False, date(2018, 6, 5)),
    ]
    assert [file["rows_ignored"] for file in tables["source_files"]] == [1]


def test_numbers_and_years_beyond_any_count_are_rejected_rows(read_file: Callable[..., Parsed]) -> None:
    """A count beyond 64 bits, the year 0, which no calendar has, and one that no date can hold."""
    head = (
        "year,stage,special,state,state_postal,county_name,county_fips,precinct,candidate,office,district,writein,"
        "party,mode,votes\n"
    )
    row = "{},GEN,FALSE,Example,ZZ,Ash,99001,P1,Jo Sample,District Attorney,,FALSE,democratic,total,{}\n"
    rows = [("2018", "9" * 20), ("2018", "9223372036854775808.0"), ("0000", "30"), ("99999", "30"), ("2018", "30")]
    found = read_file("medsl_precincts", head + "".join(row.format(*one) for one in rows))
    rejected = sorted(found.tables["rejected"].to_pylist(), key=lambda one: one["row"])
    assert [(one["row"], one["field"]) for one in rejected] == [(2, "votes"), (3, "votes"), (4, "year"), (5, "year")]
    assert [one["votes"] for one in found.tables["source_counts"].to_pylist()] == [30]


@pytest.mark.parametrize(
    ("year", "day"),
    [(2015, date(2015, 11, 3)), (2019, date(2019, 11, 5)), (2020, date(2020, 11, 3)), (2022, date(2022, 11, 8))],
)
def test_general_elections_are_on_the_day_of_the_law(year: int, day: date) -> None:
    assert general_day(year) == day


def test_facts_of_the_samples(read_sample: Callable[..., Rows]) -> None:
    events = read_sample("event_csv")["source_events"]
    assert [(row["kind"], row["event_date"], row["event_date_to"]) for row in events] == [
        ("suspension", date(2020, 3, 2), date(2020, 3, 2)),
        ("reinstatement", date(2021, 1, 1), date(2021, 3, 31)),
    ]
    recalls = read_sample("recall_csv")["source_recalls"]
    assert [(row["measure"], row["count"], row["day"]) for row in recalls] == [
        ("required", 1000, None),
        ("submitted", 1300, None),
        ("deadline", None, date(2020, 5, 2)),
    ]
    assert [row["yes"] for row in read_sample("measure_csv")["source_measures"]] == [600, 200]
    figures = read_sample("nonprofit_csv")["source_figures"]
    assert [(row["measure"], row["cents"], row["percent"]) for row in figures] == [
        ("revenue", 100000, ""),
        ("contributions", 95000, ""),
        ("program", None, "60"),
        ("management", None, "19"),
    ]


@pytest.mark.parametrize(
    ("source", "field", "value", "named"),
    [
        ("event_csv", "division", "Example", "division"),
        ("event_csv", "kind", "ousted", "kind"),
        ("event_csv", "date", "2020", "date"),
        ("event_csv", "publisher", "", "publisher"),
        ("recall_csv", "measure", "needed", "measure"),
        ("recall_csv", "value", "about 10", "value"),
        ("recall_csv", "official", "sure", "official"),
        ("measure_csv", "yes", "61%", "yes"),
        ("measure_csv", "count_status", "final", "count_status"),
        ("nonprofit_csv", "ein", "12-34", "ein"),
        ("nonprofit_csv", "percent", "60", "amount"),
        ("nonprofit_csv", "amount", "", "amount"),
        ("nonprofit_csv", "measure", "profit", "measure"),
    ],
)
def test_cells_are_strict(read_file: Callable[..., Parsed], source: str, field: str, value: str, named: str) -> None:
    with pytest.raises(InputError) as caught:
        read_file(source, sheet({**ROWS[source], field: value}))
    assert (caught.value.line, caught.value.field) == (2, named)
