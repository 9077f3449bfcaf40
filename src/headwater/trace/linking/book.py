"""What linking rules decide on: gifts between entities, what reached or was spent about candidates, and traces."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from headwater.base.case import DonorSet
from headwater.base.money import Bounds
from headwater.trace.case_book import CaseBook
from headwater.trace.ledger import IndexArray
from headwater.trace.linking.affiliations import Affiliation
from headwater.trace.linking.gifts import Gifts, gifts_of
from headwater.trace.rules.pro_rata import pro_rata

FOR_CLASSES = ("gifts", "expenditures_for")
SPENT_CLASSES = (*FOR_CLASSES, "expenditures_against")


@dataclass(frozen=True, slots=True)
class Spent:
    """One payment that reached a candidate's committee, or was spent for or against it (``target_class``)."""

    payment_id: str
    day: int
    payer_id: str
    candidate_id: str
    target_class: str
    cents: int

    @property
    def year(self) -> int:
        """The calendar year of the last possible day."""
        return date.fromordinal(self.day).year


@dataclass(frozen=True, eq=False)
class LinkBook:
    """Everything a rule may look at; ids of entities throughout, donor sets in the order of their ids.

    ``traces`` are the rows of the table of that name; ``own`` holds each candidate's own entities, itself included.
    """

    cased: CaseBook
    donor_sets: Mapping[str, frozenset[str]]
    kinds: Mapping[str, str]
    own: Mapping[str, frozenset[str]]
    gifts: Gifts
    spent: tuple[Spent, ...]
    traces: tuple[Mapping[str, Any], ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    kept: dict[tuple[str, int], Any] = field(default_factory=dict)
    """What evaluators work out once and use at every choice of their other settings, by its name and a number."""
    _traced: dict[tuple[str, tuple[str, ...]], tuple[Bounds, int]] = field(default_factory=dict)

    @cached_property
    def candidates_own(self) -> frozenset[str]:
        """All candidates' own entities."""
        return frozenset(entity for own in self.own.values() for entity in own)

    @cached_property
    def bounds_by_target(self) -> dict[tuple[str, str, str], Mapping[str, Any]]:
        """Each trace by donor set, candidate and class."""
        return {(row["donor_set"], row["target_entity_id"], row["target_class"]): row for row in self.traces}

    def cents_of(self, payment_id: str) -> int:
        """The cents of a payment, 0 for one that is not in the ledger."""
        if payment_id in self._spent_cents:
            return self._spent_cents[payment_id]
        row = self.cased.ids.row(payment_id)
        return int(self.cased.book.ledger.cents[row]) if row >= 0 else 0

    @cached_property
    def _spent_cents(self) -> dict[str, int]:
        return {one.payment_id: one.cents for one in self.spent}

    def trace(self, donor_set: str, payment_ids: Sequence[str]) -> tuple[Bounds, int]:
        """Bounds in cents, and the pro rata part, of a donor set's money in some payments taken together."""
        key = donor_set, tuple(sorted(payment_ids))
        if key not in self._traced:
            rows = np.array([self.cased.ids.row(one) for one in key[1]], dtype=np.int32)
            donors = [self.cased.who.number[one] for one in self.donor_sets[donor_set]]
            problem = self.cased.problem(donors, (), rows)
            bounds = problem.ranged.bounds
            self._traced[key] = bounds, pro_rata(problem) if bounds.high else 0
        return self._traced[key]


def link_book(
    book: CaseBook,
    donor_sets: Iterable[DonorSet],
    candidates: Iterable[str],
    traces: Iterable[Mapping[str, Any]],
    affiliations: Iterable[Affiliation] = (),
) -> LinkBook:
    """What rules decide on, of a case's payments joined to who is who.

    Earmarked money is a gift of its giver to the named payee; the conduit's payment that passes it on is left out.

    Args:
        book: the case's payments between entities.
        donor_sets: the case's; a member of which these records hold nothing is left out.
        candidates: entity ids of all candidates.
        traces: rows of the table ``traces``.
        affiliations: what the case states of owners and of what is shared.
    """
    own = {one: frozenset((one, *book.who.own_committees.get(one, ()))) for one in sorted(set(candidates))}
    gifts = gifts_of(book)
    return LinkBook(
        cased=book,
        donor_sets={one.id: _members(one, book) for one in sorted(donor_sets, key=lambda one: one.id)},
        kinds=dict(zip(book.who.ids, book.who.kinds, strict=True)),
        own=own,
        gifts=gifts,
        spent=tuple(sorted(_spent(book, own, gifts), key=lambda one: (one.day, one.payment_id))),
        traces=tuple(traces),
        affiliations=tuple(affiliations),
    )


def cycle_of(year: int, years: int) -> int:
    """The last year of the cycle of so many years that a year lies in; 0 where all years are one cycle."""
    return -(-year // years) * years if years else 0


def _members(donor_set: DonorSet, book: CaseBook) -> frozenset[str]:
    return frozenset(book.who.entity_of[member] for member in donor_set.members if member in book.who.entity_of)


def _spent(book: CaseBook, own: Mapping[str, frozenset[str]], gifts: Gifts) -> Iterable[Spent]:
    for candidate, entities in own.items():
        target = book.target(candidate)
        own_numbers = book.mask(book.who.number[one] for one in entities)
        for target_class, reaching in target.payments.items():
            rows = reaching[~gifts.passes_on[reaching]]
            if target_class == "gifts":
                rows = rows[~own_numbers[book.book.ledger.payer[rows]]]
            yield from _listed(book, candidate, target_class, rows)


def _listed(book: CaseBook, candidate: str, target_class: str, rows: IndexArray) -> Iterable[Spent]:
    ledger, ids = book.book.ledger, book.who.ids
    columns = (ledger.day_to[rows].tolist(), ledger.payer[rows].tolist(), ledger.cents[rows].tolist())
    for payment, day, payer, cents in zip(book.ids.rows(rows), *columns, strict=True):
        yield Spent(payment, day, ids[payer], candidate, target_class, cents)
