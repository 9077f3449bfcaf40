"""From clean bulk text to typed columns: exact cents, days that exist, and a reason for each row that has neither."""

import json
import re
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from headwater.sources._reading.amounts import cents_of
from headwater.sources._reading.bulk import Block, passed
from headwater.sources._reading.bulk_fields import Fields
from headwater.sources._reading.coded import Coded
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.stretches import BLOCK_BYTES, stretches

T = TypeVar("T")
NO_AMOUNT = "is not dollars with at most two decimals, such as 1250.00"
ROW = "row"
_AT_ONCE = 2
_YEARS = (1900, 2100)
_DIGITS = b"09"
_DAY = {"%m%d%Y": r"[0-9]{8}", "%m/%d/%Y": r"[0-9]{2}/[0-9]{2}/[0-9]{4}"}
_SHAPES = {written: re.compile(shape) for written, shape in _DAY.items()}
_FIRST = date(1970, 1, 1).toordinal()


Holds = Callable[[pa.LargeStringArray], npt.NDArray[np.bool_]]


class Check(NamedTuple):
    """What the texts of a field must be, an amount where nothing is told; the reason says it of what stands there."""

    field: str
    holds: Holds | None
    reason: str


class Rows:
    """Some lines of a block: their numbers in the file, their amounts in cents, and their fields as columns of text."""

    def __init__(
        self, fields: Fields, columns: Mapping[str, int], rows: npt.NDArray[np.int64], amounts: npt.NDArray[np.int64]
    ) -> None:
        """Takes them.

        Args:
            fields: where they stand.
            columns: the place of each column among the fields.
            rows: the numbers in the file.
            amounts: the cents of each.
        """
        self.fields, self.columns, self.rows, self.amounts = fields, columns, rows, amounts
        self._texts: dict[str, pa.LargeStringArray] = {}

    def text(self, column: str) -> pa.LargeStringArray:
        """A column; of one that is none every text is empty."""
        if column not in self._texts:
            place = self.columns.get(column)
            self._texts[column] = (
                pa.repeat("", len(self.rows)).cast(pa.large_string()) if place is None else self.fields.texts(place)
            )
        return self._texts[column]

    def frame(self, columns: Sequence[str], lines: npt.NDArray[Any]) -> pl.DataFrame:
        """Columns of some of the lines."""
        some = Rows(self.fields.at(lines), self.columns, self.rows[lines], self.amounts[lines])
        return pl.DataFrame(
            {name: pl.Series(some.text(name)) for name in columns}, schema=dict.fromkeys(columns, pl.String)
        )


class Typed(NamedTuple):
    """One block's rows: those whose checks hold, and the others with ``field`` and ``reason``.

    ``recurring`` has the columns in which few texts recur.
    """

    good: Rows
    recurring: Mapping[str, Coded[str]]
    rejected: pl.DataFrame
    block: Block


class Layout(NamedTuple):
    """What a file of bulk text has: its columns, the one of the amount, those in which few texts recur, and checks."""

    columns: Sequence[str]
    amount: str
    recurring: Collection[str]
    checks: Sequence[Check]


def worked(raw: RawFile, fields: int, work: Callable[[Block], T], size: int = BLOCK_BYTES) -> Iterator[T]:
    """What some work makes of each block of a file, in the order of the blocks.

    Few blocks are held at a time.

    Args:
        raw: the file.
        fields: how many fields a line has.
        work: made of one block, independent of others; it runs in several threads.
        size: bytes to read at a time.
    """
    waiting: deque[Future[T]] = deque()
    with ThreadPoolExecutor(_AT_ONCE) as workers:
        for stretch in stretches(raw, size):
            waiting.append(workers.submit(lambda one: work(passed(one, fields)), stretch))
            if len(waiting) > _AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def typed_block(block: Block, layout: Layout) -> Typed:
    """A block's rows with their amounts, and columns in which few texts recur, each text of which is looked at once."""
    columns = {name: place for place, name in enumerate(layout.columns)}
    cents, are_amounts = block.fields.cents(columns[layout.amount])
    found = Rows(block.fields, columns, block.rows, cents)
    few = {name: block.fields.coded(columns[name]) for name in layout.recurring}
    fault = _faults(found, few, are_amounts, layout.checks)
    if fault is None:
        return Typed(found, few, _rejected([]), block)
    good, bad = np.flatnonzero(fault < 0), np.flatnonzero(fault >= 0)
    rejected = _told(found, bad, [layout.checks[place] for place in fault[bad].tolist()])
    left = block.fields.at(good)
    few = {name: left.coded(columns[name]) for name in layout.recurring}
    return Typed(Rows(left, columns, block.rows[good], cents[good]), few, rejected, block)


