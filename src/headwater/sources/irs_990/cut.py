"""What the texts of many grants say: cents, numbers of grantees, ZIP codes, compiled; texts in columns.

A grant is plain if it has an amount, and all its amounts are whole dollars.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from headwater.sources.irs_990.compiling import compiled
from headwater.sources.irs_990.states import Numbers
from headwater.sources.irs_990.texts import NO_DOLLARS, texts_of, whole_dollars

_EIN_DIGITS, _ZIP_DIGITS, _FOUR = 9, 5, 4
_DASH, _ZERO, _NINE = b"-09"


class Wanted(NamedTuple):
    """The numbers of those fields that more is asked of than that they be text; two amounts for each kind of grant."""

    amounts: Numbers
    number: int
    zip_code: int


class Cut(NamedTuple):
    """What is said of each grant: where the text of each field begins and ends, cents of money and of things given.

    ``numbers`` has the grantee's number, -1 for none. Of a grant that is not plain nothing else holds.
    """

    letters: Numbers
    spans: Numbers
    cents: Numbers
    numbers: Numbers
    is_plain: Numbers

    def only(self, chosen: Numbers) -> "Cut":
        """Some of the grants."""
        return Cut(self.letters, *(column[chosen] for column in self[1:]))

    def text(self, fields: Sequence[int], separator: str = " ") -> pl.Series:
        """The texts of some fields in one, without those that are empty."""
        return texts_of(self.letters, self.spans, fields, separator)

    def is_filled(self, field: int) -> Numbers:
        """Whether there is any text in a field."""
        found: Numbers = self.spans[:, field, 1] > self.spans[:, field, 0]
        return found


def cut(letters: Numbers, spans: Numbers, kinds: Numbers, wanted: Wanted) -> Cut:
    """Grants, of which the texts are known, each of a kind."""
    count = len(kinds)
    found = Cut(letters, spans, np.zeros((count, 2), np.int64), np.full(count, -1, np.int64), np.zeros(count, np.bool_))
    _cut(kinds, wanted, found)
    return found


@compiled
def _cut(kinds: Numbers, wanted: Wanted, found: Cut) -> None:
    letters = found.letters
    for at in range(len(kinds)):
        spans = found.spans[at]
        found.is_plain[at] = _paid(letters, spans, wanted.amounts[kinds[at]], found.cents[at])
        found.numbers[at] = _number(letters, spans[wanted.number])
        _shorten_zip(letters, spans[wanted.zip_code])


@compiled
def _paid(letters: Numbers, spans: Numbers, fields: Numbers, cents: Numbers) -> bool:
    """Notes the amounts of one grant, of which one must be there; whether they are whole dollars."""
    is_any = False
    for place in range(len(fields)):
        if fields[place] < 0:
            break
        begin, end = spans[fields[place]]
        dollars = whole_dollars(letters, begin, end)
        if dollars == NO_DOLLARS:
            return False
        cents[place] = 100 * dollars
        is_any |= end > begin
    return is_any


@compiled
def _number(letters: Numbers, span: Numbers) -> np.int64:
    """An employer identification number; -1 for words, zeros and other runs of one digit."""
    number, digits, is_run, first = np.int64(0), 0, True, 0
    for at in range(span[0], span[1]):
        letter = letters[at]
        if letter == _DASH:
            continue
        if not _ZERO <= letter <= _NINE or digits == _EIN_DIGITS:
            return np.int64(-1)
        first = first if digits else letter
        is_run &= letter == first
        number = 10 * number + np.int64(letter - _ZERO)
        digits += 1
    return number if digits == _EIN_DIGITS and not is_run else np.int64(-1)


@compiled
def _shorten_zip(letters: Numbers, span: Numbers) -> None:
    """Leaves the first five digits of a ZIP code; nothing of what is none."""
    begin, end = span
    behind = begin + _ZIP_DIGITS
    is_code = end >= behind and _is_digits(letters, begin, behind)
    if is_code and end > behind:
        behind += letters[behind] == _DASH
        is_code = end - behind == _FOUR and _is_digits(letters, behind, end)
    span[1] = begin + _ZIP_DIGITS * is_code


@compiled
def _is_digits(letters: Numbers, begin: int, end: int) -> bool:
    for at in range(begin, end):  # noqa: SIM110 what is compiled knows no `all`
        if not _ZERO <= letters[at] <= _NINE:
            return False
    return True
