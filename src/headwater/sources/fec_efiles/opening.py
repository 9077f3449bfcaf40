"""The filings of a raw file: itself, or each member of a zip; what a zip says of its own sizes is not trusted."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast

from headwater.base.errors import InputError
from headwater.base.ids import stable_id
from headwater.sources._reading.raw import RawFile

MEMBERS, TOTAL_BYTES = 50_000, 1 << 36
RATIO, RATIO_FROM_BYTES = 200, 1 << 26
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_DIGITS = re.compile(r"([0-9]{1,12})\.fec")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OverflowError, ValueError)


@dataclass(frozen=True, slots=True)
class Document:
    """One filing of a raw file: the name that errors give it, and its agency's number, empty without one.

    ``before`` are the lines of the filings before it in the same raw file; ``key`` names the filing in ids.
    """

    raw: RawFile
    name: str
    number: str
    key: str
    before: int


class _Metered(io.RawIOBase):
    """A member's bytes, counted while they are unpacked."""

    def __init__(self, stream: BinaryIO, name: str, limits: list[int]) -> None:
        self._stream, self._name, self._limits = stream, name, limits

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fills a buffer.

        Raises:
            InputError: if the archive grows beyond its limits or is damaged.
        """
        view = memoryview(cast("bytearray", buffer))
        try:
            block = self._stream.read(len(view))
        except _BROKEN as error:
            raise InputError(self._name, f"cannot be unpacked ({error})") from error
        self._limits[0] -= len(block)
        if self._limits[0] < 0:
            raise InputError(self._name, "the archive unpacks to more than any day's filings")
        view[: len(block)] = block
        return len(block)


def number_of(name: str) -> str:
    """The number at the end of a filing's file name (``fastfec_1544132.fec``); empty without one."""
    found = _DIGITS.search(name.lower())
    return found.group(1).lstrip("0") if found and name.lower().endswith(found.group()) else ""


def is_zip(raw: RawFile) -> bool:
    """Whether a raw file is an archive, by its first bytes."""
    with raw.open() as stream:
        return stream.read(4) in _ZIP


@contextmanager
def opened(raw: RawFile) -> Iterator[BinaryIO]:
    """A raw file that is one filing."""
    with raw.open() as stream:
        yield stream


def document(raw: RawFile, name: str, content: str, before: int = 0) -> Document:
    """How a filing is known.

    Args:
        raw: the raw file.
        name: the name of the filing's own file.
        content: what its key is made of where its name has no number.
        before: lines of the filings before it.
    """
    number = number_of(name)
    shown = raw.name if name == raw.name else f"{raw.name}: {name}"
    return Document(raw, shown, number, number or stable_id("F", content), before)


def members(raw: RawFile) -> Iterator[tuple[zipfile.ZipInfo, BinaryIO]]:
    """The members of a zip in the order of their names, each opened.

    Raises:
        InputError: if the archive is damaged, empty or beyond its limits, or a member is no ``.fec`` file.
    """
    limits = [min(TOTAL_BYTES, max(RATIO_FROM_BYTES, RATIO * raw.path.stat().st_size))]
    with _archive(raw) as archive:
        for info in _checked(raw, archive):
            with archive.open(info) as stream:
                metered = _Metered(cast("BinaryIO", stream), f"{raw.name}: {info.filename[:80]}", limits)
                yield info, cast("BinaryIO", io.BufferedReader(metered, 1 << 16))


@contextmanager
def _archive(raw: RawFile) -> Iterator[zipfile.ZipFile]:
    """A zip, whose every damage is an error of the file."""
    try:
        with zipfile.ZipFile(raw.path) as archive:
            yield archive
    except (*_BROKEN, OSError) as error:
        raise InputError(raw.name, f"cannot be unpacked ({error})") from error


def _checked(raw: RawFile, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    found = [info for info in archive.infolist() if not info.is_dir()]
    if not found:
        raise InputError(raw.name, "the archive holds no file")
    if len(found) > MEMBERS:
        raise InputError(raw.name, f"the archive holds {len(found):,} files, more than any day's filings")
    names = [info.filename for info in found]
    odd = next((name for name in names if not name.lower().endswith(".fec")), None)
    if odd is not None:
        raise InputError(raw.name, f"{odd[:80]!r} in the archive is no .fec file")
    if len(set(names)) < len(names):
        raise InputError(raw.name, "two files in the archive have one name")
    return sorted(found, key=lambda info: info.filename)
