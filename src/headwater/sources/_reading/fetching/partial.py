"""A download that can be broken off at any moment: bytes in ``.part``, and in ``.json`` what they belong to."""

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO

from headwater.base.files import write_whole


def sendable(mark: str) -> str:
    """A mark that can be sent back as it came; nothing where nobody states the encoding of its letters."""
    return mark if mark.isascii() else ""


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of a file a server gives: its marks and its length.

    ``is_dated`` says whether ``last_modified`` lies far enough back to tell two versions apart, ``is_stated`` whether
    the server stated the length before it sent the bytes.
    """

    url: str
    etag: str = ""
    last_modified: str = ""
    length: int | None = None
    is_dated: bool = False
    is_stated: bool = True

    @property
    def mark(self) -> str:
        """What ``If-Range`` may hold: a strong ETag, else a day that tells versions apart, else nothing."""
        if self.etag and not self.etag.startswith("W/"):
            return sendable(self.etag)
        return sendable(self.last_modified) if self.is_dated else ""


@dataclass(frozen=True, slots=True)
class _State:
    version: Version
    safe_bytes: int


class Partial:
    """The bytes so far of one address.

    Only bytes that were synced count after a break: a kill or a power failure never leaves a hole in them.
    """

    def __init__(self, folder: Path, key: str, url: str) -> None:
        self.path, self._state_path = folder / f"{key}.part", folder / f"{key}.json"
        folder.mkdir(parents=True, exist_ok=True)
        state = self._read(url)
        self.version = state.version if state else Version(url)
        self.size = state.safe_bytes if state else 0

    @property
    def is_whole(self) -> bool:
        """Whether every byte is there."""
        return self.version.length is not None and self.size == self.version.length

    @property
    def on_disk(self) -> int:
        """The bytes that the file takes now, safe or not."""
        return self.path.stat().st_size if self.path.is_file() else 0

    def start(self, version: Version) -> BinaryIO:
        """Throws away what there is and opens the file for the bytes of a version."""
        self.version, self.size = version, 0
        out = self.path.open("wb")
        self._write()
        return out

    def go_on(self, length: int | None) -> BinaryIO:
        """Opens the file behind its last safe byte; the server may state the length of the whole only now."""
        if self.version.length is None and length is not None:
            self.version = replace(self.version, length=length)
        out = self.path.open("r+b")
        out.truncate(self.size)
        out.seek(self.size)
        return out

    def sync(self, out: BinaryIO) -> None:
        """Makes every byte written so far safe."""
        out.flush()
        os.fsync(out.fileno())
        self.size = out.tell()
        self._write()

    def finish(self) -> None:
        """Notes that the file ends here, where the server had stated no length."""
        self.version = replace(self.version, length=self.size, is_stated=False)
        self._write()

    def drop(self) -> None:
        """Removes the bytes and what they belong to."""
        self._state_path.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)
        self.version, self.size = Version(self.version.url), 0

    def _write(self) -> None:
        state = _State(self.version, self.size)
        write_whole(self._state_path, json.dumps(asdict(state), indent=1).encode())

    def _read(self, url: str) -> _State | None:
        """The state of a break; nothing where there is none or it cannot be trusted, which costs a new start."""
        if not self._state_path.is_file() or not self.path.is_file():
            return None
        try:
            data = json.loads(self._state_path.read_bytes())
            state = _State(Version(**data["version"]), int(data["safe_bytes"]))
        except (ValueError, KeyError, TypeError):
            return None
        is_whole = state.safe_bytes <= self.path.stat().st_size
        has_mark = bool(state.version.mark) and state.version.url == url
        return state if is_whole and has_mark and state.safe_bytes else None
