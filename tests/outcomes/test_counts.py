"""Returns summed and held against each other, on planted rows whose sums are worked out by hand."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from headwater.base.errors import InputError
from headwater.outcomes.checking import matched
from headwater.outcomes.encodings import is_broken, mended
from headwater.sources._tables.counts import Count
from tests.outcomes.returns import Tables, cell, counted, said

TX = "ocd-division/country:us/state:tx"
HEAD = "file,division,election_date,stage,candidate,field,corrected,date,author,reason\n"


def votes(tables: Tables) -> dict[tuple[str, str], int]:
    return {(row["level"], row["candidate"]): row["votes"] for row in tables["contest_votes"]}


def kinds(tables: Tables) -> set[tuple[str, str]]:
    return {(row["kind"], row["candidate"]) for row in tables["contest_issues"]}


def test_a_county_file_beside_a_precinct_file_is_never_added(tmp_path: Path) -> None:
    rows = [cell("Ann One", 30, unit="1"), cell("Ann One", 12, unit="2"), cell("Ann One", 42)]
    tables = counted(tmp_path, rows)

    assert votes(tables) == {("county", "Ann One"): 42, ("precinct", "Ann One"): 42}
    assert len({row["count_id"] for row in tables["contest_votes"]}) == 2
    assert ("two_levels", "") in kinds(tables)
    (check,) = tables["count_checks"]
    assert (check["whole_votes"], check["parts_votes"], check["difference"], check["status"]) == (42, 42, 0, "equal")


@pytest.mark.parametrize("closing", [42, 40])
def test_a_row_without_a_precinct_that_closes_a_precinct_file_is_not_added(tmp_path: Path, closing: int) -> None:
    # 30 and 12 are 42; a closing row of 40 is about that and no third precinct
    rows = [cell("Ann One", 30, unit="1"), cell("Ann One", 12, unit="2")]
    tables = counted(tmp_path, [*rows, cell("Ann One", closing, level="precinct", document="precinct.csv")])
    assert votes(tables) == {("precinct", "Ann One"): 42}
    assert (("total_row_differs", "Ann One") in kinds(tables)) == (closing != 42)


def test_a_precinct_whose_name_is_missing_is_counted(tmp_path: Path) -> None:
    # 7 votes are not about 42: a precinct's like the others
    rows = [cell("Ann One", 30, unit="1"), cell("Ann One", 12, unit="2")]
    tables = counted(tmp_path, [*rows, cell("Ann One", 7, level="precinct", document="precinct.csv")])
    assert votes(tables) == {("precinct", "Ann One"): 49}


def test_the_party_lines_of_one_name_are_added_and_one_line_twice_is_not(tmp_path: Path) -> None:
    # 50,000 + 8,000 + 2,000 and 40,000 + 15,000; Bo's line of 40,000 stands there twice
    lines = [("Ann One", 50000, "DEM"), ("Ann One", 8000, "WOR"), ("Ann One", 2000, "IND")]
    lines += [("Bo Two", 40000, "REP"), ("Bo Two", 15000, "CON"), ("BO TWO", 40000, "REP")]
    tables = counted(tmp_path, [cell(name, number, party=party) for name, number, party in lines])
    assert votes(tables) == {("county", "Ann One"): 60000, ("county", "Bo Two"): 55000}
    assert {row["denominator"] for row in tables["contest_votes"]} == {115000}

    own = [said(name, number, party=party) for name, number, party in [*lines, ("Bo Two", 40000, "Republican")]]
    assert votes(counted(tmp_path, [], own)) == {("stated", "Ann One"): 60000, ("stated", "Bo Two"): 55000}


def test_a_row_without_a_party_is_no_line_of_its_own(tmp_path: Path) -> None:
    rows = [cell("Ann One", 50, party="DEM"), cell("Ann One", 8, party="WOR"), cell("Ann One", 58)]
    assert votes(counted(tmp_path, rows)) == {("county", "Ann One"): 58}


def test_names_without_a_common_precinct_are_told(tmp_path: Path) -> None:
    # 1 and 2 have nothing in common; Ann stands in both
    rows = [cell("Jon Doe", 40, unit="1"), cell("Doe, Jon", 40, unit="2"), cell("Jon Doe", 0, unit="2")]
    rows += [cell("Ann One", 30, unit="1"), cell("Ann One", 31, unit="2")]
    found = {row["candidate"]: row["apart_from"] for row in counted(tmp_path, rows)["contest_votes"]}
    assert found == {"Jon Doe": "doe jon", "Doe, Jon": "jon doe", "Ann One": ""}


def two_precincts(ann: int | None, bo: int | None) -> list[Count]:
    # with 300 and 250 in the first precinct
    rows = [cell("Ann One", 300, unit="1"), cell("Bo Two", 250, unit="1")]
    return [*rows, cell("Ann One", ann, unit="2"), cell("Bo Two", bo, unit="2")]


def closing(ann: int, bo: int, **more: Any) -> list[Count]:
    place = {"level": "precinct", "document": "precinct.csv", **more}
    return [cell("Ann One", ann, **place), cell("Bo Two", bo, **place)]


def test_rows_without_a_precinct_are_a_total_only_where_each_name_fits(tmp_path: Path) -> None:
    # 960 is about 1,000, but 700 is not 400 and 260 is not 600: mail votes, say, and 1,100 to 860 in all
    tables = counted(tmp_path, [*two_precincts(100, 350), *closing(700, 260)])
    assert votes(tables) == {("precinct", "Ann One"): 1100, ("precinct", "Bo Two"): 860}
    assert {("votes_without_precinct", "Ann One"), ("votes_without_precinct", "Bo Two")} <= kinds(tables)


def test_a_total_over_withheld_precincts_is_not_added(tmp_path: Path) -> None:
    tables = counted(tmp_path, [*two_precincts(None, None), *closing(500, 430)])
    assert votes(tables) == {("precinct", "Ann One"): 300, ("precinct", "Bo Two"): 250}
    assert {("total_row_differs", "Ann One"), ("votes_not_a_number", "Bo Two")} <= kinds(tables)


@pytest.mark.parametrize(
    "more",
    [
        {"unit": "Harris County Total"},
        {"unit": "HARRIS TOTALS"},
        {"unit": "Countywide"},
        {"unit": "County-Wide"},
        {"office_filed": "DISTRICT ATTORNEY"},
    ],
)
def test_a_total_is_one_whatever_its_precinct_or_office_is_called(tmp_path: Path, more: dict[str, str]) -> None:
    # 300 and 100, 250 and 350
    tables = counted(tmp_path, [*two_precincts(100, 350), *closing(400, 600, **more)])
    assert votes(tables) == {("precinct", "Ann One"): 400, ("precinct", "Bo Two"): 600}


def test_a_row_for_a_whole_county_is_counted_where_no_precinct_stands_beside_it(tmp_path: Path) -> None:
    tables = counted(tmp_path, closing(400, 600, unit="Countywide"))
    assert votes(tables) == {("precinct", "Ann One"): 400, ("precinct", "Bo Two"): 600}


def test_a_file_s_own_total_that_differs_from_its_rows_is_listed(tmp_path: Path) -> None:
    rows = [cell("Ann One", 30, unit="1"), cell("Bo Two", 5, unit="1")]
    own = [cell("Ann One", 31, unit="Total", row_kind="total_unit"), cell("Bo Two", 5, unit="T", row_kind="total_unit")]
    tables = counted(tmp_path, [*rows, *own])
    assert votes(tables) == {("precinct", "Ann One"): 30, ("precinct", "Bo Two"): 5}
    assert [(row["candidate"], row["words"]) for row in tables["contest_issues"]] == [
        ("Ann One", "the file's own total of this name is 31, and its rows come to 30")
    ]


def test_a_difference_is_listed_with_what_explains_it(tmp_path: Path) -> None:
    repeated = [cell("Ann One", 30, unit="1"), cell("Ann One", 30, unit="1"), cell("Ann One", 30)]
    (check,) = counted(tmp_path, repeated)["count_checks"]
    assert (check["difference"], check["status"]) == (30, "differs")
    assert "occur twice" in check["reason"]

    (check,) = counted(tmp_path, [cell("Ann One", 30, unit="1"), cell("Ann One", 31)])["count_checks"]
    assert (check["difference"], check["reason"]) == (-1, "not explained by the files")


def test_a_county_without_the_other_file_is_listed_too(tmp_path: Path) -> None:
    tables = counted(tmp_path, [cell("Ann One", 30), cell("Bo Two", 7, "Travis", unit="1")])
    assert [(row["place"], row["status"]) for row in tables["count_checks"]] == [
        (f"{TX}/county:harris", "no_parts"),
        (f"{TX}/county:travis", "no_whole"),
    ]


def test_vote_modes_and_their_total_are_not_added(tmp_path: Path) -> None:
    rows = [
        cell("Ann One", 10, unit="1", row=1),
        cell("Ann One", 6, unit="1", mode="early voting", row=1),
        cell("Ann One", 4, unit="1", mode="election day", row=1),
        cell("Ann One", 5, unit="2", mode="early voting", row=2),
        cell("Ann One", 3, unit="2", mode="election day", row=2),
    ]
    assert votes(counted(tmp_path, rows)) == {("precinct", "Ann One"): 18}


def test_what_is_no_candidate_is_not_one(tmp_path: Path) -> None:
    rows = [
        cell("Ann One", 600, party="DEM"),
        cell("Bo Two", 300, party="REP"),
        cell("Write-ins", 100, row_kind="write_in"),
        cell("Mickey Mouse", 1),
        cell("Over Votes", 3, row_kind="over_votes"),
        cell("Total", 103, row_kind="total"),
        cell("Ann One", 60, unit="Total", row_kind="total_unit"),
    ]
    found = counted(tmp_path, rows)["contest_votes"]
    assert [(row["candidate"], row["votes"], row["denominator"], row["denominator_kind"]) for row in found] == [
        ("Ann One", 600, 1000, "all_votes_cast"),
        ("Bo Two", 300, 1000, "all_votes_cast"),
    ]


def test_the_parties_of_a_primary_are_contests_of_their_own(tmp_path: Path) -> None:
    more = {"stage": "primary"}
    rows = [cell("Ann One", 60, nomination="DEM", **more), cell("Bo Two", 30, nomination="REP", **more)]
    found = counted(tmp_path, rows)["contest_votes"]
    assert {(row["office"], row["denominator"]) for row in found} == {
        ("district attorney, Democratic nomination", 60),
        ("district attorney, Republican nomination", 30),
    }


def test_a_district_is_summed_over_its_counties_and_a_part_of_it_is_no_result(tmp_path: Path) -> None:
    florida = {"state": "fl", "office": "state attorney", "district": "9"}
    both = [cell("Ann One", 50, "Orange", **florida), cell("Ann One", 20, "Osceola", **florida)]
    tables = counted(tmp_path, both)
    assert votes(tables) == {("county", "Ann One"): 70}
    assert {row["county"].rpartition(":")[2]: row["votes"] for row in tables["county_votes"]} == {
        "orange": 50,
        "osceola": 20,
    }

    tables = counted(tmp_path, both[:1])
    assert tables["contest_votes"] == []
    assert ("part_of_jurisdiction", "") in kinds(tables)


def test_a_district_that_the_row_does_not_name_follows_from_law_or_from_another_file(tmp_path: Path) -> None:
    by_law = counted(tmp_path, [cell("Ann One", 5, "Clarke", state="ga"), cell("Ann One", 4, "Oconee", state="ga")])
    assert {row["division"] for row in by_law["contest_votes"]} == {
        "ocd-division/country:us/state:ga/judicial_district:western"
    }
    named = [cell("Ann One", 5, "Pecos", district="83"), cell("Ann One", 4, "Reeves", district="83")]
    rows = [*named, cell("ANN ONE", 5, "PECOS", unit="1")]
    assert {row["division"] for row in counted(tmp_path, rows)["county_votes"]} == {f"{TX}/judicial_district:83"}


def test_a_numbered_circuit_is_the_county_only_for_the_office_that_counties_have(tmp_path: Path) -> None:
    indiana = {"state": "in", "office": "prosecuting attorney", "district": "26"}
    kentucky = {"state": "ky", "office": "commonwealth's attorney", "district": "15"}
    rows = [cell("Ann One", 5, "Adams", **indiana)]
    rows += [cell("Bo Two", 6, county, **kentucky) for county in ("Carroll", "Grant", "Owen")]
    found = {row["division"].rpartition("state:")[2]: row["votes"] for row in counted(tmp_path, rows)["contest_votes"]}
    assert found == {"in/county:adams": 5, "ky/judicial_district:15": 18}


def test_a_district_of_one_county_is_the_county(tmp_path: Path) -> None:
    (row,) = counted(tmp_path, [cell("Ann One", 5, "FORT BEND", district="268")])["contest_votes"]
    assert row["division"] == f"{TX}/county:fort_bend"


def test_one_person_as_two_names_with_another_s_votes(tmp_path: Path) -> None:
    rows = [
        cell("Jose Perez", 700, stated_percent="60.0"),
        cell("JosÃ© Perez", 400, stated_percent="33.33"),
        cell("Ann One", 700, stated_percent="58.33"),
        cell("Bo Two", 100, stated_percent="8.33"),
    ]
    tables = counted(tmp_path, rows)
    assert {
        ("broken_encoding", "JosÃ© Perez"),
        ("same_person_twice", "Jose Perez"),
        ("same_person_twice", "JosÃ© Perez"),
        ("same_votes_twice", "Ann One"),
        ("shares_exceed_100", ""),
    } <= kinds(tables)


def test_a_share_that_does_not_fit_its_votes(tmp_path: Path) -> None:
    rows = [cell("Ann One", 600, stated_percent="60"), cell("Bo Two", 300, stated_percent="30")]
    rows += [cell("Cy Three", 60, stated_percent="6"), cell("Di Four", 40, stated_percent="14")]
    assert ("share_differs", "Di Four") in kinds(counted(tmp_path, rows))
    assert ("share_differs", "Ann One") not in kinds(counted(tmp_path, rows))


def test_a_wrong_family_name(tmp_path: Path) -> None:
    before = cell("Ann Jenkins", 500, election_date=date(2016, 11, 8))
    tables = counted(tmp_path, [before, cell("Ann Jennings", 600)], [said("Ann Jenkins", 600)])
    assert ("name_unlike_others", "Ann Jennings") in kinds(tables)
    assert ("name_differs_between_counts", "Ann Jennings") in kinds(tables)


def test_a_cell_that_is_no_number(tmp_path: Path) -> None:
    rows = [cell("Ann One", None, unit="1", votes_filed="*"), cell("Ann One", 5, unit="2")]
    tables = counted(tmp_path, rows)
    assert [(row["votes"], row["withheld_count"]) for row in tables["contest_votes"]] == [(5, 1)]
    assert ("votes_not_a_number", "Ann One") in kinds(tables)


def test_corrections_are_listed_data_and_say_what_they_do(tmp_path: Path) -> None:
    rows = [cell("Ann Philips", 100), cell("Ann Phillips", 100), cell("Bo Two", 50)]
    corrections = HEAD + (
        "county.csv,,2018-11-06,general,Ann Philips,row,,2026-11-22,Editors,one person twice\n"
        ",,,,Bo Two,candidate,Bob Two,2026-11-22,Editors,as on the ballot\n"
        ",,,,Nobody,candidate,Somebody,2026-11-22,Editors,none such\n"
        "elsewhere.csv,,,,Absent,candidate,Somebody,2026-11-22,Editors,its file is not in these records\n"
    )
    tables = counted(tmp_path, rows, corrections=corrections)
    assert votes(tables) == {("county", "Ann Phillips"): 100, ("county", "Bob Two"): 50}
    filed = {row["candidate"]: row["candidate_filed"] for row in tables["contest_votes"]}
    assert filed["Bob Two"] == "Bo Two"
    assert [row["applied_count"] for row in tables["correction_uses"]] == [1, 1, 0, 0]
    assert ("correction_unused", "Nobody") in kinds(tables)
    assert ("correction_unused", "Absent") not in kinds(tables)
    said_of = {row["correction"] for row in tables["contest_issues"] if row["candidate"] == "Ann Philips"}
    assert "the row does not count (one person twice)" in said_of


def test_spellings_of_one_name_are_one_in_a_sum_of_precincts(tmp_path: Path) -> None:
    rows = [cell("Jos√© Perez", 5, unit="1"), cell("José Perez", 7, unit="2"), cell("JOSÉ PEREZ", 1, unit="3")]
    corrections = HEAD + ",,,,Jos√© Perez,candidate,José Perez,2026-11-22,Editors,letters\n"
    assert sum(votes(counted(tmp_path, rows, corrections=corrections)).values()) == 13


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (",,,,Ann,name,B,2026-11-22,E,r", "field"),
        (",,,,Ann,votes,many,2026-11-22,E,r", "corrected"),
        (",,,,Ann,row,B,2026-11-22,E,r", "corrected"),
        (",,,,Ann,candidate,B,yesterday,E,r", "date"),
        (",,,,Ann,candidate,B,2026-11-22,E,", "reason"),
        (",,2018,,Ann,candidate,B,2026-11-22,E,r", "election_date"),
    ],
)
def test_corrections_are_read_strictly(tmp_path: Path, row: str, field: str) -> None:
    with pytest.raises(InputError) as caught:
        counted(tmp_path, [], corrections=HEAD + row + "\n")
    assert (caught.value.line, caught.value.field) == (2, field)


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("George GascÃ³n", "George Gascón"),  # UTF-8 read as Windows 1252
        ("Jos√© Garza", "José Garza"),  # UTF-8 read as Mac Roman
        ("RenÈ M. PeÒa", "Ren\u00e9 M. Pe\u00f1a"),  # Latin 1 read as Mac Roman
    ],
)
def test_letters_are_mended_where_there_is_one_way_back(broken: str, whole: str) -> None:
    assert mended(broken) == whole
    assert is_broken(broken)
    assert not is_broken(whole)


def test_names_of_two_files_are_matched_one_to_one() -> None:
    assert matched(["ann one", "bo two"], ["bo two", "anne one"]) == {"ann one": "anne one", "bo two": "bo two"}
    # Two of a family name can't be told apart by it.
    assert matched(["a smith"], ["ben smith", "carl smith"]) == {}


def test_two_names_whose_stated_shares_do_not_fit_their_votes_are_both_listed(tmp_path: Path) -> None:
    # 100 votes are 57.4 percent of 174, and 300 are 42.6 percent of 704: one of the four figures is wrong
    rows = [cell("Ann One", 100, stated_percent="57.4"), cell("Bo Two", 300, stated_percent="42.6")]
    assert {("share_differs", "Ann One"), ("share_differs", "Bo Two")} <= kinds(counted(tmp_path, rows))
    fits = [cell("Ann One", 100, stated_percent="25"), cell("Bo Two", 300, stated_percent="75")]
    assert counted(tmp_path, fits)["contest_issues"] == []


@pytest.mark.parametrize(("percent", "is_listed"), [("49.5", True), ("97.6", False), ("", False)])
def test_a_name_listed_alone_with_half_the_votes_did_not_run_alone(
    tmp_path: Path, percent: str, is_listed: bool
) -> None:
    tables = counted(tmp_path, [cell("Ann One", 100, stated_percent=percent)])
    assert (("shares_below_100", "") in kinds(tables)) == is_listed
