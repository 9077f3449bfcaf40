"""Cents of many amounts in text, sign by sign and compiled: whole numbers alone, never a float."""

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from headwater.base.machine_code import late

_DIGITS, _DECIMALS = 15, 2
_MINUS, _POINT, _ZERO, _NINE = b"-.09"

Letters = npt.NDArray[np.uint8]
Ends = npt.NDArray[Any]
Cents = npt.NDArray[np.int64]


def cents_of(texts: pl.Series) -> pl.Series:
    """The cents of each text: at most 15 digits and two decimals, maybe behind a minus; nothing for any other."""
    found = texts.to_arrow(compat_level=pl.CompatLevel.oldest())
    ends = np.frombuffer(found.buffers()[1], np.int64, len(found) + 1, found.offset * 8)
    cents, are_amounts = cents_between(np.frombuffer(found.buffers()[2] or b"", np.uint8), ends[:-1], ends[1:])
    made = pl.Series(texts.name, cents)
    return made if are_amounts.all() else made.set(pl.Series(~are_amounts), None)


@late()
def cents_between(letters: Letters, begins: Ends, ends: Ends) -> tuple[Cents, npt.NDArray[np.bool_]]:
    """The cents of texts among letters, and whether each is an amount.

    Args:
        letters: the texts and what stands between them.
        begins: where each begins.
        ends: where each ends.
    """
    cents, are_amounts = np.zeros(len(ends), np.int64), np.zeros(len(ends), np.bool_)
    for row in range(len(ends)):
        at, end = begins[row], ends[row]
        is_less = at < end and letters[at] == _MINUS
        at, value, digits = _number(letters, at + is_less, end, 0)
        has_point = at < end and letters[at] == _POINT
        at, value, decimals = _number(letters, at + has_point, end, value) if has_point else (at, value, 0)
        is_said = decimals > 0 if has_point else digits > 0
        are_amounts[row] = at == end and is_said and digits <= _DIGITS and decimals <= _DECIMALS
        if not are_amounts[row]:
            # More digits than an amount has are more than the column holds.
            continue
        for _ in range(decimals, _DECIMALS):
            value *= 10
        cents[row] = -value if is_less else value
    return cents, are_amounts


def _number(letters: Letters, at: int, end: int, value: int) -> tuple[int, int, int]:
    """Where the digits from here on end, the number that they make behind others, and how many they are."""
    digits = 0
    while at < end and _ZERO <= letters[at] <= _NINE:
        value = value * 10 + letters[at] - _ZERO
        digits += 1
        at += 1
    return at, value, digits
