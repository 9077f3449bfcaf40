"""The stage on planted parties: what it says, what it never says, and the same bytes in any order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import ibis
import pyarrow as pa
import pytest

from headwater.base.case import Case
from headwater.base.ids import stable_id
from headwater.base.stage import Inputs
from headwater.entities.match_stage import WRITES, compute
from headwater.entities.members import candidate_key
from headwater.ledger.party_keys import party_keys
from headwater.sources._tables.filings import FILINGS
from headwater.sources._tables.lines import LINES
from headwater.sources._tables.parties import PARTIES, Party
from headwater.sources._tables.votes import VOTES, Vote
from tests.planted import line, party

HERE = "ocd-division/country:us/state:ca/county:here"


def person(name: str, zip5: str = "00001", employer: str = "", place: str = "Exampleville, CA") -> Party:
    made = replace(party(name, "person", place=place, zip5=zip5), employer=employer)
    return replace(made, party_id=stable_id("P", name, zip5, employer, place))


def vote(name: str, number: int) -> Vote:
    counted = (None, None, None, "listed_candidates", "unknown", None, "", "Invented", "")
    return Vote(
        "x", "0" * 64, "x.csv", number, HERE, "district attorney", date(2018, 6, 5), "primary", name, "", *counted
    )


PEOPLE = (
    person("DOE, ROBERT Q", employer="Example Farms"),
    person("Doe, Bob Q", employer="EXAMPLE FARMS INC"),
    person("DOE, ROBERT SR", zip5="00002"),
    person("DOE, ROBERT JR", zip5="00002"),
    person("Foe, Jane", place="Elsewhere, NY", zip5="10001"),
    *(person("INFORMATION REQUESTED", zip5=f"{n:05}") for n in range(40)),
)
COMMITTEES = (
    party("California Justice & Public Safety PAC", number="1402586"),
    party("Californians for Justice & Public Safety", number="1346266"),
    party("Example Justice PAC", number="1404289"),
    replace(party("EXAMPLE JUSTICE PAC"), party_id="Pfec", scheme="fec", identifier="C00632554"),
)
FIRMS = tuple(
    replace(party(name, "organisation", place="Exampleville, CA", zip5="00001"), party_id=stable_id("P", name))
    for name in ("Example Shop, Inc.", "Example Shop LLC", "Another Shop Inc")
)
VOTES_CAST = (vote("Genevi\u00c3\u00a9ve Foe", 1), vote("Genevieve Foe", 2), vote("Jane Foe", 3))


def computed(parties: Sequence[Party], tmp_path: Path) -> dict[str, pa.Table]:
    connection = ibis.duckdb.connect()
    made = connection.create_table("source_parties", PARTIES.of_rows(parties))
    filings = connection.create_table("source_filings", FILINGS.of_rows([]))
    connection.create_table("party_keys", party_keys(made, filings).to_pyarrow())
    connection.create_table("lines", LINES.of_rows([line(PEOPLE[0], COMMITTEES[0], 100)]))
    connection.create_table("contest_votes", VOTES.of_rows(VOTES_CAST))
    case = Case.__new__(Case)
    tables = compute(Inputs(case, tmp_path, connection))
    return {
        table.name: table.checked(tables[table.name].sort_by([(name, "ascending") for name in table.key]))
        for table in WRITES
    }


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    return computed((*PEOPLE, *COMMITTEES, *FIRMS), tmp_path_factory.mktemp("home"))


def said(tables: dict[str, pa.Table]) -> dict[tuple[str, ...], str]:
    """Decision by the names in a pair's keys."""
    return {(row["left_key"], row["right_key"]): row["decision"] for row in tables["match_pairs"].to_pylist()}


def test_one_person_under_a_nickname_is_one(tables: dict[str, pa.Table]) -> None:
    merged = [pair for pair, decision in said(tables).items() if decision == "merge" and "is:person" in pair[0]]
    assert [[key.split("\x1f")[1] for key in pair] for pair in merged] == [["doe bob q", "doe robert q"]]


def test_a_firm_with_two_legal_forms_in_one_place_is_one(tables: dict[str, pa.Table]) -> None:
    assert said(tables)["name:example shop inc", "name:example shop llc"] == "merge"
    assert not any("another" in key for pair in said(tables) for key in pair)


def test_committees_are_asked_about_or_kept_apart_by_their_numbers(tables: dict[str, pa.Table]) -> None:
    assert said(tables)["fppc:1346266", "fppc:1402586"] == "apart"
    assert said(tables)["fec:C00632554", "fppc:1404289"] == "review"


def test_two_spellings_of_a_candidate_are_one_and_a_namesake_who_gave_is_nobody_s(tables: dict[str, pa.Table]) -> None:
    damaged, plain, jane = (candidate_key(cast.candidate, HERE) for cast in VOTES_CAST)
    assert said(tables)[min(damaged, plain), max(damaged, plain)] == "merge"
    assert not any(jane in pair for pair in said(tables))
    for left, right in said(tables):
        assert ("is:candidate" in left) == ("is:candidate" in right)
        assert ("is:person" in left) == ("is:person" in right)


def test_every_kind_says_how_it_was_matched(tables: dict[str, pa.Table]) -> None:
    kinds = {row["kind"]: row for row in tables["match_models"].to_pylist()}
    assert set(kinds) == {"person", "organisation", "committee", "candidate"}
    assert kinds["person"]["merges"] == 1
    assert kinds["committee"]["merges"] == 0
    assert (kinds["committee"]["reviews"], kinds["committee"]["kept_apart"]) == (1, 1)


def test_the_order_of_records_changes_no_byte(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    parties = [*PEOPLE, *COMMITTEES, *FIRMS]
    parties.sort(key=lambda one: stable_id("shuffled", one.party_id))
    again = computed(parties, tmp_path)
    assert all(again[name].equals(table) for name, table in tables.items())


def test_a_case_without_parties_has_no_pairs(tmp_path: Path) -> None:
    assert all("is:candidate" in pair[0] for pair in said(computed((), tmp_path)))
