"""The CSV form: what is read, and that every bad cell is named by file, line and column."""

import tracemalloc
from pathlib import Path

import pytest

from headwater.base.errors import InputError, RowsError
from headwater.trace.spreadsheet import read_ledger, read_payments

HEAD = "date,payer,payee,amount\n"
FULL = "id,date,payer,payee,amount,kind,earmarked_for,url\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "payments.csv"


def _read_error(sheet: Path, text: str | bytes) -> str:
    sheet.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as caught:
        read_ledger(sheet)
    return str(caught.value)


def test_columns_in_any_order_with_all_options(sheet: Path) -> None:
    sheet.write_text(
        "amount,url,payee,payer,date,kind,earmarked_for,id\n"
        '1000.5,https://example.org/1,"Committee,  North ",Tools Inc,2020-01-01/2020-12-31,gift,Race Fund,k1\n',
        encoding="utf-8-sig",
    )
    (payment,) = read_payments(sheet)
    assert (payment.id, payment.payer, payment.payee) == ("k1", "Tools Inc", "Committee, North")
    assert payment.cents == 100_050
    assert payment.day_to - payment.day_from == 365
    assert (payment.kind, payment.earmarked_for, payment.url) == ("gift", "Race Fund", "https://example.org/1")


def test_rows_without_id_are_called_by_their_number(sheet: Path) -> None:
    sheet.write_text("id,date,payer,payee,amount\n,2020-01-01,a,b,1\n\n2,2020-01-02,a,b,1\n,2020-01-02,a,b,1\n")
    assert [payment.id for payment in read_payments(sheet)] == ["1", "2", "3"]
    sheet.write_text("id,date,payer,payee,amount\n2,2020-01-01,a,b,1\n,2020-01-02,a,b,1\n")
    assert [payment.id for payment in read_payments(sheet)] == ["2", "row 2"]


def test_names_are_compared_in_one_unicode_form(sheet: Path) -> None:
    sheet.write_text(HEAD + "2020-01-01,Cafe\u0301  Group,A,1\n2020-01-01,A,Caf\u00e9 Group,1\n", encoding="utf-8")
    assert read_ledger(sheet).names == ("Caf\u00e9 Group", "A")


def test_windows_line_ends(sheet: Path) -> None:
    sheet.write_bytes(b"date,payer,payee,amount\r\n2020-01-01,a,b,1.25\r\n")
    assert read_ledger(sheet).cents.tolist() == [125]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("2020-02-30,a,b,1", "date", "does not exist"),
        ("02/03/2020,a,b,1", "date", "date '02/03/2020' is not YYYY-MM-DD"),
        ("2020-01-01/2020-02-01/2020-03-01,a,b,1", "date", "nor a range"),
        (",a,b,1", "date", "empty"),
        ("2020-02-02/2020-02-01,a,b,1", "date", "ends before it begins"),
        ("2020-02-02/,a,b,1", "date", "empty"),
        ("2020-02-01, ,b,1", "payer", "empty"),
        ("2020-02-01,a,,1", "payee", "empty"),
        ("2020-02-01,a,b,", "amount", "empty"),
        ("2020-02-01,a,b,1.005", "amount", "more than two decimals"),
        ("2020-02-01,a,b,$5", "amount", "not dollars"),
        ('2020-02-01,a,b,"1,000"', "amount", "not dollars"),
        ("2020-02-01,a,b,1e3", "amount", "not dollars"),
        ("2020-02-01,a,b,0.00", "amount", "not above zero"),
        ("2020-02-01,a,b,-3", "amount", "not above zero"),
        ("2020-02-01,a,b,99999999999999999", "amount", "too large"),
        ("2020-02-01,a,b", "amount", "3 cells where the header has 4 columns"),
        ("2020-02-01,a,b,1,2", "column 5", "5 cells where the header has 4 columns"),
        ("2020-02-01,a\0,b,1", "payer", "NUL"),
    ],
)
def test_a_bad_cell_is_named(sheet: Path, row: str, column: str, reason: str) -> None:
    message = _read_error(sheet, HEAD + '2020-01-01,"two\nlines",b,1\n' + row + "\n")
    assert message.startswith(f"payments.csv, line 4, {column}: ")
    assert reason in message


