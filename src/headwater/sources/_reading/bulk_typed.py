"""From clean bulk text to typed columns: exact cents, days that exist, and a reason for each row that has neither."""

import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple, TypeVar

import polars as pl

from headwater.base.errors import SourceError
from headwater.sources._reading.amounts import cents_of
from headwater.sources._reading.bulk import BLOCK_BYTES, Block, blocks
from headwater.sources._reading.raw import RawFile

T = TypeVar("T")
ROW = "row"
_AT_ONCE = 2
_YEARS = (1900, 2100)
_FEW = 0.2
_DAY = {"%m%d%Y": r"^[0-9]{8}$", "%m/%d/%Y": r"^[0-9]{2}/[0-9]{2}/[0-9]{4}$"}


class Check(NamedTuple):
    """What a field must be; the reason stands behind the field's value in quotes."""

    field: str
    holds: pl.Expr
    reason: str


class Typed(NamedTuple):
    """One block's rows: those whose checks hold, and the others with ``field`` and ``reason``."""

    rows: pl.DataFrame
    rejected: pl.DataFrame
    block: Block


def text_frame(block: Block, columns: Sequence[str]) -> pl.DataFrame:
    """A block's clean lines as text columns, and the column ``row``: the line's number in the file.

    Raises:
        SourceError: if the parser does not see as many rows as the pass did, which is a mistake in the reader.
    """
    schema = dict.fromkeys(columns, pl.String)
    if not len(block.rows):
        return pl.DataFrame(schema={**schema, ROW: pl.Int64})
    frame = pl.read_csv(
        block.text, separator="|", quote_char=None, has_header=False, schema=schema, empty_string_is_null=False
    )
    if frame.height != len(block.rows):
        raise SourceError(f"the parser sees {frame.height} rows where the pass counted {len(block.rows)}")
    return frame.with_columns(pl.Series(ROW, block.rows))


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


def typed_block(block: Block, columns: Sequence[str], typed: Sequence[pl.Expr], checks: Sequence[Check]) -> Typed:
    """A block's rows with typed columns beside the text.

    Args:
        block: the block.
        columns: the names of its fields.
        typed: expressions over the text columns, each giving nothing where the text cannot be read.
        checks: what must hold of the text and typed columns.
    """
    frame = text_frame(block, columns).with_columns(typed)
    return Typed(*_split(frame, columns, checks), block)


def cents(column: str) -> pl.Expr:
    """Cents of dollars in text, in whole numbers alone; nothing where it is no amount."""
    return pl.col(column).map_batches(cents_of, return_dtype=pl.Int64)


def day(column: str, written: str = "%m%d%Y") -> pl.Expr:
    """A day from 1900 to 2100 that exists, written exactly so; nothing where it is none."""
    return pl.col(column).map_batches(lambda text: _days(text, written), return_dtype=pl.Date)


def matches(column: str, shape: str) -> pl.Expr:
    """Whether the text has a shape (a regular expression of the whole)."""
    return pl.col(column).str.contains(f"^(?:{shape})$")


def _days(text: pl.Series, written: str) -> pl.Series:
    # A file has few days: each is read once.
    column = pl.col(text.name)
    found = column.str.to_date(written, strict=False)
    exact = pl.when(column.str.contains(_DAY[written]) & found.dt.year().is_between(*_YEARS)).then(found)
    told = text.unique()
    if len(told) >= _FEW * len(text):
        return text.to_frame().select(exact).to_series()
    return text.replace_strict(told, told.to_frame().select(exact).to_series(), return_dtype=pl.Date)


def _split(frame: pl.DataFrame, columns: Sequence[str], checks: Sequence[Check]) -> tuple[pl.DataFrame, pl.DataFrame]:
    faults = pl.coalesce(
        *(pl.when(~check.holds.fill_null(value=False)).then(pl.lit(i, pl.Int8)) for i, check in enumerate(checks)),
        pl.lit(-1, pl.Int8),
    )
    fault = frame.select(fault=faults).to_series()
    if frame.height == 0 or fault.max() == -1:
        return frame, _rejected([])
    bad = frame.filter(fault >= 0).select(ROW, *columns)
    numbers = fault.filter(fault >= 0).to_list()
    rows = []
    for number, values in zip(numbers, bad.iter_rows(named=True), strict=True):
        row, check = values.pop(ROW), checks[number]
        value = repr(values[check.field][:60]) if values[check.field] else "nothing"
        rows.append((row, check.field, f"{value} {check.reason}", json.dumps(values, ensure_ascii=False)))
    return frame.filter(fault == -1), _rejected(rows)


def _rejected(rows: list[tuple[int, str, str, str]]) -> pl.DataFrame:
    schema = {ROW: pl.Int64, "field": pl.String, "reason": pl.String, "raw_text": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
