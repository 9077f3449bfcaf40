"""Any spreadsheet as a ledger."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from headwater.base.errors import InputError, RowsError
from headwater.base.ids import stable_id
from headwater.sources._reading.parsed import Parsed

ReadFile = Callable[..., Parsed]
HEADER = "date,payer,payee,amount"


def test_the_sample(read_sample: Callable[..., dict[str, list[dict[str, Any]]]]) -> None:
    tables = read_sample("ledger_csv")
    lines = {line["transaction_id"]: line for line in tables["source_lines"]}
    parties = {party["party_id"]: party for party in tables["source_parties"]}
    # Planted in the sample: 1,000.50, 600 and 25 dollars.
    assert {key: line["cents"] for key, line in lines.items()} == {"p1": 100050, "p2": 60000, "p3": 2500}
    assert lines["p2"]["date_to"] == date(2018, 2, 28)
    assert lines["p2"]["side"] == "payer"
    assert lines["p2"]["filer_party_id"] == lines["p2"]["payer_party_id"]
    about = parties[lines["p2"]["about_party_id"]]
    assert (about["kind"], about["place"]) == ("candidate", "ocd-division/country:us/state:ca/county:example")
    assert lines["p2"]["stance"] == "for"
    assert lines["p2"]["is_sum"]
    payee = parties[lines["p1"]["payee_party_id"]]
    assert (payee["scheme"], payee["identifier"]) == ("fppc", "1990001")
    # Numbers of filings that a person can quote; the third row has none.
    assert {filing["number"] for filing in tables["source_filings"]} == {"170000001", "170000002"}
    # A fact carried over has the id that the publisher's own record gets.
    assert lines["p3"]["record_source"] == "ca_netfile"
    assert lines["p3"]["line_id"] == stable_id("L", "ca_netfile", "1990001-XYZ-0-2018-03-31-NON7")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2020-02-30,A,B,1", "line 2, date: date '2020-02-30' does not exist"),
        ("30.1.2020,A,B,1", "line 2, date: date '30.1.2020' is not YYYY-MM-DD"),
        ("2020-01-01,A,B,1.005", "line 2, amount: amount '1.005' has more than two decimals"),
        ("2020-01-01,A,B,0", "line 2, amount: must be above zero"),
        ("2020-01-01,A,B,-5", "line 2, amount: must be above zero"),
        ("2020-01-01,A,B,", "line 2, amount: the amount is empty"),
        ('2020-01-01,A,B,"1,000"', "line 2, amount: amount '1,000' is not dollars"),
        ("2020-01-01,,B,1", "line 2, payer: is empty"),
        ("2020-01-01,A,A,1", "line 2, payee: is the payer itself"),
        ("2020-01-01,A,B", "line 2: 3 fields where the header has 4"),
    ],
)
def test_a_bad_row_is_an_error_of_the_file(read_file: ReadFile, row: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_file("ledger_csv", f"{HEADER}\n{row}\n")
    assert str(caught.value).startswith(f"file.csv, {said}")


@pytest.mark.parametrize(
    ("more", "cells", "said"),
    [
        ("kind", "gift", "kind: 'gift' is none of 'monetary'"),
        ("payer_id", "1402586", "payer_id: '1402586' is no identifier such as fppc:1398937"),
        ("payer_id", "fppc:1;fppc:2", "payer_id: holds more than one identifier"),
        ("stance", "for", "stance: says for or against, but the column about is empty"),
        ("about_id", "fppc:1", "about: is empty though"),
        ("about,about_division", "Jo,California", "about_division: 'California' is no OCD division id"),
        ("date_to", "2019-12-31", "date_to: lies before date"),
        ("period_from", "2020-01-01", "period_thru: is empty though the other end is given"),
        ("url", "javascript:alert(1)", "url: 'javascript:alert(1)' is no http or https address"),
        ("source_record", "ca_netfile", "source_record: 'ca_netfile' is not source:record"),
        ("filer", "treasurer", "filer: 'treasurer' is none of"),
        ("is_sum", "maybe", "is_sum: 'maybe' is none of"),
        ("report_number", "-1", "report_number: '-1' is not a whole number"),
        ("colour", "red", "colour: unknown column"),
    ],
)
def test_optional_columns_are_strict(read_file: ReadFile, more: str, cells: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_file("ledger_csv", f"{HEADER},{more}\n2020-01-01,A,B,1,{cells}\n")
    assert said in str(caught.value)


def test_all_bad_rows_are_listed(read_file: ReadFile) -> None:
    rows = "".join(f"2020-01-01,A,B,{n}\n" for n in (0, 1, -1))
    with pytest.raises(RowsError) as caught:
        read_file("ledger_csv", f"{HEADER}\n{rows}")
    assert [(error.line, error.field) for error in caught.value.errors] == [(2, "amount"), (4, "amount")]


def test_an_id_is_used_once(read_file: ReadFile) -> None:
    with pytest.raises(InputError, match="line 3, id: 'p' is the id of line 2 already"):
        read_file("ledger_csv", f"{HEADER},id\n2020-01-01,A,B,1,p\n2020-01-01,A,B,1,p\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "file.csv: the file is empty"),
        ("date,payer,payee\n2020-01-01,A,B\n", "line 1, amount: the column is missing"),
    ],
)
def test_a_file_without_its_columns(read_file: ReadFile, content: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_file("ledger_csv", content)


def test_hostile_names_stay_as_they_are(read_file: ReadFile) -> None:
    names = [
        "<script>alert('x')</script>",
        '=HYPERLINK("http://example.org")',
        "\u202egnp.exe\u202c \u2066Fund",
        "x" * 10_000,
        "O'Malley \\ ; DROP TABLE lines; --",
    ]
    rows = "".join(f'2020-01-01,"{name.replace(chr(34), chr(34) * 2)}",B,1\n' for name in names)
    found = read_file("ledger_csv", f"{HEADER}\n{rows}").tables["source_parties"].column("name").to_pylist()
    assert set(names) <= set(found)
