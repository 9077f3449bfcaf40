"""The pass over bulk text before anything is parsed: each line is clean, repaired, blank, or odd with its reason.

Bulk text has one record a line and one separator between fields; quotation marks mean nothing in it. No parser can be
trusted with a dirty line: some swallow the rest of the file, some shift the fields, some drop it without a word.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from os import SEEK_CUR
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import numpy.typing as npt

from headwater.sources._reading.encoding import BOM, of_cp1252
from headwater.sources._reading.raw import RawFile

BLOCK_BYTES = 1 << 24
_PIECE = 1 << 18
SHOWN_TEXT = 500
_LF, _CR, _NUL, _PIPE, _QUOTE = b"\n", b"\r", b"\0", b"|", b'"'
_NO_MARKS = bytes(set(range(256)) - {_LF[0], _PIPE[0]})

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

    ``text`` holds the clean lines, each ended by a newline, and ``rows`` their numbers in the file, from 1. With the
    blank and the odd ones they are all the ``lines`` of the block.
    """

    text: bytes
    rows: Rows
    lines: int
    blank: Rows = field(default_factory=lambda: np.empty(0, np.int64))
    odd: tuple[OddLine, ...] = ()
    repaired: int = 0
    quotes: int = 0


def blocks(raw: RawFile, fields: int, size: int = BLOCK_BYTES) -> Iterator[Block]:
    """A file in blocks of whole lines that have been passed; memory is bounded by the size of a block.

    Repaired are: a carriage return at the end of a line; one inside a line that has the right number of fields, which
    becomes a space (neither half could be a record); and a line of cp1252 text among UTF-8. A line longer than a
    block is odd.

    Args:
        raw: the file.
        fields: how many fields a line has.
        size: bytes to read at a time.
    """
    before = 0
    with raw.open() as stream:
        for text, is_too_long in _whole_lines(stream, size):
            block = _too_long(text, before + 1, size) if is_too_long else pass_over(text, before + 1, fields)
            before += block.lines
            yield block


def head_lines(raw: RawFile, sample: int = 1 << 20) -> list[bytes]:
    """The whole lines at the head of a file that are not blank, without their ends."""
    with raw.open() as stream:
        head = stream.read(sample).removeprefix(BOM)
    lines = [line for line in head.splitlines() if line.strip()]
    return lines[:-1] if len(head) == sample and len(lines) > 1 else lines


def pass_over(text: bytes, first_row: int, fields: int) -> Block:
    """The pass over one block of whole lines, each ended by a newline.

    Args:
        text: the bytes.
        first_row: the number of the block's first line in the file.
        fields: how many fields a line has.
    """
    block = _passed(text, first_row, fields)
    if block is not None:
        return block
    # Dirt is rare: only the pieces that have some are looked at closely.
    found: list[Block] = []
    row = first_row
    for piece in _pieces(text):
        found.append(_passed(piece, row, fields) or _sorted_out(piece, row, fields))
        row += found[-1].lines
    return Block(
        b"".join(block.text for block in found),
        np.concatenate([block.rows for block in found]),
        sum(block.lines for block in found),
        np.concatenate([block.blank for block in found]),
        tuple(chain.from_iterable(block.odd for block in found)),
        sum(block.repaired for block in found),
        sum(block.quotes for block in found),
    )


def _passed(text: bytes, first_row: int, fields: int) -> Block | None:
    """A block all of whose lines are records as they stand, or would be if each ended in a newline alone."""
    text, ended = _ended(text)
    if not _is_text(text) or not (lines := _regular_lines(text, fields)):
        return None
    rows = np.arange(first_row, first_row + lines, dtype=np.int64)
    return Block(text, rows, lines, repaired=ended, quotes=_quotes(text))


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


def _regular_lines(text: bytes, fields: int) -> int:
    """The number of lines if each has the right number of fields, else 0."""
    marks = text.translate(None, _NO_MARKS)
    lines, rest = divmod(len(marks), fields)
    return lines if not rest and marks == (_PIPE * (fields - 1) + _LF) * lines else 0


def _sorted_out(text: bytes, first_row: int, fields: int) -> Block:
    text, ended = _ended(text)
    array = np.frombuffer(text, np.uint8)
    ends = np.flatnonzero(array == _LF[0])
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1] + 1))
    # Empty lines, however many, are taken out at once; blank ones of spaces are met one by one.
    is_empty = ends == starts
    stays = ~is_empty
    suspects = _suspects(text, array, (ends, fields))
    suspects = suspects[stays[suspects]]
    parts: list[bytes] = []
    blank: list[int] = []
    odd: list[OddLine] = []
    copied, repaired = 0, ended
    for index in suspects.tolist():
        start, end = int(starts[index]), int(ends[index])
        parts.append(text[copied:start])
        copied = end + 1
        line = text[start:end]
        clean, reason = repair(line, fields)
        if reason:
            stays[index] = False
            odd.append(OddLine(first_row + index, reason, shown(line)))
        elif not clean:
            stays[index] = False
            blank.append(first_row + index)
        else:
            repaired += clean != line
            parts.append(clean + _LF)
    parts.append(text[copied:])
    rows = np.flatnonzero(stays).astype(np.int64) + first_row
    left = np.flatnonzero(is_empty).astype(np.int64) + first_row
    return Block(
        _without_empty(b"".join(parts)) if len(left) else b"".join(parts),
        rows,
        len(ends),
        np.sort(np.concatenate((left, np.array(blank, np.int64)))),
        tuple(odd),
        repaired,
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


def _too_long(head: bytes, row: int, size: int) -> Block:
    reason = f"the line is longer than {size:,} bytes"
    return Block(b"", np.empty(0, np.int64), 1, odd=(OddLine(row, reason, shown(head)),))


def _whole_lines(stream: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """Blocks of whole lines, each line ended; a line longer than a block comes alone, cut, and marked."""
    if stream.read(len(BOM)) != BOM:
        stream.seek(0)
    carry = b""
    while chunk := stream.read(size):
        first = chunk.find(_LF)
        if len(carry) + (len(chunk) if first < 0 else first) > size:
            yield (carry + chunk)[:SHOWN_TEXT], True
            carry = b""
            _to_next_line(stream, chunk, first)
            continue
        cut = chunk.rfind(_LF) + 1
        if cut:
            yield b"".join((carry, memoryview(chunk)[:cut])), False
        carry = chunk[cut:] if cut else carry + chunk
    if carry:
        yield carry + _LF, False


def _to_next_line(stream: BinaryIO, chunk: bytes, first: int) -> None:
    """Puts a stream behind the first newline of what was read last, or of what follows."""
    while first < 0 and (chunk := stream.read(BLOCK_BYTES)):
        first = chunk.find(_LF)
    if first >= 0:
        stream.seek(first + 1 - len(chunk), SEEK_CUR)
