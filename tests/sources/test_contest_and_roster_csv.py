"""Contest results and terms of office as spreadsheets."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from headwater.base.errors import InputError
from headwater.sources._reading.parsed import Parsed
from headwater.sources.contest_csv.read import COLUMNS as CONTEST
from headwater.sources.roster_csv.read import COLUMNS as ROSTER

Rows = dict[str, list[dict[str, Any]]]
PLACE = "ocd-division/country:us/state:ca/county:example"
VOTE = dict(zip(CONTEST, (PLACE, "sheriff", "2018-06-05", "general", "Jo", *[""] * 8, "Clerk", ""), strict=True))
TERM = dict(zip(ROSTER, (PLACE, "sheriff", "Jo", "", "", "", "", "Clerk", ""), strict=True))


def test_the_samples(read_sample: Callable[..., Rows]) -> None:
    votes = read_sample("contest_csv")["source_votes"]
    assert [(vote["candidate"], vote["votes"], vote["elected"]) for vote in votes] == [
        ("Jo Sample", 60000, True),
        ("Sam Instance", 39000, False),
        ("Jo Sample", None, None),
    ]
    assert votes[0]["committees"] == "fppc:1990001;fppc:1990002"
    assert (votes[2]["denominator_kind"], votes[2]["count_status"]) == ("listed_candidates", "unknown")


def test_the_roster_s_sample(read_sample: Callable[..., Rows]) -> None:
    first, second = read_sample("roster_csv")["source_terms"]
    assert (first["end_date"], first["end_kind"]) == (date(2021, 9, 30), "resignation")
    assert (second["start_kind"], second["end_date"], second["end_kind"]) == ("appointed", None, "")


@pytest.mark.parametrize(
    ("source", "base", "field", "value"),
    [
        ("contest_csv", VOTE, "division", ""),
        ("contest_csv", VOTE, "division", "Example County"),
        ("contest_csv", VOTE, "office", ""),
        ("contest_csv", VOTE, "election_date", "2018-06-31"),
        ("contest_csv", VOTE, "stage", "semi-final"),
        ("contest_csv", VOTE, "candidate", " "),
        ("contest_csv", VOTE, "votes", "1e3"),
        ("contest_csv", VOTE, "votes", "12.5"),
        ("contest_csv", VOTE, "elected", "true"),
        ("contest_csv", VOTE, "denominator_kind", "voters"),
        ("contest_csv", VOTE, "count_status", "final"),
        ("contest_csv", VOTE, "committees", "1398937"),
        ("contest_csv", VOTE, "publisher", ""),
        ("contest_csv", VOTE, "url", "example.org"),
        ("roster_csv", TERM, "person", ""),
        ("roster_csv", TERM, "start_kind", "crowned"),
        ("roster_csv", TERM, "end_kind", "retired"),
        ("roster_csv", TERM, "end_date", "31.12.2020"),
    ],
)
def test_cells_are_strict(
    read_file: Callable[..., Parsed], source: str, base: dict[str, str], field: str, value: str
) -> None:
    row = {**base, field: value}
    with pytest.raises(InputError) as caught:
        read_file(source, ",".join(row) + "\n" + ",".join(row.values()) + "\n")
    assert (caught.value.line, caught.value.field) == (2, field)


def test_a_date_may_be_a_range(read_file: Callable[..., Parsed]) -> None:
    row = {**TERM, "start_date": "2018-01-01", "start_date_to": "2018-12-31"}
    found = read_file("roster_csv", ",".join(row) + "\n" + ",".join(row.values()) + "\n")
    (term,) = found.tables["source_terms"].to_pylist()
    assert (term["start_date"], term["start_date_to"]) == (date(2018, 1, 1), date(2018, 12, 31))


@pytest.mark.parametrize("first", ["", "2019-01-01"])
def test_a_range_begins_before_it_ends(read_file: Callable[..., Parsed], first: str) -> None:
    row = {**TERM, "start_date": first, "start_date_to": "2018-12-31"}
    with pytest.raises(InputError, match="start_date_to: is no end of a range"):
        read_file("roster_csv", ",".join(row) + "\n" + ",".join(row.values()) + "\n")


def test_votes_cannot_exceed_what_they_are_a_share_of(read_file: Callable[..., Parsed]) -> None:
    row = {**VOTE, "votes": "11", "denominator": "10"}
    with pytest.raises(InputError, match="votes: are more than the denominator"):
        read_file("contest_csv", ",".join(row) + "\n" + ",".join(row.values()) + "\n")
