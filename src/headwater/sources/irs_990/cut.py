"""Cuts the texts of many grants out of the bytes of returns, compiled; a grant that is unusual in any way is left.

What is plain: elements that are known, each once, without attributes; texts of ASCII in one line, with no sign written
otherwise than as one of the five; whole dollars.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa
from numba import njit

from headwater.sources.irs_990.known import HOLDER, KIND, MOST_LETTERS, Known, Numbers, closed, opened, words_of

_MOST_DIGITS, _EIN_DIGITS, _ZIP_DIGITS, _FOUR = 13, 9, 5, 4
_SLASH, _SPACE, _AND, _DASH, _ZERO, _NINE = b"/ &-09"
_TAB, _LINE, _RETURN = b"\t\n\r"
_SIGNS = np.array([list(text.ljust(6, b"\0")) for text in (b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;")], np.uint8)
_IS_PLAIN = np.array([_SPACE <= letter <= 127 and letter not in b"<>" for letter in range(256)])
_LENGTHS, _MEANT = np.array([5, 4, 4, 6, 6]), np.frombuffer(b"&<>\"'", np.uint8)


Pair = tuple[Numbers, Numbers]


class Wanted(NamedTuple):
    """The numbers of those fields that more is asked of than that they be text; two amounts for each kind of grant."""

    amounts: Numbers
    number: int
    zip_code: int


class Cut(NamedTuple):
    """What is said of each grant: where the text of each field begins and ends, cents of money and of things given.

    ``numbers`` has the grantee's number, -1 for none. Of a grant that is not plain nothing else holds.
    """

    letters: Numbers
    spans: Numbers
    cents: Numbers
    numbers: Numbers
    is_plain: Numbers

    def only(self, chosen: Numbers) -> "Cut":
        """Some of the grants."""
        return Cut(self.letters, *(column[chosen] for column in self[1:]))

    def text(self, fields: Sequence[int], separator: str = " ") -> pl.Series:
        """The texts of some fields in one, without those that are empty."""
        made, ends = _joined(self.letters, self.spans, np.array(fields), np.frombuffer(separator.encode(), np.uint8))
        texts = pa.LargeStringArray.from_buffers(len(self.spans), pa.py_buffer(ends), pa.py_buffer(made))
        return pl.Series(texts)

    def is_filled(self, field: int) -> Numbers:
        """Whether there is any text in a field."""
        found: Numbers = self.spans[:, field, 1] > self.spans[:, field, 0]
        return found


def cut(pieces: Sequence[bytes], kinds: Numbers, known: Known, wanted: Wanted) -> Cut:
    """Cuts grants, each from the first sign of its element to the last, and each of a kind."""
    # What no text has stands behind the last, so that nothing is looked for beyond it.
    letters = np.frombuffer(b"".join([*pieces, bytes(MOST_LETTERS)]), np.uint8)
    ends = np.cumsum([0, *map(len, pieces)])
    count, fields = len(pieces), int(known.fields.max()) + 1
    found = Cut(
        letters,
        np.full((count, fields, 2), -1, np.int32),
        np.zeros((count, 2), np.int64),
        np.full(count, -1, np.int64),
        np.zeros(count, np.bool_),
    )
    _cut((letters, words_of(letters)), (ends, kinds), known, wanted, found)
    return found


@njit(cache=True)
def _cut(text: Pair, pieces: Pair, known: Known, wanted: Wanted, found: Cut) -> None:
    letters, _ = text
    ends, kinds = pieces
    for at in range(len(kinds)):
        spans, kind = found.spans[at], kinds[at]
        if _walked(text, ends[at : at + 2], kind, known, spans):
            found.is_plain[at] = _paid(letters, spans, wanted.amounts[kind], found.cents[at])
            found.numbers[at] = _number(letters, spans[wanted.number])
            _shorten_zip(letters, spans[wanted.zip_code])


@njit(cache=True)
def _walked(text: Pair, ends: Numbers, kind: int, known: Known, spans: Numbers) -> bool:
    """Notes where the texts of one grant are; whether it is plain."""
    letters, words = text
    names, fields = known
    group, at = opened(letters, words, ends[0], names, 0)
    is_plain = group >= 0 and names[group, KIND] == kind
    holder, inside, is_empty, name = group, 0, True, group
    while is_plain:
        at = _behind_spaces(letters, at)
        if letters[at + 1] == _SLASH:
            at = closed(letters, words, at, names, holder)
            if not at or not inside:
                return bool(at == ends[1])
            is_plain = not is_empty
            holder, inside = group, 0
            continue
        name, at = opened(letters, words, at, names, name)
        if name >= 0 and not inside and names[name, HOLDER]:
            holder, inside, is_empty = name, names[name, HOLDER], True
            continue
        field = fields[kind, inside, name] if name >= 0 else -1
        is_plain = field >= 0 and spans[field, 0] < 0
        if is_plain:
            at = closed(letters, words, _text(letters, at, spans, field), names, name)
            is_plain, is_empty = at > 0, False
    return False


@njit(cache=True)
def _text(letters: Numbers, at: int, spans: Numbers, field: int) -> int:
    """Notes where a text begins and ends, without the spaces around it, and gives the place behind what is plain."""
    begin = at = _behind_spaces(letters, at)
    while _IS_PLAIN[letters[at]]:
        length = 1
        if letters[at] == _AND:
            sign = _sign(letters, at)
            if sign < 0:
                break
            length = _LENGTHS[sign]
        at += length
    end = at
    while end > begin and letters[end - 1] == _SPACE:
        end -= 1
    spans[field, 0], spans[field, 1] = begin, end
    return _behind_spaces(letters, at)


@njit(cache=True)
def _behind_spaces(letters: Numbers, at: int) -> int:
    while letters[at] in (_SPACE, _LINE, _RETURN, _TAB):
        at += 1
    return at


@njit(cache=True)
def _sign(letters: Numbers, at: int) -> int:
    """Which of the five signs is written here; -1 if none is."""
    for sign in range(len(_LENGTHS)):
        length = 0
        while length < _LENGTHS[sign] and letters[at + length] == _SIGNS[sign, length]:
            length += 1
        if length == _LENGTHS[sign]:
            return sign
    return -1


@njit(cache=True)
def _paid(letters: Numbers, spans: Numbers, fields: Numbers, cents: Numbers) -> bool:
    """Notes the amounts of one grant, of which one must be there; whether they are whole dollars."""
    is_any = False
    for place in range(len(fields)):
        if fields[place] < 0:
            break
        begin, end = spans[fields[place]]
        if end - begin > _MOST_DIGITS:
            return False
        dollars = np.int64(0)
        for at in range(begin, end):
            if not _ZERO <= letters[at] <= _NINE:
                return False
            dollars = 10 * dollars + np.int64(letters[at] - _ZERO)
        cents[place] = 100 * dollars
        is_any |= end > begin
    return is_any


@njit(cache=True)
def _number(letters: Numbers, span: Numbers) -> np.int64:
    """An employer identification number; -1 for words, zeros and other runs of one digit."""
    number, digits, is_run, first = np.int64(0), 0, True, 0
    for at in range(span[0], span[1]):
        letter = letters[at]
        if letter == _DASH:
            continue
        if not _ZERO <= letter <= _NINE or digits == _EIN_DIGITS:
            return np.int64(-1)
        first = first if digits else letter
        is_run &= letter == first
        number = 10 * number + np.int64(letter - _ZERO)
        digits += 1
    return number if digits == _EIN_DIGITS and not is_run else np.int64(-1)


@njit(cache=True)
def _shorten_zip(letters: Numbers, span: Numbers) -> None:
    """Leaves the first five digits of a ZIP code; nothing of what is none."""
    begin, end = span
    behind = begin + _ZIP_DIGITS
    is_code = end >= behind and _is_digits(letters, begin, behind)
    if is_code and end > behind:
        behind += letters[behind] == _DASH
        is_code = end - behind == _FOUR and _is_digits(letters, behind, end)
    span[1] = begin + _ZIP_DIGITS * is_code


@njit(cache=True)
def _is_digits(letters: Numbers, begin: int, end: int) -> bool:
    for at in range(begin, end):  # noqa: SIM110 what is compiled knows no `all`
        if not _ZERO <= letters[at] <= _NINE:
            return False
    return True


@njit(cache=True)
def _joined(letters: Numbers, spans: Numbers, fields: Numbers, separator: Numbers) -> tuple[Numbers, Numbers]:
    """The letters of the texts of some fields, and where those of each row end."""
    ends = np.zeros(len(spans) + 1, np.int64)
    most = 0
    for row in range(len(spans)):
        for field in fields:
            most += spans[row, field, 1] - spans[row, field, 0] + len(separator)
    made = np.empty(most, np.uint8)
    for row in range(len(spans)):
        at = ends[row]
        for field in fields:
            begin, end = spans[row, field]
            if begin < end and at > ends[row]:
                at = _copied(separator, made, at)
            at = _copied(letters[begin:end], made, at)
        ends[row + 1] = at
    return made[: ends[-1]], ends


@njit(cache=True)
def _copied(text: Numbers, made: Numbers, to: int) -> int:
    """Copies a text with the signs that are meant, and gives the place behind."""
    at = 0
    while at < len(text):
        made[to] = text[at]
        if text[at] == _AND:
            sign = _sign(text, at)
            made[to] = _MEANT[sign]
            at += _LENGTHS[sign] - 1
        at, to = at + 1, to + 1
    return to
