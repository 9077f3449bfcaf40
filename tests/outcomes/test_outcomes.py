"""Contests and results on planted votes; shares and margins are worked out by hand."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest

from headwater.base.ids import normal_name
from headwater.outcomes.count_tables import CONTEST_VOTES, ContestVote
from headwater.outcomes.places import contest_id_of, place_of
from headwater.outcomes.stage import candidacies, contest_ids, contests, results, tenure_events, terms, ticket_tops
from headwater.sources._tables.votes import VOTES, Vote
from tests.planted import memory

COUNTY = "ocd-division/country:us/state:zz/county:invented"
DAY = date(2020, 11, 3)


def vote(candidate: str, votes: int | None, **more: Any) -> ContestVote:
    values: dict[str, Any] = {
        "count_id": more.get("file_sha256", "f1"),
        "level": "stated",
        "candidate_filed": candidate,
    }
    values |= {"county_count": 0, "unit_count": 0, "withheld_count": 0, "apart_from": ""}
    one = filed(candidate, votes, **more)
    return ContestVote(**(values | {field.name: getattr(one, field.name) for field in fields(one)}))


def filed(candidate: str, votes: int | None, **more: Any) -> Vote:
    values: dict[str, Any] = {"source": "contest_csv", "file_sha256": "f1", "file_name": "contests.csv", "row": 1}
    values |= {"division": COUNTY, "office": "district attorney", "election_date": DAY, "stage": "general"}
    values |= {"party": "", "elected": None, "denominator": None, "denominator_kind": "listed_candidates"}
    values |= {"count_status": "certified", "as_of": None, "committees": "", "publisher": "Invented County", "url": ""}
    return Vote(candidate=candidate, votes=votes, **(values | more))


def rows_of(*votes: ContestVote) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = CONTEST_VOTES.of_rows(votes).to_pylist()
    return found


def names_of(*votes: ContestVote) -> dict[tuple[str, str], dict[str, str]]:
    keys = {(one.division, one.candidate) for one in votes}
    return {
        key: {"division": key[0], "candidate": key[1], "entity_id": "E" + normal_name(key[1]), "name": key[1].title()}
        for key in keys
    }


def counted(*votes: ContestVote, one_person: dict[str, str] | None = None) -> dict[tuple[str, str], dict[str, Any]]:
    listed = [{**row, "name": (one_person or {}).get(row["name"], row["name"])} for row in names_of(*votes).values()]
    names = ibis.memtable(pa.Table.from_pylist(listed))
    found = results(memory(CONTEST_VOTES, votes), names, contest_ids(rows_of(*votes))).to_pyarrow().to_pylist()
    return {(row["candidate"], row["publisher"]): row for row in found}


def test_share_and_margin_to_the_runner_up() -> None:
    found = counted(vote("ANN ONE", 600, row=1), vote("Bo Two", 300, row=2), vote("Cy Three", 100, row=3))

    first, second = found["Ann One", "Invented County"], found["Bo Two", "Invented County"]
    assert (first["share"], first["margin_votes"], first["rank"], first["denominator"]) == (0.6, 300, 1, 1000)
    assert (second["share"], second["margin_votes"], second["rank"]) == (0.3, -300, 2)


def test_a_stated_denominator_is_used() -> None:
    found = counted(
        vote("Ann One", 600, denominator=1200, denominator_kind="ballots"), vote("Bo Two", 300, row=2, denominator=1200)
    )

    assert found["Ann One", "Invented County"]["share"] == 0.5


def test_one_person_twice_in_a_count_counts_once_and_leaves_the_denominator() -> None:
    # the same 400 under two spellings in one county: 600 + 400 votes in all, not 1,400
    county: dict[str, Any] = {"level": "county", "county_count": 1, "denominator": 1400}
    found = counted(
        replace(vote("BO TWO", 400, row=1), **county),
        replace(vote("Bo Two", 400, row=2), **county),
        replace(vote("Ann One", 600, row=3), **county),
    )
    ann, bo = found["Ann One", "Invented County"], found["Bo Two", "Invented County"]
    assert (ann["votes"], ann["denominator"], ann["share"], ann["margin_votes"], ann["rank"]) == (
        600,
        1000,
        0.6,
        200,
        1,
    )
    assert (bo["votes"], bo["share"], bo["margin_votes"], bo["rank"]) == (400, 0.4, -200, 2)


@pytest.mark.parametrize(("first", "second"), [(300, 200), (40, 40)])
def test_spellings_of_different_precincts_are_parts_of_one_sum(first: int, second: int) -> None:
    # one spelling in some precincts, the other in the rest, the other name in all; as many votes by chance or not
    precinct: dict[str, Any] = {"level": "precinct", "denominator": 600 + first + second}
    found = counted(
        replace(vote("BO TWO", first, row=1), **precinct, apart_from="bo two jr"),
        replace(vote("Bo Two Jr", second, row=2), **precinct, apart_from="bo two"),
        replace(vote("Ann One", 600, row=3), **precinct),
        one_person={"Bo Two Jr": "Bo Two"},
    )
    bo = found["Bo Two", "Invented County"]
    assert (bo["votes"], bo["denominator"]) == (first + second, 600 + first + second)
    assert bo["margin_votes"] == first + second - 600


def test_spellings_on_the_lines_of_two_parties_are_parts_of_one_sum() -> None:
    # 52 and 1,000 against 1,042, in one county
    county: dict[str, Any] = {"level": "county", "county_count": 1, "denominator": 2094}
    found = counted(
        replace(vote("BO TWO", 52, row=1), **county, party="REP"),
        replace(vote("Bo Two", 1000, row=2), **county, party="LIB"),
        replace(vote("Ann One", 1042, row=3), **county),
    )
    bo = found["Bo Two", "Invented County"]
    assert (bo["votes"], bo["denominator"], bo["rank"]) == (1052, 2094, 1)


def test_a_tie_has_no_margin_and_no_leader_by_more_than_nothing() -> None:
    found = counted(vote("Ann One", 500, row=1), vote("Bo Two", 500, row=2))
    assert [row["margin_votes"] for row in found.values()] == [0, 0]


def test_two_publishers_of_one_contest_are_never_added() -> None:
    other = {"publisher": "Invented State", "file_sha256": "f2"}
    found = counted(
        vote("Ann One", 600),
        vote("Bo Two", 400, row=2),
        vote("Ann One", 610, **other),
        vote("Bo Two", 390, row=2, **other),
    )

    assert found["Ann One", "Invented County"]["share"] == 0.6
    assert found["Ann One", "Invented State"]["share"] == 0.61


def test_nobody_else_on_the_ballot_leaves_no_margin() -> None:
    assert counted(vote("Ann One", 600))["Ann One", "Invented County"]["margin_votes"] is None


def test_one_candidacy_whatever_publishers_write() -> None:
    said = (
        vote("Ann One", 600, elected=True, committees="fppc:1"),
        vote("ANN ONE", None, publisher="Other", committees="fppc:2;fppc:1", file_sha256="f2"),
    )
    names = names_of(*said)
    found = candidacies(rows_of(*said), names)

    assert [(one.committees, one.elected) for one in found] == [("fppc:1;fppc:2", True)]
    assert contests(rows_of(*said), found)[0].candidate_count == 1


def test_where_publishers_disagree_nobody_is_said_to_have_won() -> None:
    said = (vote("Ann One", 600, elected=True), vote("Ann One", 500, elected=False, file_sha256="f2"))

    assert candidacies(rows_of(*said), names_of(*said))[0].elected is None


def test_the_top_of_the_ticket_is_one_row_a_county_and_file() -> None:
    more = {"office": "president", "denominator": 1000, "denominator_kind": "all_votes_cast"}
    said = [
        filed("Democratic", 550, party="DEM", **more),
        filed("Republican", 400, party="REP", **more),
        filed("Other", 50, party="OTH", **more),
    ]
    row = ticket_tops(memory(VOTES, said)).to_pyarrow().to_pylist()[0]

    assert (row["democratic_votes"], row["republican_votes"], row["total_votes"], row["year"]) == (550, 400, 1000, 2020)


def test_a_term_gives_its_dated_events_only() -> None:
    row = {"division": COUNTY, "office": "district attorney", "person": "Ann One", "start_date": date(2021, 1, 4)}
    row |= {
        "start_date_to": date(2021, 1, 4),
        "start_kind": "elected",
        "end_date": None,
        "end_date_to": None,
        "end_kind": "",
        "publisher": "P",
        "url": "",
        "file_name": "f",
        "row": 2,
    }
    term = terms([row])[0]

    assert [(event.event, event.kind, event.event_date) for event in tenure_events(term)] == [
        ("start", "elected", date(2021, 1, 4))
    ]


@pytest.mark.parametrize(
    ("division", "place"),
    [
        ("ocd-division/country:us/state:ca/county:los_angeles", "Los Angeles County, CA"),
        ("ocd-division/country:us/state:la/parish:orleans", "Orleans Parish, LA"),
        ("ocd-division/country:us/state:ga", "GA"),
        ("nonsense", "Nonsense"),
    ],
)
def test_a_division_in_words(division: str, place: str) -> None:
    assert place_of(division) == place


def test_a_contest_id_can_be_read() -> None:
    assert contest_id_of(COUNTY, "district attorney", "2020-11-03", "general") == (
        "zz-county-invented-district-attorney-2020-11-03-general"
    )
