"""Whole records from lines: a record that newlines broke is joined until it has all its separators."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from headwater.base.errors import InputError
from headwater.sources._reading.encoding import decoded
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources.irs_527.layout import FIELDS, PRIVATE, separators

# A record begins so; a piece of a broken one, which begins anywhere in a text, hardly ever does.
_BEGINS = re.compile(rb"(?:1\|8871|2\|8872|[ABDER]\|\d{1,38}\|\d{1,38}|[HF]\|\d{8})\|")
_LONGEST = 1 << 16
_SEPARATOR = b"|"
_BLANK = (b"\n", b"\r\n")


@dataclass(frozen=True, slots=True)
class Whole:
    """One record: the line it begins on, its type, its bytes, and how many lines were joined to make it."""

    row: int
    kind: str
    content: bytes
    lines: int

    def take(self) -> Take:
        """The record's fields by name, without the private ones.

        Raises:
            FieldError: if it has not the fields of its type, or its bytes are no text.
        """
        if not self.kind:
            raise FieldError("RECORD_TYPE", "no record begins here, and the one before it is whole")
        names, content = FIELDS[self.kind], self.content
        found, wanted = content.count(_SEPARATOR), separators(self.kind)
        # A record that lacks only the separator at its end has every field.
        if found not in (wanted, len(names) - 1):
            raise FieldError("", f"{found} separators where a record of type {self.kind} has {wanted}")
        parts = [part.strip() for part in _text(content).split("|")]
        if len(parts) > len(names) and parts[-1]:
            raise FieldError("", f"text after the last field of a record of type {self.kind}")
        return Take(dict(zip(names, parts, strict=False)), PRIVATE[self.kind])

    @property
    def shown(self) -> str:
        """What a record shows of itself that cannot be taken apart: its type and numbers, no names."""
        found = _BEGINS.match(self.content)
        return found.group().decode("ascii") if found else ""


def whole_records(raw: RawFile) -> Iterator[Whole]:
    """The records of a file in order; a line that belongs to none is one of no type. Blank lines are no records.

    Raises:
        InputError: if a line, or a record joined of lines, is longer than any can be.
    """
    held: Whole | None = None
    for row, line in _lines(raw):
        if _BEGINS.match(line):
            if held:
                yield held
            held = Whole(row, chr(line[0]), line, 1)
        elif held:
            held = Whole(held.row, held.kind, b" ".join((held.content.rstrip(), line.strip())), held.lines + 1)
            _check_length(raw, row, held.content)
        elif line.strip():
            yield Whole(row, "", line, 1)
        if held and held.content.count(_SEPARATOR) >= separators(held.kind):
            yield held
            held = None
    if held:
        yield held


def _lines(raw: RawFile) -> Iterator[tuple[int, bytes]]:
    with raw.open() as stream:
        row = 0
        while line := stream.readline(_LONGEST + 1):
            row += 1
            # Blank lines belong to no record and end none; a flood of them costs as little as a line can.
            if line in _BLANK:
                continue
            _check_length(raw, row, line)
            # A return inside a line is a break inside a text, as a newline is.
            yield row, line.rstrip(b"\r\n").replace(b"\r", b" ")


def _check_length(raw: RawFile, row: int, content: bytes) -> None:
    if len(content) > _LONGEST:
        raise InputError(raw.name, f"a record longer than {_LONGEST:,} bytes: none is", line=row)


def _text(content: bytes) -> str:
    text, fault = decoded(content)
    if fault:
        raise FieldError("", fault)
    return text
