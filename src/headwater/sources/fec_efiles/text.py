"""From bytes to clean lines of fields: line ends, encodings and the older format's commas made one."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from headwater.base.errors import InputError
from headwater.sources._reading.encoding import decoded

FS = "\x1c"
BLOCK_BYTES = 1 << 23
LONGEST_HEAD = 1 << 20
_FS, _LF, _CR, _NUL = b"\x1c", b"\n", b"\r", b"\0"
_BOM = b"\xef\xbb\xbf"
_TOO_LONG, _CUT = "too long", "cut"
_SHOWN_FIELDS, _SHOWN_TEXT = 3, 120

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Odd:
    """One line that is no record: its number in the filing, why, and the little of it that is shown."""

    row: int
    reason: str
    shown: str


@dataclass(slots=True)
class Block:
    """Whole clean lines: UTF-8 with the separator of version 6, each ended.

    ``rows`` are their numbers in the filing, ``ends`` the places of their ends in the text; ``blank`` and ``left`` are
    the numbers of blank lines and of free text, which hold no record. Of the last line of a file ``is_cut`` says
    that no end of line stands behind it.
    """

    text: bytes
    rows: Rows
    ends: Rows
    blank: Rows = field(default_factory=lambda: np.empty(0, np.int64))
    is_cut: bool = False
    left: list[int] = field(default_factory=list)
    odd: list[Odd] = field(default_factory=list)


class Reader:
    """The lines of one filing, its head line by line and the rest in blocks."""

    def __init__(self, name: str, stream: BinaryIO) -> None:
        self._name, self._stream = name, stream
        self.row = 0
        self.has_commas = False
        self._is_free = False
        self._begun = 0

    def head_line(self) -> str | None:
        """The next line of the head as text without its end; nothing at the end of the file.

        Raises:
            InputError: if it is longer than any, or no text.
        """
        line = self._stream.readline(LONGEST_HEAD + 1)
        if not line:
            return None
        self.row += 1
        if len(line) > LONGEST_HEAD:
            raise InputError(self._name, "a line longer than any at the head of a filing", line=self.row)
        content = line.rstrip(b"\r\n").replace(_CR, b" ")
        text, reason = decoded(content.removeprefix(_BOM) if self.row == 1 else content)
        if reason:
            raise InputError(self._name, reason, line=self.row)
        return text

    def split(self, line: str) -> list[str]:
        """The fields of one line, in the format of the filing, without the quotes that some programs put around.

        Raises:
            ValueError: if its quotes do not match.
        """
        parts = comma_fields(line) if self.has_commas else line.split(FS)
        return [unquoted(part).strip() for part in parts]

    def blocks(self, size: int = BLOCK_BYTES) -> Iterator[Block]:
        """The rest of the filing; memory is bounded by the size of a block."""
        for text, fate in _whole_lines(self._stream, size):
            if fate == _TOO_LONG:
                self.row += 1
                reason = f"the line is longer than {size:,} bytes"
                yield _nothing(Odd(self.row, reason, ""))
                continue
            block = self._clean(text)
            block.is_cut = fate == _CUT and len(block.rows) > 0 and int(block.rows[-1]) == self.row
            yield block
        if self._is_free:
            yield _nothing(Odd(self._begun, "a text begins here that does not end", "[BEGINTEXT]"))

    def rest(self) -> int:
        """Reads to the end and gives the number of lines of the whole filing."""
        for text, fate in _whole_lines(self._stream, BLOCK_BYTES):
            self.row += 1 if fate == _TOO_LONG else text.count(_LF)
        return self.row

    def _clean(self, text: bytes) -> Block:
        if _CR in text:
            text = text.replace(b"\r\n", _LF)
        first = self.row + 1
        array = np.frombuffer(text, np.uint8)
        ends = np.flatnonzero(array == _LF[0])
        self.row += len(ends)
        is_blank = np.diff(ends, prepend=-1) == 1
        if is_blank.any():
            return self._without_blanks(array, is_blank, ends, first)
        rows = np.arange(first, self.row + 1, dtype=np.int64)
        return self._checked(text, rows, ends)

    def _without_blanks(
        self, array: npt.NDArray[np.uint8], is_blank: npt.NDArray[np.bool_], ends: Rows, first: int
    ) -> Block:
        """A block whose blank lines, however many, are taken out at once."""
        stays = np.ones(len(array), np.bool_)
        stays[ends[is_blank]] = False
        text = array[stays].tobytes()
        rows = np.flatnonzero(~is_blank).astype(np.int64) + first
        block = (
            self._checked(text, rows, np.flatnonzero(np.frombuffer(text, np.uint8) == _LF[0])) if text else _nothing()
        )
        block.blank = np.flatnonzero(is_blank).astype(np.int64) + first
        return block

    def _checked(self, text: bytes, rows: Rows, ends: Rows) -> Block:
        """A block of lines that are not blank, with these numbers."""
        array = np.frombuffer(text, np.uint8)
        starts = np.concatenate((np.zeros(1, np.int64), ends[:-1] + 1))
        # A search for one letter is many times as fast as one for a word.
        has_text = self._is_free or (b"[" in text and b"[BEGIN" in text.upper())
        every = has_text or self.has_commas
        suspects = np.arange(len(ends)) if every else _suspects(text, array, starts, ends)
        if not len(suspects):
            return Block(text, rows, ends)
        return self._sorted_out(text, rows, (starts, ends, suspects))

    def _sorted_out(self, text: bytes, rows: Rows, found: tuple[Rows, Rows, Rows]) -> Block:
        """A block whose suspect lines are looked at one by one; the stretches between them are taken as they are."""
        starts, ends, suspects = found
        block = _nothing()
        stays = np.ones(len(ends), np.bool_)
        parts: list[bytes] = []
        copied = 0
        places = (column[suspects].tolist() for column in (rows, starts, ends))
        for index, row, start, end in zip(suspects.tolist(), *places, strict=True):
            parts.append(text[copied:start])
            copied = end + 1
            line = self._one(text[start:end], row, block)
            if line is None:
                stays[index] = False
            else:
                parts += (line, _LF)
        parts.append(text[copied:])
        block.text = b"".join(parts)
        block.rows = rows[stays]
        block.ends = np.flatnonzero(np.frombuffer(block.text, np.uint8) == _LF[0])
        return block

    def _one(self, line: bytes, row: int, block: Block) -> bytes | None:
        """One line made clean; nothing where it is no record, which the block then says."""
        bare = line.strip().upper()
        if self._is_free or bare in (b"[BEGINTEXT]", b"[BEGIN TEXT]"):
            if not self._is_free:
                self._is_free, self._begun = True, row
                return None
            if bare in (b"[ENDTEXT]", b"[END TEXT]"):
                block.left.append(self._begun)
                self._is_free = False
            block.left.append(row)
            return None
        if not bare:
            block.left.append(row)
            return None
        text, reason = decoded(line.rstrip(_CR).replace(_CR, b" "))
        if not reason and self.has_commas:
            try:
                text = FS.join(part.replace("\n", " ") for part in comma_fields(text))
            except ValueError as error:
                reason = str(error)
        if reason:
            block.odd.append(Odd(row, reason, shown(line, has_commas=self.has_commas)))
            return None
        return text.encode("utf-8")


def _nothing(*odd: Odd) -> Block:
    return Block(b"", np.empty(0, np.int64), np.empty(0, np.int64), odd=list(odd))


def comma_fields(line: str) -> list[str]:
    """The fields of a line of the older format, where commas part and quotes hold together.

    Raises:
        ValueError: if a separator of the newer format stands in it, or its quotes do not match.
    """
    if FS in line:
        raise ValueError("a separator of another version")
    if '"' not in line:
        return line.split(",")
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error:
        # Some programs quoted every field and did not double the quotes inside.
        if len(line) > 1 and line.startswith('"') and line.endswith('"'):
            return line[1:-1].split('","')
    raise ValueError("its quotation marks do not match")


def unquoted(part: str) -> str:
    """A field without the quotation marks around the whole of it."""
    return part[1:-1] if len(part) > 1 and part[0] == part[-1] == '"' else part


def shown(line: bytes, *, has_commas: bool) -> str:
    """What a rejected line shows: its first fields, which hold numbers alone; all else might be a street."""
    parts = line[:1000].decode("utf-8", "replace").replace("\0", "\ufffd").split("," if has_commas else FS)
    few = parts[: 2 if has_commas else _SHOWN_FIELDS]
    return " ".join(few)[:_SHOWN_TEXT] if len(parts) > len(few) else parts[0][:12]


def _suspects(text: bytes, array: npt.NDArray[np.uint8], starts: Rows, ends: Rows) -> Rows:
    """The indexes of lines that are short, hold what no line may, or are not UTF-8."""
    odd = ends - starts < 4
    if _NUL in text or _CR in text:
        strange = (array == _NUL[0]) | (array == _CR[0])
        odd[np.searchsorted(ends, np.flatnonzero(strange))] = True
    if not text.isascii():
        try:
            text.decode("utf-8")
        except UnicodeDecodeError:
            odd[np.searchsorted(ends, np.flatnonzero(array > 0x7F))] = True
    begins = array[starts]
    # A line of blanks begins with one.
    odd |= begins <= 0x20
    return np.flatnonzero(odd)


def _whole_lines(stream: BinaryIO, size: int) -> Iterator[tuple[bytes, str]]:
    """Blocks of whole lines, each ended, and what is to be said of them.

    A line longer than a block comes alone and empty; behind the last line of a file an end is put where there is none.
    """
    carry = b""
    while chunk := stream.read(size):
        first = chunk.find(_LF)
        if len(carry) + (len(chunk) if first < 0 else first) > size:
            while first < 0 and (chunk := stream.read(size)):
                first = chunk.find(_LF)
            yield b"", _TOO_LONG
            carry = chunk[first + 1 :] if first >= 0 else b""
            if _LF not in carry:
                continue
            chunk, carry = carry, b""
        cut = chunk.rfind(_LF) + 1
        if cut:
            yield b"".join((carry, memoryview(chunk)[:cut])), ""
        carry = chunk[cut:] if cut else carry + chunk
    if carry:
        yield carry + _LF, _CUT
