"""The reader of columns: whatever it takes, the reader of rows reads the same; whatever that refuses, it leaves."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.base.errors import CaseError, InputError
from headwater.trace import sheet_columns
from headwater.trace.ledger import Ledger, ledger_of
from headwater.trace.sheet_columns import ledger_of_columns
from headwater.trace.spreadsheet import LARGE, read_ledger, read_payments

ARRAYS = ("payer", "payee", "day_from", "day_to", "cents", "earmarked_for")
HEAD = b"date,payer,payee,amount\n"
ROW = b"2020-01-01,a,b,1\n"

NAMES = st.sampled_from(
    ["a", "b", " a ", "A", "NA", "null", "a  b", "a\u00a0b", "Cafe\u0301", "Caf\u00e9", "x, y", 'a"b', "''"]
)
DAYS = st.sampled_from(["2020-01-01", " 2020-02-29 ", "2020-01-01/2020-12-31", "2019-12-31 / 2020-01-01"])
AMOUNTS = st.sampled_from(["1", "1.5", "0.01", " 12.30 ", "007", "9007199254740993", "90071992547409.93", "\t3"])
CELLS = {
    "date": DAYS,
    "payer": NAMES,
    "payee": NAMES,
    "amount": AMOUNTS,
    "id": st.uuids().map(str),
    "kind": st.sampled_from(["", "gift", "a,b"]),
    "earmarked_for": st.one_of(st.just(""), st.just("  "), NAMES),
    "url": st.sampled_from(["", "https://example.org/?a=1,2"]),
}
ODD = {
    "date": ["", "2020-02-30", "2020-02-02/2020-02-01", "2020-01-01/", "\u0662020-01-01", "null"],
    "payer": ["", " ", "\u2003", "two\nlines", "x\0"],
    "payee": ["", '"', "a\rb"],
    "amount": ["", "0", "-1", "1.005", "1e3", ".5", "1.", "+1", "12345678901234567", "00000000000000001", "\u0661"],
    "id": ["", "1", "2", " 1 ", "x"],
    "kind": ["k\0"],
    "earmarked_for": ["two\r\nlines"],
    "url": ['"odd"'],
}


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    """A CSV file with optional columns in any order; in every third or so, some cells or lines are odd."""
    optional = draw(st.sets(st.sampled_from(["id", "kind", "earmarked_for", "url"])))
    columns = draw(st.permutations(["date", "payer", "payee", "amount", *sorted(optional)]))
    is_odd = draw(st.integers(0, 2)) == 0
    blank_ids = draw(st.booleans())
    out = io.StringIO()
    end = draw(st.sampled_from(["\n", "\r\n"]))
    quotes_all = draw(st.booleans())
    writer = csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL)
    writer.writerow([draw(st.sampled_from([name, f" {name} "])) for name in columns])
    for _ in range(draw(st.integers(0, 6))):
        cells = {name: draw(CELLS[name]) for name in columns}
        if blank_ids and "id" in cells:
            cells["id"] = ""
        if is_odd and draw(st.booleans()):
            name = draw(st.sampled_from(columns))
            cells[name] = draw(st.sampled_from(ODD[name]))
        writer.writerow(cells.values())
        odd_lines = [" ", "\r", '""', "a,b", ROW.decode(), '2020-01-01,"a"b,c,1\n', '2020-01-01,a"b,c,1\n']
        out.write(draw(st.sampled_from(["", "", end, "\n", *(odd_lines if is_odd else [])])))
    text = out.getvalue()
    text = text if draw(st.booleans()) else text.removesuffix(end)
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


def _by_rows(path: Path) -> Ledger | None:
    try:
        return ledger_of(read_payments(path))
    except InputError:
        return None


def _assert_same(taken: Ledger, expected: Ledger) -> None:
    assert taken.names == expected.names
    assert tuple(taken.ids) == tuple(expected.ids)
    assert taken.reported == expected.reported
    for name in ARRAYS:
        mine, other = getattr(taken, name), getattr(expected, name)
        assert mine.dtype == other.dtype
        assert mine.tolist() == other.tolist()
        assert mine.flags.c_contiguous


@settings(deadline=None)
@given(text=sheets())
def test_both_readers_give_the_same_ledger(text: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    sheet = tmp_path_factory.mktemp("sheet") / "payments.csv"
    sheet.write_bytes(text)
    taken = ledger_of_columns(sheet)
    if taken is not None:
        expected = _by_rows(sheet)
        assert expected is not None
        _assert_same(taken, expected)


def test_an_orderly_sheet_is_taken(tmp_path: Path) -> None:
    sheet = tmp_path / "payments.csv"
    sheet.write_bytes(
        b'\xef\xbb\xbfid,amount,"payee",payer,date,earmarked_for\r\nk1,1000.5,"B, ""the  second""",A,2020-01-01,\r\n'
        b"\r\nk2, 7 ,A,C ,2020-01-01/2020-01-03,D"
    )
    taken = ledger_of_columns(sheet)
    assert taken is not None
    assert taken.names == ("A", 'B, "the second"', "C", "D")
    assert (taken.payer.tolist(), taken.payee.tolist(), taken.earmarked_for.tolist()) == ([0, 2], [1, 0], [-1, 3])
    assert taken.cents.tolist() == [100_050, 700]
    first = date(2020, 1, 1).toordinal()
    assert (taken.day_from.tolist(), taken.day_to.tolist()) == ([first, first], [first, first + 2])
    assert tuple(taken.ids) == ("k1", "k2")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        HEAD,
        b"\n" + ROW,
        b"date,payer,payee,sum\n" + ROW,
        HEAD + b"2020-01-01,a,b\n",
        HEAD + b"2020-01-01,a,b,1,2\n",
        HEAD + b"2020-01-01,a\0,b,1\n",
        HEAD + b"2020-01-01,caf\xe9,b,1\n",
        HEAD + b"2020-01-01,\xed\xa0\x80,b,1\n",
        HEAD + b'2020-01-01,"a,b,1\n',
        HEAD + b'2020-01-01,"a"b,c,1\n',
        HEAD + b'2020-01-01,a"b",c,1\n',
        HEAD + b'2020-01-01, "a",c,1\n',
        HEAD + b'2020-01-01,"two\nlines",c,1\n',
        HEAD + ROW + b" \n",
        HEAD + ROW + b"\r" + ROW,
        HEAD + b"2020-01-01," + b"x" * 1_000_001 + b",b,1\n",
        b"id," + HEAD + b"x," + ROW + b"x," + ROW,
        b"id," + HEAD + b"x," + ROW + b"," + ROW,
        b"kind," + HEAD + b"caf\xe9," + ROW,
    ],
)
def test_what_is_not_sure_is_left_to_the_reader_of_rows(tmp_path: Path, text: bytes) -> None:
    sheet = tmp_path / "payments.csv"
    sheet.write_bytes(text)
    assert ledger_of_columns(sheet) is None


