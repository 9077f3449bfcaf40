"""On official records: namesakes stay namesakes, two spellings of one candidate are one, two committees stay two."""

import csv
from collections import defaultdict
from contextlib import chdir
from pathlib import Path

import pytest
from ibis.backends.duckdb import Backend

from headwater.base.build import build
from headwater.base.case import read_case
from headwater.base.ids import normal_name
from headwater.base.new_case import new_case
from headwater.base.warehouse import Warehouse
from headwater.entities.matching.candidates import repaired
from headwater.run import STAGES
from headwater.sources.add import add_files

pytestmark = pytest.mark.real
UP_TO_WHO = STAGES[: [stage.name for stage in STAGES].index("entities") + 1]
FILES = (
    ("fec_bulk", "fec_bulk_2020_at_2019-03", ("cn.txt", "cm.txt", "itcont.txt")),
    ("prosecutor_candidates", "elections_ca_da", ("ca_elections.csv",)),
    ("ca_netfile", "ca_sacramento_netfile", ("schedule-c-2018.json",)),
    ("ca_calaccess", "ca_calaccess", ("S498_CD.TSV",)),
)
# Two committees that data/README.md of the real records names as a trap.
JUSTICE_PAC, JUSTICE_COMMITTEE = "1402586", "1346266"


@pytest.fixture(scope="module")
def tables(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Backend:
    """Who is who in the FEC's records, one county's filings and the elections of California's district attorneys."""
    folder = tmp_path_factory.mktemp("who")
    with chdir(folder):
        case, home = read_case(new_case("invented").resolve()), folder / "home"
    for source, place, names in FILES:
        add_files(home, [real / place / name for name in names], source)
    build(UP_TO_WHO, case, home)
    return Warehouse(home).connect()


def test_no_namesake_in_federal_records_is_a_district_attorney(tables: Backend) -> None:
    """The federal records hold people of a candidate's very name; none of them is the name on the ballot."""
    ballots = tables.table("candidate_entities").to_pyarrow().to_pylist()
    candidates = {row["entity_id"] for row in ballots}
    parties = tables.table("source_parties")
    others = parties.filter((parties.kind == "person") | (parties.scheme == "fec"))
    federal = others.inner_join(tables.table("party_entities"), "party_id").to_pyarrow().to_pylist()
    ends = {(words[0], words[-1]) for row in ballots if len(words := normal_name(row["candidate"]).split()) > 1}
    families = {family for _given, family in ends}
    alike = [row for row in federal if {row["normal_name"].split(" ")[0], row["normal_name"].split(" ")[-1]} & families]

    assert len(alike) > 100
    assert any({*row["normal_name"].split()} >= {given, family} for row in alike for given, family in ends)
    assert not candidates & {row["entity_id"] for row in federal}


def test_two_spellings_of_one_candidate_are_one(tables: Backend, real: Path) -> None:
    """The file spells some names with their UTF-8 bytes read as Windows-1252, beside the right spelling."""
    with (real / "elections_ca_da" / "ca_elections.csv").open(encoding="utf-8") as stream:
        rows = [(row["district"], f"{row['cand_fname']} {row['cand_lname']}") for row in csv.DictReader(stream)]
    spellings: dict[tuple[str, str], set[str]] = defaultdict(set)
    for district, name in rows:
        spellings[district, normal_name(repaired(name))].add(name)
    several = [(district, names) for (district, _plain), names in spellings.items() if len(names) > 1]
    ballots = tables.table("candidate_entities").to_pyarrow().to_pylist()
    entity = {(row["division"].rpartition("county:")[2], row["candidate"]): row["entity_id"] for row in ballots}

    met = []
    for district, names in several:
        county = district.lower().replace(" ", "_")
        # Spellings that differ in case alone may stand as one name already.
        met.append([entity[county, name] for name in sorted(names) if (county, name) in entity])

    assert max(map(len, met)) > 1
    assert all(len(set(one)) == 1 for one in met)


def test_two_committees_of_much_the_same_name_stay_two(tables: Backend) -> None:
    numbers = tables.table("identifiers")
    rows = numbers.filter(numbers.identifier.isin([JUSTICE_PAC, JUSTICE_COMMITTEE])).to_pyarrow().to_pylist()

    assert {row["identifier"] for row in rows} == {JUSTICE_PAC, JUSTICE_COMMITTEE}
    assert len({row["entity_id"] for row in rows}) == 2
