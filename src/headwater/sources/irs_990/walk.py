"""One compiled pass over the tags of many returns, which notes where the texts stand that are read.

A return is usual if all its tags are plain and close, and of what is read each element stands once, with a text of
ASCII in one line, no sign of which is written otherwise than as one of the five.
"""

from typing import NamedTuple

import numpy as np

from headwater.sources.irs_990.compiling import compiled, uncounted
from headwater.sources.irs_990.contents import Contents
from headwater.sources.irs_990.found import FIRST_GRANT
from headwater.sources.irs_990.states import (
    FACTOR,
    FIELD,
    FIELDS,
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
    TABLE,
    UNKNOWN,
    UNREAD,
    WORD,
    Numbers,
)
from headwater.sources.irs_990.texts import SIGN_LENGTHS, sign_at
from headwater.sources.irs_990.words import behind_name, behind_simple, next_tag

_END, _OPEN, _SLASH, _CLOSE, _COLON, _SPACE, _AND, _LETTER = b"\0</>: &A"
_DEEPEST = 200
_NUMBER, _RECORD, _ROW, _HEADS, _GRANTS = range(5)
"""Now: the return, what its fields are noted of, the next group's row, how many heads and grants are there."""
_FACTOR, _SHIFT = np.uint64(FACTOR), np.uint64(SHIFT)
_IS_TEXT = np.array([(32 <= sign < 128 and sign not in b"<>") or sign in b"\t\n\r" for sign in range(256)])
_SMALLEST_GRANT, _MOST_HEADS = 64, 16
"""Fewer bytes has no grant; more tags with attributes has hardly any return in what is read."""
# What is known of names and states, which is known when this is compiled: nothing of it is handed on from tag to tag.
_FIRST, _LENGTHS, _NEXT = (np.ascontiguousarray(TABLE.names[:, column]) for column in (SLOT, LENGTH, NEXT))
_NAMES, _NAME_WORDS = TABLE.names[:, LETTERS:].ravel(), TABLE.names.shape[1] - LETTERS
_FIELD, _IS_LEAF, _IS_FILLED, _GROUP = (
    np.ascontiguousarray(TABLE.states[:, column]) for column in (FIELD, IS_LEAF, IS_FILLED, GROUP)
)
_STEPS, _WIDTH = TABLE.states[:, STEPS:].ravel(), TABLE.states.shape[1] - STEPS

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


class _Open(NamedTuple):
    """The open element on each level: its state, where its name begins, how long that is, whether anything is in it."""

    states: Numbers
    begins: Numbers
    lengths: Numbers
    is_filled: Numbers


def walked(contents: Contents) -> Walked:
    """Walks over returns."""
    letters, words, places = contents
    count = len(places)
    most = len(letters) // _SMALLEST_GRANT + count
    found = Walked(
        np.zeros(count, np.bool_),
        np.empty((count + most) * FIELDS * 2, np.int32),
        np.empty((most, 3), np.int64),
        np.zeros((count, GRANTS), np.int64),
        np.empty((_MOST_HEADS * count, 3), np.int64),
    )
    heads, grants = _all((letters, words), places, found)
    spans = found.spans.reshape(-1, FIELDS, 2)[: count + grants]
    return Walked(found.is_usual, spans, found.grants[:grants], found.left, found.heads[:heads])


@compiled
def _all(text: Text, places: Numbers, found: Walked) -> tuple[int, int]:
    """Walks over all returns, and gives how many heads and grants are noted."""
    levels, now = np.zeros((4, _DEEPEST + 1), np.int64), np.zeros(5, np.int64)
    room = _Open(levels[0], levels[1], levels[2], levels[3])
    for number in range(len(places)):
        heads, grants = now[_HEADS], now[_GRANTS]
        now[_NUMBER] = now[_RECORD] = number
        now[_ROW] = FIRST_GRANT
        _clear(found.spans, number)
        found.is_usual[number] = _one(text, places[number, 0], places[number, 1], room, now, found)
        if not found.is_usual[number]:
            now[_HEADS], now[_GRANTS] = heads, grants
    return now[_HEADS], now[_GRANTS]


@uncounted
def _clear(spans: Numbers, record: int) -> None:
    for place in range(2 * FIELDS * record, 2 * FIELDS * (record + 1)):
        spans[place] = -1


@uncounted
def _one(text: Text, at: int, last: int, room: _Open, now: Numbers, found: Walked) -> bool:
    """Walks over one return; whether it is usual."""
    letters, words = text
    level, room.states[0] = 0, START
    while letters[at] == _OPEN:
        is_end = letters[at + 1] == _SLASH
        if is_end:
            at = _closed(letters, words, at + 2, room.begins[level], room.lengths[level]) if level else 0
        else:
            at = _opened(text, at + 1, level, room, now, found)
            level += 1
            is_end = letters[at - 2] == _SLASH
        state = room.states[level]
        if not at or (is_end and _IS_FILLED[state] and not room.is_filled[level]):
            return False
        if is_end:
            now[_RECORD] = now[_NUMBER] if _GROUP[state] >= 0 else now[_RECORD]
            level -= 1
            state = room.states[level]
            if not level:
                return bool(at == last)
        if state == UNREAD:
            at = next_tag(words, at)
        elif letters[at] != _OPEN:
            at = _told(letters, words, at, state, now[_RECORD], found.spans)
    return False


