"""The plain names of many rows, letter by letter and compiled: equal to those that `base.ids` gives one by one."""

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from headwater.base.machine_code import late

_AND = np.frombuffer(b"and", np.uint8)
_SPACE, _AMPERSAND, _APOSTROPHE = b" &'"
_LAST = 127
_UPPER = ord("A") - ord("a")
# What each letter becomes: itself in lower case, a space, or nothing at all.
_PLAIN = np.full(256, _SPACE, np.uint8)
for _letter in b"abcdefghijklmnopqrstuvwxyz0123456789":
    _PLAIN[_letter] = _letter
for _letter in b"abcdefghijklmnopqrstuvwxyz":
    _PLAIN[_letter + _UPPER] = _letter

Letters = npt.NDArray[np.uint8]
Ends = npt.NDArray[np.int64]


def plain_names(names: pl.Series) -> pl.Series:
    """Each name as `normal_name` gives it; empty for one with any other letter than those of ASCII, or with none."""
    texts = names.to_arrow(compat_level=pl.CompatLevel.oldest())
    if not len(texts):
        return pl.Series([], dtype=pl.String)
    ends = np.frombuffer(texts.buffers()[1], np.int64, len(texts) + 1, texts.offset * 8)
    letters = np.frombuffer(texts.buffers()[2] or b"", np.uint8)
    made, stops = _plain(letters, ends)
    return pl.Series(pa.LargeStringArray.from_buffers(len(texts), pa.py_buffer(stops), pa.py_buffer(made)))


@late()
def _plain(letters: Letters, ends: Ends) -> tuple[Letters, Ends]:
    # An ampersand becomes a word of three letters and two spaces.
    made = np.empty(5 * (ends[-1] - ends[0]) + 1, np.uint8)
    stops = np.zeros(len(ends), np.int64)
    for row in range(len(ends) - 1):
        stops[row + 1] = _one(letters[ends[row] : ends[row + 1]], made, stops[row])
    return made[: stops[-1]], stops


def _one(name: Letters, made: Letters, begin: int) -> int:
    """Makes one name, and gives where it ends."""
    at = begin
    for letter in name:
        if letter > _LAST:
            return begin
        if letter == _AMPERSAND:
            at = _spaced(made, begin, at)
            made[at : at + 3] = _AND
            at = _spaced(made, begin, at + 3)
        elif _PLAIN[letter] == _SPACE and letter != _APOSTROPHE:
            at = _spaced(made, begin, at)
        elif letter != _APOSTROPHE:
            made[at] = _PLAIN[letter]
            at += 1
    return at - 1 if at > begin and made[at - 1] == _SPACE else at


def _spaced(made: Letters, begin: int, at: int) -> int:
    """One space, but none at the beginning or behind another."""
    if at > begin and made[at - 1] != _SPACE:
        made[at] = _SPACE
        return at + 1
    return at
