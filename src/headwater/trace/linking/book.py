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
from headwater.trace.earmarks import match_legs
from headwater.trace.ledger import Ledger, Payment, ledger_of, rank_of_ids
from headwater.trace.linking.affiliations import Affiliation
from headwater.trace.problem import problem_of
from headwater.trace.rules.pro_rata import pro_rata

FOR_CLASSES = ("gifts", "expenditures_for")
SPENT_CLASSES = (*FOR_CLASSES, "expenditures_against")
_GIFTS = frozenset({"monetary", "in_kind"})


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


@dataclass(frozen=True)
class LinkBook:
    """Everything a rule may look at; ids of entities throughout, donor sets in the order of their ids.

    ``traces`` are the rows of the table of that name; ``own`` holds each candidate's own entities, itself included.
    """

    donor_sets: Mapping[str, frozenset[str]]
    kinds: Mapping[str, str]
    own: Mapping[str, frozenset[str]]
    gifts: tuple[Gift, ...]
    spent: tuple[Spent, ...]
    traces: tuple[Mapping[str, Any], ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    payments: tuple[Payment, ...] = ()
    label_of: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def candidates_own(self) -> frozenset[str]:
        """All candidates' own entities."""
        return frozenset(entity for own in self.own.values() for entity in own)

    @cached_property
    def gifts_to(self) -> Mapping[str, Sequence[Gift]]:
        """The gifts to each receiver, in the order of days."""
        found: dict[str, list[Gift]] = {}
        for gift in self.gifts:
            found.setdefault(gift.payee_id, []).append(gift)
        return found

    @cached_property
    def kept(self) -> dict[tuple[str, int], Any]:
        """What evaluators work out once and use at every choice of their other settings, by its name and a number."""
        return {}

    @cached_property
    def bounds_by_target(self) -> dict[tuple[str, str, str], Mapping[str, Any]]:
        """Each trace by donor set, candidate and class."""
        return {(row["donor_set"], row["target_entity_id"], row["target_class"]): row for row in self.traces}

    @cached_property
    def cents_of(self) -> dict[str, int]:
        """The cents of each gift and of each payment about a candidate, by payment id."""
        cents = {gift.payment_id: gift.cents for gift in self.gifts}
        return cents | {one.payment_id: one.cents for one in self.spent}

    @cached_property
    def ledger(self) -> Ledger:
        """The payments as the engine reads them."""
        return ledger_of(self.payments)

    @cached_property
    def _traced(self) -> dict[tuple[str, tuple[str, ...]], tuple[Bounds, int]]:
        return {}

    def trace(self, donor_set: str, payment_ids: Sequence[str]) -> tuple[Bounds, int]:
        """Bounds in cents, and the pro rata part, of a donor set's money in some payments taken together."""
        key = donor_set, tuple(sorted(payment_ids))
        if key not in self._traced:
            known = set(self.ledger.names)
            donors = sorted({self.label_of[one] for one in self.donor_sets[donor_set]} & known)
            problem = problem_of(self.ledger, donors, (), key[1])
            bounds = problem.ranged.bounds
            self._traced[key] = bounds, pro_rata(problem) if bounds.high else 0
        return self._traced[key]


def link_book(
    book: CaseBook,
    donor_sets: Iterable[DonorSet],
    kinds: Mapping[str, str],
    candidates: Iterable[str],
    traces: Iterable[Mapping[str, Any]],
    affiliations: Iterable[Affiliation] = (),
) -> LinkBook:
    """What rules decide on, of a case's payments joined to who is who.

    Earmarked money is a gift of its giver to the named payee; the conduit's payment that passes it on is left out.

    Args:
        book: the case's payments between labels.
        donor_sets: the case's; a member of which these records hold nothing is left out.
        kinds: the kind of each entity.
        candidates: entity ids of all candidates.
        traces: rows of the table ``traces``.
        affiliations: what the case states of owners and of what is shared.
    """
    entity_of = {label: entity for entity, label in book.label_of.items()}
    own = {one: frozenset((one, *book.own_committees.get(one, ()))) for one in sorted(set(candidates))}
    counted = [payment for payment, passes_on in _with_legs(book.payments) if not passes_on]
    by_id = {payment.id: payment for payment in counted}
    gifts = [_gift(payment, entity_of) for payment in counted if payment.kind in _GIFTS]
    gifts = [gift for gift in gifts if gift.payer_id != gift.payee_id]
    return LinkBook(
        donor_sets={one.id: _members(one, book) for one in sorted(donor_sets, key=lambda one: one.id)},
        kinds=kinds,
        own=own,
        gifts=tuple(sorted(gifts, key=lambda gift: (gift.day, gift.payment_id))),
        spent=tuple(sorted(_spent(book, own, gifts, (by_id, entity_of)), key=lambda one: (one.day, one.payment_id))),
        traces=tuple(traces),
        affiliations=tuple(affiliations),
        payments=book.payments,
        label_of=book.label_of,
    )


def cycle_of(year: int, years: int) -> int:
    """The last year of the cycle of so many years that a year lies in; 0 where all years are one cycle."""
    return -(-year // years) * years if years else 0


def _members(donor_set: DonorSet, book: CaseBook) -> frozenset[str]:
    return frozenset(book.entity_of[member] for member in donor_set.members if member in book.entity_of)


def _with_legs(payments: tuple[Payment, ...]) -> Iterable[tuple[Payment, bool]]:
    """Each payment with whether it only passes earmarked money on."""
    if not any(payment.earmarked_for for payment in payments):
        return ((payment, False) for payment in payments)
    ledger = ledger_of(payments)
    onward: Iterable[Any] = np.asarray(match_legs(ledger, rank_of_ids(ledger.ids)).is_onward).tolist()
    return zip(payments, onward, strict=True)


def _gift(payment: Payment, entity_of: Mapping[str, str]) -> Gift:
    payee = payment.earmarked_for or payment.payee
    return Gift(payment.id, payment.day_to, entity_of[payment.payer], entity_of[payee], payment.cents)


def _spent(
    book: CaseBook,
    own: Mapping[str, frozenset[str]],
    gifts: Sequence[Gift],
    known: tuple[Mapping[str, Payment], Mapping[str, str]],
) -> Iterable[Spent]:
    by_id, entity_of = known
    to: dict[str, list[Gift]] = {}
    for gift in gifts:
        to.setdefault(gift.payee_id, []).append(gift)
    for candidate, entities in own.items():
        for gift in (gift for entity in sorted(entities) for gift in to.get(entity, ())):
            if gift.payer_id not in entities:
                yield Spent(gift.payment_id, gift.day, gift.payer_id, candidate, "gifts", gift.cents)
        for stance in ("for", "against"):
            ids = {one for entity in entities for one in book.spent_on.get((entity, stance), ())}
            for payment in (by_id[one] for one in sorted(ids) if one in by_id):
                payer = entity_of[payment.payer]
                yield Spent(payment.id, payment.day_to, payer, candidate, f"expenditures_{stance}", payment.cents)
