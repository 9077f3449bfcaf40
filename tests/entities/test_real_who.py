"""On official records: namesakes stay namesakes, two spellings of one candidate are one, two committees stay two."""

import csv
import shutil
from collections import defaultdict
from contextlib import chdir
from pathlib import Path
from typing import Any

import ibis
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
    ("fec_bulk", "fec_bulk_2020_at_2019-03", ("cn.txt", "cm.txt", "itcont.txt", "itoth.txt")),
    ("prosecutor_candidates", "elections_ca_da", ("ca_elections.csv",)),
    ("ca_netfile", "ca_sacramento_netfile", ("schedule-c-2018.json",)),
    ("ca_calaccess", "ca_calaccess", ("S498_CD.TSV",)),
)
CASE = Path(__file__).resolve().parents[2] / "cases" / "prosecutors"
# Prosecutors elected in places that the case's contests do not hold, with the day of an election that they won.
ELSEWHERE = (
    ("il/county:cook", "state's attorney", "2016-11-08", "Kim Foxx"),
    ("pa/county:philadelphia", "district attorney", "2017-11-07", "Larry Krasner"),
    ("mo/place:st._louis", "circuit attorney", "2016-11-08", "Kim Gardner"),
    ("ma/county:suffolk", "district attorney", "2018-11-06", "Rachael Rollins"),
    ("ny/county:new_york", "district attorney", "2021-11-02", "Alvin Bragg"),
)
# What data/README.md of the real records says of namesakes: how many lines or registers hold the surname, at least.
NAMESAKES = {"foxx": 1, "hochman": 5, "krasner": 2, "gascon": 1}
# Two committees that data/README.md of the real records names as a trap.
JUSTICE_PAC, JUSTICE_COMMITTEE = "1402586", "1346266"


@pytest.fixture(scope="module")
def tables(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Backend:
    """Who is who in the FEC's records, one county's filings and the elections of California's district attorneys."""
    folder = tmp_path_factory.mktemp("who")
    with chdir(folder):
        made, home = new_case("invented").resolve(), folder / "home"
    for name in ("payments.csv", "roster.csv"):
        shutil.copy(CASE / name, made / name)
    contests = (CASE / "contests.csv").read_text("utf-8")
    fields = contests.splitlines()[0].split(",")
    with (made / "contests.csv").open("w", encoding="utf-8", newline="") as stream:
        stream.write(contests)
        rows = csv.DictWriter(stream, fields, restval="", lineterminator="\n")
        for place, office, day, name in ELSEWHERE:
            said = {"division": f"ocd-division/country:us/state:{place}", "office": office, "election_date": day}
            rows.writerow(
                {**said, "stage": "general", "candidate": name, "elected": "yes", "publisher": "public record"}
            )
    case = read_case(made)
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


def test_no_district_attorney_is_in_one_cluster_with_a_namesake(tables: Backend) -> None:
    """By surname: whom the case and the ballots know, and whom only the federal records know, are never one."""
    who = tables.table("party_entities")
    parties = tables.table("source_parties").inner_join(who, "party_id").to_pyarrow().to_pylist()
    lines = tables.table("source_lines").filter(lambda line: line.source == "fec_bulk")
    roles = ("filer", "payer", "payee", "about", "conduit", "earmarked_for")
    on_lines = {row[0] for role in roles for row in _values(lines.select(f"{role}_party_id").distinct())}
    federal = [row for row in parties if row["party_id"] in on_lines or row["scheme"] == "fec"]
    held = {row["party_id"] for row in federal}
    ours = [row for row in parties if row["party_id"] not in held]
    ballots = tables.table("candidate_entities").to_pyarrow().to_pylist()
    officials = {normal_name(row["candidate"]): row["entity_id"] for row in ballots}
    surnames = {name.split(" ")[-1] for name in officials if " " in name}
    mine: dict[str, set[str]] = defaultdict(set)
    theirs: dict[str, set[str]] = defaultdict(set)
    for name, entity in officials.items():
        mine[name.split(" ")[-1]].add(entity)
    for rows, found in ((ours, mine), (federal, theirs)):
        for row in rows:
            for word in set(row["normal_name"].split(" ")) & surnames:
                found[word].add(row["entity_id"])

    assert {name: _seen(tables, name) >= least for name, least in NAMESAKES.items()} == dict.fromkeys(NAMESAKES, True)
    assert set(NAMESAKES) <= set(mine) & set(theirs)
    assert {name: mine[name] & theirs[name] for name in surnames if mine[name] & theirs[name]} == {}


def _values(rows: ibis.Table) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in rows.to_pyarrow().to_pylist()]


def _seen(tables: Backend, surname: str) -> int:
    """How many lines of the federal records, or candidates registered there, name somebody of a surname."""
    parties, lines = tables.table("source_parties"), tables.table("source_lines")
    named = parties.filter(parties.normal_name.split(" ").contains(surname))
    gave = lines.filter(lines.source == "fec_bulk").semi_join(named, [("payer_party_id", "party_id")]).count()
    runs = named.filter((named.kind == "candidate") & (named.scheme == "fec")).count()
    return int(gave.to_pyarrow().as_py()) + int(runs.to_pyarrow().as_py())


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