@uncounted
def _opened(text: Text, begin: int, level: int, room: _Open, now: Numbers, found: Walked) -> int:
    """Notes what element's name begins here, and gives the place behind its tag; 0 if the return is odd."""
    letters, words = text
    end = behind_name(words, begin)
    state = _STEPS[room.states[level] * _WIDTH + _name(words, begin, end - begin)]
    behind = end + 1 if letters[end] == _CLOSE else _behind_tag(letters, end, level)
    room.is_filled[level] = 1
    level += 1
    if state == ODD or not behind or letters[begin] < _LETTER or level == _DEEPEST:
        return 0
    room.states[level], room.begins[level], room.lengths[level] = state, begin, end - begin
    room.is_filled[level] = 0
    if state == UNREAD:
        return behind
    is_rare = behind > end + 1 or _GROUP[state] >= 0
    if is_rare and not _is_rare(letters, (begin, end, behind), _GROUP[state], now, found):
        return 0
    place = 2 * (now[_RECORD] * FIELDS + _FIELD[state])
    return behind if _FIELD[state] < 0 or _is_first(found.spans, place, behind) else 0


@uncounted
def _behind_tag(letters: Numbers, at: int, level: int) -> int:
    """The place behind a tag whose name ends here; 0 if it is not plain."""
    if letters[at] > _SPACE and letters[at] != _SLASH:
        return 0
    while letters[at] != _CLOSE:
        if letters[at] == _OPEN or letters[at] == _END or (letters[at] == _COLON and level):
            return 0
        at += 1
    return at + 1


@uncounted
def _name(words: Numbers, at: int, length: int) -> int:
    """The number of a name; 0 if it is not known."""
    first = words[at] if length >= WORD else words[at] & ((np.int64(1) << (WORD * length)) - 1)
    name = _FIRST[np.int64((np.uint64(first) * _FACTOR) >> _SHIFT)]
    while name != UNKNOWN:
        if _LENGTHS[name] == length and _is_known(words, at, name):
            break
        name = _NEXT[name]
    return int(name)


@uncounted
def _is_known(words: Numbers, at: int, name: int) -> bool:
    length, place = _LENGTHS[name], name * _NAME_WORDS
    while length >= WORD:
        if words[at] != _NAMES[place]:
            return False
        length, place, at = length - WORD, place + 1, at + WORD
    return bool(words[at] & ((np.int64(1) << (WORD * length)) - 1) == _NAMES[place])


@uncounted
def _closed(letters: Numbers, words: Numbers, at: int, begin: int, length: int) -> int:
    """The place behind the tag that closes the innermost element, if its name stands here; 0 if it does not."""
    behind = at + length + 1
    # A name may be longer than what is left of the last return, and no place is checked here.
    if behind + WORD > len(letters) or letters[behind - 1] != _CLOSE:
        return 0
    while length >= WORD:
        if words[at] != words[begin]:
            return 0
        length, at, begin = length - WORD, at + WORD, begin + WORD
    return behind if not (words[at] ^ words[begin]) & ((np.int64(1) << (WORD * length)) - 1) else 0


@uncounted
def _is_rare(letters: Numbers, tag: tuple[int, int, int], group: int, now: Numbers, found: Walked) -> bool:
    """Notes a tag with attributes, and a group; whether they may stand here."""
    begin, end, behind = tag
    signs = behind - 1 - end
    is_head = signs > 1 or (signs == 1 and letters[end] != _SLASH)
    if is_head and not _is_head(begin, behind - 1, now, found.heads):
        return False
    return group < 0 or _is_group(group, now, found)


@uncounted
def _is_first(spans: Numbers, place: int, at: int) -> bool:
    """Notes where the text of a field begins, if it is the first of its kind."""
    if spans[place] >= 0:
        return False
    spans[place] = spans[place + 1] = at
    return True


@uncounted
def _is_head(begin: int, end: int, now: Numbers, heads: Numbers) -> bool:
    """Notes a tag with attributes, if one may stand here and there is room for it."""
    if now[_RECORD] != now[_NUMBER] or now[_HEADS] == len(heads):
        return False
    head = heads[now[_HEADS]]
    head[0], head[1], head[2] = now[_NUMBER], begin, end
    now[_HEADS] += 1
    return True


@uncounted
def _is_group(group: int, now: Numbers, found: Walked) -> bool:
    """Notes a group, if there is room for it."""
    grants = found.grants
    now[_ROW] += 1
    if group >= GRANTS:
        found.left[now[_NUMBER], group - GRANTS] += 1
        return True
    at = now[_GRANTS]
    if at == len(grants):
        return False
    grants[at, 0], grants[at, 1], grants[at, 2] = now[_NUMBER], now[_ROW] - 1, group
    now[_RECORD], now[_GRANTS] = at + len(found.is_usual), at + 1
    _clear(found.spans, now[_RECORD])
    return True


@uncounted
def _told(letters: Numbers, words: Numbers, at: int, state: int, record: int, spans: Numbers) -> int:
    """Notes the text of a field, without the spaces around it, and gives the place behind what is plain."""
    begin, at = at, behind_simple(words, at)
    is_simple = letters[at] == _OPEN
    if not is_simple:
        at = _behind_text(letters, at)
    if _IS_LEAF[state]:
        end = at
        while begin < end and letters[begin] <= _SPACE:
            begin += 1
        while begin < end and letters[end - 1] <= _SPACE:
            end -= 1
        for place in range(end if is_simple else begin, end):
            if letters[place] < _SPACE:
                return place
        place = 2 * (record * FIELDS + _FIELD[state])
        spans[place], spans[place + 1] = begin, end
    return at


@uncounted
def _behind_text(letters: Numbers, at: int) -> int:
    while _IS_TEXT[letters[at]]:
        length = 1
        if letters[at] == _AND:
            sign = sign_at(letters, at)
            if sign < 0:
                break
            length = SIGN_LENGTHS[sign]
        at += length
    return at
