"""The ledger that is traced: payments as plain arrays of whole cents and day numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from headwater.base.errors import CaseError
from headwater.base.money import MAX_CENTS

IntArray = NDArray[np.int64]
IndexArray = NDArray[np.int32]
BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]

NOBODY = -1
MANY_IDS = 50_000
_ARRAYS = ("payer", "payee", "day_from", "day_to", "cents", "earmarked_for")


@dataclass(frozen=True, slots=True)
class Payment:
    """One physical transfer; days are ordinals (``date.toordinal``), both ends of the range belong to it."""

    id: str
    day_from: int
    day_to: int
    payer: str
    payee: str
    cents: int
    kind: str = ""
    earmarked_for: str = ""
    url: str = ""


class RowIds(Sequence[str]):
    """The numbers of rows from 1, as ids of payments that have none of their own."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return tuple(str(row + 1) for row in range(self._count)[index])
        return str(range(self._count)[index] + 1)

    def rows(self, chosen: IntArray | IndexArray) -> list[str]:
        """The ids of some rows."""
        return [str(row + 1) for row in chosen.tolist()]


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """Payments as arrays of equal length; payer, payee and earmarked_for index ``names``.

    ``earmarked_for`` is -1 where the money is free; ``reported`` holds (node, cents) of reported opening cash.
    """

    names: tuple[str, ...]
    ids: Sequence[str]
    payer: IndexArray
    payee: IndexArray
    day_from: IndexArray
    day_to: IndexArray
    cents: IntArray
    earmarked_for: IndexArray
    reported: tuple[tuple[int, int], ...] = ()


def ledger_of(payments: Iterable[Payment], opening_cents: Mapping[str, int] | None = None) -> Ledger:
    """The ledger of some payments, in the order given.

    Args:
        payments: any number; ids must differ, cents be above zero and ranges not end before they begin.
        opening_cents: opening cash that an entity reported; entities without one get the least they need.

    Raises:
        CaseError: if a payment breaks these rules, or all money together does not fit 62 bits.
    """
    nodes: dict[str, int] = {}
    ids: dict[str, None] = {}
    columns: dict[str, list[int]] = {name: [] for name in _ARRAYS}
    for payment in payments:
        _check(payment, ids)
        ids[payment.id] = None
        named = payment.earmarked_for
        columns["payer"].append(nodes.setdefault(payment.payer, len(nodes)))
        columns["payee"].append(nodes.setdefault(payment.payee, len(nodes)))
        columns["earmarked_for"].append(nodes.setdefault(named, len(nodes)) if named else NOBODY)
        columns["day_from"].append(payment.day_from)
        columns["day_to"].append(payment.day_to)
        columns["cents"].append(payment.cents)
    reported = {name: cents for name, cents in (opening_cents or {}).items() if name in nodes}
    check_fits(chain(columns["cents"], reported.values()))
    return Ledger(
        names=tuple(nodes),
        ids=tuple(ids),
        reported=tuple((nodes[name], cents) for name, cents in reported.items()),
        cents=np.array(columns["cents"], dtype=np.int64),
        **{name: np.array(values, dtype=np.int32) for name, values in columns.items() if name != "cents"},
    )


def check_fits(cents: Iterable[int]) -> None:
    """Refuse sums that could overflow int64 on their way through the arithmetic.

    Raises:
        CaseError: if the cents together reach 2**62.
    """
    total = sum(cents)
    if total >= MAX_CENTS:
        raise CaseError(f"the ledger moves {total} cents in all; at most {MAX_CENTS - 1} can be traced exactly")


def ids_at(ids: Sequence[str], rows: IntArray | IndexArray) -> list[str]:
    """The ids of some rows, those of a case taken at once: one by one takes longer than many a question."""
    return ids.rows(rows) if isinstance(ids, RowIds) else [ids[row] for row in rows.tolist()]


def rank_of_ids(ids: Sequence[str]) -> IndexArray:
    """The place of every id when ids are put in order: shorter first, so that row 9 stands before row 10."""
    if isinstance(ids, RowIds):
        return np.arange(len(ids), dtype=np.int32)
    if len(ids) < MANY_IDS:
        in_order = sorted(range(len(ids)), key=lambda index: (len(ids[index]), ids[index]))
        few = np.empty(len(ids), dtype=np.int32)
        few[np.array(in_order, dtype=np.int64)] = np.arange(len(ids), dtype=np.int32)
        return few
    import polars as pl  # noqa: PLC0415 loading it takes longer than sorting few ids

    numbered = pl.DataFrame({"id": pl.Series(ids, dtype=pl.String), "row": np.arange(len(ids), dtype=np.int32)})
    order = numbered.sort(pl.col("id").str.len_chars(), pl.col("id"))["row"].to_numpy()
    ranks = np.empty(len(ids), dtype=np.int32)
    ranks[order] = np.arange(len(ids), dtype=np.int32)
    return ranks


def _check(payment: Payment, ids: dict[str, None]) -> None:
    if payment.cents <= 0:
        raise CaseError(f"payment {payment.id!r}: {payment.cents} cents is not above zero")
    if payment.day_from > payment.day_to:
        raise CaseError(f"payment {payment.id!r}: its range of days ends before it begins")
    if payment.id in ids:
        raise CaseError(f"payment {payment.id!r} stands in the ledger twice")
