"""Strict comma-separated text: a known header, every row as long as it, every line number right."""

import csv
import io
import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from headwater.base.errors import InputError
from headwater.sources._reading.encoding import Lines, lines_of
from headwater.sources._reading.raw import RawFile

_LONGEST_FIELD = 2**31 - 1
_MARK, _MOST_LINES, _MANY = '"', 2000, 20
_IS_OPEN = "unexpected end of data"
_DIGIT, _LETTERS = re.compile(r"[0-9]"), re.compile(r"[A-Za-z]+")


def header_of(raw: RawFile) -> tuple[str, ...]:
    """The column names of the first line, as written.

    Raises:
        InputError: if the file is empty or its first line is no header.
    """
    first = next(records_of(lines_of(raw)), None)
    if first is None:
        raise InputError(raw.name, "the file is empty")
    if first.fault:
        raise InputError(raw.name, first.fault, line=first.line)
    return tuple(name.strip() for name in first.cells)


def read_rows(
    raw: RawFile, required: Collection[str], optional: Collection[str] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows under a header as ``(line in the file, column → text)``; empty lines are no rows.

    Raises:
        InputError: for a missing, unknown or doubled column, a row of another length, or broken quotes.
    """
    for line, row, fault in read_each(raw, required, optional):
        if fault:
            raise InputError(raw.name, fault, line=line)
        yield line, row


def read_each(
    raw: RawFile, required: Collection[str], optional: Collection[str] = ()
) -> Iterator[tuple[int, dict[str, str], str]]:
    """As `read_rows`; a broken row, or one of another length, has no cells and says why.

    Raises:
        InputError: for a header that cannot be read, or a missing, unknown or doubled column.
    """
    header: tuple[str, ...] = ()
    for line, cells, fault in records_of(lines_of(raw)):
        if not header:
            if fault:
                raise InputError(raw.name, fault, line=line)
            header = tuple(name.strip() for name in cells)
            _check_header(raw, line, header, (required, optional))
        elif fault or len(cells) != len(header):
            yield line, {}, fault or f"{len(cells)} fields where the header has {len(header)}"
        else:
            yield line, dict(zip(header, cells, strict=True)), ""
    if not header:
        raise InputError(raw.name, "the file is empty")


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


class Split(NamedTuple):
    """One record: the line that it begins on, from 1, and its cells; without any, why it is none."""

    line: int
    cells: tuple[str, ...]
    fault: str = ""


def records_of(text: Lines) -> Iterator[Split]:
    """The records of comma-separated lines, the header first; empty lines are none, a line at fault makes none.

    A cell may run over lines inside quotation marks. One that would swallow a line which is a row by itself was
    opened by a stray mark: its record ends with its first line, and is none.
    """
    csv.field_size_limit(min(sys.maxsize, _LONGEST_FIELD))
    feed = _Feed(text.texts)
    reader, width = csv.reader(feed, strict=True), 0
    while (at := feed.at) < len(feed.lines):
        fault = ""
        try:
            cells = tuple(next(reader))
            is_plain = feed.at == at + 1
        except csv.Error:
            is_plain = False
        if not is_plain:
            cells, fault, feed.at = _record(feed.lines, at, width)
            reader = csv.reader(feed, strict=True)
        if text.faults and (faulty := _first_fault(text.faults, at, feed.at)):
            cells, fault = (), faulty
        if cells or fault:
            yield Split(at + 1, cells, fault)
        width = width or len(cells)


def _first_fault(faults: Mapping[int, str], begins: int, ends: int) -> str:
    return next((faults[at] for at in range(begins, ends) if at in faults), "")


@dataclass(slots=True)
class _Feed:
    """Lines one by one, and the next one's place."""

    lines: Sequence[str]
    at: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.at == len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def _record(lines: Sequence[str], at: int, width: int) -> tuple[tuple[str, ...], str, int]:
    """The cells of the record that begins here, why it has none, and where the next one begins."""
    for end in range(at + 1, min(at + _MOST_LINES, len(lines)) + 1):
        if end > at + 1 and _is_row(lines[end - 1], width, lines[at]):
            break
        if end > at + 1 and _MARK not in lines[end - 1]:
            continue
        try:
            (cells,) = csv.reader(io.StringIO("\n".join(lines[at:end]), newline=""), strict=True)
        except csv.Error as error:
            if _IS_OPEN in str(error):
                continue
            return (), f"broken quotes ({error})", at + 1
        return tuple(cells), "", end
    return (), "a quotation mark that nothing closes", at + 1


def _is_row(line: str, width: int, first: str) -> bool:
    """Whether a line is a row by itself: as many cells as the header, the first one written as in the row before."""
    try:
        cells = next(csv.reader([line]), [])
    except csv.Error:
        return False
    return len(cells) == width and (width >= _MANY or _shape(line) == _shape(first))


def _shape(line: str) -> str:
    """How the first cell of a line is written: one 9 for each digit, one A for a run of letters."""
    return _LETTERS.sub("A", _DIGIT.sub("9", line.partition(",")[0].strip(_MARK)))
