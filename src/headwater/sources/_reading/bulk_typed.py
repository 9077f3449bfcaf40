"""From clean bulk text to typed columns: exact cents, days that exist, and a reason for each row that has neither."""

import json
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from headwater.base.errors import SourceError
from headwater.sources._reading.amounts import cents_of
from headwater.sources._reading.bulk import BLOCK_BYTES, Block, blocks
from headwater.sources._reading.coded import Coded, coded
from headwater.sources._reading.raw import RawFile

T = TypeVar("T")
NO_AMOUNT = "is not dollars with at most two decimals, such as 1250.00"
ROW = "row"
_AT_ONCE = 2
_YEARS = (1900, 2100)
_DAY = {"%m%d%Y": r"[0-9]{8}", "%m/%d/%Y": r"[0-9]{2}/[0-9]{2}/[0-9]{4}"}


class Check(NamedTuple):
    """What a field must be; the reason says it of what stands there."""

    field: str
    holds: pl.Expr
    reason: str

    def said(self, value: str) -> str:
        """Why a row with this value is rejected."""
        return f"{value[:60]!r} {self.reason}" if value else f"an empty field {self.reason}"


class Typed(NamedTuple):
    """One block's rows: those whose checks hold, and the others with ``field`` and ``reason``.

    ``recurring`` has the columns in which few texts recur.
    """

    rows: pl.DataFrame
    recurring: Mapping[str, Coded[str]]
    rejected: pl.DataFrame
    block: Block


def text_frame(
    block: Block, columns: Sequence[str], recurring: Collection[str] = (), many: Collection[str] = ()
) -> pl.DataFrame:
    """A block's clean lines as text columns, and the column ``row``: the line's number in the file.

    Args:
        block: the block.
        columns: the names of its fields.
        recurring: those in which few texts recur: they become categories, and a null is the empty text.
        many: those among them in which it is hundreds or thousands.

    Raises:
        SourceError: if the parser does not see as many rows as the pass did, which is a mistake in the reader.
    """
    # Categories of a block's own go with the block.
    kinds = {name: pl.Categorical(pl.Categories.random()) for name in columns if name in recurring}
    # Where there are many, the parser takes longer to find each among them than it takes to look them all up at once.
    late = {name: kind for name, kind in kinds.items() if name in many}
    schema = {name: pl.String() if name in late else kinds.get(name, pl.String()) for name in columns}
    if not len(block.rows):
        return pl.DataFrame(schema={**schema, **kinds, ROW: pl.Int64})
    frame = pl.read_csv(
        block.text, separator="|", quote_char=None, has_header=False, schema=schema, empty_string_is_null=False
    )
    if frame.height != len(block.rows):
        raise SourceError(f"the parser sees {frame.height} rows where the pass counted {len(block.rows)}")
    # The parser leaves pieces, which each further look at some columns would put together, and forget, anew.
    return (
        frame.with_columns(pl.Series(ROW, block.rows))
        .rechunk()
        .with_columns(pl.col(name).cast(kind) for name, kind in late.items())
    )


def worked(raw: RawFile, fields: int, work: Callable[[Block], T], size: int = BLOCK_BYTES) -> Iterator[T]:
    """What some work makes of each block of a file, in the order of the blocks.

    One block is passed over while others are worked on: the pass runs on one core, and few blocks are held at a time.

    Args:
        raw: the file.
        fields: how many fields a line has.
        work: made of one block, independent of others; it runs in several threads.
        size: bytes to read at a time.
    """
    waiting: deque[Future[T]] = deque()
    with ThreadPoolExecutor(_AT_ONCE) as workers:
        for block in blocks(raw, fields, size):
            waiting.append(workers.submit(work, block))
            if len(waiting) > _AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def typed_block(
    block: Block,
    columns: Sequence[str],
    typed: Sequence[pl.Expr],
    checks: Sequence[Check],
    recurring: Collection[str] = (),
    many: Collection[str] = (),
) -> Typed:
    """A block's rows with typed columns beside the text.

    Args:
        block: the block.
        columns: the names of its fields.
        typed: expressions over the text columns, each giving nothing where the text cannot be read.
        checks: what must hold of the text and typed columns; of a column in which few texts recur, of its text alone.
        recurring: the columns in which few texts recur.
        many: those among them in which it is hundreds or thousands.
    """
    frame = text_frame(block, columns, recurring, many).with_columns(typed)
    few = {name: coded(frame.get_column(name)) for name in recurring}
    fault = _faults(frame, few, checks)
    if fault is None:
        return Typed(frame.drop(recurring), few, _rejected([]), block)
    is_good = fault < 0
    rejected = _told(frame.filter(~is_good), columns, [checks[place] for place in fault[~is_good].tolist()])
    frame = frame.filter(is_good)
    few = {name: coded(frame.get_column(name)) for name in recurring}
    return Typed(frame.drop(recurring), few, rejected, block)


