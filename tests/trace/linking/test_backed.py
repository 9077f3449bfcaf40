"""The definition of the 2022 report in its readings: each arm by hand, and all of it against a second writing."""

from collections.abc import Mapping
from random import Random

import numpy as np
import pytest

from headwater.trace.linking.book import LinkBook
from tests.trace.ledgers import seeded
from tests.trace.linking.linked import CANDIDATES, Row, book_of, links, shipped

RULE = shipped("leldf-2022")
GIVEN: list[Row] = [
    ("2018-01-02", "X", "Only", 100),
    ("2018-01-02", "X", "Most", 60),
    ("2018-01-03", "Other", "Most", 40),
    ("2018-01-02", "X", "Largest", 40),
    ("2018-01-03", "Other", "Largest", 35),
    ("2018-01-03", "Third", "Largest", 35),
    ("2018-01-02", "X", "Exceeds", 30),
    ("2018-01-03", "Other", "Exceeds", 70),
    ("2018-02-01", "Only", "Print", 10, "Cand"),
    ("2018-02-01", "Exceeds", "Print", 29, "Cand"),
    ("2018-02-02", "Most", "Cand", 5),
    ("2018-02-02", "Largest", "Rival", 5),
    ("2018-02-03", "X", "Print", 7, "-Rival"),
]  # fmt: skip


def entities(level: str, **changed: str | int) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for link in links(RULE, level, book_of(GIVEN, {"x": ["X"]}), **changed):
        found.setdefault(link.entity_id, set()).add(link.arm)
    return found


def test_each_arm_fires_where_the_definition_says() -> None:
    assert entities("entity-sole") == {"Only": {"sole"}}
    # 60 of 100 is more than half; 40 of 110 is not, yet nobody gave more
    assert set(entities("entity-primary-majority")) == {"Only", "Most"}
    assert set(entities("entity-primary-largest")) == {"Only", "Most", "Largest"}
    # 100 > 10, 60 > 5, 40 > 5, 30 > 29
    assert set(entities("entity-exceeds")) == {"Only", "Most", "Largest", "Exceeds"}
    assert entities("entity-any-majority")["Only"] == {"sole", "primary_majority", "exceeds"}


def test_a_candidate_is_tied_by_what_backed_entities_spent_for_it_and_not_against() -> None:
    found = links(RULE, "candidate-sole", book_of(GIVEN, {"x": ["X"]}))
    assert [(one.entity_id, one.target_class, one.arm, one.via_entity_id, one.cents) for one in found] == [
        ("Cand", "expenditures_for", "sole", "Only", 1000)
    ]
    assert found[0].reached == ("p9",)
    assert found[0].evidence == ("p1",)


def test_the_donor_sets_own_spending_is_its_own_arm() -> None:
    rows: list[Row] = [("2018-01-01", "X", "Print", 50, "Cand"), ("2018-01-01", "X", "Cand", 20)]
    found = links(RULE, "candidate-any-majority", book_of(rows, {"x": ["X"]}))
    assert [(one.target_class, one.arm, one.cents) for one in found] == [
        ("expenditures_for", "itself", 5000),
        ("gifts", "itself", 2000),
    ]


def test_equal_largest_givers_are_both_largest() -> None:
    rows: list[Row] = [("2018-01-01", "X", "A", 50), ("2018-01-01", "Y", "A", 50)]
    found = links(RULE, "entity-primary-largest", book_of(rows, {"x": ["X"], "y": ["Y"]}))
    assert [one.donor_set for one in found] == ["x", "y"]


def test_a_sum_over_givers_not_itemized_is_no_giver_but_no_single_source_either() -> None:
    rows: list[Row] = [("2018-01-01", "X", "A", 10), ("2018-01-01", "Small gifts", "A", 90)]
    book = book_of(rows, {"x": ["X"]}, {"Small gifts": "unnamed"})
    assert [one.entity_id for one in links(RULE, "entity-primary-largest", book)] == ["A"]
    assert links(RULE, "entity-sole", book) == []


def test_a_cycle_judges_only_what_happened_in_it() -> None:
    rows: list[Row] = [
        ("2018-12-31", "X", "A", 10),
        ("2019-01-01", "Y", "A", 90),
        ("2020-01-01", "A", "Print", 5, "Cand"),
    ]
    book = book_of(rows, {"x": ["X"]})
    # 2017-2018 is one cycle and 2019-2020 the next: X's gift and A's spending never meet
    assert [one.entity_id for one in links(RULE, "entity-sole", book)] == ["A"]
    assert links(RULE, "candidate-sole", book) == []
    assert links(RULE, "entity-sole", book, cycle_years=0) == []
    assert [one.entity_id for one in links(RULE, "entity-exceeds", book, cycle_years=0)] == ["A"]


