"""Columns in which few values recur, against plain lists of the same values."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.sources._reading import coded as coded_module
from headwater.sources._reading.coded import Coded, combined, same, text
from tests.both_ways import BOTH_WAYS, one_way

TEXTS = st.lists(st.sampled_from(["", "a", "b", "ä"]), max_size=12)


def listed(column: Coded[Any]) -> list[Any]:
    rows = [column.values[place] for place in column.places.tolist()]
    # Each value stands once, in the order in which they come.
    assert column.values == list(dict.fromkeys(rows))
    return rows


def of(texts: list[str]) -> Coded[str]:
    values = list(dict.fromkeys(texts))
    return Coded(values, np.array([values.index(one) for one in texts], np.int32))


@settings(deadline=None)
@given(TEXTS, st.data())
def test_a_column_is_the_list_of_its_values(texts: list[str], data: st.DataObject) -> None:
    column, rows = of(texts), np.arange(len(texts))
    assert listed(column) == texts == text(column).to_pylist()
    assert listed(column.of(str.upper)) == [one.upper() for one in texts]
    assert listed(column.of(len)) == column.array(len, np.int64).tolist() == [len(one) for one in texts]
    assert column.firsts().tolist() == [texts.index(one) for one in dict.fromkeys(texts)]
    holds = np.array([data.draw(st.booleans()) for _ in texts], np.bool_)
    assert listed(column.where(holds, "a")) == [
        one if is_so else "a" for one, is_so in zip(texts, holds.tolist(), strict=True)
    ]
    assert listed(column.at(rows[holds])) == [one for one, is_so in zip(texts, holds.tolist(), strict=True) if is_so]
    other = [data.draw(st.sampled_from(["a", "new"])) for _ in rows[holds]]
    left = iter(other)
    assert listed(column.replaced(rows[holds], other)) == [
        next(left) if is_so else one for one, is_so in zip(texts, holds.tolist(), strict=True)
    ]


@BOTH_WAYS
@settings(deadline=None)
@given(
    pairs=st.lists(st.tuples(st.sampled_from(["", "a", "b"]), st.sampled_from(["x", "y"]))),
    most=st.sampled_from([1, 1 << 22]),
)
def test_pairs_are_those_of_the_rows(pairs: list[tuple[str, str]], most: int, is_compiled: bool) -> None:
    one, other = of([a for a, _ in pairs]), of([b for _, b in pairs])
    before, coded_module._MOST_LISTED = coded_module._MOST_LISTED, most
    try:
        with one_way(is_compiled):
            assert listed(combined(one, other)) == pairs
    finally:
        coded_module._MOST_LISTED = before
    assert listed(same("z", len(pairs))) == ["z"] * len(pairs)