def cents(column: str) -> pl.Expr:
    """Cents of dollars in text, in whole numbers alone; nothing where it is no amount."""
    return pl.col(column).map_batches(cents_of, return_dtype=pl.Int64)


def day(column: str, written: str = "%m%d%Y") -> pl.Expr:
    """A day from 1900 to 2100 that exists, written exactly so; nothing where it is none."""
    found = pl.col(column).str.to_date(written, strict=False)
    return pl.when(matches(column, _DAY[written]) & found.dt.year().is_between(*_YEARS)).then(found)


def matches(column: str, shape: str) -> pl.Expr:
    """Whether the text has a shape (a regular expression of the whole)."""
    return pl.col(column).str.contains(f"^(?:{shape})$")


def digits(column: str, count: int = 0) -> pl.Expr:
    """Whether the text is so many digits; without a count, any number of them or none."""
    shape = f"[0-9]{{{count}}}" if count else "[0-9]*"
    return pl.col(column).map_batches(lambda text: _digits(text, count, shape), return_dtype=pl.Boolean)


def _digits(text: pl.Series, count: int, shape: str) -> pl.Series:
    # Nearly always all letters of a block are digits: they are looked at side by side, not text by text.
    nulls, ends, letters = text.to_arrow(compat_level=pl.CompatLevel.oldest()).buffers()
    is_plain = nulls is None and bool((np.frombuffer(letters, np.uint8) - np.uint8(ord("0")) < 10).all())
    if is_plain and (not count or bool((np.diff(np.frombuffer(ends, np.int64)) == count).all())):
        return pl.Series(text.name, np.ones(len(text), np.bool_))
    return text.str.contains(f"^(?:{shape})$")


def days(column: Coded[str], written: str = "%m%d%Y") -> pa.Array:
    """The days that a column's texts say, all of which exist."""
    read = pl.DataFrame({"day": column.values}, schema={"day": pl.String}).select(day("day", written)).to_series()
    found = read.to_physical().to_numpy()[column.places]
    return pa.Array.from_buffers(pa.date32(), len(found), [None, pa.py_buffer(found)])


def _faults(
    frame: pl.DataFrame, recurring: Mapping[str, Coded[str]], checks: Sequence[Check]
) -> npt.NDArray[np.int8] | None:
    """The place of the first check that does not hold of each row, -1 where all hold; nothing where all do of all."""
    fault: npt.NDArray[np.int8] | None = None
    for place, check in reversed(list(enumerate(checks))):
        few = recurring.get(check.field)
        looked = frame if few is None else pl.DataFrame({check.field: few.values}, schema={check.field: pl.String})
        holds = looked.select(check.holds.fill_null(value=False)).to_series()
        if holds.all():
            continue
        fault = np.full(frame.height, -1, np.int8) if fault is None else fault
        fails = ~holds.to_numpy()
        fault[fails if few is None else fails[few.places]] = place
    return fault


def _told(bad: pl.DataFrame, columns: Sequence[str], checks: Sequence[Check]) -> pl.DataFrame:
    """Rows with the field and the reason for which each is rejected."""
    texts = bad.select(ROW, *(pl.col(name).cast(pl.String).fill_null("") for name in columns))
    rows = []
    for check, values in zip(checks, texts.iter_rows(named=True), strict=True):
        row = values.pop(ROW)
        rows.append((row, check.field, check.said(values[check.field]), json.dumps(values, ensure_ascii=False)))
    return _rejected(rows)


def _rejected(rows: list[tuple[int, str, str, str]]) -> pl.DataFrame:
    schema = {ROW: pl.Int64, "field": pl.String, "reason": pl.String, "raw_text": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
