"""Lines that are equal to others in some columns: what compares lines need not look at the rest."""

from functools import reduce
from operator import xor

import ibis
import polars as pl
import pyarrow as pa
from ibis import _

from headwater.ledger.numbers import hash_of

ALIKE = "alike"
"""One number of all columns that are compared; a few more lines by accident of hashing do no harm."""


def recurring(lines: ibis.Table, *columns: str) -> ibis.Table:
    """Lines that share the columns with another line; a few more by accident of hashing, which do no harm.

    Sorting all lines by many texts is far dearer than counting one number of each.
    """
    hashed = hashed_alike(lines, *columns)
    often = hashed.group_by(ALIKE).aggregate(times=_.count()).filter(_.times > 1)
    return hashed.semi_join(often, ALIKE).drop(ALIKE)


def hashed_alike(lines: ibis.Table, *columns: str) -> ibis.Table:
    """The lines with the number (``alike``) of these columns."""
    return lines.mutate(reduce(xor, (hash_of(lines[name]) for name in columns)).name(ALIKE))


def numbers_that_recur(numbers: pa.ChunkedArray) -> pa.Table:
    """Each of the numbers that stands there more than once, once.

    Of very many numbers, of which most stand alone, sorting them takes a fraction of the time and the memory that
    counting each in the engine does.
    """
    ordered = pl.Series(ALIKE, numbers).sort()
    return pl.DataFrame(ordered.filter(ordered == ordered.shift()).unique(maintain_order=True)).to_arrow()
