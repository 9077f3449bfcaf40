"""The elements of grants by number, and where tags of them stand, compiled."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from headwater.sources.irs_990.elements import GROUPS, NEWER

_WORD, _WORDS = 8, 5
MOST_LETTERS = _WORD * _WORDS
"""No name of a known element has as many."""
LENGTH, KIND, HOLDER, _FOLLOWER, _FIRST = range(5)
_COLUMNS = _FIRST + _WORDS
"""What is known of a name: its length; which kind of grant it names, -1 if none; which of a grant's elements that have
elements, 0 if none; what stood last behind it; its letters."""
_END, _OPEN, _SLASH, _CLOSE = b"\0</>"

Numbers = npt.NDArray[Any]


class Known(NamedTuple):
    """The elements of grants, each with its number.

    ``names`` has a row for each, as said above; ``fields`` is what an element is in a grant of a kind, in what stands
    in the grant (0: in the grant itself), -1 where it is not known.
    """

    names: Numbers
    fields: Numbers


def known_of(kinds: Sequence[str], paths: Mapping[str, Mapping[str, int]]) -> Known:
    """What is known of the elements of grants.

    Args:
        kinds: the kinds of grants.
        paths: for each kind the elements of a grant, by the newer names of those on the way, each with its number.
    """
    steps = [path.split("/") for kind in kinds for path in paths[kind]]
    holders = {name: number for number, name in enumerate(sorted({step[0] for step in steps if len(step) > 1}), 1)}
    newer = {name for step in steps for name in step}
    older = {name for name, other in NEWER.items() if other in newer}
    names = sorted(newer | older | {name for name, kind in GROUPS.items() if kind in kinds})
    known = Known(
        np.zeros((len(names), _COLUMNS), np.int64), np.full((len(kinds), len(holders) + 1, len(names)), -1, np.int64)
    )
    for at, name in enumerate(names):
        row = known.names[at]
        row[LENGTH], row[HOLDER] = len(name), holders.get(NEWER.get(name, name), 0)
        row[KIND] = kinds.index(GROUPS[name]) if GROUPS.get(name) in kinds else -1
        row[_FIRST:] = np.frombuffer(name.encode().ljust(MOST_LETTERS, b"\0"), np.int64)
    for kind, path, field in ((at, *one) for at, name in enumerate(kinds) for one in paths[name].items()):
        holder, _, last = path.rpartition("/")
        spelled = [at for at, name in enumerate(names) if NEWER.get(name, name) == last]
        known.fields[kind, holders.get(holder, 0), spelled] = field
    return known


def words_of(letters: Numbers) -> Numbers:
    """From each letter on eight of them as one number."""
    return np.ndarray((len(letters) - _WORD + 1,), np.int64, letters, 0, (1,))


@njit(cache=True)
def opened(letters: Numbers, words: Numbers, at: int, names: Numbers, last: int) -> tuple[int, int]:
    """The number of the element whose first tag stands here, -1 if it is not known, and the place behind the tag.

    What stood behind an element stands behind the next of the same name, too, more often than not.
    """
    name = names[last, _FOLLOWER]
    behind = at + 1 + names[name, LENGTH]
    if letters[at] != _OPEN:
        return -1, at
    if letters[behind] == _CLOSE and is_named(words, at + 1, names, name):
        return name, behind + 1
    end = at + 1
    while letters[end] != _CLOSE and letters[end] != _END:
        end += 1
    for name in range(len(names)):
        if names[name, LENGTH] == end - at - 1 and is_named(words, at + 1, names, name):
            names[last, _FOLLOWER] = name
            return name, end + 1
    return -1, end


@njit(cache=True)
def closed(letters: Numbers, words: Numbers, at: int, names: Numbers, name: int) -> int:
    """The place behind the last tag of an element, if it stands here; 0 if it does not."""
    behind = at + 2 + names[name, LENGTH]
    is_here = letters[at] == _OPEN and letters[at + 1] == _SLASH and letters[behind] == _CLOSE
    return behind + 1 if is_here and is_named(words, at + 2, names, name) else 0


@njit(cache=True)
def is_named(words: Numbers, at: int, names: Numbers, name: int) -> bool:
    """Whether a name stands here, or one that begins with it."""
    length = names[name, LENGTH]
    column = _FIRST
    while length >= _WORD:
        if words[at] != names[name, column]:
            return False
        length, column, at = length - _WORD, column + 1, at + _WORD
    return bool(words[at] & ((np.int64(1) << (_WORD * length)) - 1) == names[name, column])