CHAIN: list[Row] = [
    ("2018-01-01", "X", "A", 100),
    ("2018-01-02", "A", "B", 80),
    ("2018-01-03", "B", "C", 70),
    ("2018-01-04", "C", "Print", 60, "Cand"),
]


def test_the_recursion_goes_through_backed_entities_where_their_gifts_count() -> None:
    book = book_of(CHAIN, {"x": ["X"]})
    assert [one.entity_id for one in links(RULE, "entity-sole", book)] == ["A"]
    through = links(RULE, "entity-sole", book, whose_gifts="own and backed entities'")
    assert [one.entity_id for one in through] == ["A", "B", "C"]
    found = links(RULE, "candidate-sole", book, whose_gifts="own and backed entities'")
    assert [(one.entity_id, one.via_entity_id, one.cents) for one in found] == [("Cand", "C", 6000)]


def test_a_circle_of_entities_backs_none_of_them_by_itself() -> None:
    rows: list[Row] = [("2018-01-01", "A", "B", 10), ("2018-01-02", "B", "A", 10), ("2018-01-03", "X", "Else", 1)]
    book = book_of(rows, {"x": ["X"]})
    found = links(RULE, "entity-any-largest", book, whose_gifts="own and backed entities'")
    assert {one.entity_id for one in found} == {"Else"}


def second_writing(book: LinkBook, members: frozenset[str], largest: bool) -> set[str]:
    """Backed entities by the words of the definition over all years, gifts of backed entities included."""
    given: dict[str, dict[str, int]] = {}
    for gift in book.gifts.listed(np.arange(len(book.gifts.row))):
        to = given.setdefault(gift.payee_id, {})
        to[gift.payer_id] = to.get(gift.payer_id, 0) + gift.cents
    found: set[str] = set()
    while True:
        before = set(found)
        for entity, by in given.items():
            if entity not in members and entity not in CANDIDATES and entity != "Print":
                counted = (members | before) - {entity}
                ours = sum(cents for payer, cents in by.items() if payer in counted)
                others = [cents for payer, cents in by.items() if payer not in counted]
                outlay = sum({one.payment_id: one.cents for one in book.spent if one.payer_id == entity}.values())
                primary = ours >= max(others, default=0) if largest else ours > sum(others)
                if ours and (not others or primary or ours > outlay > 0):
                    found.add(entity)
        if found == before:
            return found


def random_rows(random: Random) -> list[Row]:
    names = ["X1", "X2", "Y", "A", "B", "C", "D"]
    rows: list[Row] = []
    for _ in range(random.randint(3, 14)):
        day = f"201{random.randint(6, 9)}-0{random.randint(1, 9)}-11"
        payer = random.choice(names)
        if random.random() < 0.3:
            rows.append((day, payer, "Print", random.randint(1, 30), random.choice(["Cand", "Rival", "-Cand"])))
        else:
            payee = random.choice([name for name in [*names[2:], *CANDIDATES] if name != payer])
            rows.append((day, payer, payee, random.randint(1, 30)))
    return rows


@pytest.mark.parametrize("seed", range(60))
def test_random_books_against_a_second_writing(seed: int) -> None:
    book = book_of([*random_rows(seeded(seed)), ("2016-01-01", "X1", "A", 1), ("2016-01-01", "X2", "A", 1)],
                   {"x": ["X1", "X2"]})  # fmt: skip
    for level, largest in (("any-majority", False), ("any-largest", True)):
        settings: Mapping[str, str | int] = {"cycle_years": 0, "whose_gifts": "own and backed entities'"}
        wanted = second_writing(book, frozenset({"X1", "X2"}), largest)
        assert {one.entity_id for one in links(RULE, f"entity-{level}", book, **settings)} == wanted
        payers = wanted | {"X1", "X2"}
        spent = {
            (one.candidate_id, one.payment_id)
            for one in book.spent
            if one.payer_id in payers and one.target_class != "expenditures_against"
        }
        found = links(RULE, f"candidate-{level}", book, **settings)
        assert {(one.entity_id, payment) for one in found for payment in one.reached} == spent
