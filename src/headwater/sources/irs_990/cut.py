"""What the texts of many grants say, and of their returns' filers: cents, numbers, ZIP codes, compiled.

A grant is plain if it has an amount, and all its amounts are whole dollars.
"""

import numpy as np

from headwater.sources.irs_990.compiling import compiled, uncounted
from headwater.sources.irs_990.grants import AMOUNTS
from headwater.sources.irs_990.states import GRANT_FIELDS, GRANTS, KINDS, Numbers
from headwater.sources.irs_990.texts import NO_DOLLARS, whole_dollars

_MOST_AMOUNTS = 2
_AMOUNTS = np.array(
    [
        [GRANT_FIELDS[path] for path in AMOUNTS[kind]] + [-1] * (_MOST_AMOUNTS - len(AMOUNTS[kind]))
        for kind in KINDS[:GRANTS]
    ]
)
"""The fields of money and of things given, of each kind of grant."""
_EIN, _ZIP = GRANT_FIELDS["RecipientEIN"], GRANT_FIELDS["USAddress/ZIPCd"]
_EIN_DIGITS, _ZIP_DIGITS, _FOUR = 9, 5, 4
_DASH, _ZERO, _NINE = b"-09"


def paid(letters: Numbers, spans: Numbers, kinds: Numbers) -> tuple[Numbers, Numbers]:
    """Cents of money and of things given, and which grants are plain; of another its cents do not hold.

    Args:
        letters: the returns.
        spans: where the text of each field of each grant is.
        kinds: what kind of grant each is.
    """
    cents, is_plain = np.zeros((len(kinds), 2), np.int64), np.zeros(len(kinds), np.bool_)
    _pay(letters, spans, kinds, cents, is_plain)
    return cents, is_plain


@compiled
def numbers_of(letters: Numbers, spans: Numbers) -> Numbers:
    """The number of each filer and grantee, -1 for words, zeros and other runs of one digit.

    Of the texts only the nine digits are left, and of ZIP codes the first five; nothing of what is none.
    """
    numbers = np.empty(len(spans), np.int64)
    for row in range(len(spans)):
        numbers[row] = _number(letters, spans, row)
        _shorten_zip(letters, spans, row)
    return numbers


@compiled
def _pay(letters: Numbers, spans: Numbers, kinds: Numbers, cents: Numbers, is_plain: Numbers) -> None:
    for row in range(len(kinds)):
        is_plain[row] = _paid(letters, spans, row, kinds[row], cents)


@uncounted
def _paid(letters: Numbers, spans: Numbers, row: int, kind: int, cents: Numbers) -> bool:
    """Notes the amounts of one grant, of which one must be there; whether they are whole dollars."""
    is_any = False
    for place in range(_MOST_AMOUNTS):
        field = _AMOUNTS[kind, place]
        if field < 0:
            break
        begin, end = spans[row, field, 0], spans[row, field, 1]
        dollars = whole_dollars(letters, begin, end)
        if dollars == NO_DOLLARS:
            return False
        cents[row, place] = 100 * dollars
        is_any |= end > begin
    return is_any


@uncounted
def _number(letters: Numbers, spans: Numbers, row: int) -> np.int64:
    """Writes the nine digits of an employer identification number beside each other, and gives it."""
    number, digits, is_run, first = np.int64(0), 0, True, 0
    begin, end = spans[row, _EIN, 0], spans[row, _EIN, 1]
    spans[row, _EIN, 1] = begin
    for at in range(begin, end):
        letter = letters[at]
        if letter == _DASH:
            continue
        if not _ZERO <= letter <= _NINE or digits == _EIN_DIGITS:
            return np.int64(-1)
        first = first if digits else letter
        is_run &= letter == first
        number = 10 * number + np.int64(letter - _ZERO)
        letters[begin + digits] = letter
        digits += 1
    if digits < _EIN_DIGITS or is_run:
        return np.int64(-1)
    spans[row, _EIN, 1] = begin + _EIN_DIGITS
    return number


@uncounted
def _shorten_zip(letters: Numbers, spans: Numbers, row: int) -> None:
    """Leaves the first five digits of a ZIP code; nothing of what is none."""
    begin, end = spans[row, _ZIP, 0], spans[row, _ZIP, 1]
    behind = begin + _ZIP_DIGITS
    is_code = end >= behind and _is_digits(letters, begin, behind)
    if is_code and end > behind:
        behind += letters[behind] == _DASH
        is_code = end - behind == _FOUR and _is_digits(letters, behind, end)
    spans[row, _ZIP, 1] = begin + _ZIP_DIGITS * is_code


@uncounted
def _is_digits(letters: Numbers, begin: int, end: int) -> bool:
    for at in range(begin, end):  # noqa: SIM110 what is compiled knows no `all`
        if not _ZERO <= letters[at] <= _NINE:
            return False
    return True
