"""Keys and groups against brute force, and the guards against households and chains."""

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.matching.quality import quality
from headwater.entities.matching.grouping import CONFLICT, MERGED, OUTWEIGHED, UNKNOWN, grouped
from headwater.entities.matching.keys import joined_by_keys
from tests.both_ways import BOTH_WAYS, one_way

KEYS = (("family", "zip5", "work"), ("family", "zip5"))


def people(*rows: tuple[str | None, str | None, str | None, str | None]) -> pl.DataFrame:
    names = ["family", "zip5", "work", "generation"]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def groups(frame: pl.DataFrame) -> list[int]:
    both: list[list[int]] = []
    for is_compiled in (False, True):
        with one_way(is_compiled):
            both.append(joined_by_keys(frame, KEYS, ("generation",)).group.tolist())
    assert both[0] == both[1]
    return both[0]


def test_equal_keys_join_and_empty_ones_never() -> None:
    frame = people(
        ("doe", "1", None, None), ("doe", "1", None, None), (None, None, None, None), (None, None, None, None)
    )
    assert groups(frame) == [0, 0, 2, 3]


def test_father_and_son_stay_two_and_a_record_without_suffix_goes_with_its_work() -> None:
    frame = people(
        ("doe", "1", "bank", "1"), ("doe", "1", "farm", "2"), ("doe", "1", "farm", None), ("doe", "1", None, None)
    )
    # The last one may be either: it is left alone.
    assert groups(frame) == [0, 1, 1, 3]


@BOTH_WAYS
@settings(deadline=None)
@given(rows=st.lists(st.tuples(*(st.sampled_from([None, "a", "b"]) for _ in range(4))), max_size=14))
def test_no_group_mixes_generations_and_joined_pairs_explain_it(
    rows: list[tuple[str | None, ...]], is_compiled: bool
) -> None:
    frame = people(*rows)  # type: ignore[arg-type]
    with one_way(is_compiled):
        found = joined_by_keys(frame, KEYS, ("generation",))
    parent = list(range(len(rows)))
    for left, right in found.pairs.tolist():
        low, high = sorted((parent[left], parent[right]))
        parent = [low if at == high else at for at in parent]
    assert parent == found.group.tolist()
    for group in set(parent):
        said = {row[3] for row, own in zip(rows, parent, strict=True) if own == group and row[3]}
        assert len(said) <= 1


def test_one_doubtful_pair_does_not_chain_two_groups() -> None:
    pairs = np.array([[0, 1], [2, 3], [1, 2], [0, 2], [0, 3], [1, 3]])
    weights = np.array([9.0, 9.0, 5.0, -6.0, -6.0, -6.0])
    found = grouped(pairs, weights, np.full((1, 4), UNKNOWN), 3.0)
    assert found.group.tolist() == [0, 0, 2, 2]
    assert found.fate.tolist()[:3] == [MERGED, MERGED, OUTWEIGHED]


def test_a_conflict_keeps_apart_whatever_the_weight_and_through_others() -> None:
    pairs, labels = np.array([[0, 1], [1, 2]]), np.array([[7, UNKNOWN, 8]])
    found = grouped(pairs, np.array([20.0, 19.0]), labels, 3.0)
    assert found.group.tolist() == [0, 0, 2]
    assert found.fate.tolist() == [MERGED, CONFLICT]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(-9, 9)), max_size=18), st.randoms())
def test_groups_do_not_depend_on_the_order_of_pairs(drawn: list[tuple[int, int, int]], random: object) -> None:
    weighed = {(min(a, b), max(a, b)): float(w) for a, b, w in drawn if a != b}
    listed = sorted(weighed)
    shuffled = listed.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    labels = np.full((1, 7), UNKNOWN)
    results = [
        grouped(
            np.array(order, np.int64).reshape(-1, 2), np.array([weighed[p] for p in order]), labels, 1.0
        ).group.tolist()
        for order in (listed, shuffled)
    ]
    assert results[0] == results[1]


def test_the_measure_of_quality_agrees_with_counting_pairs_one_by_one() -> None:
    group, truth = [0, 0, 1, 1, 1, 2], ["a", "a", "a", "b", "b", "c"]
    pairs = list(itertools.combinations(range(6), 2))
    said = {p for p in pairs if group[p[0]] == group[p[1]]}
    true = {p for p in pairs if truth[p[0]] == truth[p[1]]}
    found = quality(group, truth)
    assert found.precision == pytest.approx(len(said & true) / len(said))
    assert found.recall == pytest.approx(len(said & true) / len(true))
    # Only the last record's group is a whole cluster: one of three.
    assert found.cluster_f1 == pytest.approx(1 / 3)
