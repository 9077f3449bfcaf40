"""One compiled pass over the tags of many returns, which notes where the texts stand that are read.

A return is usual if all its tags are plain and close, and of what is read each element stands once, with a text of
ASCII in one line, no sign of which is written otherwise than as one of the five.
"""

from typing import NamedTuple

import numpy as np

from headwater.sources.irs_990.compiling import compiled, uncounted
from headwater.sources.irs_990.found import FIRST_GRANT
from headwater.sources.irs_990.states import (
    FACTOR,
    FIELD,
    GRANTS,
    GROUP,
    IS_FILLED,
    IS_LEAF,
    LENGTH,
    LETTERS,
    NEXT,
    ODD,
    SHIFT,
    SLOT,
    START,
    STEPS,
    UNKNOWN,
    UNREAD,
    WORD,
    Numbers,
    States,
)
from headwater.sources.irs_990.texts import SIGN_LENGTHS, sign_at

_END, _OPEN, _SLASH, _CLOSE, _COLON, _SPACE, _AND, _LETTER = b"\0</>: &A"
_DEEPEST = 200
_STATE, _BEGIN, _LENGTH, _INSIDE = range(4)
_NUMBER, _ROW, _HEADS, _GRANTS, _RECORD, _LEVEL = range(6)
_NOW = _DEEPEST + 1
"""Behind what is known of the element on each level stands what holds of all."""
_FACTOR, _SHIFT = np.uint64(FACTOR), np.uint64(SHIFT)
_IS_TEXT = np.array([(32 <= sign < 128 and sign not in b"<>") or sign in b"\t\n\r" for sign in range(256)])
_IS_NAME = np.array([bytes([sign]).isalnum() for sign in range(256)])
_SMALLEST_GRANT, _MOST_HEADS = 64, 16
"""Fewer bytes has no grant; more tags with attributes has hardly any return in what is read."""

Text = tuple[Numbers, Numbers]


class Walked(NamedTuple):
    """What was found in some returns.

    ``spans`` say where the text of each field begins and ends, -1 where there is none: of each return in its order, and
    of the grants behind. ``grants`` has each grant's return, row and kind; ``left`` how many groups of each kind that
    are no grants a return has. ``heads`` are tags with attributes: the return, and where what stands in the tag begins
    and ends.
    """

    is_usual: Numbers
    spans: Numbers
    grants: Numbers
    left: Numbers
    heads: Numbers


def walked(letters: Numbers, ends: Numbers, table: States, fields: int) -> Walked:
    """Walks over returns.

    Args:
        letters: the returns, a NUL behind each, and as many behind the last as a name has letters.
        ends: where each begins, and where one more would.
        table: what their elements are.
        fields: how many fields a return and a grant have at most.
    """
    count = len(ends) - 1
    most = int(ends[-1]) // _SMALLEST_GRANT + count
    found = Walked(
        np.zeros(count, np.bool_),
        np.empty((count + most, fields, 2), np.int32),
        np.empty((most, 3), np.int64),
        np.zeros((count, GRANTS), np.int64),
        np.empty((_MOST_HEADS * count, 3), np.int64),
    )
    # From each letter on eight of them as one number.
    words = np.ndarray((len(letters) - WORD + 1,), np.int64, letters, 0, (1,))
    heads, grants = _all((letters, words), ends, table, found)
    return Walked(found.is_usual, found.spans[: count + grants], found.grants[:grants], found.left, found.heads[:heads])


@compiled
def _all(text: Text, ends: Numbers, table: States, found: Walked) -> tuple[int, int]:
    """Walks over all returns, and gives how many heads and grants are noted."""
    room = np.zeros((_NOW + 1, 6), np.int64)
    room[0, _STATE] = START
    count = len(ends) - 1
    found.spans[:count] = -1
    for number in range(count):
        heads, grants = room[_NOW, _HEADS], room[_NOW, _GRANTS]
        room[_NOW, _NUMBER], room[_NOW, _ROW], room[_NOW, _RECORD] = number, FIRST_GRANT, number
        found.is_usual[number] = _one(text, ends[number : number + 2], table, room, found)
        if not found.is_usual[number]:
            room[_NOW, _HEADS], room[_NOW, _GRANTS] = heads, grants
    return room[_NOW, _HEADS], room[_NOW, _GRANTS]


