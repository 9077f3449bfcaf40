"""Texts in the bytes of returns, compiled: signs that are written as entities, and the texts of many fields in one."""

from collections.abc import Sequence

import numpy as np

from headwater.sources.irs_990.compiling import uncounted
from headwater.sources.irs_990.states import Numbers

_AND, _ZERO, _NINE = b"&09"
_MOST_DIGITS, NO_DOLLARS = 13, -1
_SIGNS = np.array([list(text.ljust(6, b"\0")) for text in (b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;")], np.uint8)
SIGN_LENGTHS, _MEANT = np.array([5, 4, 4, 6, 6]), np.frombuffer(b"&<>\"'", np.uint8)


def joined(letters: Numbers, spans: Numbers, fields: Sequence[int], separator: bytes) -> tuple[Numbers, Numbers]:
    """The letters of the texts of some fields in one, without those that are empty, and where those of each row end."""
    chosen, signs = np.array(fields), np.frombuffer(separator, np.uint8)
    lengths = spans[:, chosen, 1] - spans[:, chosen, 0]
    made = np.empty(int(lengths.sum()) + lengths.size * len(separator), np.uint8)
    ends = np.zeros(len(spans) + 1, np.int64)
    _join(letters, spans, chosen, signs, made, ends)
    return made[: ends[-1]], ends


@uncounted
def _join(letters: Numbers, spans: Numbers, fields: Numbers, separator: Numbers, made: Numbers, ends: Numbers) -> None:
    for row in range(len(spans)):
        to = ends[row]
        for field in fields:
            at, end = spans[row, field, 0], spans[row, field, 1]
            if at < end and to > ends[row]:
                to = _copied(separator, (0, len(separator)), made, to)
            to = _copied(letters, (at, end), made, to)
        ends[row + 1] = to


@uncounted
def _copied(letters: Numbers, place: tuple[int, int], made: Numbers, to: int) -> int:
    """Copies a text with the signs that are meant, and gives the place behind."""
    at, end = place
    while at < end:
        made[to] = letters[at]
        length = 1
        if letters[at] == _AND:
            sign = sign_at(letters, at)
            made[to] = _MEANT[sign]
            length = SIGN_LENGTHS[sign]
        at, to = at + length, to + 1
    return to


@uncounted
def sign_at(letters: Numbers, at: int) -> int:
    """Which of the five signs is written here; -1 if none is."""
    for sign in range(len(SIGN_LENGTHS)):
        length = 0
        while length < SIGN_LENGTHS[sign] and letters[at + length] == _SIGNS[sign, length]:
            length += 1
        if length == SIGN_LENGTHS[sign]:
            return sign
    return -1


@uncounted
def whole_dollars(letters: Numbers, begin: int, end: int) -> np.int64:
    """The dollars that a text says in digits alone; of any other, or of more than there are, `NO_DOLLARS`."""
    dollars = np.int64(0)
    if end - begin > _MOST_DIGITS:
        return np.int64(NO_DOLLARS)
    for at in range(begin, end):
        if not _ZERO <= letters[at] <= _NINE:
            return np.int64(NO_DOLLARS)
        dollars = 10 * dollars + np.int64(letters[at] - _ZERO)
    return dollars
