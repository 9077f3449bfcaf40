"""Margins, gaps to the ticket and bounds: worked out by hand, by brute force, and from the case's own rows."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.outcomes.margins import Tops, duncan_davis, margins, ticket_gaps, voter_bounds

COUNTY = "ocd-division/country:us/state:zz/county:one"
OTHER = "ocd-division/country:us/state:zz/county:two"
DISTRICT = "ocd-division/country:us/state:zz/judicial_district:1"
DAY = date(2024, 11, 5)


def result(candidate: str, votes: int, denominator: int = 1000, **more: Any) -> dict[str, Any]:
    base = {"contest_id": "c", "count_id": "k", "candidate": candidate, "votes": votes, "denominator": denominator}
    return {**base, "denominator_kind": "all_votes_cast", "party": "", **more}


def contest(division: str = COUNTY, day: date = DAY, stage: str = "general") -> dict[str, Any]:
    return {"c": {"division": division, "office": "district attorney", "election_date": day, "stage": stage}}


def top(division: str, dem: int, rep: int, total: int, year: int = 2024) -> dict[str, Any]:
    votes = {"democratic_votes": dem, "republican_votes": rep, "total_votes": total}
    return {"division": division, "year": year, **votes, "file_name": "president.csv", "row": 1}


def in_county(candidate: str, votes: int, county: str) -> dict[str, Any]:
    where = {"division": DISTRICT, "office": "district attorney", "election_date": DAY, "stage": "general"}
    return {"count_id": "k", "county": county, "candidate": candidate, "votes": votes, **where}


def spans(*counties: str) -> list[dict[str, Any]]:
    return [{"division": DISTRICT, "county": one, "valid_from": None, "valid_until": None} for one in counties]


def test_a_margin_with_and_without_a_runner_up() -> None:
    (row,) = margins([result("Ann", 600), result("Bo", 300), result("Cy", 100)])
    assert (row.leader, row.runner_up, row.margin_votes, row.margin_share) == ("Ann", "Bo", 300, 0.3)
    assert row.two_way_share == pytest.approx(2 / 3)
    assert row.two_way_margin == pytest.approx(1 / 3)
    (alone,) = margins([result("Ann", 600)])
    assert (alone.is_contested, alone.margin_votes, alone.two_way_share) == (False, None, None)


def test_gaps_of_share_and_of_margin() -> None:
    found = ticket_gaps(
        [result("Ann", 550, party="DEM"), result("Bo", 400)], contest(), Tops([top(COUNTY, 600, 350, 1000)], [])
    )
    gaps = {(row.candidate, row.against, row.base): row for row in found}
    ann = gaps["Ann", "DEM", "as_counted"]
    # 55 % against 60 %; 15 points ahead against 25 points ahead
    assert ann.share_gap == pytest.approx(-0.05)
    assert ann.margin_gap == pytest.approx(0.15 - 0.25)
    assert (ann.is_own_party, gaps["Bo", "DEM", "as_counted"].is_own_party) == (True, None)
    two = gaps["Ann", "DEM", "two_way"]
    assert two.share_gap == pytest.approx(550 / 950 - 600 / 950)
    assert len(found) == 8


def test_the_ticket_of_a_district_needs_all_its_counties() -> None:
    rows = [result("Ann", 60, 100)]
    tops = [top(COUNTY, 30, 20, 60), top(OTHER, 30, 20, 60)]
    whole = ticket_gaps(rows, contest(DISTRICT), Tops(tops, spans(COUNTY, OTHER)))
    assert {row.county_count for row in whole} == {2}
    assert {row.top_share for row in whole if row.against == "DEM"} == {0.5}
    assert ticket_gaps(rows, contest(DISTRICT), Tops(tops[:1], spans(COUNTY, OTHER))) == []


def test_between_presidential_years_the_last_one_stands_and_says_so() -> None:
    tops = Tops([top(COUNTY, 500, 400, 1000, year=2020)], [])
    found = ticket_gaps([result("Ann", 60, 100)], contest(day=date(2022, 11, 8)), tops)
    assert {(row.ticket_year, row.is_same_ballot) for row in found} == {(2020, False)}
    assert voter_bounds([result("Ann", 60, 100)], contest(day=date(2022, 11, 8)), [], tops) == []


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_bounds_are_those_of_every_way_to_vote(in_group: int, outside: int, votes: int) -> None:
    everybody = in_group + outside
    possible = [x for x in range(in_group + 1) if 0 <= votes - x <= outside]
    if possible:
        found = duncan_davis(votes, in_group, everybody)
        assert (found.low, found.high) == (min(possible), max(possible))


def test_los_angeles_2024_is_above_one_in_eight() -> None:
    # 1,983,802 votes less 3,728,427 - 2,417,109 = 1,311,318 votes for others leave 672,484 of 2,417,109
    rows = [result("Nathan Hochman", 1983802, 3312512), result("George Gascón", 1328710, 3312512)]
    tops = Tops([top(COUNTY, 2417109, 1189862, 3728427)], [])
    bounds = {(row.candidate, row.party, row.county): row for row in voter_bounds(rows, contest(), [], tops)}
    ours = bounds["Nathan Hochman", "DEM", COUNTY]
    assert (ours.low, ours.high) == (672484, 1983802)
    assert ours.low_share > 1 / 8
    # shares alone: (59.888 - 35.171) / 64.829
    assert ours.low_share_if_alike == pytest.approx(0.3813, abs=1e-3)
    assert bounds["Nathan Hochman", "DEM", ""].low == 672484


def test_the_ballots_still_to_be_counted_can_be_the_name_s() -> None:
    # 1,000 ballots, 400 counted: Ann has 250 and may get all 600 others, of whom 700 are of the party
    rows = [result("Ann", 250, 400, count_status="night"), result("Bo", 150, 400, count_status="night")]
    tops = Tops([top(COUNTY, 700, 300, 1000)], [])
    bounds = {(row.candidate, row.party): row for row in voter_bounds(rows, contest(), [], tops) if row.county}
    assert [(bounds["Ann", one].low, bounds["Ann", one].high) for one in ("DEM", "REP")] == [(0, 700), (0, 300)]
    assert [(bounds["Bo", one].low, bounds["Bo", one].high) for one in ("DEM", "REP")] == [(0, 700), (0, 300)]
    done = voter_bounds([{**row, "count_status": "certified"} for row in rows], contest(), [], tops)
    assert {row.high for row in done if row.candidate == "Ann"} == {250}


def test_counties_are_bounded_one_by_one_and_summed() -> None:
    rows = [result("Ann", 130, 200), result("Bo", 70, 200)]
    by_county = [in_county("Ann", 90, COUNTY), in_county("Bo", 10, COUNTY), in_county("Ann", 40, OTHER)]
    by_county += [in_county("Bo", 60, OTHER)]
    tops = Tops([top(COUNTY, 60, 40, 100), top(OTHER, 50, 50, 100)], spans(COUNTY, OTHER))
    bounds = {row.county: row for row in voter_bounds(rows, contest(DISTRICT), by_county, tops)
              if (row.candidate, row.party) == ("Ann", "DEM")}  # fmt: skip
    # 90 - 40 others = 50 at least in the first county, none in the second; the sums alone would give 130 - 90 = 40
    assert [(bounds[one].low, bounds[one].high) for one in (COUNTY, OTHER, "")] == [(50, 60), (0, 40), (50, 100)]


def test_a_county_that_leaves_a_name_out_counts_its_party_all_the_same() -> None:
    rows = [result("Ann", 90, 200), result("Bo", 110, 200)]
    by_county = [in_county("Ann", 90, COUNTY), in_county("Bo", 10, COUNTY), in_county("Bo", 100, OTHER)]
    tops = Tops([top(COUNTY, 60, 40, 100), top(OTHER, 50, 50, 100)], spans(COUNTY, OTHER))
    found = voter_bounds(rows, contest(DISTRICT), by_county, tops)
    bounds = {row.county: row for row in found if (row.candidate, row.party) == ("Ann", "DEM")}
    # 50 to 60 of the 60 in one county, none of the 50 in the other: 50 to 60 of 110
    assert set(bounds) == {COUNTY, ""}
    assert (bounds[""].low, bounds[""].high, bounds[""].party_votes, bounds[""].votes) == (50, 60, 110, 90)


@pytest.mark.parametrize("votes", [0, 70])
@pytest.mark.parametrize(("dem", "rep", "total"), [(0, 0, 0), (0, 100, 100), (100, 0, 100)])
def test_nobody_to_divide_by_is_no_error(votes: int, dem: int, rep: int, total: int) -> None:
    rows = [result("Ann", votes, votes)]
    tops = Tops([top(COUNTY, dem, rep, total)], [])
    for row in voter_bounds(rows, contest(), [], tops):
        assert 0 <= row.low <= row.high <= row.party_votes
        assert 0 <= row.low_share <= row.high_share <= 1
        assert 0 <= row.low_share_if_alike <= 1
    assert all(row.margin is None for row in ticket_gaps(rows, contest(), tops))
    (margin,) = margins(rows)
    assert (margin.margin_votes, margin.margin_share, margin.two_way_share) == (None, None, None)
