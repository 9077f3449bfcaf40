"""One raw file: its name, its hash, and its bytes or text, read strictly."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from headwater.base.errors import InputError
from headwater.base.files import hash_file


@dataclass(frozen=True, slots=True)
class RawFile:
    """One raw file of the archive, or one file of facts that a case ships.

    ``name`` is what people know it by; ``path`` is where its bytes lie now.
    """

    name: str
    sha256: str
    path: Path

    def open(self) -> BinaryIO:
        """The file opened for reading bytes.

        Raises:
            InputError: if it cannot be opened.
        """
        try:
            return self.path.open("rb")
        except OSError as error:
            raise InputError(self.name, f"cannot be opened ({error.strerror})") from error

    def bytes(self) -> bytes:
        """The whole file as bytes."""
        try:
            # Quicker than the path's own: of thousands of small files it is felt.
            with open(self.path, "rb", buffering=0) as stream:  # noqa: PTH123
                return stream.readall()
        except OSError as error:
            raise InputError(self.name, f"cannot be opened ({error.strerror})") from error

    def text(self) -> str:
        """The whole file as text: UTF-8, with or without a byte order mark, and no NUL.

        Raises:
            InputError: naming the line of the first byte that is not text, or if there is nothing in the file.
        """
        content = self.bytes().removeprefix(b"\xef\xbb\xbf")
        if not content.strip():
            raise InputError(self.name, "the file is empty")
        nul = content.find(b"\0")
        if nul >= 0:
            raise InputError(self.name, "a NUL byte: this is no text file", line=_line_of(content, nul))
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            bad = f"byte 0x{content[error.start]:02X} is not UTF-8 text"
            raise InputError(self.name, bad, line=_line_of(content, error.start)) from None


def raw_file(path: Path, name: str) -> RawFile:
    """A raw file of a path on disk.

    Raises:
        InputError: if it is missing, no file, or cannot be read.
    """
    if not path.exists():
        raise InputError(name, "there is no such file")
    if not path.is_file():
        raise InputError(name, "this is not a file")
    try:
        return RawFile(name, hash_file(path), path)
    except OSError as error:
        raise InputError(name, f"cannot be read ({error.strerror})") from error


def _line_of(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1