def test_a_large_file_is_read_by_columns_and_its_bad_rows_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "payments.csv"
    lines = [f'2020-01-{day % 28 + 1:02},"Caf\u00e9, {day % 700}",b{day % 90},{day}.5\r\n' for day in range(1, 50_000)]
    text = "date,payer,payee,amount\r\n" + "\r\n".join(lines)
    sheet.write_text(text, encoding="utf-8", newline="")
    assert sheet.stat().st_size > LARGE
    expected = _by_rows(sheet)
    assert expected is not None
    with monkeypatch.context() as patched:
        patched.setattr("headwater.trace.spreadsheet.read_payments", None)
        _assert_same(read_ledger(sheet), expected)
    # The header, 49,999 rows and a blank line between any two of them stand before it.
    sheet.write_text(text + "2020-01-01,a,b,0\r\n", encoding="utf-8", newline="")
    with pytest.raises(InputError, match=r"payments\.csv, line 99999, amount: the amount is not above zero"):
        read_ledger(sheet)


def test_sums_that_overflow_are_refused(tmp_path: Path) -> None:
    sheet = tmp_path / "payments.csv"
    sheet.write_bytes(HEAD + b"2020-01-01,a,b,9999999999999999\n" * 5)
    with pytest.raises(CaseError, match="moves 4999999999999999500 cents in all"):
        sheet_columns.ledger_of_columns(sheet)
