"""One pass over the bytes of a return, compiled: it follows the tags, and notes those elements that are looked for."""

import numpy as np
import numpy.typing as npt
from numba import njit

COLUMNS = 6
BEGIN, NAMED, BEHIND, LEVEL, TAGS, ODD = range(COLUMNS)
"""What a row says of an element: its first byte, the bytes behind its name and behind itself, its level (the outermost
has 1), how many tags it has, and how many signs that stand in no plain text."""
_FIRST, _SECOND, _MASK = range(3)
UNUSUAL = -1
_WORD = 8
_OPEN, _SLASH, _CLOSE, _COLON, _SPACE, _LEAST = b"</>: A"
_DEEPEST = 200
_HIGHEST, _LINES = 3, 4
_ODD_SIGN, _TAG = 1, 2
_KINDS = np.zeros(256, np.uint8)
_KINDS[:32] = _ODD_SIGN
_KINDS[[*b"\t\n\r"]] = 0
_KINDS[_CLOSE] = _ODD_SIGN
_KINDS[_OPEN] = _TAG
_ONE, _TWO = np.uint64(1), np.uint64(2)

Letters = npt.NDArray[np.uint8]
Rows = npt.NDArray[np.int64]
Place = np.uint64
"""Without a sign: what may be negative is looked at each time that it names a place."""


def words(names: list[str]) -> Rows:
    """Names as `scan` looks for them: the first eight letters of each, and up to seven more."""
    found = np.zeros((len(names), 3), np.int64)
    for row, name in enumerate(names):
        first, second = name.encode()[:_WORD], name.encode()[_WORD : 2 * _WORD - 1]
        found[row] = (_number(first), _number(second), (1 << 8 * len(second)) - 1)
    return found


@njit(cache=True)
def scan(letters: Letters, holders: Rows, lines: Rows, rows: Rows) -> int:
    """Notes the elements of the three outer levels, holders, what is right below them, and lines, in their order.

    Args:
        letters: plain text from the outermost element's first sign to its last one.
        holders: names of elements that are noted wherever they stand, as `words` gives them.
        lines: names of elements that are noted below the third level.
        rows: where to note them.

    Returns:
        How many there are, or that the text is unusual: elements do not close, or anything in it is no plain element.
    """
    size, at = np.uint64(len(letters)), np.uint64(0)
    lengths, noted, is_holder = np.zeros(256, np.uint64), np.zeros(256, np.int64), np.zeros(256, np.bool_)
    level, tags, odd, count = np.uint64(0), 0, 0, 0
    while True:
        at, odd = _text(letters, at, odd)
        begin, tags = at, tags + 1
        if at + _ONE < size and letters[at + _ONE] == _SLASH:
            # What closes is as long as what opens it.
            at = _closed(letters, begin + lengths[level] + _TWO, level)
            if at == 0:
                return UNUSUAL
            _note_end(rows, noted[level], at, tags, odd)
            level -= _ONE
            if level == 0:
                return count if at == size else UNUSUAL
            continue
        level += _ONE
        behind = _name(letters, begin + _ONE)
        at = _tag(letters, behind, level)
        if at == 0 or count == len(rows):
            return UNUSUAL
        lengths[level] = behind - begin - _ONE
        is_holder[level] = _is_among(letters, begin + _ONE, holders)
        is_line = level == _LINES and _is_among(letters, begin + _ONE, lines)
        noted[level] = -1
        if level <= _HIGHEST or is_holder[level] or is_holder[level - _ONE] or is_line:
            row = rows[count]
            row[BEGIN], row[NAMED], row[BEHIND] = begin, behind, at
            row[LEVEL], row[TAGS], row[ODD] = level, tags - 1, odd
            noted[level], count = count, count + 1
        if letters[at - _TWO] == _SLASH:
            _note_end(rows, noted[level], at, tags, odd)
            level -= _ONE


@njit(cache=True)
def _closed(letters: Letters, at: Place, level: Place) -> Place:
    """The place behind a tag that must end here; 0 if it does not, or nothing is open that it could close."""
    return at + _ONE if level > 0 and at < np.uint64(len(letters)) and letters[at] == _CLOSE else np.uint64(0)


@njit(cache=True)
def _text(letters: Letters, at: Place, odd: int) -> tuple[Place, int]:
    """Where the next tag begins, and the count of odd signs up to there."""
    size = np.uint64(len(letters))
    while at < size:
        kind = _KINDS[letters[at]]
        if kind == _TAG:
            break
        if kind:
            odd += 1
        at += _ONE
    return at, odd


@njit(cache=True)
def _name(letters: Letters, at: Place) -> Place:
    """Where a name ends."""
    size = np.uint64(len(letters))
    if at >= size or letters[at] < _LEAST:
        return size
    while at < size:
        letter = letters[at]
        if letter <= _CLOSE and (letter <= _SPACE or letter in (_SLASH, _COLON, _OPEN, _CLOSE)):
            return size if letter == _COLON else at
        at += _ONE
    return at


@njit(cache=True)
def _tag(letters: Letters, at: Place, level: Place) -> Place:
    """The place behind a tag whose name ends here; 0 if it is none, too deep, or has a prefix in it."""
    size = np.uint64(len(letters))
    if level > _DEEPEST:
        return np.uint64(0)
    while at < size and letters[at] != _CLOSE:
        if letters[at] == _OPEN or (letters[at] == _COLON and level > 1):
            return np.uint64(0)
        at += _ONE
    return at + _ONE if at < size else np.uint64(0)


@njit(cache=True)
def _note_end(rows: Rows, place: np.int64, behind: Place, tags: int, odd: int) -> None:
    """Notes of an element, if it is noted, where it ends and what was counted in it."""
    if place >= 0:
        row = rows[place]
        row[BEHIND] = behind
        row[TAGS] = tags - row[TAGS]
        row[ODD] = odd - row[ODD]


@njit(cache=True)
def _is_among(letters: Letters, at: Place, names: Rows) -> bool:
    """Whether the name that begins here begins as one of these."""
    if at + np.uint64(2 * _WORD) > np.uint64(len(letters)):
        return False
    first = _eight(letters, at)
    for row in range(len(names)):
        if names[row, _FIRST] == first:
            second = _eight(letters, at + np.uint64(_WORD))
            if names[row, _SECOND] == second & names[row, _MASK]:
                return True
    return False


@njit(cache=True)
def _eight(letters: Letters, at: Place) -> np.int64:
    found = np.int64(0)
    for place in range(_WORD):
        found |= np.int64(letters[at + np.uint64(place)]) << (8 * place)
    return found


def _number(letters: bytes) -> int:
    return int.from_bytes(letters, "little")
