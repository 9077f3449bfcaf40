"""A case's payments as a ledger: targets by class, returns undone, names found or listed; all rows invented."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from headwater.base.errors import AmbiguousNameError, UnknownNameError
from headwater.trace.case_book import CaseBook, case_book, undo_returns
from headwater.trace.case_names import entities_of
from headwater.trace.ledger import Payment

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
    return case_book(
        {
            "payments": list(payments),
            "entities": [{"entity_id": e, "name": n, "is_named": e != "Ehid"} for e, n in NAMES.items()],
            "party_entities": [{"party_id": e, "entity_id": e} for e in NAMES],
            "source_parties": [{"party_id": e, "name": n} for e, n in NAMES.items()],
            "identifiers": [
                {"entity_id": "Egiver", "scheme": "fppc", "identifier": "1"},
                {"entity_id": "Etwo", "scheme": "fppc", "identifier": "2"},
                {"entity_id": "Eown", "scheme": "fppc", "identifier": "9"},
            ],
            "candidacies": [{"candidate_entity_id": "Edoe", "committees": "fppc:9"}],
        }
    )


def test_a_candidates_target_is_gifts_to_its_committees_and_expenditures_apart() -> None:
    spent = {"kind": "independent_expenditure", "about_party_id": "Edoe"}
    found = book(
        payment(1, "Egiver", "Eown", 100),
        payment(2, "Egiver", "Eown", 200, kind="in_kind"),
        payment(3, "Espend", "Etwo", 300, stance="for", **spent),
        payment(4, "Espend", "Etwo", 400, stance="against", **spent),
        payment(5, "Eown", "Etwo", 50, kind="spending"),
    ).target("Edoe")

    assert found.payments == {"gifts": ("Y1", "Y2"), "expenditures_for": ("Y3",), "expenditures_against": ("Y4",)}
    assert found.nodes == ("Jo Doe", "Doe for DA")


def test_returned_money_comes_off_the_newest_gift_before_it() -> None:
    gifts = [Payment("1", 1, 1, "A", "B", 100), Payment("2", 2, 2, "A", "B", 70), Payment("4", 9, 9, "A", "B", 5)]
    returned = Payment("3", 3, 3, "B", "A", 90, kind="return")

    # 70 of the second gift and 20 of the first are undone; the gift of day 9 came later and stays
    assert undo_returns([*gifts, returned]) == [replace(gifts[0], cents=80), gifts[2]]


def test_more_returned_than_was_given_stays_a_payment_back() -> None:
    left = undo_returns([Payment("1", 1, 1, "A", "B", 100), Payment("2", 2, 2, "B", "A", 130, kind="return")])

    assert left == [Payment("2", 2, 2, "B", "A", 30, kind="return")]


def test_a_name_or_an_identifier_finds_one_entity() -> None:
    assert entities_of(["jo doe", "fppc:1", "Doe for DA"], book()) == ("Edoe", "Egiver", "Eown")


def test_a_name_of_two_entities_lists_both() -> None:
    with pytest.raises(AmbiguousNameError, match=r"Giver PAC \(fppc:1\) · Giver PAC \(fppc:2\)"):
        entities_of(["Giver PAC"], book())


def test_what_was_listed_can_be_typed_back() -> None:
    assert entities_of(["Giver PAC (fppc:2)"], book()) == ("Etwo",)


def named(**lines: str) -> CaseBook:
    """Entities without identifiers, each with its own name, and further parties by the name that a line gives."""
    own = {"Eone": "Jo Roe", "Etwo": "JO ROE", "Ethree": "Roe Fund"}
    return case_book(
        {
            "payments": [],
            "entities": [{"entity_id": e, "name": n, "is_named": True} for e, n in own.items()],
            "party_entities": [{"party_id": e, "entity_id": e.removesuffix("x")} for e in (*own, *lines)],
            "source_parties": [{"party_id": e, "name": n} for e, n in (own | lines).items()],
            "identifiers": [{"entity_id": "Ethree", "scheme": "fec", "identifier": "C3"}],
            "candidacies": [],
        }
    )


def test_a_name_that_stands_twice_is_never_guessed() -> None:
    # capital letters make nobody another person, so both are listed, with ids since they have no other number
    with pytest.raises(AmbiguousNameError) as refused:
        entities_of(["Jo Roe"], named())
    assert refused.value.entities == ("JO ROE (Etwo)", "Jo Roe (Eone)")

    # a line that calls one entity by the name of another makes the name point at both
    with pytest.raises(AmbiguousNameError) as refused:
        entities_of(["Roe Fund"], named(Eonex="Roe Fund"))
    assert refused.value.entities == ("Jo Roe (Eone)", "Roe Fund (fec:C3)")


def test_each_of_those_listed_can_be_typed_back() -> None:
    found = named(Eonex="Roe Fund")
    listed = ["JO ROE (Etwo)", "Jo Roe (Eone)", "Roe Fund (fec:C3)"]
    assert entities_of(listed, found) == ("Etwo", "Eone", "Ethree")
    assert entities_of(["Etwo", "fec:C3"], found) == ("Etwo", "Ethree")
    with pytest.raises(UnknownNameError):
        entities_of(["Roe Fund (Eone)"], found)


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Spender PAC"):
        entities_of(["Spendr PAC"], book())


def test_a_person_below_the_threshold_is_neither_found_nor_suggested() -> None:
    with pytest.raises(UnknownNameError) as refused:
        entities_of(["Pat Small"], book())

    assert "Pat Small" not in refused.value.nearest
    assert "Pat Small" not in book().label_of["Ehid"]
