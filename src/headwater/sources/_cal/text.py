"""Lines of a file whose bytes are UTF-8 or cp1252; a line that is neither is faulty alone, not the file."""

import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

import numpy as np
import pyarrow as pa

from headwater.base.errors import InputError
from headwater.sources._reading.encoding import BOM, decoded
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import BLANK, IgnoredRows


class TextLine(NamedTuple):
    """One physical line: its number from 1, its text, and what is wrong with its bytes, if anything.

    Or a run of blank lines, however long: the number of its first, and how many there are in ``blank``.
    """

    number: int
    text: str
    fault: str
    blank: int = 0

    @property
    def ignored(self) -> IgnoredRows:
        """The rows of a run of blank lines."""
        return IgnoredRows(pa.array(np.arange(self.number, self.number + self.blank, dtype=np.int64)), BLANK)


def lines_of(raw: RawFile) -> Iterator[TextLine]:
    """The physical lines, ended by LF; CRs before it are dropped (``CR CR LF`` occurs), others stay in the text.

    Raises:
        InputError: if there is nothing in the file.
    """
    with raw.open() as stream:
        if not any(piece.strip(b"\xef\xbb\xbf \t\r\n") for piece in stream):
            raise InputError(raw.name, "the file is empty")
        stream.seek(0)
        yield from _lines(stream)


def _lines(stream: BinaryIO) -> Iterator[TextLine]:
    blank = number = 0
    for number, piece in enumerate(stream, start=1):
        # A flood of blank lines costs as little as a line can.
        if piece == b"\n" or not piece.strip(b"\r\n"):
            blank += 1
            continue
        if blank:
            yield TextLine(number - blank, "", "", blank)
            blank = 0
        text = piece.removeprefix(BOM) if number == 1 else piece
        yield TextLine(number, *decoded(text.rstrip(b"\r\n")))
    if blank:
        yield TextLine(number + 1 - blank, "", "", blank)


def unreadable(row: Mapping[str, object]) -> str:
    """What is wrong with the text of a JSON object: NUL, or half of a surrogate pair; nothing where it is sound."""
    text = json.dumps(row, ensure_ascii=False, default=str)
    if "\\u0000" in text:
        return "a NUL in the text"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "half of a surrogate pair in the text"
    return ""
