"""Registrations of committees: equal treasurers and addresses give equal digests, and no name or street is kept."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from headwater.sources._reading.registering import address_hash, treasurer_hash

Rows = dict[str, list[dict[str, Any]]]


@pytest.mark.parametrize(
    "other", ["SAMPLE, GUS", "Sample, Gus Q. Mr.", "Gus Q Sample", "Mr. Gus Sample, Jr.", "GUS SAMPLE CPA"]
)
def test_one_treasurer_has_one_digest_however_it_is_written(other: str) -> None:
    assert treasurer_hash(other) == treasurer_hash("Gus Sample") != ""


@pytest.mark.parametrize("other", ["Gus Samples", "Hal Sample", "Sample", "", "G. Sample"])
def test_another_name_or_half_a_name_has_not(other: str) -> None:
    assert treasurer_hash(other) != treasurer_hash("Gus Sample")
    assert treasurer_hash("Sample") == treasurer_hash("") == ""


def test_one_address_has_one_digest_however_it_is_written() -> None:
    # Abbreviations of the Postal Service's Publication 28.
    assert address_hash("123 North Sample Street, Suite 4", "95814-1234") == address_hash(
        "123 N. SAMPLE ST STE 4", "95814"
    )
    assert address_hash("P.O. Box 12", "95814") == address_hash("PO BOX 12", "95814")
    assert address_hash("124 N Sample St Ste 4", "95814") != address_hash("123 N Sample St Ste 4", "95814")
    assert address_hash("", "95814") == address_hash("1 Sample St", "") == ""


def test_the_register_of_committees_is_read_and_hides_names_and_streets(read_sample: Callable[..., Rows]) -> None:
    rows = read_sample("fec_bulk", ["cm.txt"])["source_registrations"]

    assert [row["treasurer_hash"] for row in rows[:2]] == [treasurer_hash("Gus Sample"), treasurer_hash("Hal Sample")]
    assert rows[0]["address_hash"] == address_hash("1 Sample Street", "45501")
    assert "sample st" not in repr(rows).lower()
    assert "gus" not in repr(rows).lower()


@pytest.mark.real
def test_official_registers_state_treasurers_addresses_and_days(real: Path, read_file: Callable[..., Any]) -> None:
    """The bulk file has 11,605 lines; Cal-Access's statements say when a committee qualified and when it ended."""
    federal = real / "fec_bulk_2020_at_2019-03" / "cm.txt"
    state = real / "ca_calaccess" / "CVR_SO_CD.TSV"
    of_committees = read_file("fec_bulk", federal.read_bytes()).tables["source_registrations"].to_pylist()
    statements = read_file("ca_calaccess", state.read_bytes()).tables["source_registrations"].to_pylist()

    assert len(of_committees) == len(federal.read_bytes().splitlines()) == 11_605
    header, *lines = (line.split("\t") for line in state.read_text("utf-8").splitlines())
    closed = [line for line in lines if line[header.index("TERM_DATE")]]
    assert len([row for row in statements if row["closed_date"]]) == len(closed)
    assert all(row["opened_date"] is None or row["opened_date"] < date(2027, 1, 1) for row in statements)
