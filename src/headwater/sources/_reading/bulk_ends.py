"""Blanks behind the last field of a line of bulk text, which are no part of it."""

import numpy as np
import numpy.typing as npt

from headwater.sources._reading.bulk_fields import Bounds, Fields, Letters

_BLANKS = b" \t"
_SPACE, _TAB = _BLANKS
_AT_ONCE = 8
"""So many blanks are taken from all lines together."""


def trim_ends(fields: Fields) -> int:
    """Takes blanks at the end of a line from its last field; how many lines have some."""
    before, ends = fields.bounds[-2:]
    left = np.flatnonzero(_are_blank(fields.letters, before, ends))
    count = len(left)
    for _one in range(_AT_ONCE):
        ends[left] -= 1
        left = left[_are_blank(fields.letters, before[left], ends[left])]
    # Few lines have more of them, but a broken one may have millions.
    for line in left.tolist():
        field = fields.letters[before[line] + 1 : ends[line]].tobytes()
        ends[line] = before[line] + 1 + len(field.rstrip(_BLANKS))
    return count


def _are_blank(letters: Letters, before: Bounds, ends: Bounds) -> npt.NDArray[np.bool_]:
    last = letters[ends - 1] if len(letters) else letters
    found: npt.NDArray[np.bool_] = (ends - 1 > before) & ((last == _SPACE) | (last == _TAB))
    return found
