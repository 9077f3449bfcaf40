"""Money is parsed exactly or refused with the reason; expected cents are read off the text by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.base.money import Bounds, cents_of_number, format_cents, parse_cents, plain_dollars


@pytest.mark.parametrize(
    ("text", "cents"), [("667052.01", 66705201), ("5", 500), ("-500.5", -50050), ("0.07", 7), (" 12.30 ", 1230)]
)
def test_dollars_become_cents(text: str, cents: int) -> None:
    assert parse_cents(text) == cents


@pytest.mark.parametrize(
    ("text", "why"),
    [("1.234", "more than two decimals"), ("", "empty"), ("1,000", "not dollars"), ("$5", "not dollars"),
     ("1e3", "not dollars"), ("٣", "not dollars"), ("nan", "not dollars"), ("9" * 17, "too large")],
)  # fmt: skip
def test_anything_else_is_refused_with_its_reason(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_cents(text)


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_cents_survive_the_way_to_text_and_back(cents: int) -> None:
    assert parse_cents(plain_dollars(cents)) == cents
    assert cents_of_number(Decimal(plain_dollars(cents))) == cents


@pytest.mark.parametrize(
    "value", [Decimal("0.001"), Decimal("1." + "0" * 40 + "1"), Decimal("NaN"), Decimal("1e30"), Decimal("1e999999999")]
)
def test_a_number_that_is_no_whole_cent_is_refused(value: Decimal) -> None:
    with pytest.raises(ValueError, match="amount"):
        cents_of_number(value)


def test_dollars_are_shown_with_grouping() -> None:
    assert format_cents(66705201) == "$667,052.01"
    assert format_cents(-50) == "−$0.50"


def test_bounds_cannot_be_upside_down() -> None:
    with pytest.raises(ValueError, match="upside down"):
        Bounds(2, 1)
    assert Bounds(1, 3).holds(3)
