"""A case's payments as a ledger: targets by class, returns undone, names found or listed; all rows invented."""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from headwater.base.errors import AmbiguousNameError, CaseError, UnknownNameError
from headwater.base.money import Bounds
from headwater.trace.case_book import CaseBook, case_book
from headwater.trace.case_columns import SortedIds
from headwater.trace.case_names import entities_of
from headwater.trace.case_returns import after_returns
from headwater.trace.ledger import IndexArray
from headwater.trace.rules.direct import direct

NAMES = {
    "Egiver": "Giver PAC",
    "Eown": "Doe for DA",
    "Edoe": "Jo Doe",
    "Espend": "Spender PAC",
    "Etwo": "Giver PAC",
    "Ehid": "Pat Small",
}


def payment(number: int, payer: str, payee: str, cents: int, **more: Any) -> dict[str, Any]:
    row = {
        "payment_id": f"Y{number}",
        "date_from": date(2020, 1, number),
        "date_to": date(2020, 1, number),
        "cents": cents,
    }
    row |= {"kind": "monetary", "payer_party_id": payer, "payee_party_id": payee, "about_party_id": "", "stance": ""}
    return row | {"earmarked_for_party_id": "", "url": "", **more}


def book(*payments: dict[str, Any]) -> CaseBook:
    rows = [*payments] or [payment(1, "Egiver", "Eown", 1)]
    return case_book(
        {
            "payments": pa.Table.from_pylist(rows),
            "entities": pa.Table.from_pylist(
                [{"entity_id": e, "name": n, "is_named": e != "Ehid", "kind": "committee"} for e, n in NAMES.items()]
            ),
            "party_entities": pa.Table.from_pylist([{"party_id": e, "entity_id": e} for e in NAMES]),
            "source_parties": pa.Table.from_pylist([{"party_id": e, "name": n} for e, n in NAMES.items()]),
            "identifiers": pa.Table.from_pylist([
                {"entity_id": "Egiver", "scheme": "fppc", "identifier": "1"},
                {"entity_id": "Etwo", "scheme": "fppc", "identifier": "2"},
                {"entity_id": "Eown", "scheme": "fppc", "identifier": "9"},
            ]),
            "candidacies": pa.Table.from_pylist([{"candidate_entity_id": "Edoe", "committees": "fppc:9"}]),
        }
    )  # fmt: skip


def ids(found: CaseBook, rows: IndexArray) -> tuple[str, ...]:
    return tuple(found.ids.rows(rows))


def test_a_candidates_target_is_gifts_to_its_committees_and_expenditures_apart() -> None:
    spent = {"kind": "independent_expenditure", "about_party_id": "Edoe"}
    found = book(
        payment(1, "Egiver", "Eown", 100),
        payment(2, "Egiver", "Eown", 200, kind="in_kind"),
        payment(3, "Espend", "Etwo", 300, stance="for", **spent),
        payment(4, "Espend", "Etwo", 400, stance="against", **spent),
        payment(5, "Eown", "Etwo", 50, kind="spending"),
    )
    target = found.target("Edoe")

    assert {name: ids(found, rows) for name, rows in target.payments.items()} == {
        "gifts": ("Y1", "Y2"), "expenditures_for": ("Y3",), "expenditures_against": ("Y4",)
    }  # fmt: skip
    assert [found.who.labels[one] for one in target.nodes] == ["Jo Doe", "Doe for DA"]


def test_earmarked_money_reaches_the_named_payee_with_or_without_the_conduits_line() -> None:
    # 100 and 30 for the committee through a conduit, of which only the 30 are listed again as passed on
    found = book(
        payment(1, "Egiver", "Espend", 100, earmarked_for_party_id="Eown"),
        payment(2, "Egiver", "Espend", 30, earmarked_for_party_id="Eown"),
        payment(3, "Espend", "Eown", 30),
        # the committee as a conduit of somebody else's gift: none of its money
        payment(4, "Egiver", "Eown", 9, earmarked_for_party_id="Etwo"),
    )
    target = found.target("Edoe")
    donor = found.who.number["Egiver"]
    problem = found.problem([donor], target.nodes, target.payments["gifts"])

    assert ids(found, target.payments["gifts"]) == ("Y1", "Y2", "Y3")
    # each dollar once: 130 are the giver's, straight, and none is the conduit's
    assert (direct(problem), problem.ranged.bounds) == (130, Bounds(130, 130))
    assert problem.question.cents(problem.book.transfers) == 130


def test_ids_are_in_order_and_found() -> None:
    found = book(*(payment(day, "Egiver", "Eown", day, payment_id=f"Y{day * day}") for day in range(1, 29)))

    # shorter ids first, as row 9 stands before row 10
    assert list(found.ids)[:5] == ["Y1", "Y4", "Y9", "Y16", "Y25"]
    assert [found.ids.row(f"Y{number}") for number in (1, 25, 784, 2, 900)] == [0, 4, 27, -1, -1]
    assert found.ids[1:3] == ("Y4", "Y9")


def test_money_reaches_onward_only() -> None:
    found = book(payment(1, "Egiver", "Espend", 5), payment(2, "Espend", "Eown", 5), payment(3, "Etwo", "Eown", 5))
    number = found.who.number

    down = found.downstream(found.mask([number["Egiver"]]))
    up = found.upstream(found.mask([number["Espend"]]))
    assert {found.who.ids[one] for one in np.flatnonzero(down)} == {"Egiver", "Espend", "Eown"}
    assert {found.who.ids[one] for one in np.flatnonzero(up)} == {"Egiver", "Espend"}


