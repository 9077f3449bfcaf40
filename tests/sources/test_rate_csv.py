"""Yearly counts as a spreadsheet: the sample's planted rows, and strict cells."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from headwater.base.errors import InputError
from headwater.sources._reading.catalogue import find_source
from headwater.sources._reading.parsed import parse
from headwater.sources._reading.raw import raw_file
from headwater.sources.rate_csv.read import COLUMNS

ROW = dict(
    zip(
        COLUMNS,
        ("ocd-division/country:us/state:ca/county:example", "homicides", "2018", "1", "2", "12", "P", ""),
        strict=True,
    )
)


def test_the_sample(read_sample: Callable[..., dict[str, list[dict[str, Any]]]]) -> None:
    rows = read_sample("rate_csv")["source_rates"]

    assert [(row["year"], row["count"], row["months_reported"]) for row in rows] == [(2018, 21, 12), (2019, 4, 5)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("year", "1066"),
        ("year", "x"),
        ("count", "-1"),
        ("population", "0"),
        ("months_reported", "13"),
        ("publisher", ""),
    ],
)
def test_a_bad_cell_names_line_and_column(tmp_path: Path, field: str, value: str) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(",".join(COLUMNS) + "\n" + ",".join((ROW | {field: value}).values()) + "\n")

    with pytest.raises(InputError, match=f"rates.csv, line 2, {field}"):
        list(parse(raw_file(path, path.name), find_source("rate_csv")).tables)
