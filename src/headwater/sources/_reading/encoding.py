"""Bytes as text, line by line: UTF-8 or Windows-1252; a line that is neither is at fault alone, not its file."""

import re
from typing import NamedTuple

from headwater.base.errors import InputError
from headwater.sources._reading.raw import RawFile

BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(r"\r\n|\n|\r")
_BYTES_END = re.compile(_LINE_END.pattern.encode())
# A lead byte of UTF-8 with its followers; cp1252 text holds such a pair only by a rare accident.
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


class Lines(NamedTuple):
    """The physical lines of a file without their ends, and why some are none, by their place from 0."""

    texts: list[str]
    faults: dict[int, str]


def lines_of(raw: RawFile) -> Lines:
    """The lines of a whole file, ended by CR LF, LF or CR; the last is empty where the file ends with an end.

    Raises:
        InputError: if there is nothing in the file.
    """
    content = raw.bytes().removeprefix(BOM)
    if not content.strip():
        raise InputError(raw.name, "the file is empty")
    text = _sound(content)
    if text is not None:
        return Lines(_LINE_END.split(text), {})
    found = [decoded(line) for line in _BYTES_END.split(content)]
    return Lines([text for text, _ in found], {at: fault for at, (_, fault) in enumerate(found) if fault})


def _sound(content: bytes) -> str | None:
    try:
        return content.decode("utf-8") if b"\0" not in content else None
    except UnicodeDecodeError:
        return None


def decoded(line: bytes) -> tuple[str, str]:
    """The text of a line, and what is wrong with its bytes, if anything; what is no text becomes a question mark."""
    if b"\0" in line:
        return line.decode("utf-8", "replace").replace("\0", "\ufffd"), "a NUL byte in the line"
    try:
        return line.decode("utf-8"), ""
    except UnicodeDecodeError:
        return of_cp1252(line)


def of_cp1252(line: bytes) -> tuple[str, str]:
    """As `decoded`, of a line that is not UTF-8."""
    fault = "text in two encodings"
    if not _UTF8.search(line):
        try:
            return line.decode("cp1252"), ""
        except UnicodeDecodeError as error:
            fault = f"byte 0x{line[error.start]:02X} is neither UTF-8 nor cp1252"
    return line.decode("utf-8", "replace"), fault
