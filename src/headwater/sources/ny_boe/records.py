"""Comma-separated text record by record: a broken quote costs the record that it stands in and no other."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from headwater.sources._reading.encoding import BOM, decoded
from headwater.sources._reading.raw import RawFile

_LONGEST = 1 << 15
"""Bytes of a record: the fields of the widest layout come to less than a tenth of that."""
_MOST_LINES = 50
_BEGINS = re.compile(rb'\s*"?([A-Z]?\d{1,10})"?\s*,')


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line that it begins on, from 1, and its fields; without any, why it is none."""

    number: int
    fields: tuple[str, ...]
    reason: str = ""
    head: str = ""


def rows_of(raw: RawFile) -> Iterator[Row]:
    """The records of a file; blank lines are none.

    A record may run over several lines inside quotes. It ends at the latest before a line that begins as a record
    does: with a filer's number and a comma.
    """
    held, begins, quotes = b"", 0, 0
    for number, line, reason in _lines(raw):
        if not line and not held and not reason:
            continue
        starts = bool(_BEGINS.match(line))
        joined = number - begins
        if held and (quotes % 2 == 0 or starts or reason or joined > _MOST_LINES):
            yield _row(begins, held)
            held, quotes = b"", 0
        if reason:
            yield Row(number, (), reason, _head(line))
            continue
        if not held and not line.strip():
            continue
        begins = begins if held else number
        held = held + b"\n" + line if held else line
        quotes += line.count(b'"')
        if quotes % 2 == 0:
            yield _row(begins, held)
            held, quotes = b"", 0
    if held:
        yield _row(begins, held)


def _lines(raw: RawFile) -> Iterator[tuple[int, bytes, str]]:
    number = 0
    with raw.open() as stream:
        while line := stream.readline(_LONGEST):
            number += 1
            whole = line.removeprefix(BOM) if number == 1 else line
            reason = ""
            if not line.endswith(b"\n") and len(line) == _LONGEST:
                reason = f"the line is longer than {_LONGEST:,} bytes"
                _to_line_end(stream)
            elif b"\0" in line:
                reason = "a NUL byte"
            yield number, whole.rstrip(b"\r\n"), reason


def _to_line_end(stream: BinaryIO) -> None:
    while (more := stream.readline(_LONGEST)) and not more.endswith(b"\n"):
        pass


def _row(number: int, record: bytes) -> Row:
    if len(record) > _LONGEST:
        return Row(number, (), f"the record is longer than {_LONGEST:,} bytes", _head(record))
    if record.count(b'"') % 2:
        return Row(number, (), "quotation marks that do not pair", _head(record))
    text, fault = decoded(record)
    if fault:
        return Row(number, (), fault, _head(record))
    try:
        (fields,) = csv.reader([text.replace("\n", " ").replace("\r", " ")], strict=True)
    except (csv.Error, ValueError):
        return Row(number, (), "quotation marks inside a field", _head(record))
    return Row(number, tuple(fields), "", _head(record))


def _head(record: bytes) -> str:
    """The filer's number; nothing else of a broken record is shown, as it may hold a street anywhere."""
    found = _BEGINS.match(record)
    return found.group(1).decode("ascii") if found else ""
