"""A case's payments ready to be traced: entities as nodes, targets by class, names found as people write them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from headwater.base.views import UNNAMED
from headwater.trace.ledger import Payment
from headwater.trace.names import clean_name

TARGET_CLASSES = ("gifts", "expenditures_for", "expenditures_against")
_GIFTS = frozenset({"monetary", "in_kind"})
Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Target:
    """One candidate or committee: its own nodes, and its payments' ids by class."""

    nodes: tuple[str, ...]
    payments: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CaseBook:
    """The payments of a case between labels; a label is an entity's name, made unique where two share it.

    ``gifts_to`` holds the ids of gifts by the payee's label, ``spent_on`` those of independent expenditures by the
    entity they are about and their stance, ``entity_of`` the entity of each identifier.
    """

    payments: tuple[Payment, ...]
    gifts_to: Mapping[str, tuple[str, ...]]
    spent_on: Mapping[tuple[str, str], tuple[str, ...]]
    label_of: Mapping[str, str]
    spellings: Mapping[str, tuple[str, ...]]
    entity_of: Mapping[str, str]
    own_committees: Mapping[str, tuple[str, ...]]

    def target(self, entity_id: str) -> Target:
        """The target of a candidate (gifts to its committees; expenditures apart) or of any other receiver."""
        entities = (entity_id, *self.own_committees.get(entity_id, ()))
        nodes = tuple(self.label_of[entity] for entity in entities)
        found = {"gifts": tuple(payment for node in nodes for payment in self.gifts_to.get(node, ()))}
        for stance in ("for", "against"):
            spent = (payment for entity in entities for payment in self.spent_on.get((entity, stance), ()))
            found[f"expenditures_{stance}"] = tuple(spent)
        return Target(nodes, found)

    def between(self, donors: Iterable[str], payments: Iterable[str]) -> set[str]:
        """The labels that money of the donors can reach and that can reach these payments, dates set aside."""
        onward: dict[str, set[str]] = {}
        backward: dict[str, set[str]] = {}
        wanted = set(payments)
        for payment in self.payments:
            for payee in {payment.payee, payment.earmarked_for} - {""}:
                onward.setdefault(payment.payer, set()).add(payee)
                backward.setdefault(payee, set()).add(payment.payer)
        ends = {payment.payer for payment in self.payments if payment.id in wanted}
        return reached(donors, onward) & reached(ends, backward)


def reached(start: Iterable[str], ways: Mapping[str, set[str]]) -> set[str]:
    """What ways lead to from some labels, themselves included."""
    seen = set(start)
    waiting = list(seen)
    while waiting:
        following = ways.get(waiting.pop(), set()) - seen
        seen |= following
        waiting += following
    return seen


TABLES = ("payments", "entities", "party_entities", "source_parties", "identifiers", "candidacies")


def case_book(tables: Mapping[str, list[dict[str, Any]]]) -> CaseBook:
    """Joins payments to who is who.

    Args:
        tables: the rows of each table of ``TABLES``.
    """
    identifiers, listed = tables["identifiers"], tables["payments"]
    entity_of = {row["party_id"]: row["entity_id"] for row in tables["party_entities"]}
    numbers: dict[str, list[str]] = {}
    by_number = {}
    for row in identifiers:
        numbers.setdefault(row["entity_id"], []).append(f"{row['scheme']}:{row['identifier']}")
        by_number[f"{row['scheme']}:{row['identifier']}"] = row["entity_id"]
    label_of = _labels(tables["entities"], numbers)
    payments = tuple(undo_returns(_payment(row, entity_of, label_of) for row in listed))
    gifts_to: dict[str, list[str]] = {}
    for payment in payments:
        if payment.kind in _GIFTS:
            gifts_to.setdefault(payment.payee, []).append(payment.id)
    standing = {payment.id for payment in payments}
    spent_on: dict[tuple[str, str], list[str]] = {}
    for row in listed:
        if row["kind"] == "independent_expenditure" and row["about_party_id"] and row["payment_id"] in standing:
            spent_on.setdefault((entity_of[row["about_party_id"]], row["stance"]), []).append(row["payment_id"])
    return CaseBook(
        payments=payments,
        gifts_to={label: tuple(ids) for label, ids in gifts_to.items()},
        spent_on={what: tuple(ids) for what, ids in spent_on.items()},
        label_of=label_of,
        spellings=_spellings(tables, entity_of),
        entity_of=by_number,
        own_committees=_own(tables["candidacies"], by_number),
    )


