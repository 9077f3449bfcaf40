"""Who may be named: the threshold is $5,000 to one vehicle in one two-year cycle (NEUTRALITY 5)."""

from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest

from headwater.entities.naming import NamingRule, may_be_named, reached

RULE = NamingRule(500_000, frozenset(), frozenset({"Eredacted"}))
ENTITIES = {"Pgiver": "Egiver", "Pone": "Eone", "Pother": "Eother"}


def rows(listed: list[dict[str, Any]]) -> ibis.Table:
    return ibis.memtable(pa.Table.from_pylist(listed))


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
        (
            [gave(1_000_001, year=2022, since=2020), gave(2, kind="return", year=2022, since=2020)],
            False,
        ),  # 1 of the 2 in each
    ],
)
def test_the_threshold(payments: list[dict[str, Any]], is_reached: bool) -> None:
    whose = rows([{"party_id": party, "entity_id": entity} for party, entity in ENTITIES.items()])
    found = reached(rows(payments), whose, 500_000)

    assert ("Egiver" in set(found.to_pyarrow().column("entity_id").to_pylist())) is is_reached


@pytest.mark.parametrize(
    ("entity", "kind", "is_listed", "has_role", "named"),
    [
        ("E1", "person", False, False, False),
        ("E1", "person", False, True, True),
        ("E1", "person", True, False, True),
        ("E1", "unknown", False, False, False),
        ("E1", "organisation", False, False, False),
        ("E1", "organisation", False, True, True),
        ("E1", "committee", False, False, True),
        ("Eredacted", "person", False, True, False),
        ("Eredacted", "committee", True, True, False),
    ],
)
def test_people_need_a_reason_to_be_named(entity: str, kind: str, is_listed: bool, has_role: bool, named: bool) -> None:
    row = {"entity_id": entity, "kind": kind, "is_above": has_role, "is_listed": is_listed}
    found = may_be_named(rows([{**row, "files": False, "has_number": False, "has_name": True}]), RULE)

    assert found.to_pyarrow().column("is_named").to_pylist() == [named]


@pytest.mark.parametrize(("kind", "named"), [("person", False), ("organisation", True)])
def test_a_number_or_a_report_names_who_is_no_person(kind: str, named: bool) -> None:
    row = {"entity_id": "E1", "kind": kind, "is_above": False, "is_listed": False, "files": True, "has_number": False}
    found = [may_be_named(rows([{**row, "has_name": has_name}]), RULE).to_pyarrow() for has_name in (True, False)]

    # Who has no name cannot be named, whatever the reason.
    assert [one.column("is_named").to_pylist() for one in found] == [[named], [False]]