def cents(column: str) -> pl.Expr:
    """Cents of dollars in text, in whole numbers alone; nothing where it is no amount."""
    return pl.col(column).map_batches(cents_of, return_dtype=pl.Int64)


def matches(column: str, shape: str) -> pl.Expr:
    """Whether the text has a shape (a regular expression of the whole)."""
    return pl.col(column).str.contains(f"^(?:{shape})$")


def digits(count: int = 0) -> Holds:
    """Whether texts are so many digits; without a count, any number of them or none."""
    shape = f"[0-9]{{{count}}}" if count else "[0-9]*"
    return lambda texts: _are_digits(texts, count, shape)


def shaped(shape: str) -> Holds:
    """Whether texts have a shape (a regular expression of the whole)."""
    return lambda texts: pl.Series(texts).str.contains(f"^(?:{shape})$").to_numpy()


def one_of(words: Collection[str]) -> Holds:
    """Whether texts are among some."""
    known = pa.array(list(words), pa.large_string())
    return lambda texts: pc.is_in(texts, value_set=known).to_numpy(zero_copy_only=False)


def is_day(written: str = "%m%d%Y") -> Holds:
    """Whether texts are days from 1900 to 2100 that exist, written exactly so."""
    return lambda texts: np.array([_day(text, written) is not None for text in texts.to_pylist()], np.bool_)


def _are_digits(texts: pa.LargeStringArray, count: int, shape: str) -> npt.NDArray[np.bool_]:
    # Nearly always all letters of a block are digits: they are looked at side by side, not text by text.
    _, ends, buffer = texts.buffers()
    letters = np.frombuffer(buffer or b"", np.uint8)
    are_digits = not len(letters) or (letters.min() >= _DIGITS[0] and letters.max() <= _DIGITS[1])
    if are_digits and (not count or bool((np.diff(np.frombuffer(ends, np.int64)) == count).all())):
        return np.ones(len(texts), np.bool_)
    return shaped(shape)(texts)


def days(column: Coded[str], written: str = "%m%d%Y") -> pa.Array:
    """The days that a column's texts say, all of which exist."""
    found = column.array(lambda text: _day(text, written), np.int32)
    return pa.Array.from_buffers(pa.date32(), len(found), [None, pa.py_buffer(found)])


@lru_cache(maxsize=1 << 16)
def _day(text: str, written: str) -> int | None:
    """The days from 1970 to the one that a text says; nothing where it says none, see `is_day`."""
    if not _SHAPES[written].fullmatch(text):
        return None
    try:
        found = datetime.strptime(text, written)  # noqa: DTZ007 a day has no zone
    except ValueError:
        return None
    return found.toordinal() - _FIRST if _YEARS[0] <= found.year <= _YEARS[1] else None


def _faults(
    found: Rows, few: Mapping[str, Coded[str]], are_amounts: npt.NDArray[np.bool_], checks: Sequence[Check]
) -> npt.NDArray[np.int8] | None:
    """The place of the first check that does not hold of each row, -1 where all hold; nothing where all do of all."""
    fault: npt.NDArray[np.int8] | None = None
    for place, check in reversed(list(enumerate(checks))):
        column = few.get(check.field)
        if check.holds is None:
            holds = are_amounts
        elif column is None:
            holds = check.holds(found.text(check.field))
        else:
            holds = check.holds(pa.array(column.values, pa.large_string()))
        if holds.all():
            continue
        fault = np.full(len(found.rows), -1, np.int8) if fault is None else fault
        fault[~holds if column is None else ~holds[column.places]] = place
    return fault


def _told(found: Rows, bad: npt.NDArray[np.intp], checks: Sequence[Check]) -> pl.DataFrame:
    """Rows with the field and the reason for which each is rejected."""
    rows = []
    texts = found.frame(list(found.columns), bad)
    for row, check, values in zip(found.rows[bad].tolist(), checks, texts.iter_rows(named=True), strict=True):
        fault = fault_of(values[check.field], check.reason)
        rows.append((row, check.field, fault, json.dumps(values, ensure_ascii=False)))
    return _rejected(rows)


def fault_of(value: str, reason: str) -> str:
    """Why a row with this value is rejected."""
    return f"{value[:60]!r} {reason}" if value else f"an empty field {reason}"


def arrow(column: pl.Series) -> pa.LargeStringArray:
    """A column of text in Arrow."""
    return column.to_arrow(compat_level=pl.CompatLevel.oldest())


def _rejected(rows: list[tuple[int, str, str, str]]) -> pl.DataFrame:
    schema = {ROW: pl.Int64, "field": pl.String, "reason": pl.String, "raw_text": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