def undo_returns(payments: Iterable[Payment]) -> list[Payment]:
    """Takes returned money off the gifts that it undoes: the newest gift up to that day first (TRACING §1).

    A gift undone in full vanishes; what no earlier gift covers stays a payment of its own, the other way.
    """
    in_order = sorted(payments, key=lambda payment: (payment.day_from, payment.id))
    left = {payment.id: payment.cents for payment in in_order}
    gifts: dict[tuple[str, str], list[Payment]] = {}
    for payment in in_order:
        if payment.kind != "return":
            gifts.setdefault((payment.payer, payment.payee), []).append(payment)
    for payment in in_order:
        if payment.kind == "return":
            _undo(payment, gifts.get((payment.payee, payment.payer), []), left)
    return [replace(payment, cents=left[payment.id]) for payment in in_order if left[payment.id] > 0]


def _undo(returned: Payment, gifts: list[Payment], left: dict[str, int]) -> None:
    for gift in reversed(gifts):
        if gift.day_from <= returned.day_to:
            taken = min(left[gift.id], left[returned.id])
            left[gift.id] -= taken
            left[returned.id] -= taken


def _payment(row: Mapping[str, Any], entity_of: Mapping[str, str], label_of: Mapping[str, str]) -> Payment:
    payee = entity_of[row["payee_party_id"]]
    earmarked = row["earmarked_for_party_id"]
    return Payment(
        id=row["payment_id"],
        day_from=_day(row["date_from"]),
        day_to=_day(row["date_to"]),
        payer=label_of[entity_of[row["payer_party_id"]]],
        payee=label_of[payee],
        cents=row["cents"],
        kind=row["kind"],
        earmarked_for=label_of[entity_of[earmarked]] if earmarked else "",
        url=row["url"],
    )


def _labels(entities: list[dict[str, Any]], numbers: Mapping[str, list[str]]) -> dict[str, str]:
    shared: dict[str, int] = {}
    for row in entities:
        shared[row["name"]] = shared.get(row["name"], 0) + 1
    labels, unnamed = {}, 0
    for row in sorted(entities, key=lambda entity: str(entity["entity_id"])):
        first = min(numbers.get(row["entity_id"], [row["entity_id"]]))
        labels[row["entity_id"]] = row["name"] if shared[row["name"]] == 1 else f"{row['name']} ({first})"
        if not row["is_named"]:
            unnamed += 1
            labels[row["entity_id"]] = f"{UNNAMED}, no. {unnamed}"
    return labels


def _spellings(tables: Mapping[str, list[dict[str, Any]]], entity_of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The entities that may be named, by every name that lines give them."""
    named = {row["entity_id"]: row["name"] for row in tables["entities"] if row["is_named"]}
    found: dict[str, set[str]] = {}
    for entity, name in named.items():
        found.setdefault(clean_name(name), set()).add(entity)
    for row in tables["source_parties"]:
        if entity_of[row["party_id"]] in named:
            found.setdefault(clean_name(row["name"]), set()).add(entity_of[row["party_id"]])
    return {name: tuple(sorted(entities)) for name, entities in found.items()}


def _own(candidacies: Rows, by_number: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    own: dict[str, set[str]] = {}
    for row in candidacies:
        for number in row["committees"].split(";"):
            if number in by_number:
                own.setdefault(row["candidate_entity_id"], set()).add(by_number[number])
    return {candidate: tuple(sorted(committees)) for candidate, committees in own.items()}


def _day(day: date) -> int:
    return day.toordinal()