def test_an_id_that_stands_twice(sheet: Path) -> None:
    text = "id,date,payer,payee,amount\nx,2020-01-01,a,b,1\nx,2020-01-02,a,b,1\n"
    assert _read_error(sheet, text) == "payments.csv, line 3, id: id 'x' already stands on line 2"


@pytest.mark.parametrize(
    ("header", "column", "reason"),
    [
        ("date,payer,payee,amount,note\n", "column 'note'", "unknown column"),
        ("date,payer,payee,amount,\n", "column 5", "unknown column"),
        ("date,payer,payee,sum\n", "column 'sum'", "unknown column"),
        ("date,payer,payee\n", "amount", "missing"),
        ("date,payer,payee,amount,date\n", "date", "stands twice"),
        ("\n", "date", "missing"),
    ],
)
def test_a_bad_header_is_named(sheet: Path, header: str, column: str, reason: str) -> None:
    message = _read_error(sheet, header + "2020-01-01,a,b,1\n")
    assert message.startswith(f"payments.csv, line 1, {column}: ")
    assert reason in message


@pytest.mark.parametrize(("sign", "called"), [(";", "semicolons"), ("\t", "tabs"), ("|", "upright strokes")])
def test_columns_separated_by_something_else(sheet: Path, sign: str, called: str) -> None:
    message = _read_error(sheet, (HEAD + "2020-01-01,a,b,1\n").replace(",", sign))
    assert message == f"payments.csv, line 1: the columns are separated by {called}, not by commas"


def test_files_without_payments(sheet: Path, tmp_path: Path) -> None:
    assert _read_error(sheet, "") == "payments.csv, line 1: the file is empty"
    assert _read_error(sheet, HEAD) == "payments.csv, line 1: the file has a header and no payments"
    with pytest.raises(InputError, match=r"missing\.csv: No such file"):
        read_ledger(tmp_path / "missing.csv")
    with pytest.raises(InputError, match="Is a directory"):
        read_ledger(tmp_path)
    with pytest.raises(InputError, match=r"^\.: Is a directory"):
        read_ledger(Path())


def test_bytes_that_are_not_utf8(sheet: Path) -> None:
    message = _read_error(sheet, HEAD.encode() + b"2020-01-01,a,b,1\n2020-01-01,caf\xe9,b,1\n")
    assert message == "payments.csv, line 3, byte 15: the file is not UTF-8 here"


def test_broken_quotes_and_endless_cells(sheet: Path) -> None:
    assert "payments.csv, line 2: not a CSV row" in _read_error(sheet, HEAD + '2020-01-01,"a"b,c,1\n')
    assert "payments.csv, line 3: not a CSV row" in _read_error(sheet, HEAD + '2020-01-01,a,b,1\n2020-01-01,"a,b,1\n')
    long = HEAD + "2020-01-01," + "x" * 1_000_001 + ",b,1\n"
    assert "payments.csv, line 2: not a CSV row: field larger" in _read_error(sheet, long)


def test_several_bad_rows_are_listed_and_counted(sheet: Path) -> None:
    sheet.write_text(HEAD + "bad,a,b,1\n" * 25 + "2020-01-01,a,b,1\n")
    with pytest.raises(RowsError) as caught:
        read_ledger(sheet)
    lines = str(caught.value).splitlines()
    assert lines[0] == "payments.csv, line 2, date: date 'bad' is not YYYY-MM-DD"
    assert lines[19].startswith("payments.csv, line 21, date")
    assert lines[20:] == ["… and 5 more", "payments.csv: 25 rows cannot be read"]


def test_hostile_names_are_names(sheet: Path) -> None:
    sheet.write_text(HEAD + '2020-01-01,=1+1,"<b>\u202eevil</b>",1\n', encoding="utf-8")
    assert read_ledger(sheet).names == ("=1+1", "<b>\u202eevil</b>")


def test_a_long_file_takes_little_memory(sheet: Path) -> None:
    sheet.write_text(HEAD + "2020-01-01,a,b,1\n" * 20_000)
    tracemalloc.start()
    assert len(read_ledger(sheet).ids) == 20_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000 * 1000
