"""The pass over bulk text before anything is parsed: each line is clean, repaired, blank, or odd with its reason.

Bulk text has one record a line and one separator between fields; quotation marks mean nothing in it. No parser can be
trusted with a dirty line: some swallow the rest of the file, some shift the fields, some drop it without a word.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from headwater.base.errors import SourceError
from headwater.sources._reading.bulk_ends import trim_ends
from headwater.sources._reading.bulk_fields import Fields, fields_of
from headwater.sources._reading.encoding import BOM, of_cp1252
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.stretches import BLOCK_BYTES, SHOWN_TEXT, Stretch, stretches

_PIECE = 1 << 18
_LF, _CR, _NUL, _PIPE, _QUOTE = b"\n", b"\r", b"\0", b"|", b'"'

Rows = npt.NDArray[np.int64]
_Bytes = npt.NDArray[np.uint8]


class OddLine(NamedTuple):
    """One line that is no record: its number in the file, why, and its text as far as it is shown."""

    row: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """Some whole lines of a file after the pass.

    ``text`` holds the clean lines, each ended by a newline, ``fields`` where their fields stand in it, and ``rows``
    their numbers in the file, from 1. With the blank and the odd ones they are all the ``lines`` of the block.
    """

    text: bytes
    fields: Fields
    rows: Rows
    lines: int
    blank: Rows = field(default_factory=lambda: np.empty(0, np.int64))
    odd: tuple[OddLine, ...] = ()
    repaired: int = 0
    quotes: int = 0


def blocks(raw: RawFile, fields: int, size: int = BLOCK_BYTES) -> Iterator[Block]:
    """A file in blocks of whole lines that have been passed; memory is bounded by the size of a block.

    Args:
        raw: the file.
        fields: how many fields a line has.
        size: bytes to read at a time.
    """
    return (passed(stretch, fields) for stretch in stretches(raw, size))


def passed(stretch: Stretch, fields: int) -> Block:
    """The block that a stretch becomes, see `pass_over`."""
    if stretch.most:
        return _too_long(stretch, fields)
    return pass_over(stretch.text, stretch.first_row, fields, stretch.lines)


def head_lines(raw: RawFile, sample: int = 1 << 20) -> list[bytes]:
    """The whole lines at the head of a file that are not blank, without their ends."""
    with raw.open() as stream:
        head = stream.read(sample).removeprefix(BOM)
    lines = [line for line in head.splitlines() if line.strip()]
    whole = lines[:-1] if len(head) == sample and len(lines) > 1 else lines
    return [line.rstrip(b" \t") for line in whole]


def pass_over(text: bytes, first_row: int, fields: int, lines: int | None = None) -> Block:
    """The pass over one block of whole lines, each ended by a newline.

    Repaired are: a carriage return or blanks at the end of a line, which ``text`` keeps and ``fields`` leave out; a
    carriage return inside a line that has the right number of fields, which
    becomes a space (neither half could be a record); and a line of cp1252 text among UTF-8.

    Args:
        text: the bytes.
        first_row: the number of the block's first line in the file.
        fields: how many fields a line has.
        lines: how many lines there are, where that is known.
    """
    block = _passed(text, first_row, fields, lines)
    if block is not None:
        return block
    # Dirt is rare: only the pieces that have some are looked at closely.
    found: list[Block] = []
    row = first_row
    for piece in _pieces(text):
        found.append(_passed(piece, row, fields) or _sorted_out(piece, row, fields))
        row += found[-1].lines
    clean = b"".join(block.text for block in found)
    bounded, _trimmed = _bounded(clean, fields)
    return Block(
        clean,
        bounded,
        np.concatenate([block.rows for block in found]),
        sum(block.lines for block in found),
        np.concatenate([block.blank for block in found]),
        tuple(chain.from_iterable(block.odd for block in found)),
        sum(block.repaired for block in found),
        sum(block.quotes for block in found),
    )


def _passed(text: bytes, first_row: int, fields: int, lines: int | None = None) -> Block | None:
    """A block all of whose lines are records as they stand, or would be if each ended in a newline alone."""
    text, ended = _ended(text)
    if not text or not _is_text(text):
        return None
    lines = text.count(_LF) if lines is None else lines
    found = fields_of(text, fields, lines)
    if found is None:
        return None
    rows = np.arange(first_row, first_row + lines, dtype=np.int64)
    return Block(text, found, rows, lines, repaired=ended + trim_ends(found), quotes=_quotes(text))


def _bounded(text: bytes, fields: int) -> tuple[Fields, int]:
    """Where the fields of clean lines stand, and how many ended in blanks.

    Raises:
        SourceError: if one has others than the pass has seen, which is a mistake in the reader.
    """
    found = fields_of(text, fields, text.count(_LF))
    if found is None:
        raise SourceError(f"a line that passed has not {fields} fields")
    return found, trim_ends(found)


def _ended(text: bytes) -> tuple[bytes, int]:
    """The same lines, each ended by a newline alone, and how many were not."""
    # A single byte is found much faster than two.
    ended = text.count(b"\r\n") if _CR in text else 0
    return (text.replace(b"\r\n", _LF), ended) if ended else (text, 0)


def _quotes(text: bytes) -> int:
    return text.count(_QUOTE) if _QUOTE in text else 0


def _pieces(text: bytes) -> Iterator[bytes]:
    """The same whole lines, some thousands at a time."""
    begin = 0
    while begin < len(text):
        end = text.find(_LF, min(begin + _PIECE, len(text) - 1)) + 1 or len(text)
        yield text[begin:end]
        begin = end


def _is_text(text: bytes) -> bool:
    """Whether a block is UTF-8 without NUL or carriage return."""
    if _NUL in text or _CR in text:
        return False
    return text.isascii() or _is_utf8(text)


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _sorted_out(text: bytes, first_row: int, fields: int) -> Block:
    text, ended = _ended(text)
    array = np.frombuffer(text, np.uint8)
    ends = np.flatnonzero(array == _LF[0])
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1] + 1))
    # Empty lines, however many, are taken out at once; blank ones of spaces are met one by one.
    stays = ends != starts
    suspects = _suspects(text, array, (ends, fields))
    suspects = suspects[stays[suspects]]
    parts: list[bytes] = []
    blank: list[int] = []
    odd: list[OddLine] = []
    copied = mended = 0
    for index in suspects.tolist():
        line = text[starts[index] : ends[index]]
        parts.append(text[copied : starts[index]])
        copied = ends[index] + 1
        clean, reason = repair(line, fields)
        if reason:
            stays[index] = False
            odd.append(OddLine(first_row + index, reason, shown(line)))
        elif not clean:
            stays[index] = False
            blank.append(first_row + index)
        else:
            mended += clean != line
            parts.append(clean + _LF)
    parts.append(text[copied:])
    left = np.flatnonzero(ends == starts).astype(np.int64) + first_row
    clean = _without_empty(b"".join(parts)) if len(left) else b"".join(parts)
    bounded, trimmed = _bounded(clean, fields)
    return Block(
        clean,
        bounded,
        np.flatnonzero(stays).astype(np.int64) + first_row,
        len(ends),
        np.sort(np.concatenate((left, np.array(blank, np.int64)))),
        tuple(odd),
        ended + mended + trimmed,
        _quotes(text),
    )


def _without_empty(text: bytes) -> bytes:
    array = np.frombuffer(text, np.uint8)
    is_end = array == _LF[0]
    begins = np.concatenate((np.ones(1, np.bool_), is_end[:-1]))
    left: bytes = array[~(is_end & begins)].tobytes()
    return left


def _suspects(text: bytes, array: _Bytes, shape: tuple[Any, int]) -> Rows:
    """The indexes of lines that must be looked at one by one."""
    ends, fields = shape
    pipes = np.flatnonzero(array == _PIPE[0])
    separators = np.diff(np.searchsorted(pipes, ends), prepend=0)
    wrong = separators != fields - 1
    strange = (array == _NUL[0]) | (array == _CR[0])
    if not (text.isascii() or _is_utf8(text)):
        strange |= array > 0x7F
    wrong[np.searchsorted(ends, np.flatnonzero(strange))] = True
    return np.flatnonzero(wrong)


def repair(line: bytes, fields: int) -> tuple[bytes, str]:
    """A line mended where there is only one way to, or why it is no record; a blank line is empty and has no reason.

    Args:
        line: the bytes without the newline.
        fields: how many fields it must have.
    """
    whole = line.rstrip(_CR)
    if not whole.strip():
        return b"", ""
    if _NUL in whole:
        return whole, "a NUL byte"
    found = whole.count(_PIPE) + 1
    if found != fields:
        also = ", and a carriage return" if _CR in whole else ""
        return whole, f"{found} fields where {fields} belong{also}"
    whole = whole.replace(_CR, b" ")
    if _is_utf8(whole):
        return whole, ""
    text, fault = of_cp1252(whole)
    return (whole, fault) if fault else (text.encode(), "")


def shown(line: bytes) -> str:
    """A line's text as far as it is shown; a byte that is no text becomes a question mark."""
    return line[:SHOWN_TEXT].decode("utf-8", "replace").replace("\0", "\ufffd")


def _too_long(line: Stretch, fields: int) -> Block:
    reason = f"the line is longer than {line.most:,} bytes"
    odd = OddLine(line.first_row, reason, shown(line.text))
    return Block(b"", _bounded(b"", fields)[0], np.empty(0, np.int64), 1, odd=(odd,))
