"""NetFile's JSON of California cities and counties."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import headwater.sources
from headwater.base.errors import InputError
from headwater.sources._reading.parsed import Parsed

Rows = dict[str, list[dict[str, Any]]]
SAMPLE = Path(headwater.sources.__path__[0]) / "ca_netfile" / "sample"


def _sample(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((SAMPLE / name).read_text("utf-8"))
    return found


def test_the_samples(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("ca_netfile")
    lines = {line["transaction_id"]: line for line in tables["source_lines"]}
    # Planted in the samples, in cents.
    assert {key: line["cents"] for key, line in lines.items()} == {
        "INC1": 25075, "INC2": 100000, "EXP3": -5075, "NON1": 50025, "NON2": 9950, "INC9": 500000,
        "qRsTuV12": 500000, "EXP4": 150000, "xYz98": 200000, "PDT5": 123456, "EXP8": 32109, "EXP9": 5000,
    }  # fmt: skip
    assert lines["INC1"]["kind"] == "monetary"
    assert lines["NON1"]["kind"] == "in_kind"
    # Midnight in California is seven or eight in the morning in universal time: the day is the date part.
    assert lines["EXP3"]["date_from"] == date(2018, 4, 20)
    assert {row["reason"][:20] for row in tables["rejected"]} == {"'guild' is none of '", "the row does not say"}


def test_sides_of_a_late_contribution(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("ca_netfile", ["notices-497.json"])
    lines = {line["transaction_id"]: line for line in tables["source_lines"]}
    # INC9 is received; qRsTuV12 is its mirror, so it is made; EXP4 is made; xYz98 names an employer: received.
    assert {key: (line["side"], line["kind"]) for key, line in lines.items()} == {
        "INC9": ("payee", "monetary"),
        "qRsTuV12": ("payer", "contribution_made"),
        "EXP4": ("payer", "contribution_made"),
        "xYz98": ("payee", "unclassified"),
    }
    names = {party["party_id"]: party["name"] for party in tables["source_parties"]}
    for key in ("INC9", "qRsTuV12"):
        assert names[lines[key]["payer_party_id"]] == "Harbor Voices Committee"
        assert names[lines[key]["payee_party_id"]] == "Jo Sample for District Attorney 2018"
    assert [row["row"] for row in tables["rejected"]] == [5]


def test_parties_carry_what_matching_needs(read_sample: Callable[..., Rows]) -> None:
    parties = read_sample("ca_netfile", ["schedule-a.json"])["source_parties"]
    robin = next(party for party in parties if party["kind"] == "person")
    assert (robin["name"], robin["place"], robin["zip5"]) == ("Robin Placeholder", "Exampleville, CA", "95999")
    harbor = next(party for party in parties if party["name"] == "Harbor Voices Committee")
    assert (harbor["scheme"], harbor["identifier"], harbor["zip5"]) == ("fppc", "1990009", "")


def test_placeholders_are_no_identifiers(read_sample: Callable[..., Rows]) -> None:
    parties = read_sample("ca_netfile", ["schedule-c.json"])["source_parties"]
    assert {party["identifier"] for party in parties} == {"", "1990001"}


def test_independent_expenditures(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("ca_netfile", ["notices-496.json", "schedule-e.json"])
    parties = {party["party_id"]: party for party in tables["source_parties"]}
    spent = [line for line in tables["source_lines"] if line["kind"] == "independent_expenditure"]
    told = {(parties[line["about_party_id"]]["name"], line["stance"], line["form"]) for line in spent}
    assert told == {("JO SAMPLE", "for", "496"), ("Sam Instance", "against", "460")}
    place = "ocd-division/country:us/state:ca/county:example"
    assert {parties[line["about_party_id"]]["place"] for line in spent} == {place}
    # The memo line of the 496 is detail, no money; it is ignored and counted.
    files = {row["file_name"]: row["rows_ignored"] for row in tables["source_files"]}
    assert files == {"notices-496.json": 1, "schedule-e.json": 0}


def test_no_table_holds_a_street(read_sample: Callable[..., Rows], home: Path) -> None:
    # "Planted Street" stands in every row of the samples, also in those that are rejected.
    assert "Planted" not in json.dumps(read_sample("ca_netfile"), default=str)
    assert not any(b"Planted" in path.read_bytes() for path in (home / "parsed").rglob("*.parquet"))


def test_one_filing_for_each_report(read_sample: Callable[..., Rows]) -> None:
    filings = read_sample("ca_netfile", ["schedule-a.json", "schedule-c.json"])["source_filings"]
    assert {(row["form"], row["schedules"], row["report_number"]) for row in filings} == {
        ("460", "A", 0),
        ("460", "C", 0),
    }
    assert len({row["filing_id"] for row in filings}) == 1


def test_the_kind_of_file_follows_from_its_content(read_file: Callable[..., Parsed]) -> None:
    rows = _sample("schedule-c.json")
    found = read_file("ca_netfile", json.dumps([dict(sorted(row.items())) for row in rows]), "a.json")
    assert found.tables["source_lines"].column("schedule").to_pylist() == ["C", "C"]
    for row in rows:
        row["transactionId"] = "aBcD"
    found = read_file("ca_netfile", json.dumps(rows), "a.json")
    assert found.tables["source_lines"].column("schedule").to_pylist() == ["C", "C"]
    mixed = [*_sample("schedule-a.json"), *_sample("schedule-c.json")]
    with pytest.raises(InputError, match="not one schedule"):
        read_file("ca_netfile", json.dumps(mixed), "a.json")
    with pytest.raises(InputError, match="item 2 has not the fields"):
        read_file("ca_netfile", json.dumps([_sample("schedule-a.json")[0], {"a": 1}]), "a.json")
    assert read_file("ca_netfile", "[]", "a.json").counts.read == 0


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("amount", "1.005", "more than two decimals"),
        ("amount", True, "True is not an amount"),
        ("amount", 1e300, "is too large"),
        ("date", "2020-02-30", "does not exist"),
        ("date", "2020-02-03T11:00:00.000Z", "is not YYYY-MM-DD"),
        ("filerName", "", "is empty"),
        ("reportNumber", -1, "-1 is not a whole number"),
        ("id", None, "None is not text"),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_without_its_address(
    read_file: Callable[..., Parsed], field: str, value: object, said: str
) -> None:
    rows = _sample("schedule-a.json")[:2]
    rows[1][field] = value
    found = read_file("ca_netfile", json.dumps(rows), "a.json")
    rejected = found.tables["rejected"].to_pylist()
    assert [(row["row"], row["field"]) for row in rejected] == [(2, field)]
    assert said in rejected[0]["reason"]
    assert "Planted" not in rejected[0]["raw_text"]
    assert found.counts.kept == 1


def test_a_file_cut_half_way_is_refused(read_file: Callable[..., Parsed]) -> None:
    text = (SAMPLE / "schedule-a.json").read_text("utf-8")
    with pytest.raises(InputError, match=r"a.json, line \d+: .* \(column \d+\)"):
        read_file("ca_netfile", text[: len(text) // 2], "a.json")
