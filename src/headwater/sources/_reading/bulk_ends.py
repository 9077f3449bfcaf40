"""Blanks behind the last field of a line of bulk text, which are no part of it."""

import numpy as np
import numpy.typing as npt

from headwater.sources._reading.bulk_fields import Bounds, Fields, Letters

_SPACE, _TAB = b" \t"


def trim_ends(fields: Fields) -> int:
    """Takes blanks at the end of a line from its last field; how many lines have some."""
    before, ends = fields.bounds[-2:]
    count, left = 0, np.arange(fields.lines)
    while len(left := left[_are_blank(fields.letters, before[left], ends[left])]):
        count = count or len(left)
        ends[left] -= 1
    return count


def _are_blank(letters: Letters, before: Bounds, ends: Bounds) -> npt.NDArray[np.bool_]:
    last = letters[ends - 1] if len(letters) else letters
    found: npt.NDArray[np.bool_] = (ends - 1 > before) & ((last == _SPACE) | (last == _TAB))
    return found
