"""Comma-separated text, read strictly."""

from collections.abc import Callable
from pathlib import Path

import pytest

from headwater.base.errors import InputError
from headwater.sources._reading.delimited import read_rows
from headwater.sources._reading.raw import RawFile, raw_file


@pytest.fixture
def raw(tmp_path: Path) -> Callable[[str], RawFile]:
    def make(content: str) -> RawFile:
        path = tmp_path / "t.csv"
        path.write_bytes(content.encode())
        return raw_file(path, "t.csv")

    return make


def test_lines_are_lines_of_the_file(raw: Callable[[str], RawFile]) -> None:
    # The second row spans lines 3 and 4, line 5 is empty, so the last row begins in line 6.
    rows = list(read_rows(raw('a,b\r\n1,2\r\n3,"x\ny"\r\n\r\n5,6\r\n'), ("a", "b")))
    assert [(line, row["b"]) for line, row in rows] == [(2, "2"), (3, "x\ny"), (6, "6")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a\n1\n", "t.csv, line 1, b: the column is missing"),
        ("a,b,c\n1,2,3\n", "t.csv, line 1, c: unknown column"),
        ("a,b,a\n1,2,3\n", "t.csv, line 1, a: the column occurs twice"),
        ("a,b\n1,2\n3\n", "t.csv, line 3: 1 fields where the header has 2"),
        ('a,b\n1,"2\n', "t.csv, line 2: unexpected end of data"),
        ("  \n\n", "t.csv: the file is empty"),
    ],
)
def test_a_broken_table_names_its_line(raw: Callable[[str], RawFile], content: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        list(read_rows(raw(content), ("a", "b")))
    assert str(caught.value) == said


def test_a_field_of_ten_megabytes_is_a_field(raw: Callable[[str], RawFile]) -> None:
    long = "x" * 10_000_000
    assert next(read_rows(raw(f"a,b\n{long},2\n"), ("a", "b")))[1]["a"] == long
