"""Draws what one stretch of made-up files is about: who, when, how much; and keeps its lines and its true payments."""

from typing import Any

import numpy as np
import polars as pl

from bench.official.cast import Cast, Numbers
from bench.official.mix import Mix

FIRST_DAY, DAYS = 17897, 700  # 2019-01-01, in days since 1970; some days are left at the end for the other side
ROUND = np.array([25, 50, 100, 250, 500, 1000, 2800])

LINE_COLUMNS: dict[str, Any] = {
    "is_other": False,
    "story": 0,
    "filer": 0,
    "is_amendment": False,
    "is_notice": False,
    "type": "",
    "who": 0,
    "other": 0,
    "candidate": 0,
    "day": 0,
    "dollars": 0,
    "transaction": 0,
    "is_memo": False,
    "payment": -1,
    "is_best": False,
    "dirt": 0,
}
"""A line before it is written: numbers of names and payments; ``payment`` is -1 where it proves none."""

PAYMENT_COLUMNS: dict[str, Any] = {
    "payment": 0,
    "story": 0,
    "payer": 0,
    "payee": 0,
    "first_day": 0,
    "last_day": 0,
    "dollars": 0,
    "kind": "monetary",
    "candidate": 0,
    "stance": "",
    "conduit": 0,
    "is_refund": False,
    "dirt": 0,
}


class Draw:
    """The lots of one stretch. Payments and transactions are numbered on from those of the stretches before."""

    def __init__(self, mix: Mix, cast: Cast, part: int, first: int) -> None:
        self.mix, self.cast = mix, cast
        self.rng = np.random.default_rng([mix.seed, 1, part])
        self.story = 0
        self.lines: list[pl.DataFrame] = []
        self.payments: list[pl.DataFrame] = []
        self._payment = self._transaction = first

    def line(self, count: int, **columns: Any) -> None:
        """Adds lines; a column that is not given has its usual value."""
        own = {"transaction": self.transactions(count)} if "transaction" not in columns else {}
        self.lines.append(_frame(count, LINE_COLUMNS, {"story": self.story, **own, **columns}))

    def pay(self, count: int, **columns: Any) -> Numbers:
        """Adds true payments and gives their numbers."""
        numbers = np.arange(self._payment, self._payment + count)
        self._payment += count
        self.payments.append(_frame(count, PAYMENT_COLUMNS, {"story": self.story, "payment": numbers, **columns}))
        return numbers

    def transactions(self, count: int) -> Numbers:
        """New numbers of transactions."""
        numbers = np.arange(self._transaction, self._transaction + count)
        self._transaction += count
        return numbers

    def some(self, role: str, count: int) -> Numbers:
        """Committees of a role, or donors, or vendors."""
        whole = {"donor": self.cast.donors, "vendor": self.cast.vendors}
        first, last = whole.get(role) or self.cast.roles[role]
        return self.rng.integers(first, last + 1, size=count)

    def days(self, count: int) -> Numbers:
        """Days of the cycle."""
        return FIRST_DAY + self.rng.integers(DAYS, size=count)

    def later(self, days: Numbers) -> Numbers:
        """Each day or one a few days later."""
        return days + self.rng.integers(self.mix.days_apart + 1, size=len(days))

    def gifts(self, count: int) -> Numbers:
        """Dollars as people give them: mostly round."""
        is_round = self.rng.random(count) < 0.7
        return np.where(is_round, self.rng.choice(ROUND, size=count), self.rng.integers(1, 2801, size=count))

    def amounts(self, count: int, most: int = 5000) -> Numbers:
        """Dollars as committees pay them."""
        return self.rng.integers(200, most, size=count)

    def is_so(self, share: float, count: int) -> Any:
        """Whether each of some things is one of a share of them."""
        return self.rng.random(count) < share


def _frame(count: int, columns: dict[str, Any], given: dict[str, Any]) -> pl.DataFrame:
    values = {**columns, **given}
    made = {}
    for name, usual in columns.items():
        value = values[name]
        dtype = pl.String if isinstance(usual, str) else pl.Boolean if isinstance(usual, bool) else pl.Int64
        is_many = isinstance(value, np.ndarray | pl.Series | list)
        made[name] = pl.Series(name, value, dtype) if is_many else pl.repeat(value, count, dtype=dtype, eager=True)
    return pl.DataFrame(made)
