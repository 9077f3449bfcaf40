"""The rows of a CSV file, or of every sheet of an XLSX file, as text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import python_calamine

from headwater.base.errors import InputError
from headwater.sources._reading.delimited import records_of
from headwater.sources._reading.encoding import lines_of
from headwater.sources._reading.raw import RawFile
from headwater.sources.ca_netfile_export.archives import sound_copy


@dataclass(frozen=True, slots=True)
class Sheet:
    """One schedule: its name (empty in a CSV file), header, and its rows with their numbers in the file.

    ``broken`` says of rows without cells why they are none.
    """

    name: str
    header: tuple[str, ...]
    rows: list[tuple[int, tuple[str, ...]]]
    broken: Mapping[int, str] = field(default_factory=dict)


def sheets_of(raw: RawFile) -> Iterator[Sheet]:
    """The sheets of the file; rows without any text are none.

    Rows of an XLSX file are numbered through all its sheets, headers included.

    Raises:
        InputError: if the file is no CSV text, no spreadsheet, or one that unpacks to more than it may.
    """
    if raw.name.lower().endswith(".xlsx"):
        yield from _workbook(raw)
    else:
        yield _text_sheet(raw)


def _text_sheet(raw: RawFile) -> Sheet:
    header: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    broken: dict[int, str] = {}
    for line, cells, fault in records_of(lines_of(raw)):
        if fault and not header:
            raise InputError(raw.name, fault, line=line)
        if fault:
            broken[line] = fault
        if not header:
            header = tuple(name.strip() for name in cells)
        elif fault or any(cell.strip() for cell in cells):
            rows.append((line, cells))
    return Sheet("", header, rows, broken)


def _workbook(raw: RawFile) -> Iterator[Sheet]:
    try:
        book = python_calamine.load_workbook(sound_copy(raw))
        before = 0
        for name in book.sheet_names:
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            texts = [tuple(_text(cell) for cell in row) for row in cells]
            if texts:
                yield _sheet(name, texts, before)
            before += len(texts)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise InputError(raw.name, f"not an XLSX file ({str(error)[:80]})") from error


def _sheet(name: str, texts: list[tuple[str, ...]], before: int) -> Sheet:
    header = tuple(cell.strip() for cell in _trimmed(texts[0]))
    rows = [(before + at, _trimmed(row)) for at, row in enumerate(texts[1:], start=2)]
    # A spreadsheet does not say that the last cells of a row are empty; text beyond the header makes a row too long.
    return Sheet(name, header, [(at, (*row, *[""] * (len(header) - len(row)))) for at, row in rows if row])


def _trimmed(row: tuple[str, ...]) -> tuple[str, ...]:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _text(cell: object) -> str:
    """A cell as the CSV export writes it; spreadsheets keep fifteen digits of a number."""
    if isinstance(cell, float):
        return format(cell, ".15g")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
