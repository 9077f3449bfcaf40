"""The spreadsheet form of a ledger, read strictly: every cell is taken or is an error with file, line and column."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from headwater.base.errors import InputError, RowsError
from headwater.base.money import MAX_CENTS, parse_cents
from headwater.trace.ledger import Ledger, Payment, ledger_of
from headwater.trace.names import clean_name
from headwater.trace.sheet_cells import LONGEST_CELL, days_of, header_of

LARGE = 1_000_000  # bytes from which loading the reader of columns pays off


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Mapping[str, str]


def read_ledger(path: Path) -> Ledger:
    """The ledger of a CSV file: ``date,payer,payee,amount`` and optionally ``id,kind,earmarked_for,url``.

    Columns may stand in any order. ``date`` is a day or a range ``2020-01-01/2020-12-31``, ``amount`` dollars above
    zero. Where no ids are given a payment is called by the number of its data row.

    Raises:
        InputError: if the file, or one row of it, cannot be read.
        RowsError: if several rows cannot be read.
        CaseError: if all money together is too much to trace exactly.
    """
    return _of_columns(path) or ledger_of(read_payments(path))


def _of_columns(path: Path) -> Ledger | None:
    """The ledger of a large file that can surely be taken as whole columns."""
    try:
        if path.stat().st_size < LARGE:
            return None
    except OSError:
        return None
    from headwater.trace.sheet_columns import ledger_of_columns  # noqa: PLC0415 loading it takes longer than few rows

    return ledger_of_columns(path)


def read_payments(path: Path) -> list[Payment]:
    """The payments of a CSV file, as in ``read_ledger``; the cents may still sum to too much.

    Raises:
        InputError: if the file, or one row of it, cannot be read.
        RowsError: if several rows cannot be read.
    """
    file = path.name or str(path)
    payments: list[Payment] = []
    errors: list[InputError] = []
    lines: dict[str, int] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in _rows(file, stream, errors):
                _take(file, row, payments, (lines, errors))
    except OSError as error:
        raise InputError(file, error.strerror or "cannot be opened") from None
    except UnicodeDecodeError:
        raise _not_utf8(path) from None
    if errors:
        raise errors[0] if len(errors) == 1 else RowsError(file, errors)
    if not payments:
        raise InputError(file, "the file has a header and no payments", line=1)
    return _with_ids(payments, lines)


def _take(file: str, row: _Row, payments: list[Payment], seen: tuple[dict[str, int], list[InputError]]) -> None:
    lines, errors = seen
    try:
        payment = _payment(file, row)
    except InputError as error:
        errors.append(error)
        return
    if payment.id in lines:
        reason = f"id {payment.id[:40]!r} already stands on line {lines[payment.id]}"
        errors.append(InputError(file, reason, line=row.line, field="id"))
        return
    if payment.id:
        lines[payment.id] = row.line
    payments.append(payment)


def _with_ids(payments: list[Payment], given: Mapping[str, int]) -> list[Payment]:
    """Payments that have no id are called by their row; "row 7" if some other payment is called 7."""
    named = []
    for number, payment in enumerate(payments, start=1):
        own = payment.id or str(number)
        while not payment.id and own in given:
            own = f"row {own}"
        named.append(payment if payment.id else replace(payment, id=own))
    return named


def _rows(file: str, stream: TextIO, errors: list[InputError]) -> Iterator[_Row]:
    """Data rows with the file line on which each begins; rows of a wrong width go to ``errors``."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(stream, strict=True)
    header: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            begins, line = line, reader.line_num + 1
            if header is None:
                header = header_of(file, cells)
                continue
            if not cells:
                continue
            if len(cells) == len(header):
                yield _Row(begins, dict(zip(header, cells, strict=True)))
            else:
                errors.append(_wrong_width(file, begins, cells, header))
    except csv.Error as error:
        raise InputError(file, f"not a CSV row: {error}", line=line) from None
    if header is None:
        raise InputError(file, "the file is empty", line=1)


def _wrong_width(file: str, line: int, cells: list[str], header: list[str]) -> InputError:
    reason = f"{len(cells)} cells where the header has {len(header)} columns"
    place = min(len(cells), len(header) - 1)
    field = header[place] if len(cells) < len(header) else f"column {len(header) + 1}"
    return InputError(file, reason, line=line, field=field)


def _payment(file: str, row: _Row) -> Payment:
    for field, text in row.cells.items():
        if "\0" in text:
            raise InputError(file, "the cell holds a NUL character", line=row.line, field=field)
    day_from, day_to = _days(file, row)
    return Payment(
        id=row.cells.get("id", "").strip(),
        day_from=day_from,
        day_to=day_to,
        payer=_name(file, row, "payer"),
        payee=_name(file, row, "payee"),
        cents=_cents(file, row),
        kind=row.cells.get("kind", "").strip(),
        earmarked_for=clean_name(row.cells.get("earmarked_for", "")),
        url=row.cells.get("url", "").strip(),
    )


def _days(file: str, row: _Row) -> tuple[int, int]:
    try:
        return days_of(row.cells["date"])
    except ValueError as error:
        raise InputError(file, str(error), line=row.line, field="date") from None


def _name(file: str, row: _Row, field: str) -> str:
    name = clean_name(row.cells[field])
    if not name:
        raise InputError(file, "the name is empty", line=row.line, field=field)
    return name


def _cents(file: str, row: _Row) -> int:
    try:
        cents = parse_cents(row.cells["amount"])
    except ValueError as error:
        raise InputError(file, str(error), line=row.line, field="amount") from None
    if cents <= 0:
        raise InputError(file, "the amount is not above zero", line=row.line, field="amount")
    if cents >= MAX_CENTS:
        raise InputError(file, "the amount is too large", line=row.line, field="amount")
    return cents


def _not_utf8(path: Path) -> InputError:
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                column = error.start + 1
                return InputError(path.name, "the file is not UTF-8 here", line=number, field=f"byte {column}")
    return InputError(path.name, "the file is not UTF-8")
