"""Names and amounts of many rows at once against those of one at a time."""

import re
from decimal import Decimal

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from headwater.base.ids import normal_name
from headwater.sources._reading.amounts import cents_of
from headwater.sources._reading.naming import plain_names
from tests.both_ways import BOTH_WAYS, one_way

_NAMES = st.lists(st.text(st.sampled_from("aB0 &'-.\tüand"), max_size=9))
_AMOUNT = re.compile(r"-?(\d{1,15}|\d{0,15}\.\d{1,2})")


@BOTH_WAYS
@settings(deadline=None)  # the first call compiles
@given(names=_NAMES)
def test_plain_names_are_those_of_one_at_a_time(names: list[str], is_compiled: bool) -> None:
    with one_way(is_compiled):
        found = plain_names(pl.Series(names, dtype=pl.String)).to_list()
    # Other names take the slow way.
    assert found == [
        normal_name(name) if re.fullmatch("[\0-\x7f]*[&0-9A-Za-z][\0-\x7f]*", name) else "" for name in names
    ]


@BOTH_WAYS
@settings(deadline=None)
@given(texts=st.lists(st.text(st.sampled_from("0179-.,+ "), max_size=6)))
@example(texts=["9" * 15 + ".99", "9" * 16, "9" * 40, "." + "9" * 40, "-.5", "-", ".", "", "5."])
def test_cents_are_those_of_decimals(texts: list[str], is_compiled: bool) -> None:
    with one_way(is_compiled):
        found = cents_of(pl.Series(texts, dtype=pl.String)).to_list()
    assert found == [int(Decimal(text) * 100) if _AMOUNT.fullmatch(text) else None for text in texts]
