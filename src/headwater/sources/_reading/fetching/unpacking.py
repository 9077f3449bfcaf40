"""Unpacking what was downloaded: sizes, ratio, number and names limited; nothing is written outside its folder."""

import errno
import gzip
import io
import lzma
import re
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO

from headwater.sources._reading.fetching.failures import FetchError
from headwater.sources._reading.fetching.manner import Limits

_BLOCK = 1 << 20
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ARCHIVE_MAGIC = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
_SPREADSHEETS = (".xlsx", ".ods")
"""Spreadsheets are zips by nature; their reader has limits of its own."""
# The end of a zip's directory: its record, the place of the longer record of large zips, and that record.
_END, _PLACE64, _END64 = struct.Struct("<4s4HL"), struct.Struct("<4sLQL"), struct.Struct("<4sQ2H2L4Q")
_TAIL_BYTES = (1 << 16) + 100
_DIRECTORY_BYTES, _DIRECTORY_LEAST = 160, 1 << 16
"""What one member may take in the directory on average: its name, its sizes and what a publisher adds."""
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)
_FAULTS_HERE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE}
"""What tells of this machine, not of the archive: its bytes are good, and need not come again."""


class _Meter:
    """Counts unpacked bytes while they are written: what an archive says of itself is not trusted."""

    def __init__(self, url: str, packed_bytes: int, limits: Limits) -> None:
        self._url, self._limits = url, limits
        self._ratio_bytes = max(packed_bytes * limits.ratio, limits.ratio_from_bytes)
        self._bytes = 0

    def copy(self, stream: IO[bytes], path: Path) -> None:
        """Writes a stream to a file.

        Raises:
            FetchError: if it grows beyond the limits, or is an archive itself.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as out:
            block = stream.read(_BLOCK)
            is_archive = block.startswith(_ARCHIVE_MAGIC) or block[257:262] == b"ustar"
            if is_archive and path.suffix.lower() not in _SPREADSHEETS:
                raise FetchError(self._url, f"{path.name[:80]} is an archive inside the archive")
            while block:
                self._bytes += len(block)
                if self._bytes > self._limits.total_bytes:
                    raise FetchError(self._url, f"unpacks to more than {self._limits.total_bytes:,} bytes")
                if self._bytes > self._ratio_bytes:
                    raise FetchError(self._url, f"unpacks to more than {self._limits.ratio} times its size")
                out.write(block)
                block = stream.read(_BLOCK)


def unpack_gzip(url: str, path: Path, out: Path, limits: Limits) -> None:
    """Unpacks a gzip file to a new file.

    Raises:
        FetchError: if it is damaged or beyond the limits; what was written has to be removed by the caller.
    """
    meter = _Meter(url, path.stat().st_size, limits)
    try:
        with gzip.GzipFile(path) as unzipped, io.BufferedReader(unzipped) as stream:
            meter.copy(stream, out)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise FetchError(url, f"is no whole gzip file ({error})") from error


def unpack_zip(url: str, path: Path, out: Path, choose: tuple[Sequence[str], Limits]) -> int:
    """Unpacks the members of a zip that match one of some patterns into a folder.

    A pattern is matched against a member's whole name, and against its last part; case does not matter.

    Returns:
        How many members did not match and were left.

    Raises:
        FetchError: if the zip is damaged, or anything in it is refused; what was written has to be removed by the
            caller.
    """
    patterns, limits = choose
    meter = _Meter(url, path.stat().st_size, limits)
    try:
        count = _check_directory(url, path, limits)
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            _check_names(url, members, limits)
            # Old programs write the last 16 bits of the number of members alone.
            if (len(archive.infolist()) - count) % (1 << 16):
                raise FetchError(url, f"is no whole zip file (its directory lacks some of {count:,} members)")
            wanted = [info for info in members if _matches(info.filename, patterns)]
            if not wanted:
                raise FetchError(url, f"none of the archive's {len(members):,} members matches {' or '.join(patterns)}")
            _check_sizes(url, wanted, out, limits)
            _write(archive, wanted, out, meter)
    except _BROKEN as error:
        if isinstance(error, OSError) and error.errno in _FAULTS_HERE:
            raise
        raise FetchError(url, f"cannot be unpacked ({error})") from error
    return len(members) - len(wanted)


def _write(archive: zipfile.ZipFile, wanted: Iterable[zipfile.ZipInfo], out: Path, meter: _Meter) -> None:
    for info in wanted:
        with archive.open(info) as stream:
            meter.copy(stream, out / info.filename)


def _check_directory(url: str, path: Path, limits: Limits) -> int:
    """Refuses a zip with too many members before its directory is read into memory; how many it says it has."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _TAIL_BYTES))
        tail = stream.read()
        end = tail.rfind(b"PK\x05\x06")
        if end < 0 or len(tail) - end < _END.size:
            raise FetchError(url, "is no whole zip file (its directory is missing)")
        *_, count, directory_bytes = _END.unpack_from(tail, end)
        place = end - _PLACE64.size
        if place >= 0 and tail[place : place + 4] == b"PK\x06\x07":
            stream.seek(_PLACE64.unpack_from(tail, place)[2])
            record = stream.read(_END64.size)
            # Python's library looks for it here, others where the locator says.
            if tail[max(0, place - _END64.size) : place] != record:
                raise FetchError(url, "is no whole zip file (it has two directories)")
            count, directory_bytes = _read64(url, record)
    if count > limits.members or directory_bytes > limits.members * _DIRECTORY_BYTES + _DIRECTORY_LEAST:
        raise FetchError(url, f"the archive has more than {limits.members:,} members")
    return int(count)


