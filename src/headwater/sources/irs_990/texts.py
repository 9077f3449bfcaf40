"""Texts in the bytes of returns, compiled: signs that are written as entities, and the texts of many fields in one."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from headwater.sources.irs_990.compiling import compiled, uncounted
from headwater.sources.irs_990.states import WORD, Numbers
from headwater.sources.irs_990.words import first_sign

_AND, _ZERO, _NINE, _SPACE = b"&09 "
_MOST_DIGITS, NO_DOLLARS = 13, -1
Text = tuple[Numbers, Numbers]
"""Letters, and from each one on eight of them as one number."""
_SIGNS = np.array([list(text.ljust(6, b"\0")) for text in (b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;")], np.uint8)
SIGN_LENGTHS, _MEANT = np.array([5, 4, 4, 6, 6]), np.frombuffer(b"&<>\"'", np.uint8)


class Column(NamedTuple):
    """Texts in a column: all letters, where the first text begins and each ends, and which of them each row has.

    Without places each row has its own.
    """

    letters: Numbers
    ends: Numbers
    places: Numbers | None = None

    def arrow(self) -> pa.LargeStringArray:
        """The column in Arrow."""
        told = pa.py_buffer(self.ends), pa.py_buffer(self.letters)
        texts = pa.LargeStringArray.from_buffers(len(self.ends) - 1, *told)
        return texts if self.places is None else texts.take(pa.array(self.places))


def texts_of(
    letters: Numbers, spans: Numbers, fields: Sequence[int], separator: str = " ", *, is_name: bool = False
) -> Column:
    """The texts of some fields in one, without those that are empty.

    Args:
        letters: what they stand in.
        spans: where each row's fields begin and end there.
        fields: which of them.
        separator: what stands between two that are not empty.
        is_name: whether of several spaces beside each other one is left, as `clean_name` does.
    """
    chosen, signs = np.array(fields), np.frombuffer(separator.encode(), np.uint8)
    most = int((spans[:, chosen, 1] - spans[:, chosen, 0]).sum()) + len(spans) * len(fields) * len(signs)
    made, ends = np.empty(most + WORD, np.uint8), np.zeros(len(spans) + 1, np.int64)
    _join((letters, words_of(letters)), spans, chosen, signs, (made, words_of(made)), ends)
    if is_name:
        _smooth(made, ends)
    return Column(made, ends)


def coded(texts: Sequence[str], places: Numbers) -> Column:
    """A column of few texts of ASCII, of which each row has one."""
    ends = np.cumsum([0, *map(len, texts)])
    letters = np.frombuffer("".join([*texts, "\0"]).encode("ascii"), np.uint8).copy()
    return Column(letters, ends, places.astype(np.int64))


def decimals(numbers: Numbers) -> Column:
    """A column of whole numbers as they are written."""
    texts = pa.array(numbers).cast(pa.large_string())
    _, ends, letters = texts.buffers()
    return Column(np.frombuffer(letters, np.uint8).copy(), np.frombuffer(ends, np.int64, len(texts) + 1).copy())


def is_filled(spans: Numbers, field: int) -> Numbers:
    """Whether there is any text in a field of each row."""
    found: Numbers = spans[:, field, 1] > spans[:, field, 0]
    return found


def joined(columns: Sequence[Column], separator: str) -> Column:
    """In each row the texts of all columns, a separator of one letter between two."""
    placed = [
        (one.letters, one.ends, np.arange(len(one.ends) - 1) if one.places is None else one.places) for one in columns
    ]
    sizes = sum(np.diff(ends)[places] for _, ends, places in placed) + len(placed) - 1
    ends = np.append(0, np.cumsum(sizes))
    made, begins = np.empty(ends[-1], np.uint8), ends[:-1].copy()
    for number, column in enumerate(placed):
        _put(column, ord(separator) if number else -1, made, begins)
    return Column(made, ends)


def words_of(letters: Numbers) -> Numbers:
    """From each letter on eight of them as one number."""
    return np.ndarray((len(letters) - WORD + 1,), np.int64, letters.data, 0, (1,))


@compiled
def _join(text: Text, spans: Numbers, fields: Numbers, separator: Numbers, made: Text, ends: Numbers) -> None:
    for row in range(len(spans)):
        to = ends[row]
        for field in fields:
            at, end = spans[row, field, 0], spans[row, field, 1]
            if at < end and to > ends[row]:
                made[0][to : to + len(separator)] = separator
                to += len(separator)
            to = _copied(text, (at, end), made, to)
        ends[row + 1] = to


@compiled
def _smooth(made: Numbers, ends: Numbers) -> None:
    """Leaves one of several spaces beside each other."""
    to, begin = 0, 0
    for row in range(len(ends) - 1):
        end, first = ends[row + 1], to
        for at in range(begin, end):
            if made[at] != _SPACE or to == first or made[to - 1] != _SPACE:
                made[to] = made[at]
                to += 1
        begin, ends[row + 1] = end, to


@compiled
def _put(column: tuple[Numbers, Numbers, Numbers], separator: int, made: Numbers, begins: Numbers) -> None:
    """Puts a column's texts, behind a separator if there is one, where each row goes on."""
    letters, ends, places = column
    for row in range(len(places)):
        to = begins[row]
        if separator >= 0:
            made[to] = separator
            to += 1
        for at in range(ends[places[row]], ends[places[row] + 1]):
            made[to] = letters[at]
            to += 1
        begins[row] = to


@uncounted
def _copied(text: Text, place: tuple[int, int], made: Text, to: int) -> int:
    """Copies a text with the signs that are meant, and gives the place behind; seven letters more may be written."""
    letters, words = text
    at, end = place
    while at < end:
        # Behind what is plain stands what is not, or the end: what is copied beyond is written over.
        plain = min(first_sign(words[at]), end - at)
        made[1][to] = words[at]
        at, to = at + plain, to + plain
        if plain < WORD and at < end:
            sign = sign_at(letters, at)
            made[0][to] = _MEANT[sign]
            at, to = at + SIGN_LENGTHS[sign], to + 1
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