def test_a_payment_of_nobody_is_one_clear_error() -> None:
    with pytest.raises(CaseError, match="payment 'Y1' names a party that is nobody"):
        book(payment(1, "Enobody", "Eown", 5))


def left(*rows: tuple[int, str, str, int]) -> list[int]:
    """What is left of payments (day, payer, payee, cents below zero for a return)."""
    names = sorted({name for _, payer, payee, _ in rows for name in (payer, payee)})
    payer = np.array([names.index(row[1]) for row in rows], dtype=np.int32)
    payee = np.array([names.index(row[2]) for row in rows], dtype=np.int32)
    days = np.array([row[0] for row in rows], dtype=np.int32)
    cents = np.array([row[3] for row in rows], dtype=np.int64)
    found = after_returns((payer, payee), (days, days), np.abs(cents), cents < 0)
    return [int(one) for one in found]


def test_returned_money_comes_off_the_newest_gift_before_it() -> None:
    # 70 of the second gift and 20 of the first are undone; the gift of day 9 came later and stays
    assert left((1, "A", "B", 100), (2, "A", "B", 70), (3, "B", "A", -90), (9, "A", "B", 5)) == [80, 0, 0, 5]


def test_a_later_return_takes_what_earlier_ones_left() -> None:
    # day 2 takes 60 of the first gift; day 5 the 30 of day 4, then 10 of the 40 left; another pair stays as it is
    rows = ((1, "A", "B", 100), (2, "B", "A", -60), (4, "A", "B", 30), (5, "B", "A", -40), (5, "A", "C", 7))
    assert left(*rows) == [30, 0, 0, 0, 7]


def test_more_returned_than_was_given_stays_a_payment_back() -> None:
    assert left((1, "A", "B", 100), (2, "B", "A", -130)) == [0, 30]


def test_a_name_or_an_identifier_finds_one_entity() -> None:
    assert entities_of(["jo doe", "fppc:1", "Doe for DA"], book().who) == ("Edoe", "Egiver", "Eown")


def test_a_name_of_two_entities_lists_both() -> None:
    with pytest.raises(AmbiguousNameError, match=r"Giver PAC \(fppc:1\) · Giver PAC \(fppc:2\)"):
        entities_of(["Giver PAC"], book().who)


def test_what_was_listed_can_be_typed_back() -> None:
    assert entities_of(["Giver PAC (fppc:2)"], book().who) == ("Etwo",)


def named(**lines: str) -> CaseBook:
    """Entities without identifiers, each with its own name, and further parties by the name that a line gives."""
    own = {"Eone": "Jo Roe", "Etwo": "JO ROE", "Ethree": "Roe Fund"}
    parties = own | lines
    return case_book(
        {
            "payments": pa.Table.from_pylist([payment(1, "Eone", "Etwo", 1)]),
            "entities": pa.Table.from_pylist(
                [{"entity_id": e, "name": n, "is_named": True, "kind": "committee"} for e, n in own.items()]
            ),
            "party_entities": pa.Table.from_pylist(
                [{"party_id": e, "entity_id": e.removesuffix("x")} for e in parties]
            ),
            "source_parties": pa.Table.from_pylist([{"party_id": e, "name": n} for e, n in parties.items()]),
            "identifiers": pa.Table.from_pylist([{"entity_id": "Ethree", "scheme": "fec", "identifier": "C3"}]),
            "candidacies": pa.Table.from_pylist([{"candidate_entity_id": "Eone", "committees": ""}]),
        }
    )


def test_a_name_that_stands_twice_is_never_guessed() -> None:
    # capital letters make nobody another person, so both are listed, with ids since they have no other number
    with pytest.raises(AmbiguousNameError) as refused:
        entities_of(["Jo Roe"], named().who)
    assert refused.value.entities == ("JO ROE (Etwo)", "Jo Roe (Eone)")

    # a line that calls one entity by the name of another makes the name point at both
    with pytest.raises(AmbiguousNameError) as refused:
        entities_of(["Roe Fund"], named(Eonex="Roe Fund").who)
    assert refused.value.entities == ("Jo Roe (Eone)", "Roe Fund (fec:C3)")


def test_each_of_those_listed_can_be_typed_back() -> None:
    found = named(Eonex="Roe Fund").who
    listed = ["JO ROE (Etwo)", "Jo Roe (Eone)", "Roe Fund (fec:C3)"]
    assert entities_of(listed, found) == ("Etwo", "Eone", "Ethree")
    assert entities_of(["Etwo", "fec:C3"], found) == ("Etwo", "Ethree")
    with pytest.raises(UnknownNameError):
        entities_of(["Roe Fund (Eone)"], found)


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Spender PAC"):
        entities_of(["Spendr PAC"], book().who)


def test_a_person_below_the_threshold_is_neither_found_nor_suggested() -> None:
    with pytest.raises(UnknownNameError) as refused:
        entities_of(["Pat Small"], book().who)

    assert "Pat Small" not in refused.value.nearest
    assert "Pat Small" not in book().who.labels[book().who.number["Ehid"]]


@pytest.mark.parametrize("wanted", [3, 2_000])
def test_many_ids_are_found_as_few_are(wanted: int) -> None:
    names = sorted((f"Y{7 * number % 5_003}" for number in range(5_000)), key=lambda name: (len(name), name))
    asked = [*names[1::3][:wanted], "Z"]
    found = SortedIds(pa.array(names)).numbered(asked)

    assert [found.get(name, -1) for name in asked] == [names.index(name) if name in names else -1 for name in asked]
