"""SHA-256 of many short texts at once, compiled: a lane each, so that one instruction does several.

Equal to what `hashlib` gives of each: to make its objects takes longer than to hash a text of a hundred letters.
Source: FIPS 180-4.
"""

import hashlib

import numpy as np
import numpy.typing as npt

from headwater.base.machine_code import late

LANES = 32
_ROUNDS, _WORDS, _STATE, _BLOCK, _LENGTH, _NUMBER = 64, 16, 8, 64, 8, 8
_FULL = 1 << 32
_END_MARK = 0x80
U = np.uint32

Letters = npt.NDArray[np.uint8]
Ends = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Room = npt.NDArray[np.uint32]


def _primes(count: int) -> list[int]:
    found: list[int] = []
    number = 2
    while len(found) < count:
        if all(number % prime for prime in found):
            found.append(number)
        number += 1
    return found


def _fraction(number: int, power: int) -> int:
    """The first 32 bits behind the point of a root."""
    wanted = number << 32 * power
    low, high = 0, number << 32
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**power <= wanted else (low, middle)
    return low % _FULL


_OF_ROUNDS = np.array([_fraction(prime, 3) for prime in _primes(_ROUNDS)], np.uint32)
_FIRST = np.array([_fraction(prime, 2) for prime in _primes(_STATE)], np.uint32)


def hashes(letters: Letters, ends: Ends) -> Hashes:
    """The first eight bytes of the SHA-256 of each text, as a number.

    Args:
        letters: the texts, one behind the other.
        ends: where the first one begins, and where each ends.
    """
    found = np.empty(len(ends) - 1, np.uint64)
    _hash_all(letters, ends, found)
    return found


def _one_by_one(letters: Letters, ends: Ends, found: Hashes) -> None:
    text, places = letters.tobytes(), ends.tolist()
    for row in range(len(found)):
        digest = hashlib.sha256(text[places[row] : places[row + 1]]).digest()
        found[row] = int.from_bytes(digest[:_NUMBER])


@late(1 << 20, plain=_one_by_one)
def _hash_all(letters: Letters, ends: Ends, found: Hashes) -> None:
    words = np.zeros(_ROUNDS * LANES, np.uint32)
    before, now = np.zeros(_STATE * LANES, np.uint32), np.zeros(_STATE * LANES, np.uint32)
    rows, blocks = np.full(LANES, -1, np.int64), np.zeros(LANES, np.int64)
    next_row, working = 0, 0
    for lane in range(min(LANES, len(found))):
        rows[lane], next_row, working = next_row, next_row + 1, working + 1
        _begin(before, lane)
    while working:
        for lane in range(LANES):
            if rows[lane] >= 0:
                _fill(letters[ends[rows[lane]] : ends[rows[lane] + 1]], blocks[lane], words, lane)
        _stretch(words)
        _mix(words, before, now)
        for lane in range(LANES):
            row = rows[lane]
            if row < 0:
                continue
            blocks[lane] += 1
            if blocks[lane] * _BLOCK < ends[row + 1] - ends[row] + 1 + _LENGTH:
                continue
            high, low = before[lane], before[LANES + lane]
            found[row] = np.uint64(high) << np.uint64(32) | np.uint64(low)
            rows[lane], blocks[lane] = -1, 0
            working -= 1
            if next_row < len(found):
                rows[lane], next_row, working = next_row, next_row + 1, working + 1
                _begin(before, lane)


def _begin(before: Room, lane: int) -> None:
    for place in range(_STATE):
        before[place * LANES + lane] = _FIRST[place]


def _fill(text: Letters, block: int, words: Room, lane: int) -> None:
    """Puts a block of a text into a lane: behind the text a mark, and at the end its length in bits."""
    begin, size = block * _BLOCK, len(text)
    for place in range(_WORDS):
        at = begin + 4 * place
        word = U(0)
        if at + 4 <= size:
            word = U(text[at] << 24 | text[at + 1] << 16 | text[at + 2] << 8 | text[at + 3])
        else:
            for letter in range(at, min(at + 4, size + 1)):
                word |= U((text[letter] if letter < size else _END_MARK) << 8 * (3 - letter + at))
        words[place * LANES + lane] = word
    if begin + _BLOCK >= size + 1 + _LENGTH:
        words[(_WORDS - 2) * LANES + lane] = U(8 * size >> 32)
        words[(_WORDS - 1) * LANES + lane] = U(8 * size)


def _turned(word: np.uint32, bits: int) -> np.uint32:
    return U(U(word >> U(bits)) | U(word << U(32 - bits)))


def _stretch(words: Room) -> None:
    """Makes a word for each round of the sixteen of a block."""
    for at in range(_WORDS * LANES, _ROUNDS * LANES):
        one, other = words[at - 15 * LANES], words[at - 2 * LANES]
        one = U(_turned(one, 7) ^ _turned(one, 18) ^ U(one >> U(3)))
        other = U(_turned(other, 17) ^ _turned(other, 19) ^ U(other >> U(10)))
        words[at] = U(words[at - 16 * LANES] + one + words[at - 7 * LANES] + other)


def _mix(words: Room, before: Room, now: Room) -> None:
    for place in range(_STATE * LANES):
        now[place] = before[place]
    for first in range(0, _ROUNDS, _STATE):
        _round(words, now, first, (0, 1, 2, 3, 4, 5, 6, 7))
        _round(words, now, first + 1, (7, 0, 1, 2, 3, 4, 5, 6))
        _round(words, now, first + 2, (6, 7, 0, 1, 2, 3, 4, 5))
        _round(words, now, first + 3, (5, 6, 7, 0, 1, 2, 3, 4))
        _round(words, now, first + 4, (4, 5, 6, 7, 0, 1, 2, 3))
        _round(words, now, first + 5, (3, 4, 5, 6, 7, 0, 1, 2))
        _round(words, now, first + 6, (2, 3, 4, 5, 6, 7, 0, 1))
        _round(words, now, first + 7, (1, 2, 3, 4, 5, 6, 7, 0))
    for place in range(_STATE * LANES):
        before[place] = U(before[place] + now[place])


def _round(words: Room, now: Room, number: int, places: tuple[int, int, int, int, int, int, int, int]) -> None:
    """One round; no word moves, but each is another of the eight in the next one, so that no lane waits for a copy."""
    a, b, c, d, e, f, g, h = places
    constant = _OF_ROUNDS[number]
    for lane in range(LANES):
        first, second, third = now[LANES * a + lane], now[LANES * b + lane], now[LANES * c + lane]
        fifth, sixth, seventh = now[LANES * e + lane], now[LANES * f + lane], now[LANES * g + lane]
        turned = U(_turned(fifth, 6) ^ _turned(fifth, 11) ^ _turned(fifth, 25))
        chosen = U(seventh ^ (fifth & (sixth ^ seventh)))
        added = U(now[LANES * h + lane] + turned + chosen + constant + words[number * LANES + lane])
        turned = U(_turned(first, 2) ^ _turned(first, 13) ^ _turned(first, 22))
        now[LANES * d + lane] = U(now[LANES * d + lane] + added)
        now[LANES * h + lane] = U(added + turned + U((first & second) | (third & (first | second))))
