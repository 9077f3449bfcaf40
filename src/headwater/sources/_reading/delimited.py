"""Strict comma-separated text: a known header, every row as long as it, every line number right."""

import csv
import io
import sys
from collections.abc import Collection, Iterator

from headwater.base.errors import InputError
from headwater.sources._reading.raw import RawFile

_LONGEST_FIELD = 2**31 - 1


def header_of(raw: RawFile) -> tuple[str, ...]:
    """The column names of the first line, as written.

    Raises:
        InputError: if the file is empty or its first line is no header.
    """
    return _split(raw, raw.text())[0][1]


def read_rows(
    raw: RawFile, required: Collection[str], optional: Collection[str] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows under a header as ``(line in the file, column → text)``; empty lines are no rows.

    Raises:
        InputError: for a missing, unknown or doubled column, a row of another length, or broken quotes.
    """
    rows = _split(raw, raw.text())
    line, header = rows[0]
    _check_header(raw, line, header, (required, optional))
    for line, row in rows[1:]:
        if len(row) != len(header):
            found = f"{len(row)} fields where the header has {len(header)}"
            raise InputError(raw.name, found, line=line)
        yield line, dict(zip(header, row, strict=True))


def _check_header(
    raw: RawFile, line: int, header: tuple[str, ...], columns: tuple[Collection[str], Collection[str]]
) -> None:
    required, optional = columns
    for name in required:
        if name not in header:
            raise InputError(raw.name, "the column is missing", line=line, field=name)
    for name in header:
        if name not in required and name not in optional:
            raise InputError(raw.name, "unknown column", line=line, field=name[:60] or "(no name)")
        if header.count(name) > 1:
            raise InputError(raw.name, "the column occurs twice", line=line, field=name)


def _split(raw: RawFile, text: str) -> list[tuple[int, tuple[str, ...]]]:
    csv.field_size_limit(min(sys.maxsize, _LONGEST_FIELD))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[tuple[int, tuple[str, ...]]] = []
    begins = 1
    try:
        for row in reader:
            if row:
                found.append((begins, tuple(row) if found else tuple(name.strip() for name in row)))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InputError(raw.name, str(error), line=begins) from error
    if not found:
        raise InputError(raw.name, "the file is empty")
    return found