def _read64(url: str, record: bytes) -> tuple[int, int]:
    if len(record) < _END64.size or not record.startswith(b"PK\x06\x06"):
        raise FetchError(url, "is no whole zip file (its directory is missing)")
    *_, count, directory_bytes, _place = _END64.unpack(record)
    return count, directory_bytes


def _check_names(url: str, members: Iterable[zipfile.ZipInfo], limits: Limits) -> None:
    seen: set[str] = set()
    for number, info in enumerate(members, start=1):
        if number > limits.members:
            raise FetchError(url, f"the archive has more than {limits.members:,} members")
        name = info.filename
        shown = _CONTROL.sub("?", name)[:80]
        if why := _bad_name(info, limits):
            raise FetchError(url, f"the archive's member {shown!r} is refused: {why}")
        if name.casefold() in seen:
            raise FetchError(url, f"the archive has two members named {shown!r}")
        seen.add(name.casefold())


def _bad_name(info: zipfile.ZipInfo, limits: Limits) -> str:
    name = getattr(info, "orig_filename", info.filename)
    parts = name.split("/")
    mode = info.external_attr >> 16
    reasons = {
        "the name has a control character": _CONTROL.search(name),
        "the name is absolute": name.startswith("/") or re.match(r"[A-Za-z]:", name),
        "the name has a backslash": "\\" in name,
        "the name leads out of the archive": ".." in parts or "." in parts or "" in parts,
        "the name is too long": len(name) > limits.name_characters,
        "it is no regular file": stat.S_IFMT(mode) not in {0, stat.S_IFREG},
        "it is encrypted": info.flag_bits & 1,
    }
    return next((reason for reason, is_so in reasons.items() if is_so), "")


def _check_sizes(url: str, wanted: Iterable[zipfile.ZipInfo], out: Path, limits: Limits) -> None:
    total = 0
    for info in wanted:
        total += info.file_size
        if any(part.startswith(".") for part in info.filename.split("/")):
            raise FetchError(url, f"the archive's member {info.filename[:80]!r} is hidden, which is never added")
    if total > limits.total_bytes:
        raise FetchError(url, f"unpacks to {total:,} bytes, more than {limits.total_bytes:,}")
    free = shutil.disk_usage(out.parent).free
    if total > free:
        raise FetchError(url, f"unpacks to {total:,} bytes, and {free:,} are free here")


def _matches(name: str, patterns: Sequence[str]) -> bool:
    whole = name.lower()
    last = whole.rsplit("/", 1)[-1]
    return any(fnmatchcase(said, pattern.lower()) for said in (whole, last) for pattern in patterns)
