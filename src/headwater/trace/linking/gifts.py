"""The gifts of a case as columns, looked up by receiver or giver; a gift is a row of its own where one is asked for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from headwater.trace.case_book import CaseBook
from headwater.trace.earmarks import match_legs
from headwater.trace.ledger import NOBODY, BoolArray, IndexArray, IntArray, rank_of_ids


@dataclass(frozen=True, slots=True)
class Gift:
    """Money or in-kind value given by one entity to another, less what came back; ``day`` is the last possible."""

    payment_id: str
    day: int
    payer_id: str
    payee_id: str
    cents: int

    @property
    def year(self) -> int:
        """The calendar year of the last possible day."""
        return date.fromordinal(self.day).year


@dataclass(frozen=True, eq=False)
class Gifts:
    """Gifts in the order of days, then ids; ``payer`` and ``payee`` are numbers of entities, ``row`` the ledger's row.

    ``passes_on`` marks the ledger's rows that only pass an earmarked gift on.
    """

    book: CaseBook
    row: IndexArray
    day: IndexArray
    payer: IndexArray
    payee: IndexArray
    cents: IntArray
    passes_on: BoolArray

    @cached_property
    def year(self) -> IntArray:
        """The calendar year of each gift's last possible day."""
        days, which = np.unique(self.day, return_inverse=True)
        years = np.array([date.fromordinal(day).year for day in days.tolist()], dtype=np.int64)
        found: IntArray = years[which] if len(days) else np.zeros(0, dtype=np.int64)
        return found

    @cached_property
    def _by_payee(self) -> tuple[IntArray, IntArray]:
        return _sorted(self.payee, len(self.book.who.ids))

    @cached_property
    def _by_payer(self) -> tuple[IntArray, IntArray]:
        return _sorted(self.payer, len(self.book.who.ids))

    @cached_property
    def _known(self) -> dict[str, tuple[Gift, ...]]:
        return {}

    def received(self, entity_id: str) -> bool:
        """Whether any gift to an entity is in these records."""
        return len(_of(self._by_payee, self.book.who.number[entity_id])) > 0

    def to(self, entity_id: str) -> Sequence[Gift]:
        """The gifts to a receiver, in the order of days."""
        if entity_id not in self._known:
            self._known[entity_id] = tuple(self.listed(_of(self._by_payee, self.book.who.number[entity_id])))
        return self._known[entity_id]

    def given(self, entity_ids: Iterable[str]) -> list[Gift]:
        """The gifts of some givers together, in the order of days."""
        numbers = [self.book.who.number[one] for one in entity_ids]
        places = [_of(self._by_payer, one) for one in numbers]
        return list(self.listed(np.sort(np.concatenate(places)))) if places else []

    def between(self, givers: Iterable[str], receiver: str) -> list[Gift]:
        """The gifts of some givers to one receiver, in the order of days."""
        number = self.book.who.number
        places = _of(self._by_payee, number[receiver])
        return list(self.listed(places[self.book.mask(number[one] for one in givers)[self.payer[places]]]))

    def sums(self, cycle: IntArray) -> "Sums":
        """What each giver gave each receiver in each cycle.

        Args:
            cycle: of each gift.
        """
        order = np.lexsort((self.payer, self.payee, cycle))
        cycles, payees, payers = cycle[order], self.payee[order], self.payer[order]
        if not len(order):
            return Sums(cycles, payees, payers, self.cents, self.day)
        new = (np.diff(cycles) != 0) | (np.diff(payees) != 0) | (np.diff(payers) != 0)
        starts = np.concatenate([[0], np.flatnonzero(new) + 1])
        cents, first = np.add.reduceat(self.cents[order], starts), np.minimum.reduceat(self.day[order], starts)
        return Sums(cycles[starts], payees[starts], payers[starts], cents, first)

    def listed(self, places: IntArray) -> Iterator[Gift]:
        """The gifts at some places of the columns."""
        ids, who = self.book.ids.rows(self.row[places]), self.book.who.ids
        columns = (getattr(self, name)[places].tolist() for name in ("day", "payer", "payee", "cents"))
        for payment, day, payer, payee, cents in zip(ids, *columns, strict=True):
            yield Gift(payment, day, who[payer], who[payee], cents)


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Cents by cycle, receiver and giver, in that order, and the first day of each."""

    cycle: IntArray
    payee: IndexArray
    payer: IndexArray
    cents: IntArray
    first: IndexArray


def gifts_of(book: CaseBook) -> Gifts:
    """The gifts between different entities; an earmarked one is its giver's to the named payee."""
    ledger = book.book.ledger
    named = ledger.earmarked_for != NOBODY
    passes_on = np.zeros(len(named), dtype=np.bool_)
    if bool(named.any()):
        passes_on = np.asarray(match_legs(ledger, rank_of_ids(ledger.ids)).is_onward)
    payee = np.where(named, ledger.earmarked_for, ledger.payee)
    rows = np.flatnonzero(book.is_gift & ~passes_on & (payee != ledger.payer)).astype(np.int32)
    rows = rows[np.argsort(ledger.day_to[rows], kind="stable")]  # rows are in the order of ids
    return Gifts(book, rows, ledger.day_to[rows], ledger.payer[rows], payee[rows], ledger.cents[rows], passes_on)


def _sorted(keys: IndexArray, count: int) -> tuple[IntArray, IntArray]:
    order = np.argsort(keys, kind="stable")
    return np.searchsorted(keys[order], np.arange(count + 1)), order


def _of(groups: tuple[IntArray, IntArray], number: int) -> IntArray:
    begins, order = groups
    return order[begins[number] : begins[number + 1]]
