"""How filers write committees' numbers, and rows to which they give no number."""

from collections.abc import Callable
from pathlib import Path

import pytest

import headwater.sources
from headwater.sources._cal.fields import committee_number
from headwater.sources._reading.parsed import Parsed

SAMPLE = Path(headwater.sources.__path__[0]) / "ca_netfile_export" / "sample"


@pytest.mark.parametrize(
    "text", ["1900011", "(1900011)", "1900011.", "id1900011", "ID# 1900011", "#1900011", "FPPC ID 1900011", "01900011"]
)
def test_a_number_is_the_same_however_it_is_written(text: str) -> None:
    """Parentheses, full stops and the word before it occur in Cal-Access' own tables."""
    assert committee_number(text) == ("fppc", "1900011")


@pytest.mark.parametrize("text", ["", "Pending", "99999999", "00900011", "12-3456789", "123456789", "19000", "(n/a)"])
def test_what_is_no_number_of_the_commission_is_none(text: str) -> None:
    """Eight digits with two zeros before them are a number of the FEC without its letter; nine are a tax number."""
    assert committee_number(text) == ("", "")


def test_a_number_of_six_digits_may_have_a_zero_before_it() -> None:
    assert committee_number("0790011") == committee_number("790011") == ("fppc", "790011")
    assert committee_number("095011") == ("fppc", "095011")


@pytest.mark.parametrize(
    ("name", "transaction", "moves"),
    [("B1-Loans.csv", "LN1", [-25000, 725, 100000]), ("F-Expenses.csv", "PAY1", [1000, 5000])],
)
def test_all_that_moved_in_a_row_without_an_id_is_read(
    read_file: Callable[..., Parsed], name: str, transaction: str, moves: list[int]
) -> None:
    """The sample's row without its id: each movement is a line of its own, as with one."""
    text = (SAMPLE / name).read_text("utf-8")
    assert text.count(f",{transaction},") == 1
    lines = read_file("ca_netfile_export", text.replace(f",{transaction},", ",,"), name).tables["source_lines"]

    assert sorted(lines.column("cents").to_pylist()) == moves
    assert len(set(lines.column("line_id").to_pylist())) == len(moves)
