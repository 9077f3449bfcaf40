"""The ladder B1 to B6 on the published vectors, and what its weakest levels are never called."""

import pytest

from headwater.trace.linking.affiliations import Affiliation
from tests.trace.linking.linked import Row, book_of, links, shipped

RULE = shipped("ladder")
# TRACING.md, vector 2, in thousands of dollars
VECTOR: list[Row] = [
    ("2020-01-01", "O1", "PAC1", 40_000), ("2020-01-02", "D", "PAC1", 100_000), ("2020-01-03", "PAC1", "PAC2", 60_000),
    ("2020-01-04", "O2", "PAC2", 30_000), ("2020-01-05", "PAC2", "Print", 50_000, "Cand"),
    ("2020-01-06", "PAC1", "Print", 50_000, "Rival"), ("2020-01-07", "D", "PAC2", 25_000),
    ("2020-01-08", "PAC2", "Print", 40_000, "Cand"),
]  # fmt: skip


def found(level: str, **changed: str | int) -> list[tuple[str, str, int]]:
    book = book_of(VECTOR, {"d": ["D"]})
    return [(one.entity_id, one.arm, one.cents) for one in links(RULE, level, book, **changed)]


def test_the_published_vector_stands_on_b3_and_b4() -> None:
    # published: bounds [20, 85] of the 90 on X; for Rival, paid by PAC1 after O1 40, D 100, 60 out: 10 to 50
    assert found("b3") == [("Cand", "least", 2_000_000), ("Rival", "least", 1_000_000)]
    assert found("b3", theta=1_500_000) == [("Cand", "least", 2_000_000)]
    # published: pro_rata 50.9158, fifo 20, lifo 60
    assert [one for one in found("b4") if one[0] == "Cand"] == [("Cand", "pro_rata", 5_091_575)]
    assert ("Cand", "fifo", 2_000_000) in found("b4", central="fifo")
    assert ("Cand", "lifo", 6_000_000) in found("b4", central="lifo")


def test_possible_only_is_where_the_least_is_nothing() -> None:
    # TRACING.md, vector 1: P and M [0, 10], K [0, 0]
    rows: list[Row] = [
        ("2020-01-01", "Paul", "A", 10), ("2020-01-02", "Michael", "A", 10), ("2020-01-03", "A", "Cand", 10),
        ("2020-01-04", "Karen", "A", 10), ("2020-01-05", "A", "Print", 10, "Rival"),
    ]  # fmt: skip
    book = book_of(rows, {"k": ["Karen"], "m": ["Michael"], "p": ["Paul"]})
    on_b5 = [(one.donor_set, one.entity_id, one.cents) for one in links(RULE, "b5", book)]
    assert on_b5 == [("k", "Rival", 1000), ("m", "Cand", 1000), ("m", "Rival", 1000), ("p", "Cand", 1000),
                     ("p", "Rival", 1000)]  # fmt: skip
    assert links(RULE, "b3", book, theta=1) == []


def test_b1_is_a_gift_and_b2_a_share_or_its_own_spending() -> None:
    rows: list[Row] = [
        ("2020-01-01", "D", "Cand", 10), ("2020-01-01", "D", "A", 50), ("2020-01-01", "O", "A", 50),
        ("2020-01-02", "A", "Print", 20, "Cand"), ("2020-01-02", "D", "Print", 5, "Cand"),
        ("2020-01-02", "A", "Print", 20, "-Rival"),
    ]  # fmt: skip
    book = book_of(rows, {"d": ["D"]})
    assert [(one.entity_id, one.cents) for one in links(RULE, "b1", book)] == [("Cand", 1000)]
    assert [(one.arm, one.via_entity_id, one.cents) for one in links(RULE, "b2", book)] == [
        ("share of gifts", "A", 2000),
        ("spent itself", "", 500),
    ]
    # exactly half is at least 50 percent and not at least 75
    assert [one.arm for one in links(RULE, "b2", book, p=RULE.parameters[0].grid[2])] == ["spent itself"]


def test_an_owner_and_a_sharer_need_a_stated_affiliation() -> None:
    rows: list[Row] = [
        ("2020-01-01", "O", "A", 50),
        ("2020-01-02", "A", "Print", 20, "Cand"),
        ("2020-01-01", "D", "Z", 1),
    ]
    owns = book_of(rows, {"d": ["D"]}, affiliations=[Affiliation("D", "A", "owner")])
    assert [(one.arm, one.cents) for one in links(RULE, "b2", owns)] == [("owner, as a publisher states", 2000)]
    shares = book_of(rows, {"d": ["D"]}, affiliations=[Affiliation("D", "A", "shares")])
    assert links(RULE, "b2", shares) == []
    assert [(one.entity_id, one.via_entity_id, one.cents) for one in links(RULE, "b6", shares)] == [("Cand", "A", 0)]


@pytest.mark.parametrize("level", ["b5", "b6"])
def test_the_weakest_levels_are_never_called_funded(level: str) -> None:
    said = next(f"{one.words} {one.text}" for one in RULE.levels if one.id == level)
    assert "fund" not in said.lower()
