"""Lines of a file whose bytes are UTF-8 or cp1252; a line that is neither is faulty alone, not the file."""

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from headwater.base.errors import InputError
from headwater.sources._reading.raw import RawFile


class TextLine(NamedTuple):
    """One physical line: its number from 1, its text, and what is wrong with its bytes, if anything."""

    number: int
    text: str
    fault: str


def lines_of(raw: RawFile) -> Iterator[TextLine]:
    """The physical lines, ended by LF; CRs before it are dropped (``CR CR LF`` occurs), others stay in the text.

    Raises:
        InputError: if there is nothing in the file.
    """
    with raw.open() as stream:
        if not any(piece.strip(b"\xef\xbb\xbf \t\r\n") for piece in stream):
            raise InputError(raw.name, "the file is empty")
        stream.seek(0)
        for number, piece in enumerate(stream, start=1):
            text = piece.removeprefix(b"\xef\xbb\xbf") if number == 1 else piece
            yield _line(number, text.rstrip(b"\r\n"))


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


def _line(number: int, piece: bytes) -> TextLine:
    for encoding in ("utf-8", "cp1252"):
        try:
            text = piece.decode(encoding)
        except UnicodeDecodeError:
            continue
        return TextLine(number, text, "a NUL byte in the line" if "\0" in text else "")
    return TextLine(number, piece.decode("ascii", "replace"), "bytes that are neither UTF-8 nor cp1252 text")
