"""OpenElections' files: names of files, rows that are no candidates, modes, and cells that are no numbers."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from headwater.base.errors import InputError
from headwater.sources._reading.parsed import Parsed
from headwater.sources._reading.returns import district_of, document_of, office_of, party_in_office, row_kind_of

Rows = dict[str, list[dict[str, Any]]]
HEAD = "file,county,precinct,office,district,party,candidate,votes,winner\n"


def counts(parsed: Parsed) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = parsed.tables["source_counts"].sort_by([("row", "ascending")]).to_pylist()
    return found


def test_votes_beyond_any_count_are_a_rejected_row(read_file: Callable[..., Parsed]) -> None:
    name = "20201103__zz__general__one__precinct.csv"
    rows = "{0},One,1,District Attorney,,DEM,Jo Sample,{1},\n{0},One,2,District Attorney,,DEM,Jo Sample,5,\n"
    parsed = read_file("openelections", HEAD + rows.format(name, "9" * 20), name)
    assert [(row["row"], row["field"]) for row in parsed.tables["rejected"].to_pylist()] == [(2, "votes")]
    assert [row["votes"] for row in counts(parsed)] == [5]


def test_the_sample(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("openelections")
    rows = tables["source_counts"]
    totals = {(row["unit"], row["candidate"]): row for row in rows if row["mode"] == "total"}
    assert totals["101", "Jo Sample"]["votes"] == 300
    assert sorted(row["votes"] for row in rows if row["unit"] == "101" and row["mode"] == "election day") == [
        0,
        8,
        100,
        100,
    ]
    assert totals["101", "Over Votes"]["row_kind"] == "over_votes"
    assert totals["Total", "Jo Sample"]["row_kind"] == "total_unit"
    assert (totals["102", "Write-ins"]["votes"], totals["102", "Write-ins"]["votes_filed"]) == (None, "REP")
    assert {row["election_date"] for row in rows} == {date(2020, 11, 3)}
    # the constable's row
    assert [file["rows_ignored"] for file in tables["source_files"]] == [1]


def test_several_files_in_one(read_file: Callable[..., Parsed]) -> None:
    content = HEAD + (
        '2020/20200303__tx__primary__county.csv,TRAVIS,,"DISTRICT ATTORNEY, 53RD JUDICIAL DISTRICT",,DEM,A B,9.0,\n'
        "2016/20160301__tx__republican__primary__county.csv,COTTLE,,District Attorney,50th Judicial District,,A B,7,\n"
        "20160524__tx__democratic__primary__runoff__county.csv,COTTLE,,District Attorney,50th Judicial Dist,,A B,7,\n"
        "2018/20181106__tx__general.csv,,,District Attorney,007,REP,A B,5,\n"
        "20160301__tx__primary__comal__precinct.csv,Comal,1,Criminal District Attorney Comal County REP,,,A B,5,\n"
    )
    found = counts(read_file("openelections", content))
    said = [(one["level"], one["stage"], one["nomination"], one["district"], one["votes"]) for one in found]
    assert said == [
        ("county", "primary", "DEM", "53", 9),
        ("county", "primary", "REP", "50", 7),
        ("county", "runoff", "DEM", "50", 7),
        ("jurisdiction", "general", "", "7", 5),
        ("precinct", "primary", "REP", "", 5),
    ]


@pytest.mark.parametrize(
    "name", ["results.csv", "20209999__tx__general__county.csv", "20201103__tx__caucus__county.csv"]
)
def test_a_name_that_says_no_day_or_stage_is_refused(read_file: Callable[..., Parsed], name: str) -> None:
    with pytest.raises(InputError):
        read_file("openelections", "office,candidate,votes\nDistrict Attorney,A B,1\n", name)


@pytest.mark.parametrize(
    ("filed", "office"),
    [
        ("Criminal District Attorney, Hays County", "criminal district attorney"),
        ("COUNTY DISTRICT ATTORNEY", "district attorney"),
        ("District Attorney, 20th Judicial District & County Attorney", "county and district attorney"),
        ("County and District Attorney", "county and district attorney"),
        ("COMMONWEALTH’S ATTORNEY", "commonwealth's attorney"),
        ("KING COUNTY PROSECUTING ATTORNEY", "prosecuting attorney"),
        ("Attorney General", ""),
        ("District Attorney General, 6th Judicial District", "district attorney general"),
        ("4. APPOINTMENT OF THE CITY SOLICITOR", ""),
        ("RELATING TO PROSECUTOR VACANCY", ""),
        ("Carson City District Attorney", "district attorney"),
        ("President", "president"),
        ("U.S. President", "president"),
        ("President of Borough Council", ""),
        ("Dist. Atty., 9th Judicial District", "district attorney"),
        ("Sheriff", ""),
    ],
)
def test_offices(filed: str, office: str) -> None:
    assert office_of(filed) == office


@pytest.mark.parametrize(
    ("district", "office", "said"),
    [
        ("83rd Judicial District", "District Attorney", "83"),
        ("", "DISTRICT ATTORNEY, 10TH JUDICIAL CIRCUIT - BESSEMER DIVISION", "10_bessemer"),
        ("", "District Attorney, 63 Rd Judicial District", "63"),
        ("", "District Attorney, D81", "81"),
        ("SUFFOLK DISTRICT", "DISTRICT ATTORNEY", "suffolk"),
        ("CAPE & ISLANDS DISTRICT", "DISTRICT ATTORNEY", "cape_and_islands"),
        ("000", "DISTRICT ATTORNEY", ""),
        ("", "State Attorney, 13th Circuit", "13"),
        ("", "PROSECUTING ATTORNEY UNEXPIRED TERM ENDING 01/05/2025", ""),
        ("NA", "Criminal District Attorney", ""),
    ],
)
def test_districts(district: str, office: str, said: str) -> None:
    assert district_of(district, office) == said


def test_rows_that_are_no_candidates() -> None:
    names = {
        "Over Votes:": "over_votes",
        "Under Votes": "under_votes",
        "Write-In Totals": "write_in",
        "scatter": "write_in",
        "Over/Under": "under_votes",
    }
    names |= {"Cast Votes:": "total", "Total Votes Cast": "total", "Ballots Cast": "ballots", "BLANK VOTES": "blank"}
    names |= {
        "Write-Ins (Unassigned)": "write_in",
        "Unqualified Write-Ins": "write_in",
        "WRITE-IN CANDIDATE": "write_in",
    }
    names |= {
        "Number of Undervotes": "under_votes",
        "Over/Under Votes": "under_votes",
        "Times Over Voted": "over_votes",
    }
    names |= {"Scatterings": "write_in", "Void/Blank": "blank", "Spoiled": "blank", "Times Blank Voted": "blank"}
    names |= {"Total Ballots Cast": "ballots", "Registered Voters - Total": "ballots", "Number of Precincts": "ballots"}
    names |= {"Adam Write": "candidate", "Otis Blank": "candidate", "None of These Candidates": "candidate"}
    names |= {"Martin Underwood": "candidate", "ANGELA OVERMAN": "candidate", "TODD OVERSTREET": "candidate"}
    assert {name: row_kind_of(name) for name in names} == names
    units = ("County Total", "Countywide Totals", "ALL PRECINCTS", "Election Total", "Totals")
    assert {row_kind_of("Jo Sample", unit) for unit in units} == {"total_unit"}
    assert {row_kind_of("Jo Sample", unit) for unit in ("101", "Total Wine Precinct", "")} == {"candidate"}
    assert party_in_office("DISTRICT ATTORNEY, 271ST JUDICIAL DISTRICT R") == "REP"
    document = document_of("2012/counties/20121106__tx__general__el_paso__general.csv")
    assert document is not None
    assert (document.county, document.level) == ("el_paso", "")


def test_columns_may_stand_in_any_order_and_count_modes_by_other_names(read_file: Callable[..., Parsed]) -> None:
    content = (
        "votes,candidate,election_day_votes,party,office,early_votes,precinct,county\n"
        '"1,200",Jo Sample,700,DEM,District Attorney,500,,Ash\n'
        ",Sam Instance,40,REP,District Attorney,60,12,Ash\n"
        "x,Sam Instance,,REP,District Attorney,,13,Ash\n"
    )
    found = counts(read_file("openelections", content, "20241105__zz__general__precinct.csv"))
    said = [(one["candidate"], one["unit"], one["mode"], one["votes"], one["votes_filed"]) for one in found]
    assert sorted(said, key=str) == sorted(
        [
            ("Jo Sample", "", "total", 1200, ""),
            ("Jo Sample", "", "election day", 700, ""),
            ("Jo Sample", "", "early voting", 500, ""),
            ("Sam Instance", "12", "election day", 40, ""),
            ("Sam Instance", "12", "early voting", 60, ""),
            ("Sam Instance", "13", "total", None, "x"),
        ],
        key=str,
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("county,office,candidate,votes\nAsh,District Attorney,Jo,1,2\n", "line 2: 5 fields where the header has 4"),
        ("county,office,votes\nAsh,District Attorney,1\n", "line 1, candidate: the column is missing"),
        ("office,candidate,votes,colour\nDistrict Attorney,Jo,1,red\n", "line 1, colour: unknown column"),
    ],
)
def test_a_file_of_another_shape_is_one_clear_error(read_file: Callable[..., Parsed], content: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_file("openelections", content, "20241105__zz__general__precinct.csv")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("cell", "votes", "filed"),
    [
        ('"1,234"', 1234, ""), ('"1,234,567"', 1234567, ""), ("12.0", 12, ""), (" 7 ", 7, ""),
        ('"1,2"', None, "1,2"), ('"12,34"', None, "12,34"), ("-5", None, "-5"), ("1e3", None, "1e3"), ("*", None, "*"),
        ("12.5", None, "12.5"), ("12 (3%)", None, "12 (3%)"), ("", None, ""),
    ],
)  # fmt: skip
def test_a_cell_that_is_no_whole_number_is_no_count(
    read_file: Callable[..., Parsed], cell: str, votes: int | None, filed: str
) -> None:
    content = HEAD + f"20241105__zz__general__county.csv,Ash,,District Attorney,,DEM,Jo Sample,{cell},\n"
    (row,) = read_file("openelections", content).tables["source_counts"].to_pylist()
    assert (row["votes"], row["votes_filed"]) == (votes, filed)


def test_votes_for_nobody_are_a_rejected_row(read_file: Callable[..., Parsed]) -> None:
    content = HEAD + "20241105__zz__general__county.csv,Ash,,District Attorney,,DEM,,5,\n"
    rejected = read_file("openelections", content).tables["rejected"].to_pylist()
    assert [(row["row"], row["field"]) for row in rejected] == [(2, "candidate")]


def test_a_winner_that_is_no_answer_is_rejected_with_its_line(read_file: Callable[..., Parsed]) -> None:
    content = HEAD + "20241105__zz__general__county.csv,Ash,,District Attorney,,DEM,Jo Sample,5,perhaps\n"
    rejected = read_file("openelections", content).tables["rejected"].to_pylist()
    assert [(row["row"], row["field"]) for row in rejected] == [(2, "winner")]
