"""Who may be named: the threshold is $5,000 to one vehicle in one two-year cycle (NEUTRALITY 5)."""

from datetime import date
from typing import Any

import pytest

from headwater.entities.naming import NamingRule, may_be_named, reached

RULE = NamingRule(500_000, frozenset({"pat public"}), frozenset({"Eredacted"}))
ENTITIES = {"Pgiver": "Egiver", "Pone": "Eone", "Pother": "Eother"}


def gave(cents: int, payee: str = "Pone", year: int = 2020, kind: str = "monetary", since: int = 0) -> dict[str, Any]:
    pair = ("Pgiver", payee) if kind != "return" else (payee, "Pgiver")
    return {
        "payer_party_id": pair[0],
        "payee_party_id": pair[1],
        "date_from": date(since or year, 3, 1),
        "date_to": date(year, 3, 1),
        "kind": kind,
        "cents": cents,
    }


@pytest.mark.parametrize(
    ("payments", "is_reached"),
    [
        ([gave(500_000)], True),
        ([gave(499_999)], False),
        ([gave(250_000), gave(250_000, year=2019)], True),  # 2019 and 2020 are one cycle
        ([gave(250_000), gave(250_000, year=2021)], False),  # 2021 is the next
        ([gave(250_000), gave(250_000, payee="Pother")], False),  # two vehicles
        ([gave(600_000), gave(200_000, kind="return")], False),  # 4,000 stayed
        ([gave(999_998, year=2022, since=2020)], False),  # a sum over two cycles proves half of it for one
        ([gave(1_000_000, year=2022, since=2020)], True),
    ],
)
def test_the_threshold(payments: list[dict[str, Any]], is_reached: bool) -> None:
    assert ("Egiver" in reached(payments, ENTITIES, 500_000)) is is_reached


@pytest.mark.parametrize(
    ("entity", "kind", "name", "has_role", "named"),
    [
        ("E1", "person", "pat invented", False, False),
        ("E1", "person", "pat invented", True, True),
        ("E1", "person", "pat public", False, True),
        ("E1", "unknown", "pat invented", False, False),
        ("E1", "organisation", "pat invented dba printing", False, False),
        ("E1", "organisation", "invented printing company", True, True),
        ("E1", "committee", "some pac", False, True),
        ("Eredacted", "person", "pat invented", True, False),
        ("Eredacted", "committee", "some pac", True, False),
    ],
)
def test_people_need_a_reason_to_be_named(entity: str, kind: str, name: str, has_role: bool, named: bool) -> None:
    assert may_be_named(entity, kind, {name}, has_role, RULE) is named
