"""One pass over the tags of a return, compiled, which notes those elements that are looked for."""

import numpy as np
import numpy.typing as npt

from headwater.sources.irs_990.compiling import compiled

COLUMNS = 5
BEGIN, NAMED, BEHIND, LEVEL, TAGS = range(COLUMNS)
"""What a row says of an element: its first byte, the bytes behind its name and behind itself, its level (the outermost
has 1), and how many tags it has."""
_FIRST, _SECOND, _MASK = range(3)
UNUSUAL = -1
_WORD = 8
_OPEN, _SLASH, _CLOSE, _COLON, _SPACE, _LEAST = b"</>: A"
_DEEPEST = 200
_HIGHEST, _LINES = 3, 4
_ONE, _TWO = np.uint64(1), np.uint64(2)

Letters = npt.NDArray[np.uint8]
Rows = npt.NDArray[np.int64]
Places = npt.NDArray[np.uint64]
Place = np.uint64
"""Without a sign: what may be negative is looked at each time that it names a place."""


def words(names: list[str]) -> Rows:
    """Names as `scan` looks for them: the first eight letters of each, and up to seven more."""
    found = np.zeros((len(names), 3), np.int64)
    for row, name in enumerate(names):
        first, second = name.encode()[:_WORD], name.encode()[_WORD : 2 * _WORD - 1]
        found[row] = (_number(first), _number(second), (1 << 8 * len(second)) - 1)
    return found


def scan(letters: Letters, holders: Rows, lines: Rows, rows: Rows) -> int:
    """Notes the elements of the three outer levels, holders, what is right below them, and lines, in their order.

    Args:
        letters: plain text from the outermost element's first sign to its last one.
        holders: names of elements that are noted wherever they stand, as `words` gives them.
        lines: names of elements that are noted below the third level.
        rows: where to note them.

    Returns:
        How many there are, or that the text is unusual: elements do not close, or anything in a tag is not plain.
    """
    opens = np.flatnonzero(letters == _OPEN)
    return int(_noted(letters, opens.view(np.uint64), (holders, lines), rows))


@compiled
def _noted(letters: Letters, opens: Places, names: tuple[Rows, Rows], rows: Rows) -> int:
    holders, lines = names
    size = np.uint64(len(letters))
    lengths, noted, is_holder = np.zeros(256, np.uint64), np.zeros(256, np.int64), np.zeros(256, np.bool_)
    level, count = np.uint64(0), 0
    for tag, begin in enumerate(opens):
        # No tag has the sign in it that tags begin with.
        end = opens[tag + 1] if tag + 1 < len(opens) else size
        if begin + _ONE < size and letters[begin + _ONE] == _SLASH:
            # What closes is as long as what opens it.
            at = _closed(letters, begin + lengths[level] + _TWO, end, level)
            if at == 0:
                return UNUSUAL
            _note_end(rows, noted[level], at, tag + 1)
            level -= _ONE
            if level == 0:
                return count if at == size else UNUSUAL
            continue
        level += _ONE
        behind = _name(letters, begin + _ONE, end)
        at = _tag(letters, behind, end, level)
        if at == 0 or count == len(rows):
            return UNUSUAL
        lengths[level] = behind - begin - _ONE
        is_holder[level] = _is_among(letters, begin + _ONE, holders)
        is_line = level == _LINES and _is_among(letters, begin + _ONE, lines)
        noted[level] = -1
        if level <= _HIGHEST or is_holder[level] or is_holder[level - _ONE] or is_line:
            row = rows[count]
            row[BEGIN], row[NAMED], row[BEHIND], row[LEVEL], row[TAGS] = begin, behind, at, level, tag
            noted[level], count = count, count + 1
        if letters[at - _TWO] == _SLASH:
            _note_end(rows, noted[level], at, tag + 1)
            level -= _ONE
    return UNUSUAL


@compiled
def _closed(letters: Letters, at: Place, end: Place, level: Place) -> Place:
    """The place behind a tag that must end here; 0 if it does not, or nothing is open that it could close."""
    return at + _ONE if level > 0 and at < end and letters[at] == _CLOSE else np.uint64(0)


@compiled
def _name(letters: Letters, at: Place, end: Place) -> Place:
    """Where a name ends; where the next tag begins if it is none."""
    if at >= end or letters[at] < _LEAST:
        return end
    while at < end:
        letter = letters[at]
        if letter <= _CLOSE and (letter <= _SPACE or letter in (_SLASH, _COLON, _CLOSE)):
            return end if letter == _COLON else at
        at += _ONE
    return at


@compiled
def _tag(letters: Letters, at: Place, end: Place, level: Place) -> Place:
    """The place behind a tag whose name ends here; 0 if it is none, too deep, or has a prefix in it."""
    if level > _DEEPEST:
        return np.uint64(0)
    while at < end and letters[at] != _CLOSE:
        if letters[at] == _COLON and level > 1:
            return np.uint64(0)
        at += _ONE
    return at + _ONE if at < end else np.uint64(0)


@compiled
def _note_end(rows: Rows, place: np.int64, behind: Place, tags: int) -> None:
    """Notes of an element, if it is noted, where it ends and how many tags it has."""
    if place >= 0:
        row = rows[place]
        row[BEHIND] = behind
        row[TAGS] = tags - row[TAGS]


@compiled
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


@compiled
def _eight(letters: Letters, at: Place) -> np.int64:
    found = np.int64(0)
    for place in range(_WORD):
        found |= np.int64(letters[at + np.uint64(place)]) << (8 * place)
    return found


def _number(letters: bytes) -> int:
    return int.from_bytes(letters, "little")
