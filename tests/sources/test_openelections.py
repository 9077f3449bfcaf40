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
    }
    names |= {"Cast Votes:": "total", "Total Votes Cast": "total", "Ballots Cast": "ballots", "BLANK VOTES": "blank"}
    names |= {"Martin Underwood": "candidate", "ANGELA OVERMAN": "candidate", "TODD OVERSTREET": "candidate"}
    assert {name: row_kind_of(name) for name in names} == names
    assert party_in_office("DISTRICT ATTORNEY, 271ST JUDICIAL DISTRICT R") == "REP"
    document = document_of("2012/counties/20121106__tx__general__el_paso__general.csv")
    assert document is not None
    assert (document.county, document.level) == ("el_paso", "")
