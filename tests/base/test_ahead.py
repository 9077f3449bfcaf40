"""Making the next while this one is used."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.base.ahead import one_ahead


@given(st.lists(st.integers(), max_size=20))
def test_one_ahead_changes_neither_what_is_made_nor_its_order(numbers: list[int]) -> None:
    assert list(one_ahead(iter(numbers))) == numbers


def test_one_ahead_raises_what_goes_wrong_where_it_would_have_come() -> None:
    def made() -> Iterable[int]:
        yield 1
        raise ValueError("no two")

    found = one_ahead(made())
    assert next(iter(found)) == 1
    with pytest.raises(ValueError, match="no two"):
        list(found)
