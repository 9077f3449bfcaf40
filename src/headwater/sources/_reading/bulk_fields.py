"""The fields of clean bulk lines, compiled: where each ends, and columns cut out of the text that holds them all.

A parser would look for the separators again that the pass over a block has seen, and put each text somewhere twice
before it has the form in which it is written. Here each is copied once, and of columns in which few texts recur not
even that. Small files are cut as plain Python does it; both ways give the same.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from headwater.base.machine_code import late
from headwater.sources._reading.amounts import cents_between
from headwater.sources._reading.coded import Coded

_LF, _PIPE, _ZERO = b"\n|0"
_ENOUGH, _FEWEST = 1 << 20, 1 << 12
_PRIMES = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F
_FIRST, _SECOND = np.uint64(_PRIMES[0]), np.uint64(_PRIMES[1])
_SHIFT, _WORD = 29, 8
_LOW = np.uint64(0x7F7F7F7F7F7F7F7F)
_PIPES, _LFS = (np.uint64(int.from_bytes(bytes([mark] * 8))) for mark in (_PIPE, _LF))
# De Bruijn: the six highest bits of its product with a power of two are another number for each power.
_SEQUENCE = np.uint64(0x03F79D71B4CB0A89)
_BYTE_OF = np.zeros(64, np.int32)
for _bit in range(64):
    _BYTE_OF[((int(_SEQUENCE) << _bit) & ((1 << 64) - 1)) >> 58] = _bit // 8
_ALL = (1 << 64) - 1

Letters = npt.NDArray[np.uint8]
Bounds = npt.NDArray[np.int32]
Marks = npt.NDArray[np.uint64]
U = np.uint64


class Fields(NamedTuple):
    """Where the fields of some lines stand among the letters of a block.

    ``bounds`` has a row for each field and one more, and a column for each line: behind the letter at one bound up to
    the letter at the next one stands the field.
    """

    letters: Letters
    bounds: Bounds

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return int(self.bounds.shape[1])

    def at(self, lines: npt.NDArray[Any]) -> "Fields":
        """The fields of some of the lines."""
        return Fields(self.letters, self.bounds[:, lines])

    def texts(self, field: int, head: str = "") -> pa.LargeStringArray:
        """A column as text, which is UTF-8 as the pass has seen.

        Args:
            field: its place.
            head: stands before each text that is not empty.
        """
        before = np.frombuffer(head.encode(), np.uint8)
        stops, made = _cut(self.letters, self.bounds[field], self.bounds[field + 1], before)
        return pa.LargeStringArray.from_buffers(self.lines, pa.py_buffer(stops), pa.py_buffer(made))

    def coded(self, field: int) -> Coded[str]:
        """A column in which few texts recur."""
        before, ends = self.bounds[field], self.bounds[field + 1]
        firsts, places = _firsts(self.letters, before, ends)
        some = Fields(self.letters, self.bounds[field : field + 2, firsts])
        return Coded(pl.Series(some.texts(0)).to_list(), places)

    def cents(self, field: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """The cents of a column, and where it is an amount (`amounts.cents_of`)."""
        return cents_between(self.letters, self.bounds[field] + 1, self.bounds[field + 1])

    def numbers(self, field: int) -> Marks:
        """A column of digits, at most 19 of them, as numbers."""
        return _numbers(self.letters, self.bounds[field], self.bounds[field + 1])

    def hashes(self, first: int, last: int, seeds: Marks) -> Marks:
        """One number for the texts of neighbouring columns: another one where a text, or the line's seed, is another.

        Two that differ have the same one as seldom as two hashes of 64 bits.
        """
        return _hashed(self.letters, self.bounds[first], self.bounds[last + 1], seeds)


def fields_of(text: bytes, fields: int, lines: int) -> Fields | None:
    """Where the fields of lines stand, each ended by a newline; nothing if one has more or fewer fields.

    Args:
        text: the lines.
        fields: how many fields each must have.
        lines: how many they are.
    """
    if text and not text.endswith(b"\n"):
        return None
    letters = np.frombuffer(text, np.uint8)
    bounds = np.empty((fields + 1, lines), np.int32)
    return Fields(letters, bounds) if _bound(letters, bounds) else None


def _bound_few(letters: Letters, bounds: Bounds) -> bool:
    fields, lines = len(bounds) - 1, bounds.shape[1]
    is_end = letters == _LF
    ends = np.flatnonzero(is_end | (letters == _PIPE))
    if len(ends) != fields * lines or not is_end[ends[fields - 1 :: fields]].all():
        return False
    bounds[1:] = ends.reshape(lines, fields).T
    bounds[0, :1] = -1
    bounds[0, 1:] = bounds[fields, :-1]
    return True


@late(_ENOUGH, plain=_bound_few)
def _bound(letters: Letters, bounds: Bounds) -> bool:
    """Fills the bounds in; whether each line has so many fields, and the last one is ended."""
    fields, lines = len(bounds) - 1, bounds.shape[1]
    ends = _ends(letters, fields * lines)
    if len(ends) != fields * lines:
        return False
    place, last = 0, np.int32(-1)
    for line in range(lines):
        bounds[0, line] = last
        for field in range(1, fields + 1):
            last = ends[place]
            bounds[field, line] = last
            place += 1
            if (letters[last] == _LF) != (field == fields):
                return False
    return True


def _ends(letters: Letters, most: int) -> Bounds:
    """The places of the marks that end a field; one more than there may be, if there are.

    Eight letters are looked at together: without the mark's own bits a mark is a byte of zeros, which these sums find
    exactly; the lowest bit found says which it is.
    """
    ends, count, whole = np.empty(most + 1, np.int32), 0, len(letters) // _WORD * _WORD
    for at in range(0, whole, _WORD):
        word = _word(letters, at)
        one, other = U(word ^ _PIPES), U(word ^ _LFS)
        found = ~(((one & _LOW) + _LOW | one | _LOW) & ((other & _LOW) + _LOW | other | _LOW))
        while found and count <= most:
            lowest = U(found & (~found + U(1)))
            ends[count] = at + _BYTE_OF[(lowest * _SEQUENCE) >> U(58)]
            count += 1
            found ^= lowest
    for at in range(whole, len(letters)):
        if letters[at] in (_PIPE, _LF) and count <= most:
            ends[count] = at
            count += 1
    return ends[:count]


def _cut_few(letters: Letters, before: Bounds, ends: Bounds, head: Letters) -> tuple[npt.NDArray[np.int64], Letters]:
    text, begin = letters.tobytes(), head.tobytes()
    found = [text[one + 1 : other] for one, other in zip(before.tolist(), ends.tolist(), strict=True)]
    texts = [begin + one if one else one for one in found]
    stops = np.cumsum([0, *map(len, texts)], dtype=np.int64)
    return stops, np.frombuffer(b"".join(texts), np.uint8)


@late(_ENOUGH, plain=_cut_few)
def _cut(letters: Letters, before: Bounds, ends: Bounds, head: Letters) -> tuple[npt.NDArray[np.int64], Letters]:
    """Where each text of a column ends, and the texts one behind the other."""
    stops = np.zeros(len(ends) + 1, np.int64)
    for line in range(len(ends)):
        length = ends[line] - before[line] - 1
        stops[line + 1] = stops[line] + length + (len(head) if length else 0)
    made = np.empty(stops[-1], np.uint8)
    for line in range(len(ends)):
        at, shift = stops[line], before[line] + 1
        if len(head) and shift < ends[line]:
            for place in range(len(head)):
                made[at + place] = head[place]
            at += len(head)
        for place in range(stops[line + 1] - at):
            made[at + place] = letters[shift + place]
    return stops, made


def _numbers_few(letters: Letters, before: Bounds, ends: Bounds) -> Marks:
    text = letters.tobytes()
    spans = zip(before.tolist(), ends.tolist(), strict=True)
    return np.array([int(text[one + 1 : other] or b"0") for one, other in spans], np.uint64)


@late(_ENOUGH, plain=_numbers_few)
def _numbers(letters: Letters, before: Bounds, ends: Bounds) -> Marks:
    found = np.zeros(len(ends), np.uint64)
    for line in range(len(ends)):
        number = U(0)
        for at in range(before[line] + 1, ends[line]):
            number = U(number * U(10)) + U(letters[at] - _ZERO)
        found[line] = number
    return found


def _firsts_few(letters: Letters, before: Bounds, ends: Bounds) -> tuple[npt.NDArray[np.int64], Bounds]:
    text, known = letters.tobytes(), dict[bytes, int]()
    firsts: list[int] = []
    places = np.empty(len(ends), np.int32)
    for line, (one, other) in enumerate(zip(before.tolist(), ends.tolist(), strict=True)):
        places[line] = place = known.setdefault(text[one + 1 : other], len(known))
        if place == len(firsts):
            firsts.append(line)
    return np.array(firsts, np.int64), places


@late(_ENOUGH, plain=_firsts_few)
def _firsts(letters: Letters, before: Bounds, ends: Bounds) -> tuple[npt.NDArray[np.int64], Bounds]:
    """The first line of each distinct text, in the order in which they come, and each line's place among them.

    A text of up to eight letters is a number, none of them being NUL; longer ones are told apart by a hash of 64 bits.
    """
    size = _FEWEST
    while size < 2 * len(ends):
        size *= 2
    table, last = np.full(size, -1, np.int32), np.uint64(size - 1)
    firsts, keys, places = np.empty(len(ends), np.int64), np.empty(len(ends), np.uint64), np.empty(len(ends), np.int32)
    count = 0
    for line in range(len(ends)):
        begin, end = before[line] + 1, ends[line]
        key = _rest(letters, begin, end) if end - begin <= _WORD else _hash(letters, begin, end, np.uint64(end - begin))
        slot = _spread(key) & last
        while table[slot] >= 0 and keys[table[slot]] != key:
            slot = (slot + np.uint64(1)) & last
        if table[slot] < 0:
            firsts[count], keys[count], table[slot], count = line, key, count, count + 1
        places[line] = table[slot]
    return firsts[:count], places


def _hashed_few(letters: Letters, before: Bounds, ends: Bounds, seeds: Marks) -> Marks:
    text, found = letters.tobytes(), np.empty(len(ends), np.uint64)
    for line, (one, end, seed) in enumerate(zip(before.tolist(), ends.tolist(), seeds.tolist(), strict=True)):
        mark = seed ^ (end - one - 1)
        for place in range(one + 1, end, _WORD):
            word = int.from_bytes(text[place : min(place + _WORD, end)], "little")
            mark = ((mark ^ (word * _PRIMES[1] & _ALL)) * _PRIMES[0]) & _ALL
            mark ^= mark >> _SHIFT
        mark = mark * _PRIMES[1] & _ALL
        found[line] = mark ^ mark >> _SHIFT
    return found


@late(_ENOUGH, plain=_hashed_few)
def _hashed(letters: Letters, before: Bounds, ends: Bounds, seeds: Marks) -> Marks:
    """A number for the letters between two bounds and a seed."""
    found = np.empty(len(ends), np.uint64)
    for line in range(len(ends)):
        begin, end = before[line] + 1, ends[line]
        found[line] = _hash(letters, begin, end, seeds[line] ^ np.uint64(end - begin))
    return found


def _hash(letters: Letters, begin: int, end: int, mark: np.uint64) -> np.uint64:
    """A number for some letters, eight of them at a time (after xxHash)."""
    place = begin
    while place + _WORD <= end:
        mark = (mark ^ U(_word(letters, place) * _SECOND)) * _FIRST
        mark ^= mark >> U(_SHIFT)
        place += _WORD
    if place < end:
        mark = (mark ^ U(_rest(letters, place, end) * _SECOND)) * _FIRST
        mark ^= mark >> U(_SHIFT)
    return _spread(mark)


def _spread(mark: np.uint64) -> np.uint64:
    mark *= _SECOND
    return U(mark ^ (mark >> U(_SHIFT)))


def _rest(letters: Letters, begin: int, end: int) -> np.uint64:
    """Up to eight letters as a number, the first one least."""
    word = U(0)
    for at in range(end - 1, begin - 1, -1):
        word = U(word << U(8)) | U(letters[at])
    return word


def _word(letters: Letters, at: int) -> np.uint64:
    low = U(letters[at]) | U(letters[at + 1]) << U(8) | U(letters[at + 2]) << U(16) | U(letters[at + 3]) << U(24)
    high = U(letters[at + 4]) | U(letters[at + 5]) << U(8) | U(letters[at + 6]) << U(16) | U(letters[at + 7]) << U(24)
    return U(low | high << U(32))
