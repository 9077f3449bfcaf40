"""Comma-separated text, read strictly."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.base.errors import InputError
from headwater.sources._reading.delimited import read_each, read_rows, records_of
from headwater.sources._reading.encoding import Lines
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
        ('a,b\n1,"2\n', "t.csv, line 2: a quotation mark that nothing closes"),
        ("  \n\n", "t.csv: the file is empty"),
    ],
)
def test_a_broken_table_names_its_line(raw: Callable[[str], RawFile], content: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        list(read_rows(raw(content), ("a", "b")))
    assert str(caught.value) == said


def _lines(text: str) -> Lines:
    return Lines(re.split("\r\n|\n|\r", text), {})


_ODD = "two encodings", "0x81 is neither UTF-8 nor cp1252", "a NUL byte"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_line_of_another_encoding_is_read_and_one_of_none_is_odd_alone(tmp_path: Path, end: bytes) -> None:
    # In cp1252 0x81 is no letter, 0xE9 is e with an accent and 0x93 a quotation mark of print.
    path, lines = tmp_path / "t.csv", [b"a,b", "é,1".encode(), b"\xe9,\x93", "é\xe9".encode() + b"\xe9,2"]
    path.write_bytes(end.join([*lines, b"\x81,3", b"\x00,4", b'"5', b'\x81",5', b"6,6"]))
    found = {line: (row.get("b"), fault) for line, row, fault in read_each(raw_file(path, "t.csv"), ("a", "b"))}
    assert [found[line] for line in (2, 3, 9)] == [("1", ""), ("\u201c", ""), ("6", "")]
    for line, why in zip((4, 5, 6, 7), (*_ODD, _ODD[1]), strict=True):
        assert found[line][0] is None
        assert why in found[line][1]
    assert len(found) == 7


def test_a_header_that_is_no_text_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("a,b\n1,2\n".encode("utf-16"))
    with pytest.raises(InputError, match=r"t\.csv, line 1: a NUL byte"):
        list(read_rows(raw_file(path, "t.csv"), ("a", "b")))


# One mark too many on each of two lines: a lax reader takes all between them for one name, and their money is lost.
SWALLOWING = """date,payer,payee,amount
2024-01-01,"A,B,1
2024-01-02,C,D,2
2024-01-03,"E, F",G,3
2024-01-04,H",I,4
"""


def test_a_stray_mark_swallows_no_row(raw: Callable[[str], RawFile]) -> None:
    with pytest.raises(InputError, match=r"t\.csv, line 2: a quotation mark that nothing closes"):
        list(read_rows(raw(SWALLOWING), ("date", "payer", "payee", "amount")))
    # All but the broken row are rows; a mark inside a cell that does not begin with one is text.
    found = [(record.line, record.cells[-1] if record.cells else "") for record in records_of(_lines(SWALLOWING))]
    assert found == [(1, "amount"), (2, ""), (3, "2"), (4, "3"), (5, "4")]


def test_a_text_over_lines_with_as_many_commas_is_a_text(raw: Callable[[str], RawFile]) -> None:
    text = 'date,payer,payee,note\n2024-01-01,A,B,"one\ntwo, three, four, five\nsix"\n'
    ((line, row),) = read_rows(raw(text), ("date", "payer", "payee", "note"))
    assert (line, row["note"]) == (2, "one\ntwo, three, four, five\nsix")


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.lists(st.text('ab,"\n 1', max_size=6), min_size=3, max_size=3), min_size=1, max_size=6))
def test_whatever_is_written_is_read(rows: list[list[str]]) -> None:
    """Python's own writer is the second implementation; no text begins as the rows do."""
    numbered = [[f"#{at}", *row] for at, row in enumerate(rows)]
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows([["no", "p", "q", "r"], *numbered])
    assert [list(record.cells) for record in records_of(_lines(stream.getvalue()))][1:] == numbered


def test_a_field_of_ten_megabytes_is_a_field(raw: Callable[[str], RawFile]) -> None:
    long = "x" * 10_000_000
    assert next(read_rows(raw(f"a,b\n{long},2\n"), ("a", "b")))[1]["a"] == long
