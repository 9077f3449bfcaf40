"""A large spreadsheet as whole columns: it is taken if every row is surely right, and left to the rows' reader if not.

Nothing here says what is wrong with a file: that is told, row by row, by ``spreadsheet``.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv as columnar

from headwater.base.errors import InputError
from headwater.trace.ledger import NOBODY, IndexArray, IntArray, Ledger, RowIds, check_fits
from headwater.trace.names import clean_name
from headwater.trace.sheet_cells import LONGEST_CELL, days_of, header_of

_BOM = b"\xef\xbb\xbf"
_QUOTE, _LINE_END = ord('"'), ord("\n")
_MAY_STAND_BEFORE, _MAY_STAND_AFTER = (np.frombuffer(some, dtype=np.uint8) for some in (b',\n"', b',\r\n"'))
# Sixteen digits of dollars are below 2**62 cents.
_DOLLARS = r"^[0-9]{1,16}(\.[0-9]{1,2})?$"
_CENTS_OF_LAST_DIGIT = np.array([100, 10, 1], dtype=np.int64)
_FEW_TEXTS = ("date", "payer", "payee", "earmarked_for")


def ledger_of_columns(path: Path) -> Ledger | None:
    """The ledger of a CSV file, or nothing where the file is for the reader of rows to take or to refuse.

    Raises:
        CaseError: if all money together is too much to trace exactly.
    """
    try:
        table = _table(path)
        columns = None if table is None else _ledger(table)
    except (OSError, UnicodeDecodeError, csv.Error, pa.ArrowException, InputError, ValueError):
        return None
    if columns is not None:
        check_fits(columns.cents.tolist())
    return columns


def _table(path: Path) -> pa.Table | None:
    """The cells as text; nothing where the two readers could see other cells than each other."""
    text = path.read_bytes().removeprefix(_BOM)
    if b"\0" in text or text.count(b"\r") != text.count(b"\r\n") or not _are_quotes_plain(text):
        return None
    first, _, _ = text.partition(b"\n")
    header = header_of(path.name, next(csv.reader([first.decode("utf-8")], strict=True)))
    few = pa.dictionary(pa.int32(), pa.string())
    table = columnar.read_csv(
        pa.BufferReader(pa.py_buffer(text).slice(len(first) + 1)),
        read_options=columnar.ReadOptions(column_names=header),
        convert_options=columnar.ConvertOptions(
            column_types={name: few if name in _FEW_TEXTS else pa.large_string() for name in header}
        ),
    )
    return table if table.num_rows else None


def _are_quotes_plain(text: bytes) -> bool:
    """Whether each quote begins or ends a whole cell of one line, or is one of two that stand for one inside it."""
    if b'"' not in text:
        return True
    marks = np.frombuffer(text, dtype=np.uint8)
    quotes, ends = np.flatnonzero(marks == _QUOTE), np.flatnonzero(marks == _LINE_END)
    if len(quotes) % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    before, after = marks[opening[opening > 0] - 1], marks[closing[closing + 1 < len(marks)] + 1]
    one_line = np.searchsorted(ends, opening) == np.searchsorted(ends, closing)
    return bool(np.isin(before, _MAY_STAND_BEFORE).all() and np.isin(after, _MAY_STAND_AFTER).all() and one_line.all())


def _ledger(table: pa.Table) -> Ledger | None:
    if any(_longest(column) > LONGEST_CELL for column in table.columns):
        return None
    cents, ids = _cents(table.column("amount")), _ids(table)
    ends = _nodes(table)
    if cents is None or ids is None or ends is None:
        return None
    names, (payer, payee, earmarked_for) = ends
    dates, which = _texts(table.column("date"))
    days = np.array([days_of(text) for text in dates], dtype=np.int32)[which]
    return Ledger(
        names=names,
        ids=ids,
        payer=payer,
        payee=payee,
        day_from=np.ascontiguousarray(days[:, 0]),
        day_to=np.ascontiguousarray(days[:, 1]),
        cents=cents,
        earmarked_for=earmarked_for,
    )


def _longest(column: pa.ChunkedArray) -> int:
    chunks = [chunk.dictionary if pa.types.is_dictionary(column.type) else chunk for chunk in column.chunks]
    return max((pc.max(pc.binary_length(chunk)).as_py() or 0 for chunk in chunks), default=0)


def _texts(column: pa.ChunkedArray) -> tuple[list[str], IndexArray]:
    """The distinct texts of a column, and which of them stands in each row."""
    whole = column.unify_dictionaries()
    which = np.concatenate([chunk.indices.to_numpy() for chunk in whole.chunks])
    return whole.chunk(0).dictionary.to_pylist(), which


def _cents(column: pa.ChunkedArray) -> IntArray | None:
    """The cents of each row, nothing where some amount is none or not above zero."""
    dollars = pc.ascii_trim_whitespace(column)
    if not pc.all(pc.match_substring_regex(dollars, _DOLLARS)).as_py():
        return None
    point = pc.find_substring(dollars, ".").to_numpy()
    decimals = np.where(point < 0, 0, pc.binary_length(dollars).to_numpy() - point - 1)
    digits = pc.cast(pc.replace_substring(dollars, ".", ""), pa.int64()).to_numpy()
    cents: IntArray = digits * _CENTS_OF_LAST_DIGIT[decimals]
    return cents if cents.min() > 0 else None


def _ids(table: pa.Table) -> Sequence[str] | None:
    """The ids if each row has its own, the rows' numbers if none has one."""
    if "id" not in table.column_names:
        return RowIds(table.num_rows)
    ids = tuple(text.strip() for text in table.column("id").to_pylist())
    if not any(ids):
        return RowIds(len(ids))
    return ids if all(ids) and len(set(ids)) == len(ids) else None


def _nodes(table: pa.Table) -> tuple[tuple[str, ...], tuple[IndexArray, ...]] | None:
    """The names in the order in which rows first name them, and the nodes of payers, payees and earmarks."""
    nodes: dict[str, int] = {}
    payer, payee = (_named(table, field, nodes) for field in ("payer", "payee"))
    earmarked_for = _named(table, "earmarked_for", nodes)
    if payer.min() < 0 or payee.min() < 0:
        return None
    rows = np.column_stack((payer, payee, earmarked_for)).ravel()
    mentions = np.flatnonzero(rows >= 0)
    first: NDArray[np.int64] = np.full(len(nodes), len(rows), dtype=np.int64)
    np.minimum.at(first, rows[mentions], mentions)
    order = np.argsort(first)
    place = np.append(np.argsort(order), NOBODY).astype(np.int32)
    texts = list(nodes)
    return tuple(texts[node] for node in order), (place[payer], place[payee], place[earmarked_for])


def _named(table: pa.Table, field: str, nodes: dict[str, int]) -> IndexArray:
    """The node of each row's name, new names added; -1 where there is none."""
    if field not in table.column_names:
        return np.full(table.num_rows, NOBODY, dtype=np.int32)
    texts, which = _texts(table.column(field))
    names = map(clean_name, texts)
    known = np.array([nodes.setdefault(name, len(nodes)) if name else NOBODY for name in names], dtype=np.int32)
    return known[which]
