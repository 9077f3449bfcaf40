"""Real returns: counts that canvasses print, county against precinct files, and the mistakes of a real file."""

import csv
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from headwater.base.case import read_case
from headwater.base.stage import Inputs
from headwater.outcomes.counts_stage import WRITES, compute
from headwater.outcomes.margins import Tops, ticket_gaps
from headwater.sources._reading.catalogue import find_source
from headwater.sources._reading.parsed import parse
from headwater.sources._reading.raw import raw_file
from headwater.sources._tables.counts import COUNTS
from headwater.sources._tables.votes import VOTES
from tests.planted import nullable

CASE = Path(__file__).resolve().parents[2] / "cases" / "prosecutors"
FILES = (
    ("openelections", "elections_openelections/tx_prosecutor_rows.csv"),
    ("openelections", "elections_openelections/pa_prosecutor_rows.csv"),
    ("medsl_precincts", "elections_medsl/2022_prosecutor_precinct_rows.csv"),
    ("prosecutor_candidates", "elections_ca_da/ca_elections.csv"),
)
US = "ocd-division/country:us/state"
Tables = dict[str, list[dict[str, Any]]]

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def tables(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The tables of the counts stage over four real files, with the case's own figures and corrections."""
    folder = tmp_path_factory.mktemp("case")
    for name in ("case.toml", "corrections.csv"):
        shutil.copy(CASE / name, folder / name)
    parts = [parse(raw_file(real / path, Path(path).name), find_source(source)).tables for source, path in FILES]
    own = parse(raw_file(CASE / "contests.csv", "contests.csv"), find_source("contest_csv")).tables["source_votes"]
    connection = ibis.duckdb.connect()
    connection.create_table("source_counts", nullable(pa.concat_tables([part[COUNTS.name] for part in parts])))
    connection.create_table("source_votes", nullable(own.select(VOTES.names)))
    found = compute(Inputs(read_case(folder), folder, connection))
    return {table.name: table.checked(pa.table(found[table.name])).to_pylist() for table in WRITES}


def votes(tables: Tables, division: str, day: str, level: str, office: str = "") -> dict[str, int]:
    return {
        row["candidate"].upper(): row["votes"]
        for row in tables["contest_votes"]
        if row["division"] == f"{US}:{division}"
        and str(row["election_date"]) == day
        and row["level"] == level
        and office in row["office"]
    }


def test_counts_that_are_printed_elsewhere(tables: Tables) -> None:
    # Canvasses of Maricopa and Hennepin Counties 2022, of Philadelphia 2025, and of Los Angeles County 2020 and 2024.
    maricopa = votes(tables, "az/county:maricopa", "2022-11-08", "precinct")
    assert maricopa == {"RACHEL MITCHELL": 776614, "JULIE GUNNIGLE": 692217}
    hennepin = votes(tables, "mn/county:hennepin", "2022-11-08", "precinct")
    assert hennepin == {"MARY MORIARTY": 254418, "MARTHA HOLTON DIMICK": 184739}
    philadelphia = votes(tables, "pa/county:philadelphia", "2025-11-04", "county")
    assert philadelphia == {"LARRY KRASNER": 276126, "PAT DUGAN": 86305}
    angeles = votes(tables, "ca/county:los_angeles", "2020-11-03", "county")
    assert angeles == {"GEORGE GASCÓN": 2002865, "JACKIE LACEY": 1738617}
    angeles = votes(tables, "ca/county:los_angeles", "2024-11-05", "county")
    assert angeles == {"NATHAN HOCHMAN": 1983802, "GEORGE GASCÓN": 1328710}


def test_texas_counts_by_county_are_the_sums_of_precincts_recounted_here(tables: Tables, real: Path) -> None:
    recount: Counter[tuple[str, str]] = Counter()
    with (real / "elections_openelections" / "tx_prosecutor_rows.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["file"].endswith(
                ("20181106__tx__general__fort_bend__precinct.csv", "primary__travis__precinct.csv")
            ):
                recount[row["file"].rsplit("/", 1)[-1][:8] + row["party"], row["candidate"].upper()] += int(
                    row["votes"]
                )
    fort_bend = votes(tables, "tx/county:fort_bend", "2018-11-06", "county")
    assert fort_bend == {"CLIFF VACEK": 115370, "BRIAN M. MIDDLETON": 134915}
    assert fort_bend == votes(tables, "tx/county:fort_bend", "2018-11-06", "precinct")
    assert fort_bend["CLIFF VACEK"] == recount["20181106REP", "CLIFF VACEK"]

    democrats = "district attorney, Democratic"
    travis = votes(tables, "tx/county:travis", "2020-03-03", "county", democrats)
    assert travis == {"JOSÉ GARZA": 81152, "ERIN MARTINSON": 26870, "MARGARET MOORE": 75353}
    # broken letters in the precinct file, mended by a listed correction
    assert travis == votes(tables, "tx/county:travis", "2020-03-03", "precinct", democrats)
    assert recount["20200303DEM", "MARGARET MOORE"] == travis["MARGARET MOORE"]

    harris = votes(tables, "tx/county:harris", "2020-03-03", "county", democrats)
    assert harris == {"KIM OGG": 148571, "AUDIA JONES": 65950, "TODD OVERSTREET": 30744, "CARVANA CLOUD": 27132}
    republicans = votes(tables, "tx/county:harris", "2020-03-03", "county", "district attorney, Republican")
    assert republicans["MARY HUFFMAN"] == 105574


def test_every_texas_name_in_a_county_file_is_held_against_precincts_or_listed(tables: Tables) -> None:
    checks = [row for row in tables["count_checks"] if row["whole_level"] == "county" and ":tx/" in row["place"]]
    assert {row["status"] for row in checks} <= {"equal", "differs", "only_whole", "only_parts", "no_whole", "no_parts"}
    assert all(row["difference"] == 0 for row in checks if row["status"] == "equal")
    assert all(row["reason"] for row in checks if row["status"] == "differs")
    counts = Counter(row["status"] for row in checks)
    assert counts["equal"] > 5 * counts["differs"] > 0
    doubled = {
        row["candidate"]: row for row in checks if row["place"].endswith("dickens") and row["status"] == "differs"
    }
    # The precinct file of Dickens County has every row twice.
    assert {row["parts_votes"] - 2 * row["whole_votes"] for row in doubled.values()} == {0}


def test_the_mistakes_of_the_list_of_candidates_are_found(tables: Tables) -> None:
    found = {
        (row["kind"], row["division"].rpartition(":")[2], row["candidate"]): row["correction"]
        for row in tables["contest_issues"]
    }
    twice = "same_person_twice"
    assert "does not count" in found[twice, "los_angeles", "George Gascon"]
    assert "George Gascón" in found["broken_encoding", "los_angeles", "George GascÃ³n"]
    assert ("same_votes_twice", "los_angeles", "Jackie Lacey") in found
    assert ("shares_exceed_100", "los_angeles", "") in found
    assert "does not count" in found[twice, "sacramento", "Noah Philips"]
    assert "Brooke Jenkins" in found["name_unlike_others", "san_francisco", "Brooke Jennings"]
    assert ("name_differs_between_counts", "san_francisco", "Brooke Jennings") in found
    # Nobody planted these two: the same person twice, and a winner with fewer votes.
    assert (twice, "san_diego", "GeneviÃ©ve Jones-Wright") in found
    assert ("winner_without_most_votes", "imperial", "George Marquez") in found
    assert ("two_levels", "fort_bend", "") in found


def test_every_correction_of_the_case_applies(tables: Tables) -> None:
    assert [row["candidate"] for row in tables["correction_uses"] if row["has_file"] and not row["applied_count"]] == []
    assert [row for row in tables["contest_votes"] if row["candidate"] in {"Noah Philips", "Brooke Jennings"}] == []


def test_los_angeles_against_the_top_of_the_ticket(tables: Tables, real: Path) -> None:
    path = real / "elections_presidential" / "2024_US_County_Level_Presidential_Results.csv"
    with path.open(encoding="utf-8") as stream:
        (county,) = [row for row in csv.DictReader(stream) if row["county_fips"] == "06037"]
    division = f"{US}:ca/county:los_angeles"
    top = {"division": division, "year": 2024, "file_name": path.name, "row": 1}
    top |= {"democratic_votes": int(county["votes_dem"]), "republican_votes": int(county["votes_gop"])}
    tops = Tops([{**top, "total_votes": int(county["total_votes"])}], [])
    rows = [
        {**row, "contest_id": "c", "party": "", "denominator": 1983802 + 1328710}
        for row in tables["contest_votes"]
        if row["division"] == division and str(row["election_date"]) == "2024-11-05" and row["level"] == "county"
    ]
    contests = {"c": {"division": division, "election_date": rows[0]["election_date"], "stage": "general"}}
    gaps = {(row.candidate, row.against, row.base): row.share_gap for row in ticket_gaps(rows, contests, tops)}
    # 59.888 % against 64.829 % for Harris, as the county's canvass and the presidential file give them.
    assert round(100 * gaps["Nathan Hochman", "DEM", "as_counted"], 2) == -4.94