@uncounted
def _one(text: Text, ends: Numbers, table: States, room: Numbers, found: Walked) -> bool:
    """Walks over one return; whether it is usual."""
    letters, words = text
    names, states = table
    spans = found.spans
    room[_NOW, _LEVEL], at = 0, ends[0]
    while letters[at] == _OPEN:
        is_end = letters[at + 1] == _SLASH
        if is_end:
            at = _closed(letters, words, at + 2, room)
        else:
            at = _opened(letters, words, at + 1, names, states, room)
            is_end = letters[at - 2] == _SLASH
            if at and room[room[_NOW, _LEVEL], _STATE] != UNREAD:
                at = _noted(letters, at, states, room, spans, found)
        if at and is_end:
            at = _left(at, states, room)
        level = room[_NOW, _LEVEL]
        if not at or not level:
            return bool(at + 1 == ends[1])
        at = _passed(letters, at) if room[level, _STATE] == UNREAD else _told(letters, at, states, room, spans)
    return False


@uncounted
def _opened(letters: Numbers, words: Numbers, begin: int, names: Numbers, states: Numbers, room: Numbers) -> int:
    """Notes what element's name begins here, and gives the place behind its tag; 0 if it is not plain."""
    end = begin
    while _IS_NAME[letters[end]]:
        end += 1
    level = room[_NOW, _LEVEL]
    state = states[room[level, _STATE], STEPS + _name(words, begin, end - begin, names)]
    is_name = letters[begin] >= _LETTER and (letters[end] <= _SPACE or letters[end] == _SLASH or letters[end] == _CLOSE)
    if state == ODD or not is_name or level + 1 == _DEEPEST:
        return 0
    at = end
    while letters[at] != _CLOSE:
        if letters[at] == _OPEN or letters[at] == _END or (letters[at] == _COLON and level):
            return 0
        at += 1
    room[level, _INSIDE] += 1
    level += 1
    room[level, _STATE], room[level, _BEGIN], room[level, _LENGTH], room[level, _INSIDE] = state, begin, end - begin, 0
    room[_NOW, _LEVEL] = level
    return at + 1


@uncounted
def _name(words: Numbers, at: int, length: int, names: Numbers) -> int:
    """The number of a name; behind the last one if it is not known."""
    first = words[at] if length >= WORD else words[at] & ((np.int64(1) << (WORD * length)) - 1)
    name = names[np.int64((np.uint64(first) * _FACTOR) >> _SHIFT), SLOT]
    while name != UNKNOWN:
        if names[name, LENGTH] == length and _is_known(words, at, names, name):
            break
        name = names[name, NEXT]
    return int(name)


@uncounted
def _is_known(words: Numbers, at: int, names: Numbers, name: int) -> bool:
    length, column = names[name, LENGTH], LETTERS
    while length >= WORD:
        if words[at] != names[name, column]:
            return False
        length, column, at = length - WORD, column + 1, at + WORD
    return bool(words[at] & ((np.int64(1) << (WORD * length)) - 1) == names[name, column])


@uncounted
def _closed(letters: Numbers, words: Numbers, at: int, room: Numbers) -> int:
    """The place behind the tag that closes the innermost element, if its name stands here; 0 if it does not."""
    level = room[_NOW, _LEVEL]
    begin, length = room[level, _BEGIN], room[level, _LENGTH]
    behind = at + length + 1
    # A name may be longer than what is left of the last return, and no place is checked here.
    if not level or behind + WORD > len(letters) or letters[behind - 1] != _CLOSE:
        return 0
    while length >= WORD:
        if words[at] != words[begin]:
            return 0
        length, at, begin = length - WORD, at + WORD, begin + WORD
    return behind if not (words[at] ^ words[begin]) & ((np.int64(1) << (WORD * length)) - 1) else 0


