"""One pass over the text of like lines, compiled: what each field holds in any of them, so that little is looked at."""

import numpy as np
import numpy.typing as npt

from headwater.base.machine_code import late

FILLED, OUTER_SPACE, QUOTED, ROUGH = 1, 2, 4, 8
"""What some line's field is: not empty, with a space at an end, with a quotation mark, or maybe not as `clean_name`
leaves a text."""
WIDTH = 16
"""So much of a line's first field is looked at: no record's name is wider."""
_FS, _LF, _SPACE = b"\x1c\n "
_SPACED = 16
_KINDS = np.full(256, FILLED, np.int64)
_KINDS[:32] |= ROUGH
_KINDS[127:] |= ROUGH
_KINDS[_SPACE] |= _SPACED
# In the older format it parts a name, and a space may stand beside it.
_KINDS[ord("^")] |= ROUGH
_KINDS[ord('"')] |= ROUGH | QUOTED
_KINDS[[_FS, _LF]] = 0


@late()
def survey(letters: npt.NDArray[np.uint8], fields: int) -> npt.NDArray[np.int64]:
    """What the fields hold, and last whether any line has more of them.

    Args:
        letters: whole lines, each ended.
        fields: how many fields such a line may have.
    """
    found = np.zeros(fields + 1, np.int64)
    field, kinds, before = 0, 0, 0
    for letter in letters:
        kind = _KINDS[letter]
        if kind:
            kinds |= kind
            if kind & _SPACED:
                kinds |= OUTER_SPACE if not before else ROUGH if before & _SPACED else 0
        else:
            found[field] |= kinds | (OUTER_SPACE if before & _SPACED else 0)
            kinds = 0
            field = 0 if letter == _LF else min(field + 1, fields)
            if field == fields:
                found[field] |= FILLED
        before = kind
    return found


@late()
def record_turns(letters: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The indexes of the lines whose first field is another than that of the line before.

    Args:
        letters: whole lines, each ended.
        starts: where each begins.
    """
    turns = np.empty(len(starts), np.int64)
    turns[0], count = 0, 1
    for line in range(1, len(starts)):
        one, other = starts[line - 1], starts[line]
        for place in range(WIDTH):
            letter = letters[one + place]
            is_end = letter in (_FS, _LF)
            if is_end and letters[other + place] in (_FS, _LF):
                break
            if letter != letters[other + place]:
                turns[count] = line
                count += 1
                break
    return turns[:count]
