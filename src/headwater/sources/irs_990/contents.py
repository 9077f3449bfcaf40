"""The bytes of many returns in one array, read without a copy: each one's outermost element, a NUL behind it."""

import os
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from headwater.base.errors import InputError
from headwater.sources._reading.raw import RawFile
from headwater.sources.irs_990.found import UnusualError
from headwater.sources.irs_990.outline import SPACES, begin_of, is_text
from headwater.sources.irs_990.states import MOST_LETTERS, WORD, Numbers
from headwater.sources.irs_990.words import OTHERS, kinds_of_letters

_HEAD, _TAIL = 512, 64
"""What stands before an outermost element, and behind it, is shorter; a return of which it is not is unusual."""


class Contents(NamedTuple):
    """Returns in one array of letters, and where the outermost element of each begins and ends.

    Both places are the same where a return is no plain text. ``words`` has from each letter on eight of them.
    """

    letters: Numbers
    words: Numbers
    places: Numbers

    def text(self, begin: int, end: int) -> str:
        """What stands between two places."""
        return str(self.letters.data[begin:end], "utf-8")


def contents(raws: Sequence[RawFile]) -> Contents:
    """Reads returns.

    Raises:
        InputError: if one cannot be opened.
    """
    sizes = [_size(raw) for raw in raws]
    letters = np.empty(sum(sizes) + len(sizes) + MOST_LETTERS, np.uint8)
    room = memoryview(letters.data)
    places = np.empty((len(raws), 2), np.int64)
    at = 0
    for number, (raw, size) in enumerate(zip(raws, sizes, strict=True)):
        # A file that is longer than it was a moment ago fills the place of its NUL, too.
        is_whole = _read(raw, room[at : at + size + 1]) == size
        places[number] = _outermost(room, at, at + size) if is_whole else (at, at)
        at += size + 1
    letters[places[:, 1]] = letters[at:] = 0
    # No array may have fewer words than letters without as many behind.
    words = np.ndarray((len(letters) - WORD + 1,), np.int64, letters, 0, (1,))
    kinds = kinds_of_letters(letters, words, places)
    for number in np.flatnonzero(kinds).tolist():
        begin, end = places[number].tolist()
        if kinds[number] != OTHERS or not is_text(bytes(room[begin:end])):
            places[number, 1] = begin
            letters[begin] = 0
    return Contents(letters, words, places)


def _size(raw: RawFile) -> int:
    try:
        return os.stat(raw.path).st_size  # noqa: PTH116 quicker than the path's own
    except OSError as error:
        raise InputError(raw.name, f"cannot be opened ({error.strerror})") from error


def _read(raw: RawFile, room: memoryview) -> int:
    """Reads as much of a file as there is room for, and gives the number of its bytes."""
    try:
        stream = os.open(raw.path, os.O_RDONLY)
        try:
            return os.readv(stream, [room])
        finally:
            os.close(stream)
    except OSError as error:
        raise InputError(raw.name, f"cannot be opened ({error.strerror})") from error


def _outermost(room: memoryview, begin: int, end: int) -> tuple[int, int]:
    """Where the outermost element of a return begins and ends; nothing of one that is unusual."""
    tail = bytes(room[max(begin, end - _TAIL) : end])
    try:
        first = begin + begin_of(bytes(room[begin : min(begin + _HEAD, end)]))
    except UnusualError:
        return begin, begin
    last = end - len(tail) + len(tail.rstrip(SPACES))
    return (first, last) if first < last else (begin, begin)