@uncounted
def _noted(letters: Numbers, at: int, states: Numbers, room: Numbers, spans: Numbers, found: Walked) -> int:
    """Notes an element that is read, if it is the first of its kind; gives the place, or 0 if the return is odd."""
    level = room[_NOW, _LEVEL]
    state = room[level, _STATE]
    signs = at - 1 - room[level, _BEGIN] - room[level, _LENGTH]
    is_head = signs > 1 or (signs == 1 and letters[at - 2] != _SLASH)
    if is_head and not _is_head(at - 1, room, found.heads):
        return 0
    if states[state, GROUP] >= 0 and not _is_group(states[state, GROUP], room, found):
        return 0
    field = states[state, FIELD]
    if field >= 0:
        record = room[_NOW, _RECORD]
        if spans[record, field, 0] >= 0:
            return 0
        spans[record, field, 0] = spans[record, field, 1] = at
    return at


@uncounted
def _is_head(end: int, room: Numbers, heads: Numbers) -> bool:
    """Notes a tag with attributes, if one may stand here and there is room for it."""
    now = room[_NOW]
    if now[_RECORD] != now[_NUMBER] or now[_HEADS] == len(heads):
        return False
    head = heads[now[_HEADS]]
    head[0], head[1], head[2] = now[_NUMBER], room[now[_LEVEL], _BEGIN], end
    now[_HEADS] += 1
    return True


@uncounted
def _is_group(group: int, room: Numbers, found: Walked) -> bool:
    """Notes a group, if there is room for it."""
    now, grants = room[_NOW], found.grants
    now[_ROW] += 1
    if group >= GRANTS:
        found.left[now[_NUMBER], group - GRANTS] += 1
        return True
    at = now[_GRANTS]
    if at == len(grants):
        return False
    grants[at, 0], grants[at, 1], grants[at, 2] = now[_NUMBER], now[_ROW] - 1, group
    now[_RECORD], now[_GRANTS] = at + len(found.is_usual), at + 1
    found.spans[now[_RECORD]] = -1
    return True


@uncounted
def _left(at: int, states: Numbers, room: Numbers) -> int:
    """Ends the innermost element; gives the place, or 0 if it is empty and may not be."""
    level = room[_NOW, _LEVEL]
    state = room[level, _STATE]
    room[_NOW, _LEVEL] = level - 1
    if states[state, GROUP] >= 0:
        room[_NOW, _RECORD] = room[_NOW, _NUMBER]
    return 0 if states[state, IS_FILLED] and not room[level, _INSIDE] else at


@uncounted
def _passed(letters: Numbers, at: int) -> int:
    """Where the next tag begins, or the return ends."""
    while letters[at] != _OPEN and letters[at] != _END:
        at += 1
    return at


@uncounted
def _told(letters: Numbers, at: int, states: Numbers, room: Numbers, spans: Numbers) -> int:
    """Notes the text of a field, without the spaces around it, and gives the place behind what is plain."""
    begin = at
    while _IS_TEXT[letters[at]]:
        length = 1
        if letters[at] == _AND:
            sign = sign_at(letters, at)
            if sign < 0:
                break
            length = SIGN_LENGTHS[sign]
        at += length
    state = room[room[_NOW, _LEVEL], _STATE]
    if states[state, IS_LEAF]:
        end = at
        while begin < end and letters[begin] <= _SPACE:
            begin += 1
        while begin < end and letters[end - 1] <= _SPACE:
            end -= 1
        for place in range(begin, end):
            if letters[place] < _SPACE:
                return place
        record, field = room[_NOW, _RECORD], states[state, FIELD]
        spans[record, field, 0], spans[record, field, 1] = begin, end
    return at
