"""What committees would state of themselves: the totals of webk, summed up from the true payments."""

import numpy as np
import polars as pl

from bench.official.cast import Cast, kind_of
from bench.official.mix import DIRT, LOST

_FIRST_LOST = DIRT.index(LOST[0])
_BLANK = len(DIRT) - 1


class Sums:
    """Each committee's sums, in dollars; lost lines were payments too, so that they are in them."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self._cast = cast
        size = len(cast.ids)
        names = ("receipts", "individuals", "committees", "spent", "refunded", "given", "independent")
        self._sums = {name: np.zeros(size, np.int64) for name in names}
        self._spare = np.random.default_rng([seed, 2]).integers(0, 100_000, size=size)

    def add(self, payments: pl.DataFrame, lines: pl.DataFrame) -> None:
        """Adds a stretch's true payments and its lost lines."""
        is_return, is_independent = pl.col("kind") == "return", pl.col("kind") == "independent_expenditure"
        is_own = pl.col("payer") < len(self._cast.ids)
        gifts = payments.filter(~is_return & ~is_independent)
        self._put("receipts", gifts, "payee")
        self._put("individuals", gifts.filter(~is_own), "payee")
        self._put("committees", gifts.filter(is_own), "payee")
        self._put("given", gifts.filter(is_own), "payer")
        self._put("spent", payments.filter(is_own & (~is_return | pl.col("is_refund"))), "payer")
        self._put("refunded", payments.filter(is_return & pl.col("is_refund")), "payer")
        self._put("independent", payments.filter(is_independent), "payer")
        undone = payments.filter(is_return & ~pl.col("is_refund")).with_columns(dollars=-pl.col("dollars"))
        lost = lines.filter(pl.col("dirt").is_between(_FIRST_LOST, _BLANK - 1))
        for name in ("receipts", "individuals"):
            self._put(name, undone, "payer")
            self._put(name, lost, "filer")

    def texts(self) -> list[str]:
        """The lines of webk."""
        sums = {name: values.tolist() for name, values in self._sums.items()}
        held = self._spare + np.maximum(0, self._sums["spent"] - self._sums["receipts"])
        lines = []
        for number in range(1, len(self._cast.ids)):
            own = {name: values[number] for name, values in sums.items()}
            begun = int(held[number])
            kind = kind_of(self._cast, number)
            name = self._cast.filed[number].partition("|")[0]
            fields = [self._cast.ids[number], name, kind, "Q", own["receipts"], 0, own["individuals"]]
            fields += [own["committees"], 0, 0, 0, own["spent"], 0, own["refunded"], 0, 0, 0]
            fields += [begun, begun + own["receipts"] - own["spent"], 0, 0, own["given"], own["independent"], 0, 0]
            lines.append("|".join(map(str, (*fields, "12/31/2020"))))
        return lines

    def _put(self, name: str, rows: pl.DataFrame, column: str) -> None:
        np.add.at(self._sums[name], rows[column].to_numpy(), rows["dollars"].to_numpy())
