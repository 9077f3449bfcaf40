"""The totals that many returns state, in columns: equal to what `totals` makes of them one by one."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from headwater.sources._reading.batches import batch_of
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Batch
from headwater.sources._tables.totals import TOTALS
from headwater.sources.irs_990.compiling import compiled, uncounted
from headwater.sources.irs_990.header import NAME, Header
from headwater.sources.irs_990.stated import AMENDED, STATED
from headwater.sources.irs_990.states import ELEMENTS, Numbers
from headwater.sources.irs_990.texts import NO_DOLLARS, whole_dollars

_FORMS = {document: number for number, document in enumerate(STATED)}
_LINES = [stated for lines in STATED.values() for stated in lines]
_FIRST = np.cumsum([0, *(len(lines) for lines in STATED.values())])
_MOST_PATHS = max(len(stated.paths) for stated in _LINES)
_FIELDS = np.array(
    [
        [ELEMENTS.fields[document, path] for path in stated.paths] + [-1] * (_MOST_PATHS - len(stated.paths))
        for document, lines in STATED.items()
        for stated in lines
    ]
)
"""Where each line of a form stands in each schema version, -1 for none."""
AMOUNTS = {ELEMENTS.fields[document, path] for document, path in ELEMENTS.fields if document in STATED and path} - {
    ELEMENTS.fields[document, path] for document in STATED for path in AMENDED
}
"""The fields that are amounts of a form."""
_MINUS = ord("-")
_NONE = np.iinfo(np.int64).min
Opened = tuple[RawFile, Header]


def stated_of(letters: Numbers, spans: Numbers, headers: Sequence[Header | None]) -> tuple[Numbers, Numbers]:
    """The cents that returns state, of each line of its form, and whether all its amounts are whole dollars.

    Args:
        letters: the returns.
        spans: where the text of each field of each return is.
        headers: their headers, where they are known.
    """
    forms = np.array([-1 if header is None else _FORMS[header.document] for header in headers], np.int64)
    cents = np.full((len(headers), len(_LINES)), _NONE)
    is_plain = np.zeros(len(headers), np.bool_)
    _state(letters, spans, forms, cents, is_plain)
    return cents, is_plain


def totals_batch(cents: Numbers, opened: Sequence[Opened | None]) -> Batch:
    """The totals of those returns that are there, in their order and in that of their lines."""
    is_there = np.array([one is not None for one in opened], np.bool_)
    owners, lines = np.nonzero((cents != _NONE) & is_there[:, None])

    def told(values: Sequence[object], kind: pa.DataType) -> pa.Array:
        return pa.array(values, kind).take(pa.array(owners))

    headers = [one[1] if one else None for one in opened]
    text, day = pa.string(), pa.date32()
    given = {
        "file_sha256": told([one[0].sha256 if one else None for one in opened], text),
        "file_name": told([one[0].name if one else None for one in opened], text),
        "party_id": told([one.filer_party_id if one else None for one in headers], text),
        "filing_id": told([one.filing_id if one else None for one in headers], text),
        "period_from": told([one.begins if one else None for one in headers], day),
        "period_thru": told([one.ends if one else None for one in headers], day),
        "measure": pa.array([line.measure for line in _LINES], text).take(pa.array(lines)),
        "page": pa.array([line.page for line in _LINES], text).take(pa.array(lines)),
        "itemizes": pa.array([line.itemizes for line in _LINES]).take(pa.array(lines)),
        "cents": pa.array(cents[owners, lines]),
    }
    same = {"source": NAME, "row": 1, "election_date": None, "url": ""}
    return batch_of(TOTALS, given, same, len(owners))


@compiled
def _state(letters: Numbers, spans: Numbers, forms: Numbers, cents: Numbers, is_plain: Numbers) -> None:
    for number in range(len(forms)):
        if forms[number] < 0:
            continue
        is_plain[number] = True
        for line in range(_FIRST[forms[number]], _FIRST[forms[number] + 1]):
            place = _place(spans[number], line)
            if place >= 0:
                begin, end = spans[number, place]
                is_less = letters[begin] == _MINUS and end > begin + 1
                dollars = whole_dollars(letters, begin + is_less, end)
                is_plain[number] &= dollars != NO_DOLLARS
                cents[number, line] = -100 * dollars if is_less else 100 * dollars


@uncounted
def _place(spans: Numbers, line: int) -> int:
    """The first field of a line of a form in which any text stands; -1 if none does."""
    for field in _FIELDS[line]:
        if field >= 0 and spans[field, 0] < spans[field, 1]:
            return int(field)
    return -1
